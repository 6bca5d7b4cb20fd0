"""The workbook, read back by another library than the one that wrote it."""

from __future__ import annotations

import sys
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tests.publish.bundle.conftest import NAMES, Laid

from typfrage.problems import InputError
from typfrage.publish.bundle.workbook import sheet_names


@pytest.fixture(scope="module")
def book(closed: dict[str, bytes]) -> Workbook:
    return openpyxl.load_workbook(BytesIO(closed["tables/tables.xlsx"]))


def test_every_table_and_the_data_of_every_figure_has_its_sheet(book: Workbook) -> None:
    assert book.sheetnames == ["Inhalt", "fig-typen", "tbl-quellen", "tbl-typen"]


def test_every_sheet_says_what_the_data_are(book: Workbook) -> None:
    for sheet in book:
        assert sheet["A2"].value.startswith("Synthetische Daten: ")


def test_captions_headings_and_legend_are_those_of_the_report(book: Workbook) -> None:
    rows = [list(row) for row in book["tbl-typen"].iter_rows(values_only=True)]
    assert rows[0][0] == "Typen. Synthetische Daten."
    assert rows[3] == ["Typ", "Kommunen", "Anteil", "Mittel", "Basis"]
    assert rows[-1][0] == ". geheim gehalten; x nicht sinnvoll"
    assert book["tbl-quellen"]["A1"].value == "Quellen."


def test_numbers_are_numbers_and_signs_stand_for_what_is_none(book: Workbook) -> None:
    rows = list(book["tbl-typen"].iter_rows(min_row=5, max_row=8, min_col=2, values_only=True))
    assert rows == [
        (1200, 0.6, 0.5, 2000), (".", ".", 0, 2000), (0, 0, "x", 2000), (800, 0.4, -12.25, 2000),
    ]  # fmt: skip


def test_numbers_are_shown_as_they_are_printed(book: Workbook) -> None:
    formats = [cell.number_format for cell in book["tbl-typen"][5]]
    assert formats == ["General", "#,##0", "0.0%", "#,##0.00", "#,##0"]


def test_no_text_is_a_formula(book: Workbook) -> None:
    cells = [book["tbl-typen"].cell(row, 1) for row in range(5, 9)]
    assert [cell.value for cell in cells] == list(NAMES)
    assert {cell.data_type for cell in cells} == {"s"}
    # The sign that keeps a text a text even where somebody edits it.
    assert [cell.quotePrefix for cell in cells] == [False, False, True, True]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_contents_lead_to_the_sheets(book: Workbook) -> None:
    links = [cell.hyperlink.location for (cell,) in book["Inhalt"].iter_rows(4, 6, 1, 1)]
    assert links == ["'fig-typen'!A1", "'tbl-quellen'!A1", "'tbl-typen'!A1"]


def test_names_of_sheets_are_short_enough_and_differ() -> None:
    names = sheet_names(["tbl-kurz", "tbl-" + "a" * 30, "tbl-" + "a" * 31, "tbl-" + "a" * 32])
    assert names[0] == "tbl-kurz"
    assert len(set(names)) == 4
    assert {len(name) for name in names[1:]} == {31}


def test_without_its_library_the_command_says_what_to_install(
    study: Laid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError, match=r"typfrage\[bundle\]"):
        study.make()


def test_the_same_tables_make_the_same_bytes(study: Laid, closed: dict[str, bytes]) -> None:
    assert study.bundle()["tables/tables.xlsx"] == closed["tables/tables.xlsx"]
