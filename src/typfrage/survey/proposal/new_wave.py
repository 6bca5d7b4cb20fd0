"""Making the folder of a new wave."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from typfrage.problems import InputError
from typfrage.survey.proposal.checklist import checklist_text
from typfrage.survey.proposal.export import Declared, hash_of, read_columns
from typfrage.survey.proposal.folder import place_of, raw_name, write_folder
from typfrage.survey.proposal.proposal import Facts, Proposal, propose
from typfrage.survey.proposal.question import Question
from typfrage.survey.proposal.questions import questions
from typfrage.survey.proposal.wave_text import wave_text
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.study import Study, open_wave
from typfrage.survey.waves.wave import WaveFile
from typfrage.survey.waves.wave_order import WAVE_FILE

_KEPT_BYTES = (
    "# Files pinned by their hash keep their bytes: no conversion of line ends.\n{} -text\n"
)

_KEPT_OUT = (
    "# Real answers are personal data: the raw file stays out of version control.\n"
    "# Remove this file if it may be published.\n{}\n"
)


@dataclass(frozen=True)
class NewWave:
    """A wave that was begun.

    Attributes:
        folder: Its folder.
        proposal: What its ``wave.yml`` says.
        questions: What is still open.
    """

    folder: Path
    proposal: Proposal
    questions: tuple[Question, ...]


def begin_wave(
    study: Study,
    name: str,
    export: Path,
    declared: Declared,
    facts: Facts,
    *,
    like: str | None = None,
    external: bool = False,
) -> NewWave:
    """Make the folder of a new wave from an export, as far as the export tells.

    Args:
        study: The study.
        name: Name of the wave.
        export: What the survey tool wrote.
        declared: How the export is written; what is left out is recognised.
        facts: What a person says about the wave.
        like: Wave whose names of columns, rules and parameters may hold again; the newest one that
            can be read if left out.
        external: Leave the export where it is.

    Raises:
        InputError: The name is taken or none, or the export cannot be read.
        BuildError: The folder cannot be written.
    """
    place = place_of(study, name)
    sha256 = hash_of(export)
    example = _example(study, like)
    read, columns = read_columns(export, declared)
    proposal = propose(name, read, columns, study.codebook, example, facts)
    texts, asked = wave_texts(proposal, study.codebook, export, sha256, place if external else None)
    write_folder(place, texts, None if external else export, sha256)
    return NewWave(place, proposal, asked)


def wave_texts(
    proposal: Proposal, codebook: Codebook, export: Path, sha256: str, beside: Path | None
) -> tuple[dict[str, str], tuple[Question, ...]]:
    """Return the text files of a new wave by their names, and what is still open.

    Args:
        proposal: What is proposed.
        codebook: The questionnaire.
        export: What the survey tool wrote.
        sha256: Its hash.
        beside: The folder of the wave, where the export stays outside of it.
    """
    asked = questions(proposal, codebook)
    file = {"file": raw_name(export), "sha256": sha256}
    if beside is not None:
        file["file"] = Path(
            os.path.relpath(os.path.realpath(export), os.path.realpath(beside))
        ).as_posix()
    source = file if beside is None else {**file, "external": True}
    texts = {
        WAVE_FILE: wave_text(proposal, codebook, source),
        "checklist.md": checklist_text(proposal, asked),
    }
    if beside is None:
        texts[".gitattributes"] = _KEPT_BYTES.format(raw_name(export))
        if proposal.facts.synthetic is not True:
            texts[".gitignore"] = _KEPT_OUT.format(raw_name(export))
    return texts, asked


def _example(study: Study, like: str | None) -> WaveFile | None:
    if like is not None:
        return open_wave(study, like).file
    try:
        return open_wave(study).file
    except InputError:
        return None
