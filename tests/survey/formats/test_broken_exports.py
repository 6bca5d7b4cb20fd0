"""Broken exports are refused with what is wrong, where, what was expected, and how to mend it."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from pyarrow import parquet

from typfrage.problems import InputError
from typfrage.survey.formats import describe_export


def _workbook(*rows: list[Any], sheets: int = 1) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for _ in range(sheets - 1):
        book.create_sheet().append(["id"])
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def _archive(**files: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def _spss(folder: Path, column: list[Any]) -> bytes:
    pyreadstat.write_sav(pd.DataFrame({"v": column}), folder / "made.sav")
    return (folder / "made.sav").read_bytes()


def _latin(folder: Path) -> bytes:
    """An SPSS file that says it is UTF-8 and holds a byte of Windows-1252."""
    return _spss(folder, ["Kxln"]).replace(b"Kxln", b"K\xf6ln")


def _parquet(**columns: Any) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return stream.getvalue()


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


BOOK, PARQUET = _workbook(["id", "v"], [1, 2]), _parquet(id=[1])

BROKEN: dict[str, tuple[str, bytes | Callable[[Path], bytes], dict[str, Any], list[str]]] = {
    # name: file, content, declaration, what the message says
    "nothing in it": ("r.csv", b"", {}, ["holds no answer", "export the answers again"]),
    "blank lines only": ("r.csv", b"\r\n \r\n", {}, ["holds no answer"]),
    "delimiters only": ("r.csv", b";;\n;;\n", {}, ["row 1: the header is empty"]),
    "header only": ("r.csv", b"id;a\n", {}, ["holds no answer", "at least one answer"]),
    "fewer rows than headers": ("r.csv", b"id;a\n", {"header_rows": 2}, ["holds no answer"]),
    "ragged rows": (
        "r.csv",
        b"id;a\n1;2\n3\n4;5;6\n",
        {},
        ["row 3: the row has 1 cell", "row 4: the row has 3 cells", "2 cells, as the first row"],
    ),
    "ragged second header": (
        "r.csv",
        b"id;a;b\n;x\n1;y;z\n",
        {"header_rows": 2},
        ["row 2: the row has 2 cells"],
    ),
    "blank line at the end": ("r.csv", b"id;a\n1;2\n\n", {}, ["row 3: the row has 0 cells"]),
    "open quote": ("r.csv", b'id;a\n1;"x\n2;y\n', {}, ["row 2", "a quote is not closed"]),
    "open quote in the header": ("r.csv", b'id;"a\n1;x\n', {}, ["row 1", "a quote is not closed"]),
    "quote within quotes": ("r.csv", b'id;a\n1;"x"y"\n', {}, ["row 2", "quotes in cells doubled"]),
    "NUL": ("r.csv", b"id;a\n1;x\n2;\0\n", {}, ["line 3", "NUL characters", "declare utf-16"]),
    "two delimiters": (
        "r.csv",
        b"id;a,b\n1;x,y\n",
        {},
        ["the delimiter is in doubt: by ';' or ','", "source.delimiter"],
    ),
    "sep against the declaration": (
        "r.csv",
        b"sep=;\nid;a\n1;2\n",
        {"delimiter": ","},
        ["row 1", "says sep=;, but the delimiter ',' is declared"],
    ),
    "code page of DOS": (
        "r.csv",
        "id;a\n1;Köln\n".encode("cp850"),
        {},
        ["byte 8 (0x94)", "stands in a word", "cp850"],
    ),
    "byte of no encoding": ("r.csv", b"id;a\n1;\x81\n", {}, ["byte 7 (0x81) is neither UTF-8"]),
    "control characters": (
        "r.csv",
        b"id;a\n1;\xf6\x02\n",
        {},
        ["byte 8 (0x02) is a control character"],
    ),
    "not as declared": (
        "r.csv",
        b"id;a\n1;K\xf6ln\n",
        {"encoding": "utf-8"},
        ["byte 8 (0xf6) is not utf-8", "cp1252"],
    ),
    "UTF-8 declared as Windows-1252": (
        "r.csv",
        "id;a\n1;Köln\n".encode(),
        {"encoding": "cp1252"},
        ["all bytes are valid UTF-8", "declare utf-8"],
    ),
    "mark of another encoding": (
        "r.csv",
        b"\xef\xbb\xbfid;a\n1;x\n",
        {"encoding": "cp1252"},
        ["byte order mark of UTF-8", "declare utf-8-sig"],
    ),
    "unknown encoding": (
        "r.csv",
        b"id;a\n1;x\n",
        {"encoding": "klingon"},
        ["unknown encoding: klingon"],
    ),
    "no encoding of text": ("r.csv", b"id;a\n1;x\n", {"encoding": "rot13"}, ["rot13"]),
    "half of UTF-16": (
        "r.csv",
        "id;a\n1;x\n".encode("utf-16")[:-1],
        {},
        ["byte 18", "is not utf-16"],
    ),
    "workbook as CSV": (
        "r.csv",
        BOOK,
        {},
        ["the file is an Excel workbook", "a text file with cells", "format 'workbook'"],
    ),
    "text as workbook": (
        "r.xlsx",
        b"id;a\n1;2\n",
        {},
        ["the file is text", "an Excel workbook (.xlsx", "format 'delimited'"],
    ),
    "old workbook": (
        "r.xls",
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        {"format": "workbook"},
        ["an old Excel workbook (.xls), or one with a password", "export the answers again"],
    ),
    "suffix of no format": (
        "r.xls",
        b"\xd0\xcf\x11\xe0",
        {},
        ["the suffix '.xls'", "one of .csv", "--format"],
    ),
    "OpenDocument": (
        "r.xlsx",
        _archive(content_xml="", mimetype="").replace(b"content_xml", b"content.xml"),
        {},
        ["an OpenDocument file (.ods)", "export the answers again"],
    ),
    "zipped CSV": ("r.csv", _archive(a="id;a"), {}, ["an archive (ZIP)", "unpack it"]),
    "gzipped CSV": ("r.csv", gzip.compress(b"id;a\n1;2\n"), {}, ["(gzip)", "unpack it"]),
    "web page": ("r.csv", b"<!DOCTYPE html><p>Login", {}, ["a web page", "server answers"]),
    "SPSS portable": (
        "r.sav",
        b"ASCII SPSS PORT FILE".ljust(40) * 5,
        {},
        ["an SPSS portable file (.por)", "an SPSS file (.sav, .zsav)"],
    ),
    "bytes of no kind": ("r.sav", b"\x01\0\x02\0", {}, ["no text and no file of a known kind"]),
    "cut workbook": ("r.xlsx", _cut(BOOK), {}, ["a damaged workbook or archive"]),
    "workbook without answers": ("r.xlsx", _workbook(["id"]), {}, ["holds no answer"]),
    "empty workbook": ("r.xlsx", _workbook(), {}, ["holds no answer"]),
    "rows above the header": (
        "r.xlsx",
        _workbook([], ["id"], [1]),
        {},
        ["row 1: the header is empty", "remove the rows above"],
    ),
    "two sheets": (
        "r.xlsx",
        _workbook(["id"], [1], sheets=2),
        {},
        ["2 sheets hold something", "one of 'Sheet', 'Sheet1'", "--sheet"],
    ),
    "sheet of another name": (
        "r.xlsx",
        BOOK,
        {"sheet": "Antworten"},
        ["no sheet 'Antworten'", "one of 'Sheet'"],
    ),
    "formulas never computed": (
        "r.xlsx",
        _workbook(["id", "a"], [1, "=B3"], [2, "=1+1"]),
        {},
        ["cell B2", "cell B3", "value is not stored", "open the file in a spreadsheet program"],
    ),
    "delimiter of a workbook": (
        "r.xlsx",
        BOOK,
        {"delimiter": ";", "encoding": "cp1252"},
        ["delimiter is declared as ';'", "encoding is declared as 'cp1252'", "remove delimiter"],
    ),
    "header rows of SPSS": (
        "r.sav",
        partial(_spss, column=[1.0]),
        {"header_rows": 2},
        ["2 header rows are declared", "'spss' has one"],
    ),
    "cut SPSS file": (
        "r.sav",
        lambda folder: _spss(folder, [1.0, 2.0] * 200)[:-20],
        {},
        ["SPSS file cannot be read", "export or copy it again"],
    ),
    "SPSS file of signs": ("r.sav", b"$FL2" + b"x" * 300, {}, ["SPSS file cannot be read"]),
    "empty SPSS file": ("r.sav", b"", {}, ["the file is empty", "export or copy the file again"]),
    "SPSS file without cases": ("r.sav", partial(_spss, column=[]), {}, ["holds no answer"]),
    "SPSS file in another encoding": ("r.sav", _latin, {}, ["cannot be read", "source.encoding"]),
    "SPSS encoding unknown": (
        "r.sav",
        partial(_spss, column=[1.0]),
        {"encoding": "klingon"},
        ["unsupported character set", "'klingon' that is declared"],
    ),
    "cut Parquet": ("r.parquet", _cut(PARQUET), {}, ["Parquet file cannot be read", "copy it"]),
    "Parquet without answers": ("r.parquet", _parquet(id=pa.array([], "int64")), {}, ["no answer"]),
    "nested Parquet": (
        "r.parquet",
        _parquet(id=[1], a=[[1]], b=[{"x": 1}]),
        {},
        ['column "a"', 'column "b"', "list<", "struct<", "split or leave out"],
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_export_is_refused_with_place_and_advice(broken: str, tmp_path: Path) -> None:
    name, content, declared, fragments = BROKEN[broken]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content(tmp_path))
    with pytest.raises(InputError) as refused:
        describe_export(path, **declared)
    assert [part for part in fragments if part not in str(refused.value)] == []
    for problem in refused.value.problems:
        assert problem.where.startswith(name)
        assert problem.expected
        assert problem.mend


def test_a_missing_file_is_a_complaint_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        describe_export(tmp_path / "r.csv")
