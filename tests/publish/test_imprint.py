"""The imprint's facts come from the study's files, and only from them."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from typfrage.publish.embedded.pandoc import read_markdown
from typfrage.publish.embedded.tree import stringify
from typfrage.publish.imprint import IMPRINT_FILE, write_imprint
from typfrage.survey.waves.study import open_study, open_wave
from typfrage.survey.waves.wave import WaveFile

ROOT = Path(__file__).resolve().parents[2]
BOOK = """\
book:
  title: "Eine Frage?"
  subtitle: "Ein Bericht"
  author:
    - Erika Muster
    - name: Max *Beispiel*
  date: 2026-03-01
"""


@pytest.fixture(scope="module")
def wave() -> WaveFile:
    return open_wave(open_study(ROOT), "2019").file


def _facts(root: Path, wave: WaveFile, language: str = "de") -> dict[str, str]:
    write_imprint(root, root, wave, language)
    blocks, warnings = read_markdown((root / IMPRINT_FILE).read_text(encoding="utf-8"), "a test")
    assert not warnings
    return dict(stringify(block).split(": ", 1) for block in blocks)


def test_every_fact_is_told(tmp_path: Path, wave: WaveFile) -> None:
    (tmp_path / "_quarto.yml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text("license: [MIT, CC-BY-4.0, X]", encoding="utf-8")
    number = version("typfrage")
    assert _facts(tmp_path, wave) == {
        "So zitieren": "Erika Muster, Max *Beispiel* (2026): Eine Frage? Ein Bericht. "
        f"Welle 2019, typfrage {number}.",
        "Herausgabe": "Erika Muster, Max *Beispiel*",
        "Stand": "1. März 2026",
        "Welle": "2019, Feldzeit Dezember 2018 bis Februar 2019",
        "Gebietsstand": "31.12.2018",
        "Daten": "synthetisch erzeugte Antworten, die keine Kommune gegeben hat",
        "Programm": f"typfrage {number}",
        "Lizenzen": "Programm und Notebooks: MIT; "
        "Text, Abbildungen, Tabellen und Fragebogen: CC BY 4.0; X",
    }


def test_an_english_study_has_an_english_imprint(tmp_path: Path, wave: WaveFile) -> None:
    (tmp_path / "_quarto.yml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text("license: [MIT, CC-BY-4.0, X]", encoding="utf-8")
    number = version("typfrage")
    assert _facts(tmp_path, wave, "en") == {
        "How to cite": "Erika Muster, Max *Beispiel* (2026): Eine Frage? Ein Bericht. "
        f"Wave 2019, typfrage {number}.",
        "Published by": "Erika Muster, Max *Beispiel*",
        "As of": "1 March 2026",
        "Wave": "2019, fieldwork December 2018 to February 2019",
        "Boundaries as of": "31 December 2018",
        "Data": "synthetic answers that no municipality gave",
        "Software": f"typfrage {number}",
        "Licences": "Software and notebooks: MIT; "
        "Text, figures, tables and questionnaire: CC BY 4.0; X",
    }


def test_what_a_study_does_not_say_is_left_out(tmp_path: Path, wave: WaveFile) -> None:
    (tmp_path / "_quarto.yml").write_text("book: {title: T, author: A}", encoding="utf-8")
    facts = _facts(tmp_path, wave.model_copy(update={"synthetic": False}))
    assert facts["So zitieren"].startswith("A: T. Welle 2019")
    assert facts["Daten"] == "Antworten der befragten Kommunen"
    assert not {"Stand", "Lizenzen"} & set(facts)


def test_a_study_without_a_book_has_no_imprint(tmp_path: Path, wave: WaveFile) -> None:
    write_imprint(tmp_path, tmp_path, wave, "de")
    assert not (tmp_path / IMPRINT_FILE).exists()


def test_the_shipped_study_names_its_licences(tmp_path: Path, wave: WaveFile) -> None:
    write_imprint(ROOT, tmp_path, wave, "de")
    text = (tmp_path / IMPRINT_FILE).read_text(encoding="utf-8")
    for licence in ("MIT", "CC BY 4.0", "SIL OFL 1.1"):
        assert licence in text
