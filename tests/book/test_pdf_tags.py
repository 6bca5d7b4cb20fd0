"""What a reading aid finds in the PDF of the report, by its tags."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import Destination
from tests.book.conftest import Built
from tests.pdf_tags import (
    assert_well_tagged,
    decorations,
    headings,
    links_without_words,
    read_tags,
    shown_outside_the_tags,
    tags,
)

FIG_ALT = re.compile(r'fig-alt="((?:\\.|[^"\\])*)"')
UNTAGGED = '#set document(title: [T])\n= Titel\n#link("https://example.org")[Weg] und #rect()'


@pytest.fixture(scope="module")
def report(either: Built) -> PdfReader:
    return read_tags(either.pdf)


@pytest.mark.book
def test_the_report_is_tagged_throughout(report: PdfReader) -> None:
    assert_well_tagged(report, "de")


@pytest.mark.book
def test_every_figure_is_described_as_the_store_describes_it(
    report: PdfReader, either: Built
) -> None:
    stored = {
        _unescaped(found[1])
        for path in either.results.glob("fig-*.md")
        if (found := FIG_ALT.search(path.read_text(encoding="utf-8")))
    }
    told = [tag.alternative for tag in tags(report) if tag.kind == "Figure"]
    assert len(told) > 20
    assert set(told) <= stored
    assert len(set(told)) == len(told)


def _unescaped(attribute: str) -> str:
    return re.sub(r"\\(.)", r"\1", attribute).replace("&amp;", "&")


@pytest.mark.book
def test_tables_have_captions_and_heads_and_lists_have_entries(report: PdfReader) -> None:
    found = tags(report)
    tables = [tag for tag in found if tag.kind == "Table"]
    assert len(tables) > 20
    for table in tables:
        parts = [kid.kind for kid in table.kids]
        assert "THead" in parts
        assert "TBody" in parts
        head = next(kid for kid in table.kids if kid.kind == "THead")
        assert {cell.kind for row in head.kids for cell in row.kids} == {"TH"}
    floats = len(tables) + sum(tag.kind == "Figure" for tag in found)
    assert sum(tag.kind == "Caption" for tag in found) == floats
    assert all(tag.kids for tag in found if tag.kind == "L")


@pytest.mark.book
def test_chapters_are_read_in_the_order_of_the_bookmarks(report: PdfReader) -> None:
    marks = [re.sub(r"^(\d+|[A-Z]) ", "", entry.title) for entry in _chapters(report)]
    titles = [text for level, text in headings(report) if level == 1]
    assert [title for title in titles if title in marks] == marks
    assert set(titles) - set(marks) == {"Inhaltsverzeichnis"}


def _chapters(pdf: PdfReader) -> list[Destination]:
    return [entry for entry in pdf.outline if isinstance(entry, Destination)]


@pytest.mark.book
def test_works_in_english_say_so(report: PdfReader) -> None:
    works = [tag for tag in tags(report) if tag.kind == "P" and tag.entries.get("/Lang") == "en"]
    assert len(works) > 10


@pytest.mark.book
def test_running_heads_and_feet_are_not_read_aloud(report: PdfReader) -> None:
    passed = decorations(report)
    assert passed["Footer"] >= len(report.pages) - 1
    assert passed["Header"] > len(report.pages) // 2


def test_a_pdf_without_tags_is_found(tmp_path: Path) -> None:
    path = tmp_path / "untagged.pdf"
    compiler = typst.Compiler()
    path.write_bytes(compiler.compile(UNTAGGED.encode(), format="pdf", pdf_tags=False))
    pdf = read_tags(path)
    assert "/StructTreeRoot" not in pdf.root_object
    assert len(shown_outside_the_tags(pdf)) >= 3
    assert links_without_words(pdf) == ["page 1"]
