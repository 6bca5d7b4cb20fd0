from __future__ import annotations

import numpy as np
import pytest

from typfrage.profiles.possible_answers import possible_answers
from typfrage.profiles.worksheet import MOST_POINTS, worksheet

CENTRES = np.random.default_rng(3).beta(0.4, 1.5, size=(4, 9))
ANSWERS = possible_answers(9, 3)


def by_hand(start: np.ndarray, points: np.ndarray, chosen: tuple[int, ...]) -> int:
    """What a person finds: adds up, takes the largest, the one further left among equals."""
    sums = [
        int(first) + sum(int(row[g]) for g in chosen)
        for first, row in zip(start, points, strict=True)
    ]
    return sums.index(max(sums))


def nearest(chosen: tuple[int, ...]) -> int:
    distance = [
        sum(((goal in chosen) - share) ** 2 for goal, share in enumerate(centre))
        for centre in CENTRES
    ]
    return distance.index(min(distance))


def test_the_agreement_is_what_one_counts_by_hand() -> None:
    """Brute force: all answers added up one by one."""
    sheet = worksheet(CENTRES, ANSWERS)
    agreeing = [by_hand(sheet.start, sheet.points, chosen) == nearest(chosen) for chosen in ANSWERS]

    assert (sheet.agreeing, sheet.answers) == (sum(agreeing), len(ANSWERS))
    assert sheet.agreeing / sheet.answers > 0.95


def test_many_points_lead_to_the_nearest_type_always() -> None:
    """Special case: without rounding the sums are the distances."""
    sheet = worksheet(CENTRES, ANSWERS, most_points=2000)
    assert sheet.agreeing == sheet.answers


def test_points_are_few_and_each_goal_and_the_start_begin_at_zero() -> None:
    sheet = worksheet(CENTRES, ANSWERS)
    assert sheet.points.min(axis=0).tolist() == [0] * 9
    assert sheet.start.min() == 0
    assert max(sheet.points.max(), sheet.start.max()) <= MOST_POINTS


def test_more_points_never_agree_less_and_of_equals_the_coarsest_is_taken() -> None:
    sheets = [worksheet(CENTRES, ANSWERS, most_points=most) for most in (1, 5, 10, 20, 40)]
    agreeing = [sheet.agreeing for sheet in sheets]
    assert agreeing == sorted(agreeing)
    plain = worksheet(np.eye(3), possible_answers(3, 1))
    assert plain.points.tolist() == np.eye(3).astype(int).tolist()


def test_equal_types_have_no_points_and_the_first_wins() -> None:
    sheet = worksheet(np.full((2, 3), 0.3), possible_answers(3, 2))
    assert not sheet.points.any()
    assert not sheet.start.any()
    assert sheet.agreeing == sheet.answers


@pytest.mark.parametrize(
    ("centres", "most", "message"),
    [(CENTRES, 0, "most_points is 0; allowed: at least 1"), ([[np.nan]], 5, "centres holds nan")],
)
def test_bad_arguments_are_refused(centres: np.ndarray, most: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        worksheet(centres, ANSWERS, most_points=most)
