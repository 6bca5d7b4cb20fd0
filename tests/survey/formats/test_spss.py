"""SPSS files that pyreadstat wrote are read with their codes, labels and missing values."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from tests.survey.formats.tables import Rows, content, tables

from typfrage.problems import InputError
from typfrage.survey.formats import Export, describe_export
from typfrage.survey.formats import spss as spss_module
from typfrage.survey.raw_table import ColumnDescription

NAN = float("nan")
Write = Callable[..., Export]


@pytest.fixture
def read_back(tmp_path: Path) -> Write:
    """Write columns by pyreadstat, and read them."""

    def back(columns: dict[str, list[Any]], name: str = "raw.sav", **declared: Any) -> Export:
        path = tmp_path / name
        pyreadstat.write_sav(pd.DataFrame(columns), path, **declared)
        return describe_export(path)

    return back


@settings(max_examples=12, deadline=None)
@given(rows=tables('aä€;", 1-'))
def test_texts_come_back_as_they_were_written_but_for_padding(
    rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("spss") / "raw.sav"
    pyreadstat.write_sav(pd.DataFrame(rows[1:], columns=rows[0]), path)
    assert content(describe_export(path).table) == [[cell.rstrip(" ") for cell in r] for r in rows]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ([1.0, -77.0, NAN, 0.5], ["1", "-77", "", "0.5"]),
        ([1001000.0, 1e15, -0.0, 1e20], ["1001000", "1000000000000000", "0", "1e+20"]),
        (["01001000", " x", "", "y" * 300], ["01001000", " x", "", "y" * 300]),
        ([date(2018, 12, 3), None], ["2018-12-03", ""]),
        ([datetime(2018, 12, 3, 10, 15), None], ["2018-12-03 10:15:00", ""]),
        ([datetime(2018, 12, 3), datetime(1583, 1, 1)], ["2018-12-03", "1583-01-01"]),
        ([time(9, 5), None], ["09:05:00", ""]),
        ([NAN, NAN], ["", ""]),
        (["", ""], ["", ""]),
    ],
)
def test_values_are_written_as_text(read_back: Write, column: list[Any], texts: list[str]) -> None:
    assert read_back({"v": column}).table.cells[0].to_list() == texts


@pytest.mark.parametrize("name", ["raw.sav", "raw.zsav"])
def test_labels_and_missing_codes_are_kept(read_back: Write, name: str) -> None:
    export = read_back(
        {"v_1": [1.0, 2, -77, NAN, 98], "Gruß": ["ja", "-9", "", "x", "y"]},
        name,
        column_labels={"v_1": "Wie groß ist Ihre Kommune?"},
        variable_value_labels={"v_1": {1: "klein", 2: "groß", -99: "keine Angabe", 3: "riesig"}},
        missing_ranges={"v_1": [{"lo": -99, "hi": -70}, 98], "Gruß": ["-9"]},
        compress=name == "raw.zsav",
    )
    assert content(export.table)[:3] == [["v_1", "Gruß"], ["1", "ja"], ["2", "-9"]]
    assert export.table.described == (
        ColumnDescription(
            "Wie groß ist Ihre Kommune?",
            {"1": "klein", "2": "groß", "-99": "keine Angabe", "3": "riesig"},
            ("98", "-99", "-77"),
        ),
        ColumnDescription(missing=("-9",)),
    )
    assert export.table.place(3, 0) == f'{name}, case 3, column "v_1"'
    assert (export.format, export.encoding) == ("spss", "UTF-8")


def test_a_missing_code_among_dates_stays_a_code(read_back: Write) -> None:
    table = read_back({"d": [date(2018, 12, 3), None]}).table
    assert table.cells[0].to_list() == ["2018-12-03", ""]
    seconds = 13_763_174_400.0
    export = read_back(
        {"d": [seconds, -99.0]},
        variable_format={"d": "DATE11"},
        missing_ranges={"d": [-99]},
    )
    assert export.table.cells[0].to_list() == ["2018-12-03", "-99"]
    assert export.table.described[0].missing == ("-99",)


def test_a_range_without_lower_end_holds_all_below(read_back: Write) -> None:
    export = read_back({"v": [1.0, -5, -1e9]}, missing_ranges={"v": [{"lo": -1e300, "hi": 0}]})
    assert export.table.described[0].missing == ("-1000000000", "-5")


def test_long_names_and_umlauts_are_names(read_back: Write) -> None:
    name = "größe_der_verwaltung_in_vollzeitstellen"
    assert read_back({name: [1.0]}).table.header == (name,)


def test_two_readings_that_disagree_are_never_passed_on(
    read_back: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spss_module, "is_missing", lambda _, values: values == 1)
    with pytest.raises(InputError, match="'v' are read in two ways"):
        read_back({"v": [1.0, -9]}, missing_ranges={"v": [-9]})


def test_without_pyreadstat_the_message_says_what_to_install(
    read_back: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(InputError, match=r'pip install "typfrage\[spss\]"'):
        read_back({"v": [1.0]})
