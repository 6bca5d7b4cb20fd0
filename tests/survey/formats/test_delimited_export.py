"""Delimited text is read fast and precisely: both ways give what Python's csv module gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.survey.formats.tables import Rows, content, tables

from typfrage.problems import InputError
from typfrage.survey.formats import Export
from typfrage.survey.formats.delimiters import recognise
from typfrage.survey.formats.fast_rows import LONGEST, quotes_enclose_cells, read_fast
from typfrage.survey.formats.strict_rows import DelimitedText, read_header, read_strictly

SIGNS = 'aaää€", ;\t\n\r|'
DELIMITERS = [";", ",", "\t", "|"]


def _written(rows: Rows, delimiter: str, ending: str, quoting: int) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    return text.getvalue().encode()


def _fast(text: DelimitedText) -> Rows | None:
    columns = read_fast(text, read_header(text))
    return None if columns is None else _rows(columns)


def _strict(text: DelimitedText) -> Rows:
    return _rows(read_strictly(text, len(read_header(text).rows[0])))


def _rows(columns: list) -> Rows:
    return [list(cells) for cells in zip(*(c.to_pylist() for c in columns), strict=True)]


@settings(max_examples=150, deadline=None)
@given(
    rows=tables(SIGNS, narrowest=2),
    delimiter=st.sampled_from(DELIMITERS),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_csv_wrote_is_read_alike_fast_strictly_and_by_csv(
    rows: Rows, delimiter: str, ending: str, quoting: int
) -> None:
    # csv itself leaves a line break of another kind without quotes, and then reads two rows.
    breaks = any(sign in cell for row in rows for cell in row for sign in "\r\n")
    assume(quoting == csv.QUOTE_ALL or not breaks)
    written = _written(rows, delimiter, ending, quoting)
    text = DelimitedText(written, delimiter, 1, "raw.csv")
    assert _fast(text) == _strict(text) == rows[1:]


@settings(max_examples=500, deadline=None)
@given(body=st.text('ab"";;\n\n\r', max_size=14), head=st.sampled_from(["v;w\n", 'v;"w"\r\n']))
def test_what_is_unusual_is_never_read_fast_in_another_way(head: str, body: str) -> None:
    text = DelimitedText((head + body).encode(), ";", 1, "raw.csv")
    fast = _fast(text)
    try:
        rows = list(csv.reader(io.StringIO(head + body, newline=""), delimiter=";", strict=True))
    except csv.Error:
        rows = []
    readable = bool(rows) and all(len(row) == 2 for row in rows)
    if not readable:
        with pytest.raises(InputError):
            _strict(text)
        assert fast is None
    else:
        assert _strict(text) == rows[1:]
        assert fast is None or fast == rows[1:]


@pytest.mark.parametrize(
    "body",
    ["a;b\n" * 3, 'a;"b"\n', '"a;\n""";b\n', "a;\n;b\n", "a;b"],
)
def test_the_usual_is_read_fast(body: str) -> None:
    assert _fast(DelimitedText(f"v;w\n{body}".encode(), ";", 1, "raw.csv")) is not None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("a;b\n\nc;d\n", "Arrow takes a blank line for a row of empty cells"),
        ("\ufeffa;b\n", "Arrow takes a byte order mark away"),
        ('a;b"c\n', "a quote within a cell"),
        (f"a;{'b' * (LONGEST + 1)}\n", "longer than csv takes"),
        ("a;b;c\n", "a row too long"),
    ],
)
def test_the_unusual_is_left_to_strict_reading(body: str, why: str) -> None:
    assert _fast(DelimitedText(f"v;w\n{body}".encode(), ";", 1, "raw.csv")) is None, why


@settings(max_examples=150, deadline=None)
@given(
    rows=tables(SIGNS, narrowest=2, longest=20),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    block=st.integers(60, 90),
)
def test_blocks_cut_no_cell(rows: Rows, ending: str, block: int) -> None:
    text = DelimitedText(_written(rows, ";", ending, csv.QUOTE_ALL), ";", 1, "raw.csv")
    columns = read_fast(text, read_header(text), block=block)
    assert columns is None or _rows(columns) == rows[1:]


@pytest.mark.parametrize("before", range(64))
def test_a_block_that_ends_in_a_line_break_of_a_cell_loses_nothing(before: int) -> None:
    """Arrow drops the second half; somewhere among 64 places a block of 64 bytes ends there."""
    rows = [["v", "w"], ["a" * before, "x\r\ny"], ["b", "c"], ["d" * 20, "e"]]
    content = _written(rows, ";", "\n", csv.QUOTE_ALL)
    text = DelimitedText(content, ";", 1, "raw.csv")
    columns = read_fast(text, read_header(text), block=64)

    assert columns is None or _rows(columns) == rows[1:]


def test_blocks_are_read_fast_too() -> None:
    rows = [["v", "w"], *([str(at), "x\ny"] for at in range(100))]
    text = DelimitedText(_written(rows, ";", "\r\n", csv.QUOTE_ALL), ";", 1, "raw.csv")
    columns = read_fast(text, read_header(text), block=64)
    assert columns is not None
    assert _rows(columns) == rows[1:]


@given(content=st.text('"";\nx', max_size=12).map(str.encode), block=st.integers(1, 5))
def test_quotes_are_followed_over_the_blocks_that_are_looked_at(content: bytes, block: int) -> None:
    whole = quotes_enclose_cells(content, ";")
    assert quotes_enclose_cells(content, ";", block=block) == whole


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_a_delimiter_is_recognised(delimiter: str, describe: Callable[..., Export]) -> None:
    rows = [["id", "ort", "text"], ["1", "a", "so, so; \t|"], ["2", "b", ""]]
    export = describe(_written(rows, delimiter, "\r\n", csv.QUOTE_MINIMAL))
    assert export.delimiter == delimiter
    assert content(export.table) == rows


@settings(max_examples=60, deadline=None)
@given(rows=tables(SIGNS, narrowest=2), delimiter=st.sampled_from(DELIMITERS))
def test_a_recognised_delimiter_is_the_true_one(rows: Rows, delimiter: str) -> None:
    assert recognise(_written(rows, delimiter, "\n", csv.QUOTE_ALL), "raw.csv") == delimiter


def test_decimal_commas_do_not_hide_the_semicolon(describe: Callable[..., Export]) -> None:
    assert describe(b"id;wert\n1;1,5\n2;2,5\n").delimiter == ";"


def test_a_file_with_one_ragged_row_still_shows_its_delimiter(
    describe: Callable[..., Export],
) -> None:
    with pytest.raises(InputError, match="row 3: the row has 2 cells"):
        describe(b"id,a,b\n1,x,y\n2,x\n3,x,y\n")


def test_one_column_is_read_where_a_delimiter_is_declared_or_none_stands_there(
    describe: Callable[..., Export],
) -> None:
    assert content(describe(b"id\n1\n2\n").table) == [["id"], ["1"], ["2"]]
    assert content(describe(b"id\n1,5\n2\n", delimiter="\t").table) == [["id"], ["1,5"], ["2"]]


@pytest.mark.parametrize("line", [b"sep=;\r\n", b"SEP=;\n", b'"sep=;"\r\n'])
def test_the_line_by_which_excel_names_the_delimiter_is_no_row(
    line: bytes, describe: Callable[..., Export]
) -> None:
    export = describe(b"\xef\xbb\xbf" + line + b"id;a,b\r\n1;2,3\r\n")
    assert export.delimiter == ";"
    assert content(export.table) == [["id", "a,b"], ["1", "2,3"]]
    assert export.table.cells.index.to_list() == [2]


def test_a_delimiter_at_the_end_of_every_row_makes_a_column_without_name(
    describe: Callable[..., Export],
) -> None:
    export = describe(b"id;a;\n1;x;\n")
    assert content(export.table) == [["id", "a", ""], ["1", "x", ""]]
