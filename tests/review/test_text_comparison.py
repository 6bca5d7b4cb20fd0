"""Two versions of a text: what differs, where, and whether it is only rounding."""

from __future__ import annotations

import pytest

from typfrage.review.differences import ROUNDING, Difference
from typfrage.review.text_comparison import same_but_for_rounding, text_differences

TEXT = "Die Optimierer (29,6\u202f%, n = 122) sind mit 0,96 am ähnlichsten."


def test_the_same_words_are_the_same_however_they_are_broken() -> None:
    assert text_differences(TEXT, TEXT.replace(" sind", "\nsind"), ",") == ()


def test_a_changed_count_is_a_difference_with_its_place() -> None:
    found = text_differences(TEXT, TEXT.replace("122", "123"), ",", "its text")
    assert found == (Difference("its text, after “(29,6\u202f%, n =”", "122)", "123)"),)


def test_a_neighbouring_share_is_rounding() -> None:
    (found,) = text_differences(TEXT, TEXT.replace("29,6", "29,7"), ",")
    assert found == Difference("after “Die Optimierer”", "(29,6\u202f%,", "(29,7\u202f%,", ROUNDING)


def test_another_word_beside_a_rounded_number_is_no_rounding() -> None:
    changed = TEXT.replace("(29,6", "(29,7").replace("Optimierer", "Bedächtigen")
    assert [one.tolerated for one in text_differences(TEXT, changed, ",")] == ["", ROUNDING]


def test_an_inserted_word_is_told_alone() -> None:
    (found,) = text_differences(TEXT, TEXT.replace("sind", "sind heute"), ",")
    assert (found.published, found.now) == ("", "heute")
    assert found.place == "after “= 122) sind”"


@pytest.mark.parametrize(
    ("published", "now", "same"),
    [
        ("75\u202f%", "76\u202f%", True),
        ("75\u202f%", "77\u202f%", False),
        ("75", "76", False),
        ("1.828", "1.829", False),
        ("0,001", "0,002", True),
        ("<0,001", "0,001", False),
        ("−0,01", "0,01", False),
        ("31.12.2018", "31.12.2019", False),
        ("p=0,04;", "p=0,05;", True),
    ],
)
def test_only_the_last_place_of_rounded_numbers_is_tolerated(
    published: str, now: str, same: bool
) -> None:
    assert same_but_for_rounding(published, now, ",") is same
