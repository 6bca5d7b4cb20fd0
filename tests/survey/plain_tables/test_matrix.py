"""The items of anyone's file: what is understood, and what is refused with which words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from typfrage.problems import InputError, Problem
from typfrage.survey.plain_tables.matrix import read_categories, read_items

PLAIN = "a,b,name\n1,0.5,x\n0,2,y\n1,1e3,z\n"
NUMBERS = [[1, 0.5], [0, 2], [1, 1000]]

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of data; text as UTF-8, line ends as they stand there."""

    def written(content: str | bytes) -> Path:
        path = tmp_path / "data.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def refused(path: Path, items: list[str], **options: str) -> list[Problem]:
    """What is wrong with numeric items; each complaint must say what, where and what to do."""
    with pytest.raises(InputError) as caught:
        read_items(path, items, **options)
    for problem in caught.value.problems:
        assert problem.what
        assert problem.where
        assert problem.expected
        assert problem.mend or problem.where == "--items"
    return list(caught.value.problems)


class TestWhatIsUnderstood:
    @pytest.mark.parametrize(
        "content",
        [
            PLAIN,
            PLAIN.encode("utf-8-sig"),
            PLAIN.encode("utf-16"),
            b"\xfe\xff" + PLAIN.encode("utf-16-be"),
            PLAIN.replace(",", ";"),
            PLAIN.replace(",", "\t"),
            PLAIN.replace("\n", "\r\n"),
            PLAIN.replace("\n", "\r"),
            PLAIN.rstrip("\n"),
            PLAIN + "\n\n",
            "\n" + PLAIN,
            PLAIN.replace("\n", "\n\n"),
            PLAIN.replace(",", ", "),
            PLAIN.replace("y", '"y, with\na ""line"""'),
            PLAIN.replace("0,2", "0,+2"),
            PLAIN.replace("0.5", ".5"),
            PLAIN.replace(",", ";").replace(".", ","),
            PLAIN.replace("0.5", '"0,5"'),
            'a,b,"name\nof it"\n1,0.5,x\n0,2,y\n1,1e3,z\n',
            "sep=;\r\n" + PLAIN.replace(",", ";"),
        ],
        ids=[
            "plain", "UTF-8 with mark", "UTF-16", "UTF-16 big", "semicolon", "tab", "CRLF", "CR",
            "no last line end", "blank last lines", "blank first line", "blank lines between",
            "blanks after commas", "quoted lines", "plus", "bare point", "decimal comma",
            "quoted decimal comma", "line in a header",
            "delimiter named by Excel",
        ],
    )  # fmt: skip
    def test_the_same_numbers(self, write: Write, content: str | bytes) -> None:
        frame = read_items(write(content), ["a", "b"])

        assert list(frame.columns) == ["a", "b"]
        assert frame.to_numpy().tolist() == NUMBERS

    def test_items_come_in_the_order_in_which_they_are_named(self, write: Write) -> None:
        assert list(read_items(write(PLAIN), ["b", "a"]).columns) == ["b", "a"]

    def test_one_column_alone(self, write: Write) -> None:
        assert read_items(write("a\n1\n2\n\n"), ["a"])["a"].tolist() == [1, 2]

    def test_another_delimiter_and_encoding_when_they_are_named(self, write: Write) -> None:
        path = write("größe|b\n1|2\n3|4\n".encode("cp1252"))
        frame = read_items(path, ["größe"], delimiter="|", encoding="cp1252")
        assert frame["größe"].tolist() == [1, 3]

    def test_the_delimiter_by_which_the_items_are_there(self, write: Write) -> None:
        path = write('"a, first";"b, second";"c, third"\n1;2;3\n4;5;6\n')
        assert read_items(path, ["b, second"])["b, second"].tolist() == [2, 5]

    def test_other_columns_may_be_anything(self, write: Write) -> None:
        path = write(b"a,town,town\n1,K\xf6ln,\n2,,x\n")
        assert read_items(path, ["a"])["a"].tolist() == [1, 2]

    def test_agrees_with_pandas_on_a_larger_file(self, tmp_path: Path) -> None:
        rng = np.random.default_rng(1)
        wanted = pd.DataFrame(rng.normal(size=(20_000, 3)), columns=list("abc"))
        wanted.to_csv(tmp_path / "point.csv", index=False)
        wanted.to_csv(tmp_path / "comma.csv", index=False, sep=";", decimal=",")
        for name in ("point.csv", "comma.csv"):
            read = read_items(tmp_path / name, ["a", "b", "c"])
            assert np.array_equal(read.to_numpy(), wanted.to_numpy()), name


class TestTheFile:
    def test_a_quote_within_a_cell_where_no_number_stands(self, write: Write) -> None:
        """Found by fuzzing: complaining about the cell read the file more strictly."""
        (problem,) = refused(write('a,b\n1,0\n"x"0,1\n0,0\n'), ["a", "b"])
        assert "not readable" in problem.what

    @pytest.mark.parametrize("title", ["Survey of 2026\n", "Survey of 2026,,\n"])
    def test_a_title_above_the_header_is_said_once(self, write: Write, title: str) -> None:
        (problem,) = refused(write(title + PLAIN), ["a", "b"])
        assert "stand in row 2, below a title" in problem.what
        assert "remove the rows above the header" in problem.mend

    def test_missing_and_a_similar_name(self, write: Write) -> None:
        path = write(PLAIN)
        (problem,) = refused(path.with_name("date.csv"), ["a"])
        assert "no such file" in problem.what
        assert "data.csv" in problem.mend

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "folder" in refused(tmp_path, ["a"])[0].what

    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"", "empty"),
            (b"\n \n", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"a,b\n", "header and no row"),
            (b"a,b", "header and no row"),
            (b"a,b\n\n\n", "header and no row"),
            (b"PK\x03\x04rest", "workbook"),
            (b"\x1f\x8brest", "compressed"),
            (PLAIN.encode("utf-16-le"), "NUL"),
            (b'"a,b\n1,2\n', "header is not readable"),
            (b'a,b\n1,2\n"3,4\n', "quote is not closed"),
        ],
    )
    def test_no_data(self, write: Write, content: bytes, what: str) -> None:
        (problem,) = refused(write(content), ["a"])
        assert what in problem.what

    def test_utf_16_that_ends_in_the_middle(self, write: Write) -> None:
        assert "utf-16" in refused(write(PLAIN.encode("utf-16")[:-1]), ["a"])[0].what

    def test_windows_1252_in_the_header(self, write: Write) -> None:
        (problem,) = refused(write("größe,b\n1,2\n".encode("cp1252")), ["größe"])
        assert "header is not UTF-8" in problem.what
        assert "--encoding cp1252" in problem.mend

    def test_an_encoding_that_is_none(self, write: Write) -> None:
        assert "klingon" in refused(write(PLAIN), ["a"], encoding="klingon")[0].what

    def test_a_delimiter_of_two_characters(self, write: Write) -> None:
        assert "::" in refused(write(PLAIN), ["a"], delimiter="::")[0].what

    def test_rows_of_other_lengths(self, write: Write) -> None:
        (problem,) = refused(write("a,b\n1,2\n3\n\n4,5,6\n7,8\n"), ["a"])
        assert problem.what == "row 3 has 1 cells, row 5 has 3 cells"
        assert "2 cells in every row" in problem.expected

    def test_an_unquoted_decimal_comma_between_commas(self, write: Write) -> None:
        (problem,) = refused(write("a,b\n1,5,2\n2,5,2\n"), ["a"])
        assert "row 2 has 3 cells" in problem.what


class TestTheColumns:
    def test_an_unknown_one_and_its_nearest(self, write: Write) -> None:
        first, second = refused(write("Alter,b,name\n1,2,3\n"), ["alter", "zzz"])
        assert first.what == 'there is no column "alter"'
        assert first.mend == 'did you mean "Alter"?'
        assert first.expected == "one of Alter, b, name"
        assert second.what == 'there is no column "zzz"'

    def test_many_columns_are_not_all_listed(self, write: Write) -> None:
        header = ",".join(f"v{number}" for number in range(300))
        (problem,) = refused(write(f"{header}\n"), ["x"])
        assert "v19 … (300 columns)" in problem.expected

    def test_a_delimiter_that_was_not_recognised(self, write: Write) -> None:
        (problem,) = refused(write("first|second\n1|2\n"), ["second"])
        assert "--delimiter" in problem.mend

    def test_twice_among_the_items(self, write: Write) -> None:
        assert "named 2 times" in refused(write(PLAIN), ["a", "b", "a"])[0].what

    def test_none(self, write: Write) -> None:
        assert "no item" in refused(write(PLAIN), [])[0].what

    def test_twice_in_the_header(self, write: Write) -> None:
        (problem,) = refused(write("a,b,a\n1,2,3\n"), ["a"])
        assert problem.what == 'the column "a" stands there 2 times'


class TestTheCells:
    def test_text_in_a_numeric_item(self, write: Write) -> None:
        (problem,) = refused(write("a,b\n1,1\nja,2\n\nnein,3\n"), ["a", "b"])
        assert problem.what == '"ja" in row 3, "nein" in row 5 is no number'
        assert problem.where.endswith('data.csv, column "a"')

    def test_only_the_first_rows_are_named(self, write: Write) -> None:
        (problem,) = refused(write("a\n" + "x\n" * 9 + "1\n"), ["a"])
        assert problem.what.count("in row") == 5
        assert "(and 4 more)" in problem.what

    def test_long_text_is_shortened(self, write: Write) -> None:
        (problem,) = refused(write(f'a\n"{"lang " * 40}\nund mehr"\n1\n'), ["a"])
        assert "\n" not in problem.what
        assert len(problem.what) < 80

    @pytest.mark.parametrize("cell", ["", " ", "NA", "NaN", "nan", '"NA"', "-nan"])
    def test_a_missing_answer(self, write: Write, cell: str) -> None:
        (problem,) = refused(write(f"a,b\n1,1\n{cell},1\n0,2\n"), ["a", "b"])
        assert problem.what == "the answer is missing in row 3"

    def test_missing_answers_are_counted(self, write: Write) -> None:
        (problem,) = refused(write("a,b\n" + ",1\n" * 1200 + "1,2\n"), ["a"])
        assert problem.what == "the answer is missing in 1,200 rows: 2, 3, 4, 5, 6, …"

    def test_a_blank_line_in_one_column_is_a_missing_answer(self, write: Write) -> None:
        (problem,) = refused(write("a\n1\n\n2\n"), ["a"])
        assert problem.what == "the answer is missing in row 3"

    @pytest.mark.parametrize("cell", ["inf", "-Inf", "1e999"])
    def test_an_infinite_number(self, write: Write, cell: str) -> None:
        (problem,) = refused(write(f"a,b\n1,1\n{cell},2\n"), ["a", "b"])
        assert problem.what == "the number is infinite in row 3"

    def test_constant_items(self, write: Write) -> None:
        first, second = refused(write("a,b,c\n1,2,0.5\n1,3,0.5\n"), ["a", "b", "c"])
        assert first.what == 'every answer is "1"'
        assert second.what == 'every answer is "0.5"'

    def test_all_flaws_of_a_file_at_once(self, write: Write) -> None:
        found = refused(write("a,b\nx,1\n,inf\n1,2\n"), ["a", "b"])
        assert [problem.what for problem in found] == [
            '"x" in row 2 is no number',
            "the answer is missing in row 3",
            "the number is infinite in row 3",
        ]

    @pytest.mark.parametrize("cells", [("1,234", "5,678"), ("1,234", "2")])
    def test_a_comma_that_may_mean_thousands(self, write: Write, cells: tuple[str, str]) -> None:
        (problem,) = refused(write("a;b\n{};1\n{};2\n".format(*cells)), ["a"])
        assert problem.what == '"1,234" can be read in two ways: 1234 or 1.234'

    def test_a_comma_that_another_cell_explains(self, write: Write) -> None:
        frame = read_items(write("a;b\n1,234;1\n0,5;2\n"), ["a"])
        assert frame["a"].tolist() == [1.234, 0.5]

    def test_two_decimal_marks(self, write: Write) -> None:
        (problem,) = refused(write("a;b\n1,5;1\n2;2.5\n"), ["a", "b"])
        assert '"1,5"' in problem.what
        assert '"2.5"' in problem.what


class TestCategories:
    def test_texts_numbers_and_missing_answers(self, write: Write) -> None:
        path = write("a,b,c\n2,ja,01\n10,,02\nNA, nein ,01\n")
        frame = read_categories(path, ["a", "b", "c"])

        assert frame["a"].cat.categories.tolist() == [2, 10]
        assert frame["b"].cat.categories.tolist() == ["ja", "nein"]
        assert frame["c"].cat.categories.tolist() == ["01", "02"]
        assert frame["a"].cat.codes.tolist() == [0, 1, -1]
        assert frame["b"].cat.codes.tolist() == [0, -1, 1]

    def test_equal_numbers_are_one_category(self, write: Write) -> None:
        frame = read_categories(write("a\n1\n1.0\n2.5\n"), ["a"])
        assert frame["a"].tolist() == [1, 1, 2.5]

    @pytest.mark.parametrize(
        ("content", "what"),
        [
            ("a,b\nx,1\nx,2\n,3\n", 'every answer is "x"'),
            ("a,b\n,1\nNA,2\n", "there is no answer"),
            ("a,b\nx,1\ny\n", "row 3 has 1 cells"),
            (b"a,b\nK\xf6ln,1\nx,2\n", "the text in row 2 is not UTF-8"),
            ("a,b\n", "header and no row"),
        ],
    )
    def test_what_is_refused(self, write: Write, content: str | bytes, what: str) -> None:
        with pytest.raises(InputError) as caught:
            read_categories(write(content), ["a"])
        assert what in caught.value.problems[0].what
