"""The response is told, unless it tells how few did not answer."""

from __future__ import annotations

import pytest

from typfrage.results.response import response_text


@pytest.mark.parametrize(
    ("answers", "contacted", "minimum", "text"),
    [
        (412, 1828, 5, "22,5\u202f%"),
        (95, 100, 5, "95,0\u202f%"),
        (96, 100, 5, "mehr als 95\u202f%"),
        (99, 100, 5, "mehr als 95\u202f%"),
        (100, 100, 5, "100,0\u202f%"),
        (7, 8, 5, "mehr als 37\u202f%"),
        (3, 4, 5, "mehr als 0\u202f%"),
        (99, 100, 1, "99,0\u202f%"),
    ],
)
def test_few_silent_municipalities_are_not_counted(
    answers: int, contacted: int, minimum: int, text: str
) -> None:
    assert response_text(answers, contacted, minimum, "de") == text


@pytest.mark.parametrize("contacted", [50, 99, 100, 101, 412, 1828])
def test_a_bound_is_the_same_for_every_number_that_it_hides(contacted: int) -> None:
    texts = {response_text(contacted - silent, contacted, 5, "en") for silent in range(1, 5)}
    assert len(texts) == 1
    assert texts.pop().startswith("more than ")


@pytest.mark.parametrize(("answers", "contacted"), [(0, 10), (11, 10)])
def test_impossible_numbers_are_refused(answers: int, contacted: int) -> None:
    with pytest.raises(ValueError, match="answers must lie between"):
        response_text(answers, contacted, 5, "de")
