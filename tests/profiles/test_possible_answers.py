from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from typfrage.profiles.possible_answers import as_points, number_of_answers, possible_answers


@pytest.mark.parametrize(("items", "most"), [(1, 1), (5, 1), (5, 3), (5, 5), (5, None), (4, 9)])
def test_answers_are_those_of_all_rows_of_zeros_and_ones(items: int, most: int | None) -> None:
    """Brute force: all rows, without those that choose nothing or too much."""
    rows = {row for row in product((0, 1), repeat=items) if 1 <= sum(row) <= (most or items)}
    answers = possible_answers(items, most)

    assert {tuple(row) for row in as_points(answers, items).astype(int)} == rows
    assert len(answers) == number_of_answers(items, most) == len(rows)
    assert all(list(answer) == sorted(answer) for answer in answers)


def test_three_of_twelve_are_298_and_no_limit_is_two_to_the_items() -> None:
    """Closed form: 12 + 66 + 220, and 2^p - 1."""
    assert number_of_answers(12, 3) == 298
    assert number_of_answers(40, None) == 2**40 - 1


def test_points_cannot_be_changed() -> None:
    assert not as_points(((0, 2),), 3).flags.writeable
    assert np.array_equal(as_points(((0, 2),), 3), [[1, 0, 1]])


@pytest.mark.parametrize(("items", "most"), [(0, 1), (3, 0)])
def test_nothing_to_choose_is_refused(items: int, most: int) -> None:
    with pytest.raises(ValueError, match="allowed: at least 1 of each"):
        possible_answers(items, most)
