"""A small study that has published something, laid out as a build leaves it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from tests.project import ROOT

from typfrage.profiles.disclosure import Column, release
from typfrage.publish.bundle import make_bundle
from typfrage.results.assembly import assemble
from typfrage.results.numbers import Format
from typfrage.results.plots.theme import theme
from typfrage.results.run import input_hashes
from typfrage.results.store import Store
from typfrage.survey.waves.study import open_study, open_wave

BOOK = """
project: { type: book }
book:
  title: "Kleine Studie: Typen?"
  subtitle: Forschungsbericht
  author: [Erika Muster, Team Nord]
  date: 2026-03-01
  chapters: [index.qmd]
lang: de
number-sections: true
crossref: { chapters: true }
format: { typfrage-typst: { citeproc: true } }
"""
COLUMNS = (
    Column("type", "Typ"),
    Column("count", "Kommunen", "count", base="base"),
    Column("share", "Anteil", "share", 1, count="count", base="base"),
    Column("mean", "Mittel", "number", 2, base="base"),
    Column("base", "Basis", "count"),
)
NAMES = ("eins", "zwei, mit Komma", "=1+1", "@drei")
"""What a spreadsheet would take for a formula stands among them."""

STATEMENT = "Die Kommunen haben der Weitergabe in Schriftform zugestimmt."
SECRET = "Unsere Amtsleiterin heißt Sommer"
"""A free text that one municipality wrote."""

ROWS = [
    {"TX": SECRET, "LAND": "01", "AGS": "01002000", "P": "", "S": "A9", "F[1]": ""},
    {"EW": "98.765", "ST": "3", "Z[2]": "Y", "Z[3]": ""},
    {"ANT": "-1", "S": "A2", "P": "", "F[1]": "", "Z[1]": "", "Z[3]": "", "Z[9]": "Y"},
]
CORRECTIONS = [
    {
        **{"answer": "2", "column": "ST", "expect": "3", "becomes": "1"},
        **{"reason": "Telefonisch berichtigt.", "status": "confirmed"},
    }
]


@dataclass(frozen=True)
class Laid:
    """A laid-out study.

    Attributes:
        root: Its folder.
    """

    root: Path

    @property
    def results(self) -> Path:
        """Its stored results."""
        return self.root / "_results" / "2019"

    def make(self) -> bytes:
        """Make the bundle."""
        study = open_study(self.root)
        return make_bundle(study, open_wave(study, "2019"), "2019.zip")

    def bundle(self) -> dict[str, bytes]:
        """Return the files of the bundle by their path."""
        with ZipFile(BytesIO(self.make())) as zip_file:
            return {name: zip_file.read(name) for name in zip_file.namelist()}

    def store(self) -> None:
        """Store results of what lies in the study now, and publish them."""
        study = open_study(self.root)
        wave = open_wave(study, "2019")
        store = Store(
            self.results, "02_types", wave.file.synthetic, 5, "de",
            input_hashes(study, wave), lambda: "zelle",
        )  # fmt: skip
        _fill(store)
        assemble(self.results, ["02_types"], wave.file, "de")
        for suffix in (".ipynb", ".html"):
            path = self.results / "notebooks" / f"02_types{suffix}"
            path.parent.mkdir(exist_ok=True)
            path.write_text("{}", encoding="utf-8")
        shown = self.root / "_book" / "2019" / "_results" / "current"
        shown.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.results / "tbl-typen.csv", shown)
        (self.root / "_book" / "2019" / "index.html").write_text("<p>Seite", encoding="utf-8")
        (self.root / "_book" / "2019" / "bericht.pdf").write_bytes(b"%PDF-1.7")


def _fill(store: Store) -> None:
    frame = pd.DataFrame({"type": NAMES, "count": [1200, 3, 0, 800], "base": 2000})
    frame = frame.assign(share=frame["count"] / 2000, mean=[0.5, -0.004, float("nan"), -12.25])
    data = release(frame, COLUMNS, 5)
    with theme():
        figure, axes = plt.subplots()
        axes.bar(["ä", "b"], [1, 2])
    store.figure("fig-typen", figure, "Typen", "Balken.", data)
    store.table("tbl-typen", data, "Typen")
    store.table("tbl-quellen", data, "Quellen", of_answers=False)
    store.text("txt-typen", "Ein Satz.")
    store.number("wave.n", 1412, Format())
    store.word("wave.response", "22,5 %")
    store.close()


Lay = Callable[..., Laid]


@pytest.fixture(scope="session")
def lay(write_tiny_study: Callable[..., Path]) -> Lay:
    """Lay out a study below a folder; ``wave`` changes the content of ``wave.yml`` in place."""

    def laid(folder: Path, wave: Callable[[dict[str, Any]], object] = lambda _: None) -> Laid:
        root = write_tiny_study(folder / "study", ROWS, wave=wave, corrections=CORRECTIONS)
        (root / "_quarto.yml").write_text(BOOK, encoding="utf-8")
        (root / "index.qmd").write_text("# Bericht\n", encoding="utf-8")
        for name in ("CITATION.cff", "LICENSE"):
            shutil.copy(ROOT / name, root)
        (root / "_extensions").symlink_to(ROOT / "_extensions", target_is_directory=True)
        found = Laid(root)
        found.store()
        return found

    return laid


def released(wave: dict[str, Any]) -> None:
    """Release the answers of a wave."""
    wave["microdata"] = {
        "released": True,
        "licence": "CC-BY-4.0",
        "statement": {"de": STATEMENT},
    }


@pytest.fixture(scope="session")
def whole(lay: Lay, tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """A study whose answers are not released."""
    return lay(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def study(whole: Laid, tmp_path: Path) -> Laid:
    """A copy of it, to be damaged by a test."""
    return Laid(shutil.copytree(whole.root, tmp_path / "study", symlinks=True))


@pytest.fixture(scope="session")
def closed(whole: Laid) -> dict[str, bytes]:
    """The bundle of a study whose answers are not released."""
    return whole.bundle()


@pytest.fixture(scope="session")
def open_(lay: Lay, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bundle of a study with generated answers, which are released."""
    return lay(tmp_path_factory.mktemp("open"), released).bundle()
