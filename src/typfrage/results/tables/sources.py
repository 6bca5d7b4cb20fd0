"""Tables of what the results rest on: the questionnaire, and the facts of the run."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.language import mark, speaker
from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem, ScaleItem, SingleItem
from typfrage.survey.waves.wave import WaveFile

EVIDENCE = {"F": mark("belegt"), "D": mark("abgeleitet"), "R": mark("rekonstruiert")}
KINDS = {
    "key": mark("Schlüssel"),
    "number": mark("Zahl"),
    "text": mark("Freitext"),
    "single": mark("Einfachwahl"),
    "scale": mark("Skala"),
    "multiple": mark("Mehrfachwahl"),
}
FINGERPRINT = 16
"""Digits of a hash that a table shows."""


def questionnaire(
    codebook: Codebook, wave: WaveFile, minimum_cases: int, language: str
) -> Released:
    """List the questions of a wave with their evidence marks."""
    say = speaker(language)
    blocks = {block.id: codebook.label(block.label) for block in codebook.blocks}
    rows = []
    for item in wave.items(codebook):
        options = item.options if isinstance(item, MultipleItem | SingleItem | ScaleItem) else ()
        marks = sorted({(option.evidence or item.evidence).value for option in options})
        rows.append(
            {
                "block": blocks[item.block],
                "wording": codebook.label(item.wording),
                "kind": say(KINDS[item.kind]),
                "options": len(options),
                "evidence": say(EVIDENCE[item.evidence.value]),
                "marks": ", ".join(marks) or "–",
            }
        )
    return release(
        pd.DataFrame(rows),
        (
            Column("block", say("Abschnitt"), grouped=True),
            Column("wording", say("Frage")),
            Column("kind", say("Art")),
            Column("options", say("Vorgaben"), "tally"),
            Column("evidence", say("Frage ist")),
            Column("marks", say("Vorgaben sind")),
        ),
        minimum_cases,
    )


def fingerprints(hashes: dict[str, str]) -> dict[str, str]:
    """Return the first digits of hashes; the manifest holds them whole."""
    return {name: digest[:FINGERPRINT] for name, digest in hashes.items()}


def key_values(rows: dict[str, str], key: str, value: str, minimum_cases: int) -> Released:
    """Show facts about the run: parameters, versions, hashes."""
    frame = pd.DataFrame(rows.items(), columns=["key", "value"])
    return release(frame, (Column("key", key), Column("value", value)), minimum_cases)
