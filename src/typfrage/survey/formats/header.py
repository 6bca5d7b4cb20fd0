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
