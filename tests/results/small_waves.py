"""Two small waves of one study, compared as the notebook does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import tiny_raw_file
from tests.waves import add_wave, change_wave

from typfrage.results.changes import store_changes
from typfrage.results.run import Run
from typfrage.results.store import Store
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study, open_wave

A, A_B, B, C, C_B = (
    {f"Z[{code}]": "Y" if code in codes else "" for code in "1239"}
    for codes in ("1", "12", "2", "3", "32")
)
"""Answers by the goals that they name."""

ANALYSIS = {
    **{"types_from": "ziele", "k": 2, "seed": 1, "k_range": [2, 2], "starts": 3},
    **{"bootstrap": 50, "certainty_replicates": 10},
}


def answers(*groups: tuple[dict[str, str], int], first: int = 1) -> list[dict[str, str]]:
    """Make so many answers of each kind.

    Args:
        *groups: Cells that differ from the complete answer, and how many give them.
        first: Number of the first municipality; the same numbers in two waves are a panel.
    """
    cells = [one for one, number in groups for _ in range(number)]
    return [{"AGS": f"059{95_000 + first + at}", **one} for at, one in enumerate(cells)]


@dataclass(frozen=True)
class Stored:
    """What the comparison stored."""

    folder: Path

    def text(self, name: str) -> str:
        """Return a text, without what it includes."""
        return (self.folder / f"txt-veraenderung-{name}.md").read_text(encoding="utf-8")

    def csv(self, id_: str) -> list[list[str]]:
        """Return the cells of a figure's or table's data."""
        lines = (self.folder / f"{id_}.csv").read_text(encoding="utf-8").splitlines()
        return [line.split(",") for line in lines]

    @property
    def ids(self) -> set[str]:
        """Ids of all that was stored."""
        return {path.stem for path in self.folder.glob("*.md")}

    @property
    def everything(self) -> str:
        """All texts, tables and data in one."""
        files = sorted(self.folder.glob("*.md")) + sorted(self.folder.glob("*.csv"))
        return "\n".join(path.read_text(encoding="utf-8") for path in files)


def compare(
    make: Callable[..., Path],
    earlier: list[dict[str, str]],
    later: list[dict[str, str]] | None,
    *,
    codebook: Callable[[dict[str, Any]], object] = lambda _: None,
    analysis: dict[str, Any] | None = None,
    sections: list[dict[str, Any]] | None = None,
    first_wave: Callable[[dict[str, Any]], object] = lambda _: None,
    language: str = "de",
    **wave: Any,
) -> Stored:
    """Compare a wave of 2024 with one of 2019.

    Args:
        make: The fixture ``tiny_study``.
        earlier: Answers of 2019.
        later: Answers of 2024; ``None`` for a study of the first wave alone.
        codebook: Changes the questionnaire in place.
        analysis: What is other in the later wave's analysis.
        sections: Sections of ``indicators.yml``.
        first_wave: Changes the earlier wave's file in place.
        language: Language of the store.
        wave: What else is other in the later wave's file.
    """

    def prepared(file: dict[str, Any]) -> None:
        file["analysis"] = dict(ANALYSIS)
        first_wave(file)

    root = make(earlier, codebook=codebook, wave=prepared)
    if sections is not None:
        text = json.dumps({"sections": sections})
        (root / "data" / "indicators.yml").write_text(text, encoding="utf-8")
    name = "2019"
    if later is not None:
        name = "2024"
        folder = add_wave(root, name, "2024-03-01", screening=[], **wave)
        content = tiny_raw_file(later)
        (folder / "raw.csv").write_bytes(content)
        file = json.loads((folder / "wave.yml").read_text(encoding="utf-8"))
        source = {**file["source"], "sha256": hashlib.sha256(content).hexdigest()}
        change_wave(folder, source=source, analysis={**ANALYSIS, **(analysis or {})})
    study = open_study(root)
    opened = open_wave(study, name)
    least = opened.file.analysis.minimum_cases
    store = Store(root / "_results", "08", True, least, language, {}, lambda: "zelle")
    run = Run(study, opened, store)
    store_changes(run, clean(read_raw(opened, study.codebook), opened, study.codebook))
    store.close()
    return Stored(store.folder)
