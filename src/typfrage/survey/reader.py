"""Reading the raw file of a wave: every cell as the text that stands there, nothing converted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import StringIO
from itertools import islice
from pathlib import Path

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.codebook import ClosedItem, Codebook
from typfrage.survey.raw_table import LISTED_PROBLEMS, RawTable
from typfrage.survey.source import ColumnRef, ItemColumns, Source
from typfrage.survey.study import Wave, check_raw_file

_ROWS_AT_ONCE = 50_000


def read_raw(wave: Wave, codebook: Codebook) -> RawTable:
    """Read the raw file of a wave.

    Args:
        wave: The wave; its source says how the file is written.
        codebook: The questionnaire; every column that the wave maps to it must be there.

    Raises:
        InputError: The file is missing, another one, not written as declared, or lacks columns.
    """
    table = read_delimited(check_raw_file(wave), wave.file.source)
    problems: list[Problem] = []
    for ref in _references(wave, codebook):
        try:
            table.position(ref)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return table


def option_columns(item: ClosedItem, where: ItemColumns) -> list[ColumnRef]:
    """Return the tick column of every option, in the order of the options."""
    if where.ticks is not None:
        return [where.ticks[option.id] for option in item.options]
    if where.template is not None:
        return [where.template.replace("{code}", option.code) for option in item.options]
    raise TypeError(f"{item.id!r} stands in one column")


def read_delimited(path: Path, source: Source) -> RawTable:
    """Read a delimited text file.

    Args:
        path: The file.
        source: Encoding, delimiter and number of header rows.

    Raises:
        InputError: The file is empty, not in the declared encoding, holds NUL bytes or an open
            quote, or a row has too many or too few cells; all such rows are listed.
    """
    blocks: list[pd.DataFrame] = []
    header: list[list[str]] = []
    ragged: list[Problem] = []
    text = _decoded(path, source)
    rows = _rows(text, source)
    number = 0
    try:
        header = [next(rows) for _ in range(source.header_rows)]
        width, number = len(header[0]), source.header_rows
        ragged += _ragged(path, header, 1, width)
        while block := list(islice(rows, _ROWS_AT_ONCE)):
            ragged += _ragged(path, block, number + 1, width)
            if not ragged:
                blocks.append(pd.DataFrame(block, dtype="str"))
            number += len(block)
    except StopIteration:
        raise InputError(_empty(path)) from None
    except csv.Error as error:
        raise InputError(_unreadable(path, source, text, error)) from None
    if ragged:
        raise InputError(ragged[:LISTED_PROBLEMS])
    if not blocks:
        raise InputError(_empty(path))
    cells = pd.concat(blocks)
    cells.index = pd.RangeIndex(source.header_rows + 1, number + 1, name="row")
    return RawTable(cells, tuple(map(_lowest, zip(*header, strict=True))), path.name)


def _lowest(cells: Sequence[str]) -> str:
    """The lowest header cell of a column that is not empty."""
    return next((cell for cell in reversed(cells) if cell), "")


def _references(wave: Wave, codebook: Codebook) -> Iterator[ColumnRef]:
    yield wave.file.source.answer_id
    for item in wave.file.items(codebook):
        where = wave.file.columns[item.id]
        if where.column is not None:
            yield where.column
        elif isinstance(item, ClosedItem):
            yield from option_columns(item, where)
    for rule in wave.file.screening:
        yield from (ref for ref in (rule.column, rule.superseded_by) if ref is not None)


def _empty(path: Path) -> Problem:
    return Problem(
        "the file holds no answer",
        path.name,
        "header and at least one answer",
        "export the answers again",
    )


def _rows(text: str, source: Source) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=source.delimiter, strict=True)


def _decoded(path: Path, source: Source) -> str:
    """The text of the file, without byte order mark."""
    try:
        text = path.read_bytes().decode(source.encoding).removeprefix("\ufeff")
    except (UnicodeError, LookupError) as error:
        raise InputError(_wrong_encoding(path, source, error)) from None
    except OSError as error:
        raise InputError(
            Problem(
                f"the raw file cannot be read: {error.strerror}",
                path.name,
                "a file that this user may read",
                "change its permissions",
            )
        ) from None
    if "\0" in text:
        raise InputError(
            Problem(
                "the file holds NUL characters",
                f"{path.name}, line {text.count(chr(10), 0, text.index(chr(0))) + 1}",
                f"text in the encoding {source.encoding!r}, every character of it readable",
                "restore the export; if it is UTF-16, declare utf-16 in wave.yml (source.encoding)",
            )
        )
    return text


def _wrong_encoding(path: Path, source: Source, error: Exception) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        what = f"byte {error.start} (0x{error.object[error.start]:02x}) is not {source.encoding}"
    else:
        what = f"cannot be read as {source.encoding!r}: {error}"
    return Problem(
        what,
        path.name,
        f"text in the encoding {source.encoding!r} that wave.yml declares",
        "declare the true encoding in wave.yml (source.encoding), e.g. cp1252 or utf-16",
    )


def _ragged(path: Path, rows: list[list[str]], first: int, width: int) -> list[Problem]:
    """Every row whose number of cells differs from the header's."""
    return [
        Problem(
            f"the row has {len(row)} cells",
            f"{path.name}, row {number}",
            f"{width} cells, as the first row has",
            "correct the row, or the delimiter in wave.yml (source.delimiter)",
        )
        for number, row in enumerate(rows, start=first)
        if len(row) != width
    ]


def _unreadable(path: Path, source: Source, text: str, error: csv.Error) -> Problem:
    readable = 0
    with suppress(csv.Error):
        for _ in _rows(text, source):
            readable += 1
    reason = "a quote is not closed" if "end of data" in str(error) else str(error)
    return Problem(
        f"not readable as delimited text: {reason}",
        f"{path.name}, row {readable + 1}",
        f"cells separated by {source.delimiter!r}, every quote closed, quotes in cells doubled",
        "restore the export, or correct source.delimiter in wave.yml",
    )
