"""The pages of the shipped study's PDF, as a printer would look at them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader
from tests.book.conftest import Built
from tests.pdf_layout import beyond_the_margins, headings_left_alone

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


def test_faults_are_found(tmp_path: Path) -> None:
    pdf = tmp_path / "faulty.pdf"
    pdf.write_bytes(typst.Compiler().compile(_FAULTY.encode(), format="pdf"))
    assert len(list(beyond_the_margins(pdf))) == 1
    assert [fault.partition(": ")[2] for fault in headings_left_alone(pdf)] == ["Allein"]
