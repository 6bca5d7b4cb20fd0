"""Choices of anyone's: a delimited file with a column of zeros and ones for each option."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.plain_tables.choice_file import (
    open_choice_file,
    rows_of_choices,
    unknown_columns,
)
from typfrage.survey.plain_tables.delimited import Delimited
from typfrage.survey.plain_tables.matrix_flaws import FIRST, listed, short

_TICKS = {"1": 1, "0": 0, "1.0": 1, "0.0": 0, "1,0": 1, "0,0": 0}
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

    Empty rows at the end, and empty cells to the right of the named columns, are left out.

    Args:
        path: The file, see :func:`typfrage.survey.plain_tables.choice_file.open_choice_file`.
        options: Names of the options, each with a column; other columns than these and the key's
            are refused.
        max_choices: Largest number of options that a row may choose; none = all.
        key: Column that names the rows; if left out, they have their numbers in the file.
        delimiter: One character; recognised if left out.
        encoding: Python's name of an encoding other than UTF-8 and UTF-16.

    Returns:
        Zeros and ones, (rows × options), in the given order of the options.

    Raises:
        InputError: The file cannot be used, see ``open_choice_file``; a column is unknown, a key is
            empty or stands there twice, a cell is neither 1 nor 0, or a row chooses nothing or too
            much. All such rows are counted, the first are named.
    """
    if key in options:
        problem = Problem(f'"{key}" is an option', "--id", "a column that names the rows")
        raise InputError(problem)
    file = open_choice_file(path, options, key, delimiter, encoding)
    numbers, cells = rows_of_choices(file)
    names = [row[-1] for row in cells] if key else numbers
    texts = [row[: len(options)] for row in cells]
    values = np.array([[_TICKS.get(text, _WRONG) for text in row] for row in texts], dtype=np.int64)
    problems = [
        *unknown_columns(path, file.header, options, key),
        *(_wrong_keys(file, key, numbers, [row[-1] for row in cells]) if key else []),
        *_wrong_cells(file, options, numbers, texts, values),
        *_wrong_numbers(file, numbers, values, max_choices or len(options)),
    ]
    if problems:
        raise InputError(problems)
    index = pd.Index(names, name=key or ROW)
    return pd.DataFrame(values, index=index, columns=list(options))


def _wrong_keys(
    file: Delimited, key: str, numbers: Sequence[int], names: Sequence[str]
) -> Iterator[Problem]:
    rows_of: defaultdict[str, list[str]] = defaultdict(list)
    for number, name in zip(numbers, names, strict=True):
        rows_of[name].append(str(number))
    where, expected = f'{file.path}, column "{key}"', "a name of its own for each row"
    if empty := rows_of.pop("", []):
        rows = listed([f"row {number}" for number in empty[:FIRST]], len(empty))
        yield Problem(f"the name is missing in {rows}", where, expected, "add it")
    twice = [(name, own) for name, own in rows_of.items() if len(own) > 1]
    if twice:
        named = [
            f'"{short(name)}" in rows {listed(own[:FIRST], len(own))}'
            for name, own in twice[:FIRST]
        ]
        what = f"names stand there more than once: {listed(named, len(twice))}"
        yield Problem(what, where, expected, "correct them, or keep one row of each")


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
            quoted = [f'"{short(texts[row][at])}" in row {numbers[row]}' for row in wrong[:FIRST]]
            yield Problem(
                f"{listed(quoted, len(wrong))} is neither 1 nor 0",
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
                f"{what.removeprefix('choose')}: {listed(named, len(rows))}",
                str(file.path),
                f"1 to {most} chosen in each row",
                mend,
            )
