from __future__ import annotations

from pathlib import Path

import pytest

from typfrage.problems import InputError
from typfrage.survey.plain_tables.choices import read_choices

OPTIONS = ["a", "b", "c"]


def written(folder: Path, text: str) -> Path:
    path = folder / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path, **arguments: object) -> str:
    with pytest.raises(InputError) as caught:
        read_choices(path, OPTIONS, max_choices=2, **arguments)  # type: ignore[arg-type]
    return str(caught.value)


def test_columns_may_stand_in_any_order_and_rows_have_their_numbers(tmp_path: Path) -> None:
    found = read_choices(written(tmp_path, "c,a,b\n1,0,0\n\n0, 1 ,1\n"), OPTIONS)
    assert found.columns.to_list() == OPTIONS
    assert found.to_numpy().tolist() == [[0, 0, 1], [1, 1, 0]]
    assert found.index.to_list() == [2, 4]


def test_a_key_keeps_its_leading_zeros(tmp_path: Path) -> None:
    found = read_choices(written(tmp_path, "ags;a;b;c\n01001000;1;0;0\n"), OPTIONS, key="ags")
    assert found.index.to_list() == ["01001000"]
    assert found.index.name == "ags"


def test_one_row_and_constant_columns_are_no_problem(tmp_path: Path) -> None:
    assert len(read_choices(written(tmp_path, "a\tb\tc\n1\t0\t0\n"), OPTIONS)) == 1


def test_all_problems_are_told_at_once_with_row_and_column(tmp_path: Path) -> None:
    rows = "a,b,c,cc,d\n1,1,1,0,0\n0,0,0,0,0\nx,1,0,0,0\n1,,0,0,0\n2,0,0,0,0\n"
    message = refused(written(tmp_path, rows))
    for fragment in (
        'the column "cc" is unknown', 'the column "d" is unknown', "remove it, or name it by --id",
        '"x" in row 4, "2" in row 6 is neither 1 nor 0', 'column "a"',
        '"" in row 5 is neither 1 nor 0', 'column "b"',
        "1 row chooses nothing: row 3 (0)", "1 row chooses too much: row 2 (3)", "1 to 2 chosen",
    ):  # fmt: skip
        assert fragment in message
    assert "rename" not in message, "c is there"


def test_a_missing_column_is_never_taken_for_one_that_is_asked_for(tmp_path: Path) -> None:
    message = refused(written(tmp_path, "ziel_1;ziel_22;a;b\n1;0;0;0\n"), key="ziel_1")
    assert 'there is no column "c"' in message
    assert "to do: add it" in message
    near = written(tmp_path, "a,b,C \n1,0,0\n")
    assert 'rename the column "C" if it is this one' in refused(near)
    assert 'if it is "c", rename it' in refused(near)


def test_many_wrong_rows_are_counted_and_the_first_named(tmp_path: Path) -> None:
    message = refused(written(tmp_path, "a,b,c\n" + "0,0,0\n" * 9))
    assert "9 rows choose nothing: row 2 (0), row 3 (0)" in message
    assert "(and 4 more)" in message


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("a,b\n1,0\n", 'there is no column "c"'),
        ("a,b,c\n", "a header and no row"),
        ("a,b,c\n1,0\n", "row 2 has 2 cells"),
        ('a,b,c\n1,0,"0\n', "a quote is not closed"),
    ],
)
def test_files_that_cannot_be_used_are_refused(tmp_path: Path, text: str, fragment: str) -> None:
    assert fragment in refused(written(tmp_path, text))


def test_a_key_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes("key,a,b,c\nKöln,1,0,0\n".encode("cp1252"))
    assert "is not UTF-8" in refused(path, key="key")
    assert read_choices(path, OPTIONS, key="key", encoding="cp1252").index[0] == "Köln"


@pytest.mark.parametrize("line", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_the_line_by_which_spreadsheets_tell_the_delimiter_is_no_row(
    tmp_path: Path, line: str
) -> None:
    found = read_choices(written(tmp_path, f"{line}a;b;c\n1;0;0\n"), OPTIONS)
    assert found.index.to_list() == [2]
    assert "row 2 (0)" in refused(written(tmp_path, f"{line}a;b;c\n0;0;0\n"))


def test_a_title_above_the_header_is_said_once(tmp_path: Path) -> None:
    message = refused(written(tmp_path, "Goals of 2026;;\na;b;c\n1;0;0\n"))
    assert "the names of the columns stand in row 2, below a title" in message
    assert "there is no column" not in message


def test_what_a_spreadsheet_leaves_around_the_table_is_ignored(tmp_path: Path) -> None:
    text = "a;b;c;;\n1;0;0;;\n0;1;0\n0;0;1; ;\n;;;;\n;\n;;;;\n"
    found = read_choices(written(tmp_path, text), OPTIONS)
    assert found.to_numpy().tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert found.index.to_list() == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("a;b;c;\n1;0;0;\n1;0;0;x\n", "row 3 has 4 cells\n  expected: 3 cells"),
        ("a;b;c;\n1;0;0;\n;;;\n0;1;0;\n", '"" in row 3 is neither 1 nor 0'),
        ("a;;b;c\n1;;0;0\n", 'the column "" is unknown'),
        ("a;b;c;\n;;;\n", "a header and no row"),
    ],
)
def test_what_is_not_empty_or_not_at_the_end_is_refused(
    tmp_path: Path, text: str, fragment: str
) -> None:
    assert fragment in refused(written(tmp_path, text))


def test_a_key_that_is_empty_or_there_twice_is_refused_with_its_rows(tmp_path: Path) -> None:
    text = "k,a,b,c\nx,1,0,0\n,1,0,0\ny,1,0,0\nx,0,1,0\n"
    message = refused(written(tmp_path, text), key="k")
    assert "the name is missing in row 3" in message
    assert 'names stand there more than once: "x" in rows 2, 5\n' in message


def test_an_option_is_no_key(tmp_path: Path) -> None:
    assert '"a" is an option' in refused(written(tmp_path, "a,b,c\n1,0,0\n"), key="a")
