"""Rows of delimited text, read precisely: whatever is wrong is told with its row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa

from typfrage.problems import Cell, InputError, Problem
from typfrage.survey.formats.header import nameless, no_answer
from typfrage.survey.raw_table import LISTED_PROBLEMS
from typfrage.survey.text_lines import Lines

_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class DelimitedText:
    """Delimited text.

    Attributes:
        content: All of it, in UTF-8 without byte order mark.
        delimiter: One character.
        header_rows: Rows above the answers.
        file: Name of the file.
    """

    content: bytes
    delimiter: str
    header_rows: int
    file: str


@dataclass(frozen=True)
class Header:
    """The rows above the answers.

    Attributes:
        rows: Their cells.
        ends_at: Byte at which the first answer begins.
    """

    rows: tuple[tuple[str, ...], ...]
    ends_at: int


def read_header(text: DelimitedText) -> Header:
    """Read the rows above the answers.

    Raises:
        InputError: There are not so many rows, a quote is open, the rows differ in length, or no
            column has a name.
    """
    lines = Lines(text.content)
    reader = lines.rows(text.delimiter)
    try:
        rows = [tuple(next(reader)) for _ in range(text.header_rows)]
    except StopIteration:
        raise InputError(no_answer(text.file)) from None
    except csv.Error as error:
        raise InputError(_unreadable(text, error)) from None
    if problems := _ragged(text, [list(row) for row in rows], 1, len(rows[0])):
        raise InputError(problems)
    if not any(cell.strip() for row in rows for cell in row):
        raise InputError(nameless(text.file))
    return Header(tuple(rows), lines.taken)


def read_strictly(text: DelimitedText, width: int) -> list[pa.ChunkedArray]:
    """Read the answers.

    Args:
        text: The text.
        width: Number of cells of every row.

    Returns:
        (columns,) text of the cells; none where there are no answers.

    Raises:
        InputError: A quote is open or not doubled, a cell is longer than 131,072 characters, or
            rows are shorter or longer than the header; all such rows are listed.
    """
    blocks: list[list[pa.Array]] = []
    ragged: list[Problem] = []
    number = text.header_rows
    rows = _rows(text)
    at_once = max(1, _CELLS_AT_ONCE // width)
    try:
        for _ in range(text.header_rows):
            next(rows)
        while len(ragged) < LISTED_PROBLEMS and (block := list(islice(rows, at_once))):
            ragged += _ragged(text, block, number + 1, width)
            if not ragged:
                columns = zip(*block, strict=True)
                blocks.append([pa.array(cells, pa.large_string()) for cells in columns])
            number += len(block)
    except csv.Error as error:
        raise InputError(_unreadable(text, error)) from None
    if ragged:
        raise InputError(ragged[:LISTED_PROBLEMS])
    return [pa.chunked_array(list(arrays)) for arrays in zip(*blocks, strict=True)]


def _rows(text: DelimitedText) -> Iterator[list[str]]:
    return Lines(text.content).rows(text.delimiter)


def _ragged(text: DelimitedText, rows: list[list[str]], first: int, width: int) -> list[Problem]:
    """The first rows whose number of cells differs from the header's."""
    wrong = ((at, row) for at, row in enumerate(rows, start=first) if len(row) != width)
    return [
        Problem(
            f"the row has {_cells(len(row))}",
            f"{text.file}, row {number}",
            f"{_cells(width)}, as the first row has",
            f"correct the row, or the delimiter, which is {text.delimiter!r} (source.delimiter in "
            "wave.yml, --delimiter)",
            Cell(text.file, number),
        )
        for number, row in islice(wrong, LISTED_PROBLEMS)
    ]


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"


def _unreadable(text: DelimitedText, error: csv.Error) -> Problem:
    readable = 0
    with suppress(csv.Error):
        for _ in _rows(text):
            readable += 1
    reason = "a quote is not closed" if "end of data" in str(error) else str(error)
    return Problem(
        f"not readable as delimited text: {reason}",
        f"{text.file}, row {readable + 1}",
        f"cells separated by {text.delimiter!r}, every quote closed, quotes in cells doubled",
        "restore the export, or correct the delimiter (source.delimiter in wave.yml, --delimiter)",
        Cell(text.file, readable + 1),
    )
