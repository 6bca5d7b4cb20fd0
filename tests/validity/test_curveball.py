from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chisquare

from typfrage.typology import distinct_patterns
from typfrage.validity import curveball
from typfrage.validity.curveball import shuffled_patterns

# A uniform sampler is refused once in 10,000 seeds.
RARE = 1e-4


def matrices_with(rows: tuple[int, ...], columns: tuple[int, ...]) -> set[tuple[int, ...]]:
    """All 0/1 matrices with these sums, row by row."""
    shape = (len(rows), len(columns))
    found = set()
    for cells in product((0, 1), repeat=shape[0] * shape[1]):
        matrix = np.reshape(cells, shape)
        if tuple(matrix.sum(axis=1)) == rows and tuple(matrix.sum(axis=0)) == columns:
            found.add(cells)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_sums_are_kept(choices: pd.DataFrame, seed: int) -> None:
    drawn = curveball(choices, rng=np.random.default_rng(seed))
    assert np.array_equal(drawn.sum(axis=0), choices.sum(axis=0))
    assert np.array_equal(drawn.sum(axis=1), choices.sum(axis=1))
    assert not np.array_equal(drawn, choices)


def test_every_matrix_with_the_sums_is_equally_likely() -> None:
    """Brute force: enumerate all matrices of 4 cases and 3 items with given sums."""
    start = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 1], [0, 1, 0]])
    possible = matrices_with((1, 1, 2, 1), (2, 2, 1))
    rng = np.random.default_rng(11)
    drawn = Counter(
        tuple(curveball(start, rng=rng, trades=40).astype(int).ravel()) for _ in range(4000)
    )
    assert set(drawn) == possible
    assert chisquare([drawn[each] for each in possible]).pvalue > RARE


@pytest.mark.parametrize("copies", [1, 40])
def test_patterns_keep_the_sums_of_their_cases(choices: pd.DataFrame, copies: int) -> None:
    """Both ways of trading: case by case, and on the table of possible answers."""
    patterns = distinct_patterns(choices)
    weights = patterns.weights * copies
    points, counts = shuffled_patterns(patterns.points, weights, rng=np.random.default_rng(1))
    assert np.array_equal(counts @ points, weights @ patterns.points)
    choices_of_cases = np.bincount(points.sum(axis=1).astype(int), counts)
    expected = np.bincount(patterns.points.sum(axis=1).astype(int), weights)
    assert np.array_equal(choices_of_cases, expected)
    again = distinct_patterns(points)
    assert np.array_equal(again.points, points)


def test_trading_on_patterns_draws_what_trading_on_cases_draws() -> None:
    """Special case: few cases with the same answers, so that both ways can be compared."""
    points = np.array([[0.0, 1, 1], [1, 0, 0], [1, 0, 1]])
    weights = np.array([3, 4, 2])
    rng = np.random.default_rng(5)
    cases = np.repeat(points, weights, axis=0)

    def of_cases() -> tuple[tuple[float, ...], ...]:
        drawn = distinct_patterns(curveball(cases, rng=rng, trades=30))
        return tuple(map(tuple, np.column_stack([drawn.points, drawn.weights])))

    def of_patterns() -> tuple[tuple[float, ...], ...]:
        drawn = shuffled_patterns(points, weights, rng=rng, trades=30)
        return tuple(map(tuple, np.column_stack(drawn)))

    first = Counter(of_cases() for _ in range(3000))
    second = Counter(of_patterns() for _ in range(3000))
    assert set(first) == set(second)
    table = np.array([[first[each], second[each]] for each in first])
    expected = table.sum(axis=1, keepdims=True) / 2 * np.ones(2)
    often = expected[:, 0] >= 5
    statistic = ((table - expected) ** 2 / expected)[often].sum()
    # 3000 draws on both sides: the statistic has one degree of freedom for each answer but one.
    assert statistic < often.sum() + 5 * np.sqrt(2 * often.sum())


def test_no_trade_changes_nothing(choices: pd.DataFrame) -> None:
    rng = np.random.default_rng(0)
    assert np.array_equal(curveball(choices, rng=rng, trades=0), choices)


def test_other_values_are_refused() -> None:
    with pytest.raises(ValueError, match="allowed: 0 and 1"):
        curveball([[0, 2]], rng=np.random.default_rng(0))
