"""The delimiter of a text file: recognised where only one gives a table."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from typfrage.problems import InputError, Problem, one_of
from typfrage.survey.formats.header import title

DELIMITERS = (";", ",", "\t", "|")
"""What is tried where no delimiter is declared."""

_ROWS = 100
_FEWEST_ROWS = 2
"""So many rows of equal length make a table; one may be a text with a comma."""
_SAMPLE = 1 << 20
"""Bytes at the beginning that are looked at."""

_DECLARATION = re.compile(rb'(?i)"?sep=([^\r\n"])"?(?:\r\n|\n|\r)')
"""What Excel writes, or asks for, above the header."""


def declared_above_header(content: bytes) -> tuple[str | None, bytes]:
    """Take the line ``sep=;`` from the beginning of a text, where there is one.

    Args:
        content: The text in UTF-8.

    Returns:
        The delimiter that the line names, if any, and the text without it.
    """
    found = _DECLARATION.match(content)
    if found is None:
        return None, content
    return found[1].decode("ascii", "replace"), content[found.end() :]


def recognise(content: bytes, file: str) -> str:
    """Recognise a delimiter by the number of cells that it gives the first rows.

    Args:
        content: The text in UTF-8.
        file: Its name, for the complaint.

    Returns:
        The one by which all first rows have the same number of cells, more than one; where there
        is none, the one by which most have as many as the header, whose other rows the strict
        reading then lists. A semicolon where no delimiter stands in the header.

    Raises:
        InputError: Several delimiters give a table, or one does without the first row.
    """
    shares = {sign: _share(content, sign) for sign in DELIMITERS}
    best = max(shares.values())
    if best == 0:
        if width := _width_below_title(content):
            raise InputError(title(file, width))
        return DELIMITERS[0]
    found = [sign for sign, share in shares.items() if share == best]
    if len(found) == 1:
        return found[0]
    named = " or ".join(map(repr, found))
    raise InputError(
        Problem(
            f"the delimiter is in doubt: by {named} as many rows are as long as the header",
            file,
            f"{one_of(map(repr, DELIMITERS))}, by which alone the first rows have as many cells "
            "as the header",
            "declare it (source.delimiter in wave.yml, --delimiter)",
        )
    )


def _width_below_title(content: bytes) -> int:
    """How many columns a table has that a row without delimiter stands above; 0 for none."""
    below = content[:_SAMPLE].split(b"\n", 1)[-1]
    if len(below.splitlines()) < _FEWEST_ROWS:
        return 0
    tables = [sign for sign in DELIMITERS if _share(below, sign) == 1]
    first = below.splitlines()[0].decode("utf-8", "replace")
    return max((len(next(csv.reader([first], delimiter=sign))) for sign in tables), default=0)


def _share(content: bytes, delimiter: str) -> float:
    """Share of the first rows that have as many cells as the header; 0 where that has one."""
    text = io.TextIOWrapper(
        io.BytesIO(content[:_SAMPLE]), encoding="utf-8", errors="replace", newline=""
    )
    widths = []
    try:
        for row in islice(csv.reader(text, delimiter=delimiter, strict=True), _ROWS):
            widths.append(len(row))
    except csv.Error:
        pass
    if len(content) > _SAMPLE and len(widths) < _ROWS:
        # The last row may be cut off.
        widths = widths[:-1] or widths
    if not widths or widths[0] < 2:
        return 0
    return widths.count(widths[0]) / len(widths)
