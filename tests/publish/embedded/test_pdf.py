"""The PDF: what is printed, and what a reading aid finds."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject

from typfrage.problems import BuildError
from typfrage.publish.embedded import RenderedBook, render_book

pytestmark = pytest.mark.book

STATUS = "Synthetische Daten. Alle Antworten sind erzeugt, keine stammt von einer Kommune."


@pytest.fixture(scope="session")
def pdf(rendered: RenderedBook) -> PdfReader:
    assert rendered.pdf is not None
    assert rendered.pdf.name == "digitale-kommune.pdf"
    return PdfReader(rendered.pdf)


def page_texts(pdf: PdfReader) -> list[str]:
    """The text of every page; pypdf takes the hyphen for the soft one, which looks the same."""
    return [" ".join(page.extract_text().split()).replace("\xad", "-") for page in pdf.pages]


@pytest.fixture(scope="session")
def texts(pdf: PdfReader) -> list[str]:
    return page_texts(pdf)


@pytest.fixture(scope="session")
def whole(texts: list[str]) -> str:
    return " ".join(texts)


def test_status_stands_on_every_page_and_nowhere_else(texts: list[str]) -> None:
    assert all(text.count(STATUS) == 1 for text in texts)


def test_no_status_line_without_status(sample: Path) -> None:
    (sample / "_results/current/status.md").write_text("")
    book = render_book(sample, sample / "_book", formats=["pdf"])
    assert book.site is None
    assert book.pdf is not None
    assert "Synthetische" not in "".join(page.extract_text() for page in PdfReader(book.pdf).pages)


def test_title_page_and_contents(texts: list[str]) -> None:
    for words in ("Digitale Kommune:", "Vier Typen digitaler", "Erika Muster, Max Beispiel"):
        assert words in texts[0]
    assert "1. März 2026" in texts[0]
    assert texts[1].startswith("Inhaltsverzeichnis Abbildungsverzeichnis")
    assert "A Fragebogen" in texts[1]


def test_lists_of_figures_and_tables_name_number_caption_and_page(
    texts: list[str], whole: str
) -> None:
    page = 1 + next(n for n, text in enumerate(texts) if "Abbildung A.1: Antworten" in text)
    assert re.search(rf"Abbildung A\.1 Antworten im Anhang[ .]*\u2060?{page}\b", whole)
    assert "Abbildung 2.3 Abbildung in einem Div mit Die Vernetzenden" in whole
    assert "Tabelle 3.1 Die Typen nach Größe" in whole
    assert whole.count("Nur eine Beschriftung") == 1, "it has no number, so no place in a list"
    before = whole.index("Inhaltsverzeichnis Abbildungsverzeichnis")
    assert before < whole.index("Abbildung 1.1 Silhouette") < whole.index("Tabelle 3.1 Die Typen")


def test_lists_leave_out_the_status_and_captions_keep_it(sample: Path) -> None:
    path = sample / "_results/current/fig-anhang.md"
    path.write_text(path.read_text().replace("im Anhang]", "im Anhang. Synthetische Daten.]"))
    book = render_book(sample, sample / "_book", formats=["pdf"])
    assert book.pdf is not None
    whole = " ".join(page_texts(PdfReader(book.pdf)))
    assert re.search(r"Abbildung A\.1 Antworten im Anhang\. [ .]*\u2060?\d+", whole)
    assert "Abbildung A.1: Antworten im Anhang. Synthetische Daten." in whole


def test_a_part_page_lists_its_chapters(texts: list[str]) -> None:
    part = next(text for text in texts if text.startswith("Teil 2 Ergebnisse"))
    assert re.search(r"3 Die vier Typen \d+ Literatur \d+", part)
    assert "Methode" not in part
    assert "Fragebogen" not in part


def test_a_steckbrief_keeps_caption_number_source_and_alternative_text(
    pdf: PdfReader, whole: str
) -> None:
    assert "„Gemeinsam geht es leichter“ (belegt) 12 von 20 Kommunen" in whole
    assert "Abbildung 3.1: Was sie wollen Quelle der Spalte" in whole
    assert "Was sie stark macht • Sie teilen. (abgeleitet)" in whole
    assert "Eine Karte 12 Kommunen Noch eine Karte" in whole
    assert "Balken in der Spalte" in structure_texts(pdf.root_object["/StructTreeRoot"])


def test_a_table_keeps_its_source_line_with_its_last_rows(sample: Path) -> None:
    lengths = range(28, 48)
    chapter = "\n\n{{< pagebreak >}}\n\n".join(_sourced_table(rows) for rows in lengths)
    (sample / "chapters/methode.qmd").write_text(f"# Methode\n\n{chapter}\n")
    book = render_book(sample, sample / "_book", formats=["pdf"])
    assert book.pdf is not None
    texts = page_texts(PdfReader(book.pdf))
    broken = 0
    for rows in lengths:
        page = next(n for n, text in enumerate(texts) if f"Quelle von {rows}." in text)
        assert all(f"Zeile {rows}-{row} " in texts[page] for row in (rows - 1, rows))
        broken += f"Zeile {rows}-1 " not in texts[page]
    assert 0 < broken < len(lengths), "some tables fill their page, some go on to the next"


def _sourced_table(rows: int) -> str:
    lines = "\n".join(f"| Zeile {rows}-{row} | {row} |" for row in range(1, rows + 1))
    return (
        f"| Zeile | Wert |\n|---|--:|\n{lines}\n\n: Tabelle mit {rows} Zeilen {{#tbl-{rows}}}\n\n"
        f"::: {{.evidence}}\nQuelle von {rows}.\n:::"
    )


def test_numbers_are_those_of_the_site(whole: str) -> None:
    for words in (
        "Abbildung 1.1: Silhouette von Die Vernetzenden nach Rousseeuw (1987)",
        "Abbildung 1.1 zeigt es, 1.1 auch, Abb. 1.1 ebenso. Mehr in Kapitel 1.1 und Tabelle 3.1",
        "beides zusammen: Abbildung 1.1, Tabelle 3.1",
        "Abbildung 2.3: Abbildung in einem Div mit Die Vernetzenden",
        "Tabelle 2.1: Tabelle in einem Div",
        "Tabelle 2.2: Eine lange Tabelle",
        "Tabelle 3.1: Die Typen nach Größe",
        "Abbildung A.1: Antworten im Anhang",
        "genauer in Anhang A.1",
        "Kapitel 2 Methode: Die Vernetzenden",
        "1.1.1 Ein Unterabschnitt",
        "Anhang A Fragebogen",
    ):
        assert words in whole
    assert not re.search(r"(?<!\d)0\.\d", whole), "numbers of a chapter without number"


def test_signs_in_cells_are_not_taken_for_lists_and_headings(whole: str) -> None:
    assert "Ward intern 2. Rang + 3,2 = gleich -" in whole


def test_text_right_behind_a_reference_or_formula(whole: str) -> None:
    assert "Abbildung 2.1(links) und Abbildung 2.2 stehen nebeneinander, 𝑘(x) auch." in whole


def test_content_of_the_format(whole: str) -> None:
    assert "Nur im PDF zu lesen." in whole
    assert "Nur auf der Website" not in whole
    assert "Roher Typst-Block" in whole
    assert "Roher HTML-Block" not in whole


def test_citations_and_references(whole: str) -> None:
    assert "Nach Rousseeuw (1987) und anderen (Kaufman und Rousseeuw 1990, 12)" in whole
    assert "Kaufman, Leonard, und Peter J. Rousseeuw. 1990." in whole


def test_callouts_variables_and_quotes(whole: str) -> None:
    for words in ("Lesehilfe", "Titel aus der Überschrift", "Warnung", "Wichtig", "Vorsicht"):
        assert words in whole
    assert "1\u202f234 Kommunen" in whole or "1 234 Kommunen" in whole
    assert "„gerade Anführungszeichen“" in whole
    assert "{{< var a.b >}} oder {{< var a.b >}}" in whole


def test_long_table_repeats_its_header_and_keeps_all_rows(texts: list[str]) -> None:
    with_rows = [text for text in texts if "Zeile 1 1,5" in text or "Zeile 30 30,5" in text]
    assert len(with_rows) == 2
    assert all("Merkmal mit einem" in text for text in with_rows)
    assert all(any(f"Zeile {n} {n},5" in text for text in texts) for n in range(1, 31))


def test_running_header_names_the_chapter(texts: list[str]) -> None:
    continued = next(text for text in texts if "Zeile 30 30,5" in text)
    assert continued.startswith("2 Methode: Die Vernetzenden")


def test_bookmarks(pdf: PdfReader) -> None:
    titles = [entry.title for entry in pdf.outline if isinstance(entry, Destination)]
    assert titles == [
        *(
            "Abbildungsverzeichnis",
            "Tabellenverzeichnis",
            "Vorwort",
            "Fragestellung",
            "1 Einleitung",
            "2 Methode: Die Vernetzenden",
        ),
        *("Ergebnisse", "3 Die vier Typen", "Literatur", "Anhänge", "A Fragebogen"),
    ]


def test_metadata(pdf: PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Digitale Kommune: Eine Typfrage?"
    assert pdf.metadata.author == "Erika Muster, Max Beispiel"
    assert pdf.metadata.creation_date is not None
    assert pdf.metadata.creation_date.date().isoformat() == "2026-03-01"
    assert pdf.root_object["/Lang"] == "de"
    assert "pdfuaid:part" in pdf.root_object["/Metadata"].get_object().get_data().decode()


def test_alternative_texts_reach_the_reading_aid(pdf: PdfReader) -> None:
    alternatives = list(structure_texts(pdf.root_object["/StructTreeRoot"]))
    assert 'Balken der Vernetzenden: 43,2 % und 12 "Punkte"' in alternatives
    assert "Balken im Anhang" in alternatives
    assert any(r"\frac{b_i - a_i}" in alternative for alternative in alternatives)


def structure_texts(node: object) -> list[str]:
    found: list[str] = []
    pending = [node]
    while pending:
        node = pending.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, DictionaryObject):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            pending.append(node.get("/K"))
        elif isinstance(node, list):
            pending.extend(node)
    return found


def test_references_are_links_inside_the_book(pdf: PdfReader) -> None:
    annotations = [a.get_object() for page in pdf.pages for a in page.get("/Annots", [])]
    inside = [a for a in annotations if "/Dest" in a or a.get("/A", {}).get("/S") == "/GoTo"]
    outside = [a["/A"]["/URI"] for a in annotations if a.get("/A", {}).get("/S") == "/URI"]
    assert len(inside) > 20
    assert outside, "the reference's DOI"
    assert all(target.startswith("https://doi.org/") for target in outside)


def test_chapters_begin_on_a_new_page(texts: list[str]) -> None:
    starts = [
        next(n for n, text in enumerate(texts) if words in text)
        for words in ("Kapitel 1 Einleitung", "Kapitel 2 Methode", "Kapitel 3 Die vier Typen")
    ]
    assert all(before < after for before, after in pairwise(starts))


def test_failing_typst_says_so(sample: Path) -> None:
    chapter = sample / "chapters/typen.qmd"
    chapter.write_text(chapter.read_text() + "\n```{=typst}\n#gibtesnicht()\n```\n")
    with pytest.raises(BuildError, match=r"setting the PDF: Typst failed: .*gibtesnicht"):
        render_book(sample, sample / "_book", formats=["pdf"])
