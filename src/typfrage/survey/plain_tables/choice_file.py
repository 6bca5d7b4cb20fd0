"""Open a file of choices: its delimiter, its columns, and its rows."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from typfrage.problems import InputError, Problem, one_of
from typfrage.survey.formats.delimiters import declared_above_header
from typfrage.survey.formats.limits import refuse_large_table
from typfrage.survey.plain_tables.delimited import (
    DELIMITERS,
    Delimited,
    is_utf8,
    not_utf8,
    refuse_title,
)
from typfrage.survey.plain_tables.matrix_flaws import FIRST, listed, no_rows, unreadable
from typfrage.survey.plain_tables.text_file import read_as_utf8
from typfrage.survey.text_lines import Lines

LARGEST = 100_000_000
"""Bytes; the answers of all municipalities of Europe take a tenth."""


def open_choice_file(
    path: Path,
    options: Sequence[str],
    key: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Delimited:
    """Open a file that has a column for each option and perhaps one for the key.

    A first line ``sep=;`` is not counted, as spreadsheets do not show it. Columns without name at
    the end of the header are left out of it.

    Args:
        path: The file: UTF-8, or UTF-16 with a byte order mark.
        options: Names of the options.
        key: Column that names the rows, if any.
        delimiter: One character; if left out, what the first line says, else that of comma,
            semicolon and tab by which the header holds most of the columns.
        encoding: Python's name of another encoding, e.g. ``cp1252``.

    Returns:
        The file; its places are those of the options in their order, then of the key.

    Raises:
        InputError: The file is missing, unreadable, or empty; a column is missing or stands there
            twice. All such columns are named.
    """
    said, content = declared_above_header(read_as_utf8(path, encoding, LARGEST))
    delimiter = delimiter or said
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        what, mend = f"the delimiter is {delimiter!r}", "leave it out, it is recognised"
        raise InputError(Problem(what, "--delimiter", "one character, or tab", mend))
    wanted = [*options, *([key] if key else [])]
    signs = [delimiter] if delimiter else DELIMITERS
    sign, header, rows_at = max(
        ((sign, *_header(content, sign)) for sign in signs),
        key=lambda each: (sum(name in each[1] for name in wanted), len(each[1])),
    )
    refuse_large_table(0, len(header), str(path))
    refuse_title(path, content, header, wanted)
    if problems := list(_flaws(path, header, options, key)):
        raise InputError(problems)
    places = tuple(header.index(name) for name in wanted)
    return Delimited(path, content, sign, header, rows_at, places)


def rows_of_choices(file: Delimited) -> tuple[list[int], list[list[str]]]:
    """Read the rows up to the last that is not empty.

    Returns:
        Their numbers in the file, and their cells at the file's places, without surrounding blanks.

    Raises:
        InputError: There are none, a row has other cells than the header, or is no UTF-8.
    """
    width = len(file.header)
    try:
        rows = [(number, _fitted(cells, width)) for number, cells in file.rows()]
    except csv.Error as error:
        raise InputError(unreadable(file, error)) from None
    while rows and not any(rows[-1][1]):
        rows.pop()
    if not rows:
        raise InputError(no_rows(file))
    if ragged := [(number, len(cells)) for number, cells in rows if len(cells) != width]:
        named = [f"row {number} has {count} cells" for number, count in ragged[:FIRST]]
        raise InputError(
            Problem(
                listed(named, len(ragged)),
                str(file.path),
                f"{width} cells in every row, as in the header",
                "correct these rows; a cell that holds the delimiter goes into quotes; "
                f"the delimiter taken is {file.delimiter!r}, another one needs --delimiter",
            )
        )
    if foreign := [number for number, cells in rows if not is_utf8("".join(cells))]:
        named = [f"row {number}" for number in foreign[:FIRST]]
        raise InputError(not_utf8(file.path, f"the text in {listed(named, len(foreign))}"))
    return [number for number, _ in rows], [[cells[at] for at in file.places] for _, cells in rows]


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    """Cells without surrounding blanks, and without empty ones beyond the named columns."""
    fitted = [cell.strip() for cell in cells]
    while len(fitted) > width and not fitted[-1]:
        fitted.pop()
    return fitted


def _header(content: bytes, delimiter: str) -> tuple[tuple[str, ...], int]:
    """The names by a delimiter, and where the header ends; no name where it is not readable."""
    lines = Lines(content, "surrogateescape")
    try:
        names = [cell.strip() for cell in next(filter(None, lines.rows(delimiter)))]
    except (csv.Error, StopIteration):
        return (), 0
    while names and not names[-1]:
        names.pop()
    return tuple(names), lines.taken


def _flaws(
    path: Path, header: Sequence[str], options: Sequence[str], key: str | None
) -> Iterator[Problem]:
    where = f"{path}, header"
    if not header:
        what, mend = "there are no names of columns", "export the data again"
        yield Problem(what, str(path), "a header, and a row for each answer", mend)
        return
    if not is_utf8("".join(header)):
        yield not_utf8(path, "the header")
        return
    wanted = [*options, *([key] if key else [])]
    foreign = [name for name in header if name not in wanted]
    for name in (missing := [name for name in wanted if name not in header]):
        mend = _if_near(name, foreign, 'rename the column "{}" if it is this one', "add it")
        yield Problem(f'there is no column "{name}"', where, f"all of {', '.join(wanted)}", mend)
    twice = [name for name in wanted if header.count(name) > 1]
    for name in twice:
        what = f'the column "{name}" stands there {header.count(name)} times'
        yield Problem(what, where, "exactly one column of this name", "remove the others")
    if missing or twice:
        yield from unknown_columns(path, header, options, key)


def unknown_columns(
    path: Path, header: Sequence[str], options: Sequence[str], key: str | None
) -> Iterator[Problem]:
    """Complain about columns that are neither options nor the key."""
    missing = [name for name in options if name not in header]
    allowed = one_of(options) + (f", and {key}" if key else "")
    otherwise = "remove it, or name it by --id where it tells the rows apart"
    for name in header:
        if name not in options and name != key:
            mend = _if_near(name, missing, 'if it is "{}", rename it; else remove it', otherwise)
            yield Problem(f'the column "{name}" is unknown', f"{path}, header", allowed, mend)


def _if_near(name: str, others: Sequence[str], said: str, otherwise: str) -> str:
    by_small = {other.casefold(): other for other in others}
    near = difflib.get_close_matches(name.casefold(), by_small, n=1)
    return said.format(by_small[near[0]]) if near else otherwise
