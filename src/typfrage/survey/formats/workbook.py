"""Exports as Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, ZipError

from typfrage.problems import Cell, InputError, Problem, one_of
from typfrage.survey.formats.archive import DAMAGED, without_compression
from typfrage.survey.formats.cell_text import (
    duration_text,
    has_time,
    moment_text,
    number_text,
    truth_text,
)
from typfrage.survey.formats.columns import raw_table
from typfrage.survey.formats.export import Declaration, Export
from typfrage.survey.formats.header import lowest, nameless, no_answer
from typfrage.survey.formats.workbook_cells import SpecialCells, letters, special_cells
from typfrage.survey.formats.workbook_extent import refuse_large_sheets
from typfrage.survey.raw_table import LISTED_PROBLEMS

Rows = list[list[Any]]


def read_workbook(path: Path, declared: Declaration) -> Export:
    """Read a sheet of a workbook.

    Numbers, dates and truth values are written as text: a whole number without decimals, a date
    as 2018-12-03 (with its time where any date of the column has one), a tick as TRUE or FALSE.
    An error such as #N/A stays what the spreadsheet shows. Rows and columns without anything
    behind the last one are left out.

    Args:
        path: The file.
        declared: Name of the sheet, if several hold something; number of header rows.

    Raises:
        InputError: The workbook is damaged, larger than any survey, has no or several such sheets,
            no header or answers, or holds formulas whose values were never stored.
    """
    try:
        archive = without_compression(path)
    except DAMAGED as error:
        raise InputError(_damaged(path, error)) from None
    refuse_large_sheets(archive, path.name)
    name, rows = _sheet(path, archive, declared.sheet)
    try:
        special = special_cells(archive, name)
    except (*DAMAGED, LookupError, SyntaxError, StopIteration, ExpatError) as error:
        raise InputError(_damaged(path, error)) from None
    if special.without_value:
        raise InputError(list(_uncomputed(path, special)))
    for (row, column), shown in special.errors.items():
        if row >= len(rows) or column >= len(rows[row]):
            raise InputError(_damaged(path, f"{letters(column)}{row + 1} is no cell of the sheet"))
        rows[row][column] = shown
    rows = _filled(rows)
    header, answers = rows[: declared.header_rows], rows[declared.header_rows :]
    if not answers:
        raise InputError(no_answer(path.name))
    names = [lowest(_texts(cells)) for cells in zip(*header, strict=True)]
    if not any(names):
        raise InputError(nameless(path.name))
    columns = [
        pa.chunked_array([pa.array(_texts(cells), pa.large_string())])
        for cells in zip(*answers, strict=True)
    ]
    table = raw_table(columns, names, path.name, first=declared.header_rows + 1, unit="row")
    return Export(table, "workbook", sheet=name, header_rows=declared.header_rows)


def _sheet(path: Path, archive: bytes, wanted: str | None) -> tuple[str, Rows]:
    """Name and cells of the one sheet that is meant."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(archive)) as book:
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and wanted in (None, sheet.name)
            ]
            sheets = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in names
            }
            listed = book.sheet_names
    except (CalamineError, ZipError, OSError, ValueError, OverflowError) as error:
        raise InputError(_damaged(path, error)) from None
    filled = {name: rows for name, rows in sheets.items() if rows or name == wanted}
    if len(filled) == 1:
        return next(iter(filled.items()))
    raise InputError(_which_sheet(path, wanted, list(filled) or listed, bool(filled)))


def _filled(rows: Rows) -> Rows:
    """The rows to the last row and column that hold anything."""
    height = max((at for at, row in enumerate(rows, 1) if any(c != "" for c in row)), default=0)
    width = max((at for row in rows for at, cell in enumerate(row, 1) if cell != ""), default=0)
    return [row[:width] for row in rows[:height]]


def _texts(cells: Sequence[Any]) -> list[str]:
    """The cells of one column as text."""
    with_time = has_time(cells)
    return [_text(cell, with_time) for cell in cells]


def _text(cell: Any, with_time: bool) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return truth_text(cell)
        case int() | float():
            return number_text(float(cell))
        case date():
            return moment_text(cell, with_time=with_time)
        case time():
            return cell.isoformat()
        case timedelta():
            return duration_text(cell)
    raise TypeError(f"a cell of type {type(cell).__name__}")


def _uncomputed(path: Path, special: SpecialCells) -> Iterator[Problem]:
    for row, column in special.without_value[:LISTED_PROBLEMS]:
        yield Problem(
            "the cell holds a formula whose value is not stored",
            f"{path.name}, cell {letters(column)}{row + 1}",
            "values",
            "open the file in a spreadsheet program and save it, or paste the values",
            Cell(path.name, row + 1, f"column {letters(column)}"),
        )


def _damaged(path: Path, error: Exception | str) -> Problem:
    return Problem(
        f"the workbook cannot be read: {error}",
        path.name,
        "an Excel workbook (.xlsx, .xlsm) without password",
        "export it again, or open it in a spreadsheet program and save it as .xlsx",
    )


def _which_sheet(path: Path, wanted: str | None, names: list[str], any_filled: bool) -> Problem:
    if wanted is not None:
        what = f"the workbook has no sheet {wanted!r}"
    elif any_filled:
        what = f"{len(names)} sheets hold something"
    else:
        return no_answer(path.name)
    return Problem(
        what,
        path.name,
        one_of(map(repr, names)),
        "declare the sheet with the answers (source.sheet in wave.yml, --sheet)",
    )
