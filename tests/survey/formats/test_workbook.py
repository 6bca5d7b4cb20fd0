"""Workbooks that openpyxl wrote are read as the text that a spreadsheet shows."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given, settings
from openpyxl.utils import get_column_letter
from tests.survey.formats.tables import Rows, content, tables

from typfrage.problems import Cell, InputError
from typfrage.survey.formats import describe_export, read_export
from typfrage.survey.formats.workbook_cells import letters
from typfrage.survey.waves.source import Source

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write sheets, each a list of rows, by openpyxl."""

    def written(change: Callable[[Any], object] = lambda _: None, **sheets: list[Any]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        change(book)
        path = tmp_path / "raw.xlsx"
        book.save(path)
        return path

    return written


def _column(path: Path) -> list[str]:
    return describe_export(path).table.cells[1].to_list()


@settings(max_examples=30, deadline=None)
@given(rows=tables("aä€;,\"= \n1.0'"))
def test_texts_come_back_as_they_were_written(
    rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row, start=1):
            # Blanks alone openpyxl writes without saying that they are to be kept.
            if cell.strip():
                book.active.cell(number, at, cell).data_type = "s"
    path = tmp_path_factory.mktemp("book") / "raw.xlsx"
    book.save(path)
    expected = [[cell if cell.strip() else "" for cell in row] for row in rows]
    assume(any(expected[-1]))
    assert content(describe_export(path).table) == expected


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ([1001000, 5158000.0], ["1001000", "5158000"]),
        (["01001000", "05158000"], ["01001000", "05158000"]),
        ([0.1, 12.50, -3, 1e-7], ["0.1", "12.5", "-3", "1e-07"]),
        ([123456789012345, 2**53], ["123456789012345", str(2**53)]),
        ([True, False], ["TRUE", "FALSE"]),
        ([date(2018, 12, 3), None], ["2018-12-03", ""]),
        ([datetime(2018, 12, 3), date(1950, 1, 2)], ["2018-12-03", "1950-01-02"]),
        (
            [datetime(2018, 12, 3, 10, 15), datetime(2018, 12, 4)],
            ["2018-12-03 10:15:00", "2018-12-04 00:00:00"],
        ),
        ([time(9, 5), timedelta(hours=30)], ["09:05:00", "30:00:00"]),
        (["#N/A", "#REF!"], ["#N/A", "#REF!"]),
        (["  x ", "NA"], ["  x ", "NA"]),
    ],
)
def test_values_are_written_as_text(write: Write, cells: list[Any], texts: list[str]) -> None:
    rows = [["id", "v"], *([at, cell] for at, cell in enumerate(cells))]
    assert _column(write(answers=rows)) == texts


def test_rows_are_those_of_the_spreadsheet_and_gaps_stay(write: Write) -> None:
    export = describe_export(write(answers=[[None, "id", "v"], [None, 1, 2], [], [None, 3, 4]]))
    assert content(export.table) == [["", "id", "v"], ["", "1", "2"], ["", "", ""], ["", "3", "4"]]
    assert export.table.cells.index.to_list() == [2, 3, 4]
    assert export.table.place(4, 2) == 'raw.xlsx, row 4, column "v"'
    assert (export.format, export.sheet) == ("workbook", "answers")


def test_rows_and_columns_that_only_carry_a_format_are_no_answers(write: Write) -> None:
    def bold(book: Any) -> None:
        book["answers"].cell(9, 9).font = openpyxl.styles.Font(bold=True)
        book["answers"].cell(8, 8, "").number_format = "0.00"

    assert content(describe_export(write(bold, answers=[["id"], [1]])).table) == [["id"], ["1"]]


def test_merged_headers_hidden_rows_and_two_header_rows_are_kept(write: Write) -> None:
    def merge(book: Any) -> None:
        book["answers"].merge_cells("B1:C1")
        book["answers"].row_dimensions[3].hidden = True

    rows = [["id", "F1", "F1"], [None, "a", "b"], [1, "x", "y"], [2, "x", "y"]]
    export = describe_export(write(merge, answers=rows), header_rows=2)
    assert export.table.header == ("id", "a", "b")
    assert export.table.cells[0].to_list() == ["1", "2"]


def test_the_declared_sheet_is_read_and_empty_ones_do_not_count(write: Write) -> None:
    path = write(answers=[["id"], [1]], empty=[])
    assert describe_export(path).sheet == "answers"
    path = write(answers=[["id"], [1]], lists=[["id"], [2]])
    assert describe_export(path, sheet="lists").table.cells[0].to_list() == ["2"]
    with pytest.raises(InputError, match="2 sheets hold something") as refused:
        describe_export(path)
    assert "one of 'answers', 'lists'" in str(refused.value)


def test_a_formula_is_read_by_the_value_that_was_stored_or_refused(
    write: Write, tmp_path: Path
) -> None:
    path = write(answers=[["id", "v"], [1, "=1+1"]])
    with pytest.raises(InputError, match="cell B2: the cell holds a formula") as refused:
        describe_export(path)
    assert refused.value.problems[0].cell == Cell("raw.xlsx", 2, "column B")
    stored = _with_part(path, tmp_path / "stored.xlsx", b"<v />", b"<v>2</v>")
    assert _column(stored) == ["2"]


def test_an_error_in_a_formula_stays_what_the_spreadsheet_shows(
    write: Write, tmp_path: Path
) -> None:
    path = write(answers=[["id", "v"], [1, "=1/0"]])
    path = _with_part(path, tmp_path / "a.xlsx", b'r="B2"', b'r="B2" t="e"')
    path = _with_part(path, tmp_path / "b.xlsx", b"<v />", b"<v>#DIV/0!</v>")
    assert _column(path) == ["#DIV/0!"]


def test_cells_that_do_not_say_their_place_follow_each_other(write: Write, tmp_path: Path) -> None:
    path = write(answers=[["id", "v"], [1, "#N/A"]])
    for place in (b' r="A2"', b' r="B2"', b' r="2"'):
        path = _with_part(path, tmp_path / f"without{place[4:-1].decode()}.xlsx", place, b"")
    assert _column(path) == ["#N/A"]


def test_an_error_behind_the_last_name_is_not_lost(write: Write) -> None:
    export = describe_export(write(answers=[["id"], [1, "#REF!"]]))
    assert content(export.table) == [["id", ""], ["1", "#REF!"]]


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_called_as_spreadsheets_call_them(column: int, name: str) -> None:
    assert letters(column) == name
    assert get_column_letter(column + 1) == name


def test_a_wave_declares_its_sheet(write: Write) -> None:
    source = Source(file="raw.xlsx", sha256="0" * 64, answer_id="id", sheet="b")
    table = read_export(write(a=[["id"], [1]], b=[["id"], [2]]), source)
    assert table.cells[0].to_list() == ["2"]


def _with_part(path: Path, target: Path, old: bytes, new: bytes) -> Path:
    """Copy a workbook with something replaced in its first sheet."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in part
                part = part.replace(old, new)
            copy.writestr(name, part)
    return target
