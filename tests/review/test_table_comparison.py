"""Two versions of a table: each cell that differs, with its row and column."""

from __future__ import annotations

import pytest

from typfrage.review.differences import ROUNDING, Difference
from typfrage.review.table_comparison import table_differences

TABLE = 'type,count,share,p\nA,95,0.231,.\nB,122,0.3,"0,408"\nC,195,0.469,"0,012"\n'


def test_the_same_table_has_no_difference() -> None:
    assert table_differences(TABLE, TABLE, ",") == ()


@pytest.mark.parametrize(
    ("old", "new", "column", "tolerated"),
    [
        ("122", "123", "count", ""),
        ("0.3,", "0.301,", "share", ROUNDING),
        ("0.3,", "0.31,", "share", ""),
        ("0.3,", "0.2,", "share", ""),
        ("0,408", "0,409", "p", ROUNDING),
        ("0,408", "0,410", "p", ""),
    ],
)
def test_a_cell_is_named_and_measured_by_the_digits_of_its_column(
    old: str, new: str, column: str, tolerated: str
) -> None:
    """The zeros at the end of 0.300 are not written; its column has three digits all the same."""
    found = table_differences(TABLE, TABLE.replace(old, new), ",")
    values = old.rstrip(","), new.rstrip(",")
    assert found == (Difference(f"row 2 (B), column {column}", *values, tolerated),)


def test_a_withheld_value_that_appears_is_a_difference() -> None:
    (found,) = table_differences(TABLE, TABLE.replace("0.231,.", "0.231,0.2"), ",")
    assert found == Difference("row 1 (A), column p", ".", "0.2")


def test_rows_that_came_or_went_are_told_whole_and_the_others_by_their_names() -> None:
    without = TABLE.replace("A,95,0.231,.\n", "").replace("195", "196")
    assert table_differences(TABLE, without, ",") == (
        Difference("row 1 (A)", "A, 95, 0.231, .", ""),
        Difference("row 3 (C), column count", "195", "196"),
    )
    (found,) = table_differences(TABLE, TABLE + "D,1,0.1,.\n", ",")
    assert found == Difference("row 4 (D)", "", "D, 1, 0.1, .")


def test_other_columns_are_told_as_such() -> None:
    (found,) = table_differences(TABLE, TABLE.replace("share", "Anteil"), ",")
    assert (found.place, found.now) == ("columns", "type, count, Anteil, p")


@pytest.mark.parametrize(("published", "now"), [("", ""), ("", TABLE), (TABLE, ""), ("a\n", "a\n")])
def test_empty_tables_are_compared_too(published: str, now: str) -> None:
    assert bool(table_differences(published, now, ",")) is (published != now)
