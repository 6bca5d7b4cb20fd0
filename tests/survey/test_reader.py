"""The raw file is read as the text that stands there, or refused with row, reason and advice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from typfrage.problems import InputError, Problem
from typfrage.survey.formats import read_export
from typfrage.survey.raw_table import RawTable
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.source import HeaderCell, Source
from typfrage.survey.waves.study import open_study, open_wave


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., RawTable]:
    def reader(content: bytes, **source: Any) -> RawTable:
        path = tmp_path / "raw.csv"
        path.write_bytes(content)
        return read_export(path, Source(file="raw.csv", sha256="0" * 64, answer_id="id", **source))

    return reader


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (b"id;ort\n1;K\xc3\xb6ln\n", {"encoding": "utf-8"}),
        (b"\xef\xbb\xbfid;ort\n1;K\xc3\xb6ln\n", {"encoding": "utf-8"}),
        (b"\xef\xbb\xbfid;ort\n1;K\xc3\xb6ln\n", {"encoding": "utf-8-sig"}),
        (b"id;ort\r\n1;K\xf6ln\r\n", {"encoding": "cp1252"}),
        ("id;ort\n1;Köln\n".encode("utf-16"), {"encoding": "utf-16"}),
        ("id,ort\n1,Köln\n".encode(), {"delimiter": ","}),
        ("id\tort\n1\tKöln\n".encode(), {"delimiter": "\t"}),
        ("id;ort\r1;Köln\r".encode(), {}),
        ('"id";"ort"\n"1";"Köln"'.encode(), {}),
    ],
)
def test_declared_encodings_and_delimiters_are_read(
    read: Callable[..., RawTable], content: bytes, source: dict[str, str]
) -> None:
    table = read(content, **source)
    assert table.header == ("id", "ort")
    assert table.cells.to_numpy().tolist() == [["1", "Köln"]]


def test_every_cell_stays_the_text_that_stands_there(read: Callable[..., RawTable]) -> None:
    table = read(b'id;a\n01;NA\n2; nan \n3;1.500\n4;"x\r\ny ""z"" ;"\n5;\n')
    assert table.cells[1].to_list() == ["NA", " nan ", "1.500", 'x\r\ny "z" ;', ""]
    assert table.cells[0].iloc[0] == "01"


def test_rows_are_counted_as_a_spreadsheet_counts_them(read: Callable[..., RawTable]) -> None:
    table = read(b'id;a\n1;"x\ny"\n2;z\n')
    assert table.cells.index.to_list() == [2, 3]
    assert table.place(3, 1) == 'raw.csv, row 3, column "a"'


def test_of_two_header_rows_the_lowest_cell_that_is_not_empty_counts(
    read: Callable[..., RawTable],
) -> None:
    table = read(b"id;F1;F1\n;ja;\n7;x;y\n", header_rows=2)
    assert table.header == ("id", "ja", "F1")
    assert table.cells.index.to_list() == [3]
    assert table.position(HeaderCell(at=2, header="ja")) == 1


def test_columns_that_bear_one_name_are_told_apart_by_their_position(
    read: Callable[..., RawTable],
) -> None:
    table = read(b"id;a;a\n1;x;y\n")
    assert table.place(2, 2) == "raw.csv, row 2, column 3"
    with pytest.raises(InputError, match="'a' stands there 2 times"):
        table.position("a")
    with pytest.raises(InputError, match="column 3 is 'a'"):
        table.position(HeaderCell(at=3, header="b"))
    with pytest.raises(InputError, match="column 4 is 'no column'"):
        table.position(HeaderCell(at=4, header="b"))


@pytest.mark.parametrize(
    ("content", "source", "fragments"),
    [
        (
            b"id;ort\n1;K\xf6ln\n",
            {"encoding": "utf-8-sig"},
            ["byte 10 (0xf6) is not utf-8-sig", "cp1252"],
        ),
        (b"id;ort\n" + b"1;x\n" * 90_000 + b"1;\x81", {"encoding": "cp1252"}, ["byte 360009"]),
        (b"id;ort\n1;x\n", {"encoding": "utf-16"}, ["utf-16"]),
        (b"id;ort\n1;x\n", {"encoding": "klingon"}, ["unknown encoding", "klingon"]),
        (b"id;ort\n1;x\n", {"encoding": "rot13"}, ["rot13"]),
        ("id;ort\n1;x\n".encode("utf-16-le"), {"encoding": "utf-8"}, ["NUL", "utf-16"]),
        (b"id;ort\n1;x\n2;\x00\n", {}, ["line 3", "NUL"]),
        (b"", {}, ["holds no answer"]),
        (b"\xef\xbb\xbf", {}, ["holds no answer"]),
        (b"id;ort\n", {}, ["holds no answer"]),
        (b"id;ort\n;\n", {"header_rows": 2}, ["holds no answer"]),
        (b'id;ort\n1;x\n2;"y\n3;z\n', {}, ["row 3", "quote is not closed"]),
        (b'id;ort\n1;"x"y\n', {}, ["row 2", "not readable as delimited text"]),
        (b"id;ort\n1;x\n\n", {}, ["row 3: the row has 0 cells"]),
        (b"id;a;b\n;x\n1;y;z\n", {"header_rows": 2}, ["row 2: the row has 2 cells"]),
    ],
)
def test_a_file_that_is_not_as_declared_is_refused_with_place_and_advice(
    read: Callable[..., RawTable], content: bytes, source: dict[str, Any], fragments: list[str]
) -> None:
    with pytest.raises(InputError) as refused:
        read(content, **source)
    assert [part for part in fragments if part not in str(refused.value)] == []
    for problem in refused.value.problems:
        assert problem.where.startswith("raw.csv")
        assert problem.expected
        assert problem.mend


def test_all_rows_of_another_length_are_listed(read: Callable[..., RawTable]) -> None:
    with pytest.raises(InputError) as refused:
        read(b"id;a;b\n1;x;y\n2;x\n3;x;y;z\n4;x;y\n5\n")
    assert [(p.where, p.what) for p in refused.value.problems] == [
        ("raw.csv, row 3", "the row has 2 cells"),
        ("raw.csv, row 4", "the row has 4 cells"),
        ("raw.csv, row 6", "the row has 1 cell"),
    ]


def test_a_wrong_delimiter_is_no_flood_of_messages(read: Callable[..., RawTable]) -> None:
    with pytest.raises(InputError) as refused:
        read(b"id;a\n" + b"1;x,y\n" * 3000, delimiter=",")
    assert len(refused.value.problems) == 1000


def test_many_rows_keep_their_order_over_the_reading_blocks(read: Callable[..., RawTable]) -> None:
    many = 120_000
    table = read(b"id;a\n" + b"".join(b"%d;x\n" % number for number in range(many)))
    assert table.cells[0].astype(int).to_list() == list(range(many))
    assert table.cells.index[-1] == many + 1
    assert (table.cells.dtypes == "str").all()


def test_all_missing_columns_are_named_at_once(tiny_study: Callable[..., Path]) -> None:
    study = open_study(tiny_study(raw=b"AGS;LAND\r\n05000001;05\r\n"))
    with pytest.raises(InputError) as refused:
        read_raw(open_wave(study), study.codebook)
    message = str(refused.value)
    wanted = ["id", "EW", "Z[1]", "Z[9]", "R[2]", "F[1]", "datum", "TX"]
    assert [name for name in wanted if f"the column {name!r} is missing" not in message] == []
    assert "'AGS'" not in message


def test_a_missing_and_a_double_column_are_told_apart(
    complaints: Callable[..., tuple[Problem, ...]],
) -> None:
    def swap(wave: dict[str, Any]) -> None:
        wave["columns"]["stufe"] = {"column": {"at": 17, "header": "STUFE"}}

    (problem,) = complaints(wave=swap)
    assert problem.what == "column 17 is 'ST'"
