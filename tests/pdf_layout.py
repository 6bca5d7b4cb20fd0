"""What is wrong with the layout of a PDF: things beyond the margins, headings left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf import PdfReader
from pypdf.generic import Destination

POINTS_PER_CM = 72 / 2.54
SIDE = FOOT = 2.5 * POINTS_PER_CM
"""Margins of the book's pages, in points."""
SLACK = 4
"""Points that a hyphen at the end of a line hangs into the margin."""
TWO_LINES = 40
"""Points above the foot that a heading needs, so that text follows it."""
_DRAWN = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
"""Text and figures; plain areas, such as the coloured edge of a part's page, may bleed."""


def beyond_the_margins(pdf: Path) -> Iterator[str]:
    """Name every text and figure that reaches into the side margins, with its page."""
    document = pdfium.PdfDocument(pdf)
    for number in range(1, len(document)):  # the title page is a design of its own
        page = document[number]
        width = page.get_width()
        for item in page.get_objects(filter=_DRAWN, max_depth=1):
            left, _, right, _ = item.get_bounds()
            if left < SIDE - SLACK or right > width - SIDE + SLACK:
                yield f"page {number + 1}: from {left:.0f} to {right:.0f} of {width:.0f}"


def headings_left_alone(pdf: Path) -> Iterator[str]:
    """Name every heading at the foot of a page, with its page."""
    reader = PdfReader(pdf)
    for entry in _flat(reader.outline):
        if entry.top is not None and float(entry.top) < FOOT + TWO_LINES:
            yield f"page {reader.get_destination_page_number(entry)}: {entry.title}"


def _flat(outline: list[Destination | list[object]]) -> Iterator[Destination]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)  # type: ignore[arg-type]
        else:
            yield entry
