"""The answers themselves, only where ``wave.yml`` says that they are released.

Generated answers are given as they are. Of answers that municipalities gave, the raw file stays
with the team, and the clean ones lose key, free text and order, so that what is released is no
more than its legal basis can speak of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.publish.bundle.clean_fields import CleanField, clean_fields
from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.part import Part
from typfrage.results.language import speaker
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.corrections import CORRECTIONS_FILE
from typfrage.survey.waves.study import Study, Wave

FOLDER = "microdata"


@dataclass(frozen=True)
class ReleasedAnswers:
    """What of the answers a bundle holds.

    Attributes:
        answers: The clean answers as CSV, ``None`` where they are not released.
        others: Raw file and corrections of generated answers.
        fields: The columns of ``answers``; all of the questionnaire's where there are none.
    """

    answers: Part | None
    others: tuple[Part, ...]
    fields: tuple[CleanField, ...]


def released_answers(study: Study, wave: Wave, facts: Facts) -> ReleasedAnswers:
    """Read and clean the answers anew, as far as they are released.

    Raises:
        InputError: They are released, but the raw file is missing or another one.
    """
    fields = clean_fields(facts.codebook)
    terms = facts.released
    if terms is None:
        return ReleasedAnswers(None, (), fields)
    say = speaker(facts.language)
    cleaned = clean(read_raw(wave, study.codebook), wave, study.codebook)
    if not wave.file.synthetic:
        fields = tuple(one for one in fields if not (one.free or one.key))
    content = answers_csv(cleaned, fields, in_order=wave.file.synthetic)
    title = say("Bereinigte Antworten, Welle {wave}", wave=wave.id)
    answers = Part(f"{FOLDER}/answers.csv", content, title, terms.licence)
    others = tuple(_others(wave, facts)) if wave.file.synthetic else ()
    return ReleasedAnswers(answers, others, fields)


def answers_csv(cleaned: CleanAnswers, fields: Sequence[CleanField], *, in_order: bool) -> bytes:
    """Return clean answers as CSV; the reason stands where an answer is missing.

    Args:
        cleaned: The answers.
        fields: The columns that are wanted.
        in_order: Keep the order, which is that of the keys; else the answers themselves order the
            rows, so that their place tells nothing.
    """
    answers, reasons = cleaned.answers, cleaned.reasons
    columns = [field.name for field in fields if not field.key]
    frame = pd.DataFrame(
        {
            name: answers[name].astype("object").where(answers[name].notna(), reasons[name])
            for name in columns
        },
        index=answers.index,
    )
    if any(field.key for field in fields):
        frame = frame.reset_index()
    if not in_order:
        frame = frame.iloc[frame.astype("str").agg("\x1f".join, axis=1).argsort(kind="stable")]
    text: str = frame.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def _others(wave: Wave, facts: Facts) -> list[Part]:
    say = speaker(facts.language)
    licence = "" if facts.released is None else facts.released.licence
    raw = say("Rohdatei, Welle {wave}", wave=wave.id)
    others = [(wave.raw_file, raw)]
    if (corrections := wave.folder / CORRECTIONS_FILE).is_file():
        others.append((corrections, say("Berichtigungen, Welle {wave}", wave=wave.id)))
    return [
        Part(f"{FOLDER}/{path.name}", path.read_bytes(), title, licence) for path, title in others
    ]
