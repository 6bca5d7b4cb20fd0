"""A book in English: its own words are English, whatever its chapters say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.pdf_tags import assert_well_tagged

from typfrage.publish.embedded import RenderedBook, render_book

pytestmark = pytest.mark.book


@pytest.fixture
def english(sample: Path) -> RenderedBook:
    settings = sample / "_quarto.yml"
    text = settings.read_text(encoding="utf-8").replace("lang: de", "lang: en")
    settings.write_text(text, encoding="utf-8")
    return render_book(sample, sample / "_book")


def test_the_words_around_the_chapters_are_english(english: RenderedBook) -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in english.pages}
    introduction = pages["einleitung"]

    assert '<html lang="en">' in introduction
    for word in ("Skip to content", "On this page", "Search the report", "Report as PDF"):
        assert word in introduction
    for word in ("Figure\u00a01.1", "Chapter\u00a01.1", "Table\u00a03.1", "Warning", "Important"):
        assert word in introduction
    assert "“gerade Anführungszeichen”" in introduction
    assert 'data-hits="{number} hits"' in introduction
    assert "Appendices" in introduction
    assert "Appendix\u00a0A" in pages["index"]
    assert "1 March 2026" in pages["index"]
    for page in pages.values():
        own = re.sub(r"<article>.*</article>", "", page, flags=re.S)
        assert not re.search("Zurück|Weiter<|Suche|Inhalt|Anhang|Auf dieser Seite|Datenstand", own)


def test_the_words_of_the_pdf_are_english(english: RenderedBook) -> None:
    assert english.pdf is not None
    pdf = PdfReader(english.pdf)
    assert_well_tagged(pdf, "en")
    whole = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)

    for word in ("Contents", "List of figures", "List of tables", "Part 1", "Chapter 1"):
        assert word in whole
    for word in ("Appendices", "Appendix A", "Figure 1.1", "Table 3.1", "1 March 2026"):
        assert word in whole
    for word in ("Inhaltsverzeichnis", "Abbildung 1.1", "Tabelle 3.1", "Kapitel 1", "Anhang A"):
        assert word not in whole
