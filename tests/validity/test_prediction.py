from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import find_types
from typfrage.validity.prediction import prediction_strength, weakest_type
from typfrage.validity.resampling import nearest_mean, streams

# Ratios of exact counts; R prints 15 digits.
ROUNDING = 1e-12
# R's class::knn1 takes squared distances within this share for equal.
EQUALLY_NEAR = 1e-4
# fpc and typfrage each average M random values: their difference has the standard error
# sd * sqrt(1/M + 1/M'). Four of them are exceeded by chance once in 16,000 comparisons.
MONTE_CARLO_ERRORS = 4
SPLITS = 50
# Up to this k both searches find the same optimum of nearly every half.
OPTIMUM_FOUND_BY_R = {"iris": 6, "choices": 5, "tied": 7, "degenerate": 2}


def digits(text: object) -> np.ndarray:
    """One number per case, as the R scripts write them after a letter."""
    return np.array(list(str(text)[1:]), dtype=np.intp)


def brute_force(found: np.ndarray, predicted: np.ndarray, k: int) -> float:
    """Tibshirani & Walther (2005), pair of cases by pair of cases."""
    shares = []
    for kind in range(k):
        own = np.flatnonzero(found == kind)
        pairs = [(i, j) for i in own for j in own if i != j]
        together = sum(predicted[i] == predicted[j] for i, j in pairs)
        shares.append(together / len(pairs) if pairs else 1)
    return float(min(shares))


def test_values_of_single_splits_are_those_of_fpc(stored: Callable[[str], pd.DataFrame]) -> None:
    """R: five splits of fpc::prediction.strength with R's partitions of the halves."""
    splits = stored("prediction_splits")
    assert len(splits) == 50
    for row in splits.itertuples():
        half, found, predicted = digits(row.half), digits(row.partition), digits(row.predicted)
        shares = [
            weakest_type(found[own] - 1, predicted[own] - 1, np.ones(own.sum(), np.intp), row.k)
            for own in (half == 1, half == 2)
        ]
        assert np.mean(shares) == pytest.approx(row.value, abs=ROUNDING)


def test_classification_is_that_of_fpc(stored: Callable[[str], pd.DataFrame]) -> None:
    """R: fpc::classifnp, nearest centroid; among equally near ones R draws lots."""
    for row in stored("prediction_splits").itertuples():
        X = stored(row.data).drop(columns="type", errors="ignore").to_numpy(float)
        half, found, predicted = digits(row.half), digits(row.partition), digits(row.predicted)
        for own, other in ((1, 2), (2, 1)):
            known, asked = half == other, half == own
            labels = np.where(known, found - 1, -1)
            nearest = nearest_mean(X, known.astype(float), labels, row.k)
            means = np.stack([X[labels == kind].mean(axis=0) for kind in range(row.k)])
            distance = ((X[asked][:, None] - means) ** 2).sum(axis=2)
            nearly = distance.min(axis=1) * (1 + EQUALLY_NEAR)
            clear = np.partition(distance, 1, axis=1)[:, 1] > nearly
            assert np.array_equal(nearest[asked][clear] + 1, predicted[asked][clear])
            assert clear.mean() > 0.5


@pytest.mark.parametrize("data", sorted(OPTIMUM_FOUND_BY_R))
def test_means_are_those_of_fpc(data: str, stored: Callable[[str], pd.DataFrame]) -> None:
    """R: fpc::prediction.strength with kmeansCBI, M = 50."""
    expected = stored("prediction").query("data == @data")
    expected = expected[expected["k"] <= OPTIMUM_FOUND_BY_R[data]]
    X = stored(data).drop(columns="type", errors="ignore")
    solutions = [find_types(X, k, starts=5, seed=1) for k in expected["k"]]
    found = prediction_strength(solutions, splits=SPLITS, seed=2)
    spread = np.maximum(expected["sd"], found.values.std(axis=0, ddof=1))
    error = spread * np.sqrt(1 / expected["M"] + 1 / SPLITS)
    assert (np.abs(found.mean - expected["mean"]) <= MONTE_CARLO_ERRORS * error).all()


@pytest.mark.parametrize("seed", range(10))
def test_weakest_share_is_that_of_all_pairs(seed: int) -> None:
    """Brute force: weights expanded."""
    rng = np.random.default_rng(seed)
    found, predicted = rng.permutation(np.arange(12) % 4), rng.integers(0, 3, 12)
    counts = rng.integers(1, 4, 12)
    expected = brute_force(np.repeat(found, counts), np.repeat(predicted, counts), 4)
    assert weakest_type(found, predicted, counts, 4) == pytest.approx(expected, abs=ROUNDING)


@pytest.mark.parametrize("k", [2, 3, 4])
def test_splits_are_what_a_loop_over_cases_finds(k: int, choices: pd.DataFrame) -> None:
    """Brute force: halve the cases, cluster the rows, predict by distances to means."""
    solution = find_types(choices, k, starts=5, seed=1)
    found = prediction_strength([solution], splits=4, starts=500, seed=7)
    points, weights = solution.patterns.points, solution.patterns.weights
    for split, stream in enumerate(streams(7, "splits", 4)):
        first = np.random.default_rng(stream).multivariate_hypergeometric(weights, 200)
        halves = [np.repeat(points, counts, axis=0) for counts in (first, weights - first)]
        # Cases as near to two means go to the type that comes first in the order of the patterns.
        labels = [
            pd.factorize(find_types(half, k, starts=500, seed=0).labels)[0] for half in halves
        ]
        shares = []
        for own, other in ((0, 1), (1, 0)):
            means = [halves[other][labels[other] == kind].mean(axis=0) for kind in range(k)]
            distance = ((halves[own][:, None] - np.stack(means)) ** 2).sum(axis=2)
            shares.append(brute_force(labels[own], distance.round(9).argmin(axis=1), k))
        assert found.values[split, 0] == pytest.approx(np.mean(shares), abs=ROUNDING)


def test_cases_between_two_types_go_to_the_first() -> None:
    """Special case: distances of tenths that are equal differ in the last bits."""
    points = np.array([[0.1, 0.7], [0.3, 0.5], [0.5, 0.3]])
    squares = ((points[[0, 2]] - points[1]) ** 2).sum(axis=1)
    assert squares[0] != squares[1]
    for labels in ([0, -1, 1], [1, -1, 0]):
        nearest = nearest_mean(points, np.array([2.0, 0, 1]), np.array(labels), 2)
        assert nearest.tolist() == [labels[0], 0, labels[2]]


def test_one_type_is_always_predicted(choices: pd.DataFrame) -> None:
    """Special case: k = 1."""
    found = prediction_strength([find_types(choices, 1, starts=1, seed=1)], splits=3, seed=0)
    assert (found.values == 1).all()
    assert found.chosen == 1


def test_types_of_a_single_case_count_as_predicted() -> None:
    """Special case, as in fpc: no pairs, nothing to predict wrongly."""
    assert weakest_type(np.array([0, 1]), np.array([0, 0]), np.array([1, 1]), 2) == 1
    assert weakest_type(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([1, 1, 1]), 2) == 0


def test_halves_with_fewer_patterns_than_types_are_used() -> None:
    """Special case: three cases, three types; R does not end here."""
    found = prediction_strength([find_types([[0], [1], [3]], 3, seed=1)], splits=20, seed=0)
    assert (found.values == 1).all()


def test_chosen_is_the_largest_supported_number() -> None:
    """Simulation: three places far apart."""
    rng = np.random.default_rng(5)
    X = np.repeat(np.eye(3) * 10, 40, axis=0) + rng.normal(size=(120, 3))
    solutions = [find_types(X, k, starts=5, seed=1) for k in range(1, 6)]
    found = prediction_strength(solutions, splits=20, seed=2)
    assert found.chosen == 3
    np.testing.assert_allclose(found.mean, found.values.mean(axis=0))
    # As in fpc, one type is always supported.
    assert prediction_strength(solutions[3:], splits=20, seed=2).chosen == 1


def test_jobs_and_order_of_rows_change_nothing(choices: pd.DataFrame) -> None:
    solutions = [find_types(choices, k, starts=5, seed=1) for k in (2, 3)]
    shuffled = choices.sample(frac=1, random_state=0)
    others = [find_types(shuffled, k, starts=5, seed=1) for k in (2, 3)]
    values = prediction_strength(solutions, splits=8, seed=3).values
    assert np.array_equal(values, prediction_strength(solutions, splits=8, seed=3, jobs=2).values)
    assert np.array_equal(values, prediction_strength(others, splits=8, seed=3).values)


def test_more_splits_keep_the_first_ones(choices: pd.DataFrame) -> None:
    solutions = [find_types(choices, 2, starts=5, seed=1)]
    few = prediction_strength(solutions, splits=3, seed=3).values
    assert np.array_equal(few, prediction_strength(solutions, splits=6, seed=3).values[:3])


@pytest.mark.parametrize(
    ("X", "arguments", "message"),
    [
        ([[0], [1]], {"splits": 0}, "splits has 0 replicates"),
        ([[0], [1]], {"starts": 0}, "starts is 0"),
        ([[0]], {}, "there is 1 case; allowed: at least 2"),
    ],
)
def test_bad_arguments_are_refused(X: object, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        prediction_strength([find_types(X, 1, seed=0)], seed=0, **arguments)
