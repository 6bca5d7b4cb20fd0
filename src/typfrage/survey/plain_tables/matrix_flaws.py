"""What is wrong with the rows of a delimited file: which rows, and what to do about it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.problems import Problem
from typfrage.survey.plain_tables.delimited import Delimited, is_utf8, not_utf8

FIRST = 5
"""So many rows a message names."""

_LONGEST = 30


def flaws_of_cells(
    file: Delimited, frame: pd.DataFrame, wrong: Mapping[str, NDArray[np.bool_]]
) -> list[Problem]:
    """Say which cells of numeric items cannot be used.

    Args:
        file: The file.
        frame: What was read, shape (n, p); NaN = missing or no number.
        wrong: By item, whether a cell holds text that is no number, shape (n,); none = nowhere.

    Returns:
        For each item at most one complaint about text, one about missing and one about infinite
        numbers, each with the first rows; one about quotes where those rows cannot be told.
    """
    try:
        return list(_flaws_of_cells(file, frame, wrong))
    except csv.Error as error:
        return unreadable(file, error)


def _flaws_of_cells(
    file: Delimited, frame: pd.DataFrame, wrong: Mapping[str, NDArray[np.bool_]]
) -> Iterator[Problem]:
    for name in frame.columns:
        values = frame[name].to_numpy()
        text = wrong.get(name, np.zeros(len(values), dtype=bool))
        for flaw, complain in (
            (text, _no_number),
            (np.isnan(values) & ~text, _missing),
            (np.isinf(values), _infinite),
        ):
            if flaw.any():
                yield complain(file, name, np.flatnonzero(flaw).tolist())


def constant(file: Delimited, name: str, answers: Sequence[object]) -> Problem:
    """Complain about an item that tells no case from another; at most one answer occurs."""
    return Problem(
        f'every answer is "{short(str(answers[0]))}"' if answers else "there is no answer",
        _column(file, name),
        "at least two different answers",
        "leave the item out of --items",
    )


def no_rows(file: Delimited) -> Problem:
    """Complain about a file that ends after its header."""
    return Problem(
        "the file holds a header and no row",
        str(file.path),
        "one row for each case",
        "export the data again",
    )


def mixed_marks(file: Delimited, comma: str, point: str) -> Problem:
    """Complain about two decimal marks."""
    return Problem(
        f'numbers are written with a comma ("{short(comma)}") and with a point ("{short(point)}")',
        str(file.path),
        "one decimal mark in all items",
        "write all numbers with a decimal point and without separators of thousands",
    )


def two_readings(file: Delimited, comma: str) -> Problem:
    """Complain about commas that may divide thousands or fractions."""
    return Problem(
        f'"{short(comma)}" can be read in two ways: '
        f"{comma.replace(',', '')} or {comma.replace(',', '.')}",
        str(file.path),
        "numbers of which it is clear what the comma means",
        "write all numbers with a decimal point and without separators of thousands",
    )


def unreadable(file: Delimited, reason: Exception) -> list[Problem]:
    """Say why the compiled reader refuses a file.

    Args:
        file: The file.
        reason: Its own words, for what is not found here.

    Returns:
        One complaint about rows of another length, cells that are not UTF-8, or quotes.
    """
    width, number = len(file.header), 0
    ragged, foreign = _First(), _First()
    try:
        for number, cells in file.rows():
            if len(cells) != width:
                ragged.add((number, len(cells)))
            elif not is_utf8("".join(cells[at] for at in file.places)):
                foreign.add(number)
    except csv.Error as error:
        return [_quotes(file, number, error)]
    if ragged.count:
        return [_ragged(file, ragged.kept, ragged.count)]
    if foreign.count:
        return [not_utf8(file.path, f"the text in {_rows(foreign.kept, foreign.count)}")]
    return [Problem(str(reason), str(file.path), "delimited text", "restore the export")]


def _no_number(file: Delimited, name: str, cases: Sequence[int]) -> Problem:
    at = file.header.index(name)
    wanted = set(cases[:FIRST])
    quoted = [
        f'"{short(cells[at].strip())}" in row {number}'
        for case, (number, cells) in enumerate(islice(file.rows(), max(wanted) + 1))
        if case in wanted
    ]
    return Problem(
        f"{listed(quoted, len(cases))} is no number",
        _column(file, name),
        "numbers only, e.g. 0 and 1",
        "code the answers as numbers, or leave the item out; `typfrage latent-classes` takes text",
    )


def _missing(file: Delimited, name: str, cases: Sequence[int]) -> Problem:
    return Problem(
        f"the answer is missing in {_rows_of(file, cases)}",
        _column(file, name),
        "a number in every row",
        "remove these rows, fill them in, or leave the item out; "
        "`typfrage latent-classes` takes missing answers",
    )


def _infinite(file: Delimited, name: str, cases: Sequence[int]) -> Problem:
    return Problem(
        f"the number is infinite in {_rows_of(file, cases)}",
        _column(file, name),
        "finite numbers",
        "correct or remove these rows",
    )


@dataclass
class _First:
    """How many there are of something, and the first of them."""

    count: int = 0
    kept: list[Any] = field(default_factory=list)

    def add(self, one: Any) -> None:
        self.count += 1
        if self.count <= FIRST:
            self.kept.append(one)


def _ragged(file: Delimited, rows: Sequence[tuple[int, int]], count: int) -> Problem:
    width = len(file.header)
    quoted = [f"row {number} has {cells} cells" for number, cells in rows]
    return Problem(
        listed(quoted, count),
        str(file.path),
        f"{width} {'cell' if width == 1 else 'cells'} in every row, as in the header",
        "correct these rows; a cell that holds the delimiter goes into quotes; "
        f"the delimiter taken is {file.delimiter!r}, another one needs --delimiter",
    )


def _quotes(file: Delimited, number: int, error: csv.Error) -> Problem:
    reason = "a quote is not closed" if "end of data" in str(error) else str(error)
    return Problem(
        f"not readable as delimited text: {reason}",
        f"{file.path}, after row {number}" if number else str(file.path),
        "every quote closed, quotes in cells doubled",
        "restore the export",
    )


def _rows_of(file: Delimited, cases: Sequence[int]) -> str:
    """Name the first of some cases by their rows in the file."""
    wanted = set(cases[:FIRST])
    numbers = [
        number
        for case, (number, _) in enumerate(islice(file.rows(), max(wanted) + 1))
        if case in wanted
    ]
    return _rows(numbers, len(cases))


def _rows(numbers: Sequence[int], count: int | None = None) -> str:
    count = len(numbers) if count is None else count
    if count == 1:
        return f"row {numbers[0]}"
    listed = ", ".join(map(str, numbers[:FIRST]))
    return f"{count:,} rows: {listed}{', …' if count > FIRST else ''}"


def listed(quoted: Sequence[str], count: int) -> str:
    """List what a message names, and how many it does not."""
    more = f" (and {count - len(quoted):,} more)" if count > len(quoted) else ""
    return ", ".join(quoted) + more


def _column(file: Delimited, name: str) -> str:
    return f'{file.path}, column "{name}"'


def short(text: str) -> str:
    """Return a text as it may stand in a message: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
