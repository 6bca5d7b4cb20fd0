"""The response is told as it is: how many were asked and how many answered is published anyway."""

from __future__ import annotations

import pytest

from typfrage.results.response import response_text


@pytest.mark.parametrize(
    ("answers", "contacted", "text"),
    [(412, 1828, "22,5\u202f%"), (99, 100, "99,0\u202f%"), (100, 100, "100,0\u202f%")],
)
def test_the_response_is_the_share_of_those_contacted(
    answers: int, contacted: int, text: str
) -> None:
    assert response_text(answers, contacted, "de") == text


@pytest.mark.parametrize(("answers", "contacted"), [(0, 10), (11, 10)])
def test_impossible_numbers_are_refused(answers: int, contacted: int) -> None:
    with pytest.raises(ValueError, match="answers must lie between"):
        response_text(answers, contacted, "de")
