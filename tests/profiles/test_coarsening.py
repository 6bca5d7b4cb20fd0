"""Coarse cells tell no small count, though rows and columns are known.

The attack is a linear programme (rung 2): the least and the greatest value that a cell can have for
readers who know all margins, and that cells are rounded up or down to the unit.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from typfrage.profiles.coarsening import coarsened, rounding_unit, secret_seed

MINIMUM = 5
UNIT = rounding_unit(MINIMUM)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def ranges(counts: np.ndarray, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest value of each cell for readers, same shape as the table."""
    rows, columns = counts.shape
    sums = np.vstack([np.kron(np.eye(rows), np.ones(columns)), np.tile(np.eye(columns), rows)])
    known = [*counts.sum(axis=1), *counts.sum(axis=0)]
    limits = [
        (max(cell - UNIT + 1, MINIMUM), cell + UNIT - 1) if cell else (0, None)
        for cell in shown.ravel()
    ]
    found = [
        [sign * linprog(sign * one, A_eq=sums, b_eq=known, bounds=limits).fun for sign in (1, -1)]
        for one in np.eye(counts.size)
    ]
    least, most = np.array(found).round().reshape(*counts.shape, 2).transpose(2, 0, 1)
    return least, most


def test_without_a_threshold_moves_are_exact() -> None:
    counts = np.array([[1, 30], [0, 2]])
    assert np.array_equal(coarsened(counts, 1, rng()), counts)


@pytest.mark.parametrize("count", [0, 4, 5, 10, 14, 15])
def test_moves_are_rounded_up_or_down_with_the_right_mean(count: int) -> None:
    counts = np.array([[count, 50], [50, 50]])
    shown = np.array([coarsened(counts, MINIMUM, rng(seed))[0, 0] for seed in range(500)])
    assert set(shown) <= {count // UNIT * UNIT, -(-count // UNIT) * UNIT}
    expected = 0 if count < MINIMUM else count
    # Standard error of a mean of 500 is at most 0.23.
    assert abs(shown.mean() - expected) < 1


def test_what_stays_is_rounded_down_where_it_would_tell_how_few_left() -> None:
    """41 of 42 shown as 50 are 41 at least: one left, or none."""
    counts = np.array([[41, 1], [1, 49]])
    for seed in range(50):
        assert coarsened(counts, MINIMUM, rng(seed))[0, 0] == 40


@pytest.mark.parametrize("seed", range(30))
def test_no_small_move_follows_from_rows_and_columns(seed: int) -> None:
    own = rng(seed)
    while True:
        counts = own.poisson(own.choice([0.5, 2, 8, 18, 30], size=own.integers(2, 5, 2)))
        if min(counts.sum(axis=0).min(), counts.sum(axis=1).min()) >= MINIMUM:
            break
    shown = coarsened(counts, MINIMUM, own)
    small = (counts > 0) & (counts < MINIMUM)
    least, most = ranges(counts, shown)
    assert (shown[small] == 0).all()
    assert (most - least)[small].min(initial=MINIMUM) >= MINIMUM - 1
    assert (np.abs(shown - counts) < UNIT).all()


def test_the_same_answers_are_rounded_the_same_and_others_otherwise() -> None:
    answers = np.arange(12).reshape(4, 3)
    assert secret_seed(answers, answers) == secret_seed(answers.copy(), answers)
    changed = answers.copy()
    changed[3, 2] += 1
    seeds = {secret_seed(answers), secret_seed(changed), secret_seed(answers.T)}
    assert len(seeds) == 3
