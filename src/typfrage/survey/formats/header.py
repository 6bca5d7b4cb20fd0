"""The names of the columns, and complaints about files that have none."""

from __future__ import annotations

from collections.abc import Sequence

from typfrage.problems import Cell, Problem


def lowest(cells: Sequence[str]) -> str:
    """Return the lowest header cell of a column that is not empty."""
    return next((cell for cell in reversed(cells) if cell), "")


def no_answer(file: str) -> Problem:
    """Complain about a file without answers."""
    return Problem(
        "the file holds no answer",
        file,
        "header and at least one answer",
        "export the answers again",
    )


def nameless(file: str) -> Problem:
    """Complain about a header without any name."""
    return Problem(
        "the header is empty",
        f"{file}, row 1",
        "names of the columns",
        "remove the rows above the header, or export the answers again",
        Cell(file, 1),
    )


def is_title(header: Sequence[str]) -> bool:
    """Tell whether of several columns a row names the first alone, so that it is no header."""
    return len(header) > 1 and bool(header[0].strip()) and not any(map(str.strip, header[1:]))


def title(file: str, width: int) -> Problem:
    """Complain about a title where the header should stand.

    Args:
        file: The file, as messages call it.
        width: How many columns the table has.
    """
    return Problem(
        f"the first row names one of {width} columns: it may be a title",
        f"{file}, row 1",
        "names of the columns in the first row, or in the first two",
        "remove the rows above the header, or export the answers again",
        Cell(file, 1),
    )
