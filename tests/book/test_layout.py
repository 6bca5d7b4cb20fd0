"""The pages of the shipped study's PDF, as a printer would look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typst
from pypdf import PdfReader
from tests.book.conftest import Built
from tests.pdf_layout import beyond_the_margins, headings_left_alone

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
HIDDEN = """label => {
  const box = document.getElementById(label).querySelector(".table-box");
  return box.scrollWidth - box.clientWidth;
}"""
"""Pixels of a table that are seen only after scrolling."""
HINT = """label => {
  const caption = document.getElementById(label).querySelector("figcaption");
  return getComputedStyle(caption, "::before").content;
}"""
_FAULTY = """
#set page(paper: "a4", margin: 2.5cm)
#heading[Titel]
#pagebreak()
#place(dx: 14cm)[Ein Wort, das weit über den Rand reicht]
#v(23.9cm)
#heading[Allein]
"""


@pytest.mark.book
def test_nothing_reaches_into_the_margins(either: Built) -> None:
    assert list(beyond_the_margins(either.pdf)) == []


@pytest.mark.book
def test_no_heading_stands_alone_at_the_foot_of_a_page(either: Built) -> None:
    assert list(headings_left_alone(either.pdf)) == []


@pytest.mark.book
def test_the_summary_is_one_page(either: Built) -> None:
    pages = [page.extract_text() for page in PdfReader(either.pdf).pages]
    (at,) = [n for n, text in enumerate(pages) if re.match(r"\s*Kapitel 1\s+Zusammenfassung", text)]
    assert "was dieser Bericht nicht zeigen kann" in " ".join(pages[at].split())
    assert re.match(r"\s*Teil 1", pages[at + 1])


@pytest.mark.book
def test_short_words_in_tables_stay_whole(either: Built) -> None:
    text = " ".join(page.extract_text() for page in PdfReader(either.pdf).pages)
    assert re.search(r"Community\s+Manager", text)
    assert not re.search(r"\bMa(na)?[-\xad]\s*(na)?ger\b", text)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.book
@pytest.mark.browser
def test_wide_tables_are_seen_whole_on_a_screen_and_narrow_ones_on_a_phone(
    built: Built, page: Page
) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto((built.book / "chapters" / "fragebogen.html").as_uri())
    assert page.evaluate(HIDDEN, "tbl-fragebogen") == 0
    page.set_viewport_size(PHONE)
    page.goto((built.book / "chapters" / "vorgehen.html").as_uri())
    assert page.evaluate(HIDDEN, "tbl-ausschluesse") == 0


@pytest.mark.book
@pytest.mark.browser
def test_a_figure_that_goes_on_beyond_a_phone_says_so(built: Built, page: Page) -> None:
    page.goto((built.book / "chapters" / "steckbrief-optimierer.html").as_uri())
    page.set_viewport_size(PHONE)
    assert "seitlich verschieben" in page.evaluate(HINT, "fig-position-optimierer")
    assert page.evaluate(HINT, "fig-steckbrief-optimierer") == "none"
    page.set_viewport_size(DESKTOP)
    assert page.evaluate(HINT, "fig-position-optimierer") == "none"


def test_faults_are_found(tmp_path: Path) -> None:
    pdf = tmp_path / "faulty.pdf"
    pdf.write_bytes(typst.Compiler().compile(_FAULTY.encode(), format="pdf"))
    assert len(list(beyond_the_margins(pdf))) == 1
    assert [fault.partition(": ")[2] for fault in headings_left_alone(pdf)] == ["Allein"]
