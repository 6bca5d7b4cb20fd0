"""Two versions of a table, cell by cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from typfrage.review.differences import ROUNDING, Difference
from typfrage.review.printed_numbers import PrintedNumber, neighbours, read_number
from typfrage.review.text_comparison import same_but_for_rounding

_CSV_MARK = "."
"""Decimal mark of the data files, whatever the language of the report."""

Rows = list[list[str]]


def table_differences(published: str, now: str, decimal_mark: str) -> tuple[Difference, ...]:
    """Compare two tables.

    Args:
        published: The published CSV.
        now: The new one.
        decimal_mark: How numbers in its texts are written, ``,`` or ``.``.

    Returns:
        A difference for each cell, or for each row or column that only one of them has.
    """
    (head, *before), (new_head, *after) = _read(published), _read(now)
    if head != new_head:
        return (Difference("columns", ", ".join(head), ", ".join(new_head)),)
    places = [_places([*before, *after], at) for at in range(len(head))]
    found: list[Difference] = []
    for old, new in _paired(before, after):
        if old is None or new is None:
            where = f"row {_name(before, old) if old is not None else _name(after, new)}"
            found.append(Difference(where, _row(before, old), _row(after, new)))
            continue
        for at, column in enumerate(head):
            cells = before[old][at], after[new][at]
            if cells[0] != cells[1]:
                where = f"row {_name(before, old)}, column {column}"
                near = _near(*cells, places[at], decimal_mark)
                found.append(Difference(where, *cells, ROUNDING if near else ""))
    return tuple(found)


def _read(text: str) -> Rows:
    """Read rows of equal length; a file without any has one without cells."""
    rows = list(csv.reader(io.StringIO(text))) or [[]]
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _places(rows: Rows, at: int) -> int:
    """Digits that a column is rounded to: the most that any cell has, as zeros are not written."""
    numbers = (_number(row[at]) for row in rows)
    return max((number.places for number in numbers if number), default=0)


def _number(cell: str) -> PrintedNumber | None:
    return read_number(cell, _CSV_MARK, grouped=False)


def _near(published: str, now: str, places: int, decimal_mark: str) -> bool:
    old, new = _number(published), _number(now)
    if old is None or new is None:
        return same_but_for_rounding(published, now, decimal_mark)
    return neighbours(old, new, places, rounded=False)


def _paired(before: Rows, after: Rows) -> Iterator[tuple[int | None, int | None]]:
    """Pair rows by their place, or by their first cells where these are not the same."""
    names, new_names = ([row[:1] for row in rows] for rows in (before, after))
    if names == new_names or len(before) == len(after):
        yield from zip(range(len(before)), range(len(after)), strict=True)
        return
    matcher = SequenceMatcher(None, [*map(tuple, names)], [*map(tuple, new_names)], autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(range(start, end), range(other_start, other_end), strict=True)
        else:
            yield from ((at, None) for at in range(start, end))
            yield from ((None, at) for at in range(other_start, other_end))


def _name(rows: Rows, at: int | None) -> str:
    assert at is not None
    return f"{at + 1} ({rows[at][0]})" if rows[at] and rows[at][0] else str(at + 1)


def _row(rows: Rows, at: int | None) -> str:
    cells: Sequence[str] = () if at is None else rows[at]
    return ", ".join(cells)
