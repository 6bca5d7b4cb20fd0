"""Reading the raw file of a wave: every cell as the text that stands there, nothing converted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.codebook import Codebook, MultipleItem, ScaleItem, SingleItem
from typfrage.survey.study import Wave, check_raw_file
from typfrage.survey.wave import ColumnRef, HeaderCell, ItemColumns, Source

LISTED_PROBLEMS = 1000
"""So many problems of one file are listed; beyond them a person mends the cause, not the cells."""


@dataclass(frozen=True)
class RawTable:
    """The raw file as text.

    Attributes:
        cells: (answers × columns) text; the index is the row as a spreadsheet counts it, the
            columns are positions from 0.
        header: Of every column the lowest header cell that is not empty.
        file: Name of the file.
    """

    cells: pd.DataFrame
    header: tuple[str, ...]
    file: str

    def position(self, ref: ColumnRef) -> int:
        """Return where a column stands, from 0.

        Raises:
            InputError: There is no such column, or more than one.
        """
        if isinstance(ref, HeaderCell):
            if ref.at <= len(self.header) and self.header[ref.at - 1] == ref.header:
                return ref.at - 1
            found = self.header[ref.at - 1] if ref.at <= len(self.header) else "no column"
            raise InputError(
                Problem(
                    f"column {ref.at} is {found!r}",
                    self.file,
                    f"the header {ref.header!r}",
                    "correct the column map in wave.yml",
                )
            )
        places = [at for at, name in enumerate(self.header) if name == ref]
        if len(places) == 1:
            return places[0]
        raise InputError(
            Problem(
                f"the column {ref!r} is missing"
                if not places
                else f"the column {ref!r} stands there {len(places)} times",
                self.file,
                "exactly one column of this name",
                "correct the column map in wave.yml, or restore the export",
            )
        )

    def column(self, ref: ColumnRef) -> pd.Series:
        """Return the cells of a column."""
        return self.cells[self.position(ref)]

    def place(self, row: int, position: int) -> str:
        """Say where a cell stands."""
        name = self.header[position]
        column = f'column "{name}"' if self.header.count(name) == 1 else f"column {position + 1}"
        return f"{self.file}, row {row}, {column}"


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


def option_columns(
    item: MultipleItem | SingleItem | ScaleItem, where: ItemColumns
) -> list[ColumnRef]:
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
        InputError: The file is empty, not in the declared encoding, or a row has too many or too
            few cells; all such rows are listed.
    """
    try:
        frame = pd.read_csv(
            path,
            sep=source.delimiter,
            encoding=source.encoding,
            header=None,
            dtype="str",
            keep_default_na=False,
            na_values=[],
            skip_blank_lines=False,
        )
    except pd.errors.EmptyDataError:
        raise InputError(_empty(path)) from None
    except (UnicodeError, LookupError) as error:
        raise InputError(_wrong_encoding(path, source, error)) from None
    except pd.errors.ParserError as error:
        raise InputError(_ragged(path, source, str(error))) from None
    if frame.isna().to_numpy().any():
        raise InputError(_ragged(path, source, "a row is too short"))
    if len(frame) <= source.header_rows:
        raise InputError(_empty(path))
    header = tuple(_lowest(frame.iloc[: source.header_rows, at]) for at in frame.columns)
    cells = frame.iloc[source.header_rows :]
    cells.index = pd.RangeIndex(source.header_rows + 1, len(frame) + 1, name="row")
    return RawTable(cells, header, path.name)


def _lowest(header: pd.Series) -> str:
    """The lowest header cell of a column that is not empty."""
    return next((str(cell) for cell in reversed(header.to_list()) if cell), "")


def _references(wave: Wave, codebook: Codebook) -> Iterator[ColumnRef]:
    yield wave.file.source.answer_id
    for item in wave.file.items(codebook):
        where = wave.file.columns[item.id]
        if where.column is not None:
            yield where.column
        elif isinstance(item, MultipleItem | SingleItem | ScaleItem):
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


def _ragged(path: Path, source: Source, reason: str) -> list[Problem]:
    """List every row whose number of cells differs from the header's."""
    problems: list[Problem] = []
    with path.open(encoding=source.encoding, newline="") as handle:
        rows = csv.reader(handle, delimiter=source.delimiter)
        width = len(next(rows, []))
        try:
            for number, row in enumerate(rows, start=2):
                if len(row) != width and len(problems) < LISTED_PROBLEMS:
                    problems.append(
                        Problem(
                            f"the row has {len(row)} cells",
                            f"{path.name}, row {number}",
                            f"{width} cells, as the first row has",
                            "correct the row, or the delimiter in wave.yml",
                        )
                    )
        except csv.Error as error:
            reason = str(error)
    return problems or [
        Problem(
            f"not readable as delimited text: {reason}",
            path.name,
            f"cells separated by {source.delimiter!r}, quotes closed",
            "restore the export, or correct source.delimiter in wave.yml",
        )
    ]
