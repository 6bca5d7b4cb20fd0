"""Parquet files are read as text by the rules of workbooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from pyarrow import parquet
from tests.survey.formats.tables import Rows, content, tables

from typfrage.problems import InputError
from typfrage.survey.formats import describe_export

Write = Callable[..., Path]
NANOSECOND = 1_543_831_200_000_000_001


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(**columns: Any) -> Path:
        parquet.write_table(pa.table(columns), tmp_path / "raw.parquet")
        return tmp_path / "raw.parquet"

    return written


@settings(max_examples=60, deadline=None)
@given(rows=tables('aä€;", \n\r\t'))
def test_texts_come_back_as_they_were_written(
    rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("parquet") / "raw.parquet"
    pd.DataFrame(rows[1:], columns=rows[0]).to_parquet(path)
    assert content(describe_export(path).table) == rows


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array([1, None, -9]), ["1", "", "-9"]),
        (pa.array([2**63], pa.uint64()), [str(2**63)]),
        (pa.array([1.0, None, float("nan"), 0.1, -0.0]), ["1", "", "", "0.1", "0"]),
        (pa.array([0.1, 3, None], pa.float32()), ["0.1", "3", ""]),
        (pa.array(["01", None, " x "]), ["01", "", " x "]),
        (pa.array(["a", None, "a"]).dictionary_encode(), ["a", "", "a"]),
        (pa.array([1.0, None]).dictionary_encode(), ["1", ""]),
        (pa.array([True, None, False]), ["TRUE", "", "FALSE"]),
        (pa.array([date(2018, 12, 3), None]), ["2018-12-03", ""]),
        (pa.array([datetime(2018, 12, 3), None]), ["2018-12-03", ""]),
        (
            pa.array([datetime(2018, 12, 3), datetime(2018, 12, 3, 10, 15)]),
            ["2018-12-03 00:00:00", "2018-12-03 10:15:00"],
        ),
        (
            pa.array([datetime(2018, 12, 3, 9)], pa.timestamp("us", tz="Europe/Berlin")),
            ["2018-12-03 10:00:00+01:00"],
        ),
        (pa.array([time(9, 5), None]), ["09:05:00", ""]),
        (pa.array([date(2018, 12, 3)], pa.date64()), ["2018-12-03"]),
        (pa.array([1.5, None], pa.float16()), ["1.5", ""]),
        (
            pa.array([1_543_831_200_000_000_001], pa.timestamp("ns")),
            ["2018-12-03 10:00:00.000000001"],
        ),
        (pa.array([Decimal("12.50"), Decimal("5.00"), None]), ["12.5", "5", ""]),
        (pa.nulls(2), ["", ""]),
    ],
)
def test_values_are_written_as_text(write: Write, column: pa.Array, texts: list[str]) -> None:
    export = describe_export(write(v=column))
    assert export.table.cells[0].to_list() == texts
    assert (export.table.cells.dtypes == "str").all()
    assert export.format == "parquet"


def test_answers_are_cases_and_an_index_is_a_column(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": [7, 8]}, index=["a", "b"])
    frame.to_parquet(tmp_path / "raw.parquet")
    table = describe_export(tmp_path / "raw.parquet").table
    assert table.header == ("id", "__index_level_0__")
    assert table.place(1, 0) == 'raw.parquet, case 1, column "id"'


def test_all_columns_that_hold_more_than_single_values_are_named(write: Write) -> None:
    path = write(id=[1], ticks=[[1, 2]], place=[{"a": 1}], raw=[b"x"])
    with pytest.raises(InputError) as refused:
        describe_export(path)
    assert [p.cell.column for p in refused.value.problems if p.cell] == ["ticks", "place", "raw"]
