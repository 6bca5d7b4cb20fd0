"""What the commands for anyone's data take from their options, checked before anything runs."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typfrage.problems import InputError, Problem, one_of

if TYPE_CHECKING:
    import pandas as pd

DataArgument = Annotated[
    Path,
    typer.Argument(
        metavar="DATA.csv",
        help="One row per case, a header with names: UTF-8 or UTF-16, comma, semicolon or tab.",
    ),
]
ItemsOption = Annotated[
    str,
    typer.Option(
        "--items", metavar="A,B,C", help="Columns to use; names with commas go into quotes."
    ),
]
StartsOption = Annotated[
    int, typer.Option("--starts", min=1, help="Random starts of each solution.")
]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="The same seed, the same numbers.")]
JsonOption = Annotated[
    Path | None, typer.Option("--json", metavar="OUT.json", help="Write all numbers here.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="E.g. cp1252, where the file is not UTF-8 or 16.")
]

_RANGE = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?", re.ASCII)
_ENOUGH_ROWS = 10_000
_CASES_PER_TYPE = 2


def listed_items(text: str) -> list[str]:
    """Split ``--items`` at its commas; a quoted name may hold some.

    Raises:
        InputError: A name is empty or a quote is not closed.
    """
    try:
        (names,) = csv.reader([text], skipinitialspace=True, strict=True)
    except (csv.Error, ValueError):
        names = [""]
    names = [name.strip() for name in names]
    if "" in names:
        raise InputError(
            Problem(
                f"{text!r} holds an empty name or an open quote",
                "--items",
                "names of columns, separated by commas",
                'write them like this: --items a,b,"c, with a comma"',
            )
        )
    return names


def range_of(text: str, option: str) -> range:
    """Read numbers of types such as ``2-8`` or ``4``.

    Args:
        text: What the user wrote.
        option: The option's name, for the message.

    Raises:
        InputError: It is no such range.
    """
    found = _RANGE.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last:
        raise InputError(
            Problem(
                f"{text!r} is no range",
                option,
                "a number from 1, or a smaller and a larger one with a hyphen",
                f"write it like this: {option} 2-8 or {option} 4",
            )
        )
    return range(first, last + 1)


def chosen_names(text: str, known: Iterable[str], option: str) -> list[str]:
    """Read a list of known names, or ``all``.

    Args:
        text: What the user wrote.
        known: The names that there are.
        option: The option's name, for the message.

    Returns:
        The names, each once, in the order in which they are known.

    Raises:
        InputError: There is no such name; the nearest one is named.
    """
    every = list(known)
    wanted = [name.strip() for name in text.split(",")]
    if wanted == ["all"]:
        return every
    problems = []
    for name in wanted:
        if name not in every:
            near = difflib.get_close_matches(name, every, n=1)
            problems.append(
                Problem(
                    f'there is no "{name}"',
                    option,
                    f"all, or {one_of(every)}",
                    f'did you mean "{near[0]}"?' if near else "correct the name",
                )
            )
    if problems:
        raise InputError(problems)
    return [name for name in every if name in wanted]


def number_of_jobs(jobs: int) -> int:
    """Check ``--jobs``.

    Raises:
        InputError: It is neither positive nor -1.
    """
    if jobs == -1 or jobs > 0:
        return jobs
    raise InputError(
        Problem(f"{jobs} is no number of threads", "--jobs", "at least 1, or -1 for all cores")
    )


def check_enough(
    data: Path, frame: pd.DataFrame, numbers: Sequence[int], option: str, kind: str = "type"
) -> None:
    """Check that there are cases and distinct answers enough for the largest number of types.

    Args:
        data: The file.
        frame: Its items, shape (n, p).
        numbers: Numbers of types, ascending.
        option: The option by which they were given.
        kind: What is numbered: a type or a class.

    Raises:
        InputError: There are fewer than twice as many cases, or fewer distinct answers.
    """
    largest = numbers[-1]
    distinct = len(frame.head(_ENOUGH_ROWS).drop_duplicates().dropna(how="all"))
    if distinct < largest and len(frame) > _ENOUGH_ROWS:
        distinct = len(frame.drop_duplicates().dropna(how="all"))
    enough = min(len(frame) // _CASES_PER_TYPE, distinct)
    if largest <= enough:
        return
    few_cases = len(frame) < _CASES_PER_TYPE * largest
    many = f"{largest} {kind}{'es' if kind.endswith('s') else 's'}"
    raise InputError(
        Problem(
            f"{len(frame):,} cases are too few for {many}"
            if few_cases
            else f"{distinct:,} distinct answers are too few for {many}",
            str(data),
            f"at least {_CASES_PER_TYPE * largest}, two for each {kind}"
            if few_cases
            else f"at least {largest}, one for each {kind}",
            f"look for fewer: {option} {_range_text(numbers[0], enough)}",
        )
    )


def _range_text(first: int, last: int) -> str:
    return f"{min(first, last)}-{last}" if first < last else str(max(last, 1))
