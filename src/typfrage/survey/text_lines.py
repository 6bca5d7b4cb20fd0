"""The lines of a delimited text, as Python's csv module takes them; none makes a row endless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from typfrage.problems import Cell, InputError, Problem

LONGEST_ROW = 1 << 24
"""Bytes; a thousand in each of the most columns that a workbook has."""


class Lines:
    """The lines of a text; counts the bytes that were taken.

    Args:
        content: The text in UTF-8.
        errors: What becomes of other bytes, see :func:`codecs.register_error`.
    """

    def __init__(self, content: bytes, errors: str = "strict") -> None:
        self._text = io.TextIOWrapper(
            io.BytesIO(content), encoding="utf-8", errors=errors, newline=""
        )
        self._errors = errors
        self._row_began = self.taken = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.taken += len(line.encode("utf-8", self._errors))
            if self.taken - self._row_began > LONGEST_ROW:
                raise csv.Error(f"the row is longer than {LONGEST_ROW:,} bytes")
            yield line

    def rows(self, delimiter: str) -> Iterator[list[str]]:
        """Read the rows of a delimited text.

        Args:
            delimiter: One character.

        Raises:
            csv.Error: A quote is not closed or not doubled, a cell is longer than 131,072
                characters, or a row longer than :data:`LONGEST_ROW`.
        """
        for row in csv.reader(self, delimiter=delimiter, strict=True):
            yield row
            self._row_began = self.taken


def refuse_endless_line(content: bytes, name: str) -> None:
    """Refuse a text with a line that no survey has, before it is taken apart.

    Args:
        content: The text in any encoding that has the line ends of ASCII among its bytes.
        name: How the complaint calls the file.

    Raises:
        InputError: A line is longer than :data:`LONGEST_ROW` bytes.
    """
    start = 0
    while len(content) - start > LONGEST_ROW:
        end = start + LONGEST_ROW
        last = content.rfind(b"\n", start, end)
        if last < 0:
            last = content.rfind(b"\r", start, end)
        if last < 0:
            number = content.count(b"\n", 0, start) + 1
            raise InputError(
                Problem(
                    f"the line has more than {LONGEST_ROW:,} bytes",
                    f"{name}, line {number}",
                    "delimited text, a line for each answer",
                    "restore the export",
                    Cell(name, number),
                )
            )
        start = last + 1
