"""A delimited file of anyone's: its delimiter, and where its named columns stand."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from typfrage.problems import InputError, Problem
from typfrage.survey.formats.delimiters import declared_above_header
from typfrage.survey.formats.limits import refuse_large_table
from typfrage.survey.plain_tables.text_file import read_as_utf8
from typfrage.survey.text_lines import Lines

DELIMITERS = (",", ";", "\t")
"""What is tried where no delimiter is given."""

_MOST_ABOVE = 20
"""So many rows of titles above a header are looked through."""

_NAMED_COLUMNS = 20
"""So many columns a message lists."""


@dataclass(frozen=True)
class Delimited:
    """A delimited file, opened.

    Attributes:
        path: The file.
        content: All of it as UTF-8, without byte order mark.
        delimiter: One character.
        header: Names of the columns, without surrounding blanks.
        rows_at: Byte of ``content`` at which the row after the header begins.
        places: Position of each asked item's column, from 0.
    """

    path: Path
    content: bytes
    delimiter: str
    header: tuple[str, ...]
    rows_at: int
    places: tuple[int, ...]

    @property
    def has_quotes(self) -> bool:
        """Whether any cell is quoted, so that it may hold delimiters and line breaks."""
        return b'"' in self.content

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Read every row after the header with its number as a spreadsheet counts it.

        Rows without any cell are left out, unless the file has one column: there they are an
        empty cell, except at the end of the file.

        Yields:
            The number of the row, counted from 1, and its cells; what is not UTF-8 in them is
            kept as lone surrogates.

        Raises:
            csv.Error: Where quotes are not closed or not doubled.
        """
        ending = len(self.content.rstrip(b"\r\n"))
        lines = Lines(self.content[:ending], "surrogateescape")
        narrow, header = len(self.header) == 1, True
        for number, cells in enumerate(lines.rows(self.delimiter), start=1):
            if header:
                header = not cells
            elif cells or narrow:
                yield number, cells or [""]


def open_delimited(
    path: Path, items: Sequence[str], delimiter: str | None = None, encoding: str | None = None
) -> Delimited:
    """Open a delimited file and find the columns of the items.

    Args:
        path: The file: UTF-8, or UTF-16 with a byte order mark.
        items: Names of the wanted columns.
        delimiter: One character; if left out, what a first line ``sep=;`` says, else that of
            comma, semicolon and tab by which the header holds most of the items.
        encoding: Python's name of another encoding, e.g. ``cp1252``.

    Raises:
        InputError: The file is missing, unreadable, empty, no text in this encoding, or without
            one of the columns; a name stands twice among the items or in the header.
    """
    _check_names(items)
    if delimiter is not None and len(delimiter) != 1:
        raise InputError(
            Problem(
                f"the delimiter is {delimiter!r}",
                "--delimiter",
                "one character, or tab",
                "leave it out: comma, semicolon and tab are recognised",
            )
        )
    said, content = declared_above_header(read_as_utf8(path, encoding))
    if not content or content.isspace():
        raise InputError(
            Problem(
                "the file is empty",
                str(path),
                "a header with the names of the columns, then one row for each case",
                "export the data again",
            )
        )
    return _find_columns(path, content, items, delimiter or said)


def _check_names(items: Sequence[str]) -> None:
    if not items:
        raise InputError(
            Problem("no item is named", "--items", "names of columns, e.g. --items a,b,c")
        )
    for name in items:
        if items.count(name) > 1:
            raise InputError(
                Problem(
                    f'the item "{name}" is named {items.count(name)} times',
                    "--items",
                    "every item once",
                    "name it once",
                )
            )


def _find_columns(
    path: Path, content: bytes, items: Sequence[str], delimiter: str | None
) -> Delimited:
    candidates = [_header(content, each) for each in ([delimiter] if delimiter else DELIMITERS)]
    read = [each for each in candidates if each is not None]
    if not read:
        raise InputError(
            Problem(
                "the header is not readable as delimited text",
                str(path),
                "names of columns, every quote closed",
                "restore the export, or say which --delimiter it has",
            )
        )
    sign, header, rows_at = max(
        read, key=lambda each: (sum(name in each[1] for name in items), len(each[1]))
    )
    lines = max(content.count(b"\n"), content.count(b"\r"))
    refuse_large_table(lines, len(header), str(path))
    refuse_title(path, content, header, items)
    if problems := _flaws_of_header(path, header, items, sign):
        raise InputError(problems)
    places = tuple(header.index(name) for name in items)
    return Delimited(path, content, sign, header, rows_at, places)


def _header(content: bytes, delimiter: str) -> tuple[str, tuple[str, ...], int] | None:
    """The delimiter, the names by it, and where the header ends; none where it is not readable."""
    lines = Lines(content, "surrogateescape")
    try:
        cells = next(filter(None, lines.rows(delimiter)))
    except (csv.Error, StopIteration):
        return None
    return delimiter, tuple(cell.strip() for cell in cells), lines.taken


def refuse_title(path: Path, content: bytes, header: Sequence[str], items: Sequence[str]) -> None:
    """Refuse a file whose header stands below a title.

    Args:
        path: The file.
        content: All of it as UTF-8.
        header: Its first row.
        items: Names of the wanted columns.

    Raises:
        InputError: None of the items stands in the first row, and half do in a row below.
    """
    if any(name in header for name in items):
        return
    for delimiter in DELIMITERS:
        with suppress(csv.Error):
            rows = islice(Lines(content, "surrogateescape").rows(delimiter), _MOST_ABOVE)
            for number, cells in enumerate(rows, start=1):
                found = set(items) & set(map(str.strip, cells))
                if number > 1 and 2 * len(found) >= len(items):
                    raise InputError(
                        Problem(
                            f"the names of the columns stand in row {number}, below a title",
                            str(path),
                            "the header in the first row",
                            "remove the rows above the header",
                        )
                    )


def _flaws_of_header(
    path: Path, header: tuple[str, ...], items: Sequence[str], delimiter: str
) -> list[Problem]:
    missing = [name for name in items if name not in header]
    if missing and not is_utf8("".join(header)):
        return [not_utf8(path, "the header")]
    twice = [name for name in items if header.count(name) > 1]
    return [
        *(_unknown(path, name, header, delimiter) for name in missing),
        *(
            Problem(
                f'the column "{name}" stands there {header.count(name)} times',
                f"{path}, header",
                "exactly one column of this name",
                "give each column a name of its own",
            )
            for name in twice
        ),
    ]


def _unknown(path: Path, name: str, header: tuple[str, ...], delimiter: str) -> Problem:
    by_small = {each.casefold(): each for each in header}
    near = [by_small[each] for each in difflib.get_close_matches(name.casefold(), by_small, n=1)]
    listed = ", ".join(header[:_NAMED_COLUMNS])
    if len(header) > _NAMED_COLUMNS:
        listed += f" … ({len(header)} columns)"
    if len(header) == 1 and name in header[0]:
        mend = f"only one column was found with the delimiter {delimiter!r}: say --delimiter"
    elif near:
        mend = f'did you mean "{near[0]}"?'
    else:
        mend = "name columns of the file; names with commas go into quotes"
    return Problem(f'there is no column "{name}"', f"{path}, header", f"one of {listed}", mend)


def not_utf8(path: Path, place: str) -> Problem:
    """Complain about text that is not UTF-8."""
    return Problem(
        f"{place} is not UTF-8",
        str(path),
        "text in UTF-8, or UTF-16 with a byte order mark",
        "say which encoding it is, e.g. --encoding cp1252 for Windows, or save it as UTF-8",
    )


def is_utf8(text: str) -> bool:
    """Tell whether text that was decoded with surrogates is free of them."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
