"""Tables of what the results rest on: the questionnaire, and the facts of the run."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.survey.codebook import Codebook, MultipleItem, ScaleItem, SingleItem
from typfrage.survey.wave import WaveFile

EVIDENCE = {"F": "belegt", "D": "abgeleitet", "R": "rekonstruiert"}
KINDS = {
    "key": "Schlüssel",
    "number": "Zahl",
    "text": "Freitext",
    "single": "Einfachwahl",
    "scale": "Skala",
    "multiple": "Mehrfachwahl",
}
FINGERPRINT = 16
"""Digits of a hash that a table shows."""


def questionnaire(codebook: Codebook, wave: WaveFile, minimum_cases: int) -> Released:
    """List the questions of a wave with their evidence marks."""
    blocks = {block.id: codebook.label(block.label) for block in codebook.blocks}
    rows = []
    for item in wave.items(codebook):
        options = item.options if isinstance(item, MultipleItem | SingleItem | ScaleItem) else ()
        marks = sorted({(option.evidence or item.evidence).value for option in options})
        rows.append(
            {
                "block": blocks[item.block],
                "wording": codebook.label(item.wording),
                "kind": KINDS[item.kind],
                "options": len(options),
                "evidence": EVIDENCE[item.evidence.value],
                "marks": ", ".join(marks) or "–",
            }
        )
    return release(
        pd.DataFrame(rows),
        (
            Column("block", "Abschnitt", grouped=True),
            Column("wording", "Frage"),
            Column("kind", "Art"),
            Column("options", "Vorgaben", "tally"),
            Column("evidence", "Frage ist"),
            Column("marks", "Vorgaben sind"),
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
