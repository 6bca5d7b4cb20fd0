"""How large a table may be: larger ones are refused before they take the memory.

Far beyond any survey of municipalities, and within what a machine of 8 GB can read.
"""

from __future__ import annotations

from typfrage.problems import InputError, Problem

MOST_COLUMNS = 16_384
"""As many as a sheet of a workbook can have."""

MOST_CELLS = 200_000_000
"""More than a million answers to 150 questions."""

MOST_WORKBOOK_CELLS = 20_000_000
"""A hundred thousand answers to 150 questions; each cell of a workbook is an object of its own."""

LARGEST_UNPACKED = 1 << 31
"""Bytes of the values of a compressed file."""

_MEND = "check whether it is the right file, or leave out the columns that are not needed"


def refuse_large_table(rows: int, columns: int, file: str, most: int = MOST_CELLS) -> None:
    """Refuse a table that is larger than any survey.

    Args:
        rows: Its rows.
        columns: Its columns.
        file: How the complaint calls it.
        most: Cells that it may have.

    Raises:
        InputError: It has too many columns or cells.
    """
    if columns > MOST_COLUMNS:
        expected = f"at most {MOST_COLUMNS:,} columns"
        raise InputError(Problem(f"the table has {columns:,} columns", file, expected, _MEND))
    if rows * columns > most:
        raise InputError(
            Problem(
                f"the table has {rows:,} rows and {columns:,} columns",
                file,
                f"at most {most:,} cells",
                _MEND,
            )
        )


def refuse_bomb(size: int, file: str, largest: int = LARGEST_UNPACKED) -> None:
    """Refuse a compressed file whose values would fill the memory.

    Args:
        size: Bytes of its values.
        file: How the complaint calls it.
        largest: Bytes that they may have.

    Raises:
        InputError: They have more.
    """
    if size > largest:
        what = f"the file unpacks to {size:,} bytes or more"
        raise InputError(Problem(what, file, f"at most {largest:,} bytes", _MEND))
