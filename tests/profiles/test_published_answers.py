"""Answers that shares let one expect: as even as these allow, and with these shares."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from typfrage.profiles.possible_answers import as_points, possible_answers
from typfrage.profiles.published_answers import expected_answers

POINTS = as_points(possible_answers(4, 2), 4)
LARGE = 1_000_000
"""So many municipalities that rounding to whole ones does not show."""


def test_answers_have_the_shares_that_they_are_made_from() -> None:
    centres = np.array([[0.7, 0.6, 0.2, 0.1], [0.1, 0.2, 0.5, 0.8]])
    for centre in centres:
        numbers = expected_answers([centre], [LARGE], POINTS)
        assert numbers.sum() == LARGE
        # Of ten answers each is rounded by less than one municipality.
        assert np.allclose(numbers @ POINTS / LARGE, centre, atol=10 / LARGE)


def test_they_are_those_of_the_greatest_entropy() -> None:
    """Rung 2: a general optimiser finds the same frequencies."""
    centre = np.array([0.7, 0.6, 0.2, 0.1])

    def surplus(frequencies: np.ndarray) -> float:
        return float((frequencies * np.log(frequencies)).sum())

    found = minimize(
        surplus,
        np.full(len(POINTS), 1 / len(POINTS)),
        bounds=[(1e-9, 1)] * len(POINTS),
        constraints=[
            {"type": "eq", "fun": lambda f: f.sum() - 1},
            {"type": "eq", "fun": lambda f: f @ POINTS - centre},
        ],
        options={"ftol": 1e-12, "maxiter": 500},
    )
    # The optimiser stops at about this distance.
    assert np.allclose(expected_answers([centre], [LARGE], POINTS) / LARGE, found.x, atol=1e-4)


def test_what_nobody_or_everybody_chose_stays_so() -> None:
    numbers = expected_answers([[1, 0, 0, 1], [0, 1, 0, 0]], [30, 20], POINTS)
    assert {tuple(POINTS[at]): numbers[at] for at in np.flatnonzero(numbers)} == {
        (1, 0, 0, 1): 30,
        (0, 1, 0, 0): 20,
    }


def test_shares_that_no_answers_have_give_all_municipalities_all_the_same() -> None:
    """Two of four may be chosen; pooled shares can add up to more."""
    assert expected_answers([[0.9, 0.9, 0.9, 0.1]], [412], POINTS).sum() == 412


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"allowed: \(2, 4\)"):
        expected_answers([[0.1, 0.2, 0.3, 0.4]], [10, 20], POINTS)
