"""How far the sheets of a workbook reach: a reader makes a cell for every place up to the last.

Two cells, A1 and XFD1048576, take a file of a few kilobytes and a table of 17 billion cells.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from typfrage.survey.formats.limits import MOST_WORKBOOK_CELLS, refuse_large_table

_CHUNK = 1 << 24
_LONGEST = 1 << 12
"""Bytes of a tag that are looked at."""
_MOST_LETTERS, _MOST_DIGITS, _MARGIN = 4, 9, 64
_FEW_CELLS, _EMPTY_BESIDE_FILLED = 1_000_000, 1_000
"""A sheet may have so many places, or so many for each cell that it holds."""

Signs = NDArray[np.uint8]
Places = NDArray[np.intp]
Among = NDArray[np.bool_]


def _among(signs: bytes) -> Among:
    table = np.zeros(256, bool)
    table[list(signs)] = True
    return table


_BLANK, _BEFORE_TAG, _AFTER_TAG = map(_among, (b" \t\r\n", b"<:", b" \t\r\n/>"))
_EQUALS, _QUOTE = _among(b"="), _among(b"\"'")


@dataclass(frozen=True)
class _Found:
    """What a part of a workbook says about places.

    Attributes:
        rows, cells: Bytes at which these begin; cells that hold nothing are left out.
        last, widest: The last row and column that anything names.
        last_cell, widest_cell: The same of cells that hold something.
        unplaced: How many cells do not say their place, and follow what stands before.
    """

    rows: Places
    cells: Places
    last: int
    widest: int
    last_cell: int
    widest_cell: int
    unplaced: int


def refuse_large_sheets(workbook: bytes, file: str) -> None:
    """Refuse a workbook whose sheets reach further than any survey.

    Args:
        workbook: The workbook, unpacked.
        file: How the complaint calls it.

    Raises:
        InputError: The sheets have too many columns or cells, or hardly any of their places is
            filled.
    """
    places = 0
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            refuse_large_table(content.count(b"<c"), 1, file, MOST_WORKBOOK_CELLS)
            found = _found(content)
            rows, columns = _extent(found, len(content))
            most = max(_FEW_CELLS, _EMPTY_BESIDE_FILLED * len(found.cells))
            refuse_large_table(rows, columns, file, min(most, MOST_WORKBOOK_CELLS))
            places += rows * columns
            refuse_large_table(places, 1, file, MOST_WORKBOOK_CELLS)


def _extent(found: _Found, size: int) -> tuple[int, int]:
    """At most how many rows and columns a reader makes of a part of a workbook."""
    if not found.unplaced:
        return found.last_cell, found.widest_cell
    of_row = np.searchsorted(found.cells, np.append(found.rows, size))
    most = int(np.diff(of_row, prepend=0).max())
    return found.last + len(found.rows), found.widest + most


def _found(content: bytes) -> _Found:
    rows, cells, unplaced = [], [], 0
    last = np.zeros(4, np.int64)
    for start, signs in _chunks(content):
        own, ends = _filled(signs, _tags(signs, b"c"))
        at, row, column = _named(signs)
        # Which place follows each cell first, and whether it does so within the cell's tag.
        following = np.searchsorted(at, own)
        inside = np.append(at, len(signs))[following] < ends
        unplaced += int((~inside).sum())
        of_cell = following[inside]
        named = (row, column, row[of_cell], column[of_cell])
        last = np.maximum(last, [each.max(initial=0) for each in named])
        rows.append(_tags(signs, b"row") + start)
        cells.append(own + start)
    named_rows, named_columns, cell_rows, cell_columns = map(int, last)
    return _Found(
        rows=np.concatenate(rows),
        cells=np.concatenate(cells),
        last=named_rows,
        widest=named_columns,
        last_cell=cell_rows,
        widest_cell=cell_columns,
        unplaced=unplaced,
    )


def _chunks(content: bytes) -> Iterator[tuple[int, Signs]]:
    """Pieces with a byte before and some behind; what is sought begins in exactly one of them."""
    for start in range(0, max(len(content), 1), _CHUNK):
        piece = content[max(0, start - 1) : start + _CHUNK + _LONGEST]
        padded = (b"" if start else b"\0") + piece
        size = min(_CHUNK, len(content) - start) + 1 + _LONGEST
        yield start, np.frombuffer(padded.ljust(size, b"\0"), np.uint8)


def _filled(signs: Signs, tags: Places) -> tuple[Places, Places]:
    """The tags but those that surely have no content, and where they end."""
    closing = np.append(np.flatnonzero(signs == ord(">")), len(signs) - 1)
    ends = closing[np.searchsorted(closing[:-1], tags)]
    empty = signs[ends - 1] == ord("/")
    if empty.any():
        # A /> between quotes ends nothing.
        for quote in b"\"'":
            before = np.cumsum(signs == quote, dtype=np.int32)
            empty &= (before[ends] - before[tags]) % 2 == 0
    return tags[~empty], ends[~empty]


def _tags(signs: Signs, name: bytes) -> Places:
    """Where a tag of this name begins, whatever its prefix."""
    at = _starts(signs, name[0], _BEFORE_TAG)
    for place, sign in enumerate(name):
        at = at[signs[at + place] == sign]
    return at[_AFTER_TAG[signs[at + len(name)]]] - 1


def _starts(signs: Signs, sign: int, before: Among, until: int | None = None) -> Places:
    until = len(signs) - _LONGEST if until is None else until
    at = np.flatnonzero(signs[1:until] == sign) + 1
    return at[before[signs[at - 1]]]


def _named(signs: Signs) -> tuple[Places, NDArray[np.int64], NDArray[np.int64]]:
    """Where a place is named, and its row and column: B7 or, without column, 7."""
    begins = _starts(signs, ord("r"), _BLANK, len(signs) - _MOST_DIGITS - _MOST_LETTERS - _MARGIN)
    at = begins + 1
    for sought in (_EQUALS, _QUOTE):
        at = _behind_blanks(signs, at)
        right = sought[signs[at]]
        begins, at = begins[right], at[right] + 1
    column = np.zeros(len(at), np.int64)
    for _ in range(_MOST_LETTERS):
        letter = (signs[at] | 0x20).astype(np.int64) - ord("a") + 1
        is_letter = (letter >= 1) & (letter <= 26)
        column = np.where(is_letter, column * 26 + letter, column)
        at = at + is_letter
    row = np.zeros(len(at), np.int64)
    for _ in range(_MOST_DIGITS):
        digit = signs[at].astype(np.int64) - ord("0")
        is_digit = (digit >= 0) & (digit <= 9)
        row = np.where(is_digit, row * 10 + digit, row)
        at = at + is_digit
    return begins, row, column


def _behind_blanks(signs: Signs, at: Places) -> Places:
    for _ in range(_MARGIN // 4):
        blank = _BLANK[signs[at]]
        if not blank.any():
            break
        at = at + blank
    return at
