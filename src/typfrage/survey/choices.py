"""Choices of anyone's: a delimited file with a column of zeros and ones for each option."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from typfrage.problems import InputError, Problem, one_of
from typfrage.survey.delimited import Delimited, is_utf8, open_delimited
from typfrage.survey.matrix_flaws import FIRST, no_rows, unreadable

_TICKS = {"1": 1, "0": 0, "1.0": 1, "0.0": 0, "1,0": 1, "0,0": 0}
_LONGEST = 30
_WRONG = -1

ROW = "row"
"""Name of the index where the file has no key."""


def read_choices(
    path: Path,
    options: Sequence[str],
    *,
    max_choices: int | None = None,
    key: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> pd.DataFrame:
    """Read who chose what.

    Args:
        path: The file, see :func:`typfrage.survey.delimited.open_delimited`.
        options: Names of the options, each with a column; other columns than these and the key's
            are refused.
        max_choices: Largest number of options that a row may choose; none = all.
        key: Column that names the rows; if left out, they have their numbers in the file.
        delimiter: One character; recognised if left out.
        encoding: Python's name of an encoding other than UTF-8 and UTF-16.

    Returns:
        Zeros and ones, (rows × options), in the given order of the options.

    Raises:
        InputError: The file cannot be used, see ``open_delimited``; a column is unknown, a cell is
            neither 1 nor 0, or a row chooses nothing or too much. All such rows are counted, the
            first are named.
    """
    if key in options:
        problem = Problem(f'"{key}" is an option', "--id", "a column that names the rows")
        raise InputError(problem)
    file = open_delimited(path, [*options, *([key] if key else [])], delimiter, encoding)
    numbers, cells = _rows(file)
    names = [row[-1] for row in cells] if key else numbers
    texts = [row[: len(options)] for row in cells]
    values = np.array([[_TICKS.get(text, _WRONG) for text in row] for row in texts], dtype=np.int64)
    problems = [
        *_unknown_columns(file, options, key),
        *_wrong_cells(file, options, numbers, texts, values),
        *_wrong_numbers(file, numbers, values, max_choices or len(options)),
    ]
    if problems:
        raise InputError(problems)
    index = pd.Index(names, name=key or ROW)
    return pd.DataFrame(values, index=index, columns=list(options))


def _rows(file: Delimited) -> tuple[list[int], list[list[str]]]:
    """The rows' numbers in the file and their cells at the asked places."""
    width, numbers, found = len(file.header), [], []
    try:
        for number, cells in file.rows():
            if len(cells) != width or not is_utf8("".join(cells)):
                raise InputError(unreadable(file, ValueError(f"row {number} cannot be read")))
            numbers.append(number)
            found.append([cells[at].strip() for at in file.places])
    except csv.Error as error:
        raise InputError(unreadable(file, error)) from None
    if not numbers:
        raise InputError(no_rows(file))
    return numbers, found


def _unknown_columns(file: Delimited, options: Sequence[str], key: str | None) -> Iterator[Problem]:
    for name in file.header:
        if name not in options and name != key:
            near = difflib.get_close_matches(name, options, n=1)
            yield Problem(
                f'the column "{name}" is unknown',
                f"{file.path}, header",
                one_of(options) + (f", and {key}" if key else ""),
                f'if it is "{near[0]}", rename it; else remove it'
                if near
                else "remove it, or name it by --id where it tells the rows apart",
            )


def _wrong_cells(
    file: Delimited,
    options: Sequence[str],
    numbers: Sequence[int],
    texts: Sequence[Sequence[str]],
    values: np.ndarray,
) -> Iterator[Problem]:
    for at, option in enumerate(options):
        wrong = np.flatnonzero(values[:, at] == _WRONG)
        if len(wrong):
            quoted = [f'"{_short(texts[row][at])}" in row {numbers[row]}' for row in wrong[:FIRST]]
            yield Problem(
                f"{_listed(quoted, len(wrong))} is neither 1 nor 0",
                f'{file.path}, column "{option}"',
                "1 = chosen, 0 = not chosen",
                "correct these cells",
            )


def _wrong_numbers(
    file: Delimited, numbers: Sequence[int], values: np.ndarray, most: int
) -> Iterator[Problem]:
    known = (values != _WRONG).all(axis=1)
    chosen = values.sum(axis=1)
    for wrong, what, mend in (
        (known & (chosen < 1), "choose nothing", "choose at least one, or remove these rows"),
        (known & (chosen > most), "choose too much", "drop what matters least"),
    ):
        rows = np.flatnonzero(wrong)
        if len(rows):
            named = [f"row {numbers[row]} ({chosen[row]})" for row in rows[:FIRST]]
            yield Problem(
                f"{len(rows):,} {'row chooses' if len(rows) == 1 else 'rows choose'}"
                f"{what.removeprefix('choose')}: {_listed(named, len(rows))}",
                str(file.path),
                f"1 to {most} chosen in each row",
                mend,
            )


def _listed(quoted: Sequence[str], count: int) -> str:
    more = f" (and {count - len(quoted):,} more)" if count > len(quoted) else ""
    return ", ".join(quoted) + more


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
