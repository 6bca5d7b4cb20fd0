from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from typfrage.typology import distinct_patterns, find_types
from typfrage.typology.pam import METRICS, MOST_POINTS, Pam, distances_between
from typfrage.typology.partition import ABSENT

# Sums of a few hundred distances in double precision.
ROUNDING = 1e-8
# PAM is a local search. Of 240 small problems it misses the global optimum in fewer than this.
SHARE_NOT_GLOBAL = 0.1

Problem = tuple[np.ndarray, np.ndarray]


def problem(seed: int, m: int = 9, items: int = 4, values: int = 2) -> Problem:
    """Few distinct points, many equal distances, weights 1 … 5."""
    rng = np.random.default_rng(seed)
    points = np.unique(rng.integers(0, values, (m, items)).astype(float), axis=0)
    return points, rng.integers(1, 6, len(points)).astype(float)


def objective_of(medoids: list[int], distances: np.ndarray, weights: np.ndarray) -> float:
    return float(weights @ distances[medoids].min(axis=0))


def weighted_points(name: str, stored: Callable[[str], pd.DataFrame]) -> Problem:
    data = stored(name).drop(columns="type", errors="ignore")
    if "weight" in data:
        return data.drop(columns="weight").to_numpy(), data["weight"].to_numpy()
    patterns = distinct_patterns(data)
    return patterns.points, patterns.weights


@pytest.mark.parametrize(
    ("data", "metric"),
    [
        ("iris", "euclidean"),
        ("untied", "euclidean"),
        ("degenerate", "euclidean"),
        ("choices", "simple_matching"),
        ("choices", "jaccard"),
        ("tied", "simple_matching"),
        ("tied", "jaccard"),
    ],
)
def test_medoids_are_those_of_r(
    data: str, metric: str, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: cluster::pam on the cases, told to take the first of equals as well."""
    points, weights = weighted_points(data, stored)
    results = stored("pam").query("data == @data and metric == @metric")
    assert len(results) == min(8, len(points))
    for row in results.itertuples():
        found = Pam(points, metric).medoids(weights, row.k)
        assert found.objective == pytest.approx(row.objective, abs=ROUNDING)
        assert (found.medoids + 1).tolist() == [int(number) for number in row.medoids.split()]
        assert "c" + "".join(str(label + 1) for label in found.labels) == row.clustering


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("seed", range(10))
def test_no_single_swap_improves(seed: int, metric: str) -> None:
    """Brute force: exchange every medoid for every other point."""
    points, weights = problem(seed, m=40, items=6)
    distances = distances_between(points, points, metric)
    for k in (1, 2, 3, 5):
        found = Pam(points, metric).medoids(weights, k)
        assert found.objective == pytest.approx(objective_of(found.medoids, distances, weights))
        for position in range(k):
            for other in set(range(len(points))) - set(found.medoids):
                swapped = [*np.delete(found.medoids, position), other]
                objective = objective_of(swapped, distances, weights)
                assert objective > found.objective - ROUNDING


def test_the_optimum_is_mostly_the_best_of_all_medoids() -> None:
    """Brute force: every set of k points."""
    missed = []
    for seed in range(60):
        points, weights = problem(seed)
        distances = distances_between(points, points, "simple_matching")
        for k in range(1, 5):
            best = min(
                objective_of(list(medoids), distances, weights)
                for medoids in combinations(range(len(points)), k)
            )
            found = Pam(points).medoids(weights, k).objective
            assert found > best - ROUNDING
            missed.append(found > best + ROUNDING)
    assert np.mean(missed) < SHARE_NOT_GLOBAL


@pytest.mark.parametrize("k", [1, 2, 4])
@pytest.mark.parametrize("seed", range(10))
def test_the_descent_is_that_of_the_book(seed: int, k: int) -> None:
    """Brute force: BUILD and SWAP word by word, every objective computed anew."""
    points, weights = problem(seed, m=30, items=6, values=3)
    distances = cdist(points, points)
    candidates = range(len(points))
    medoids: list[int] = []
    while len(medoids) < k:
        rest = [point for point in candidates if point not in medoids]
        medoids.append(min(rest, key=lambda o: rounded([*medoids, o], distances, weights)))
    while True:
        swaps = [
            sorted([*set(medoids) - {medoid}, point])
            for point in candidates
            for medoid in sorted(medoids)
            if point not in medoids
        ]
        best = min(swaps, key=lambda swap: rounded(swap, distances, weights))
        if rounded(best, distances, weights) >= rounded(medoids, distances, weights):
            break
        medoids = best
    assert sorted(Pam(points, "euclidean").medoids(weights, k).medoids) == sorted(medoids)


def rounded(medoids: list[int], distances: np.ndarray, weights: np.ndarray) -> float:
    return round(objective_of(medoids, distances, weights), 8)


@pytest.mark.parametrize("k", [1, 3, 6])
def test_weights_are_repeated_cases(k: int, choices: pd.DataFrame) -> None:
    """Special case: PAM on the cases themselves, each a point of its own."""
    patterns = distinct_patterns(choices)
    cases = patterns.points.repeat(patterns.weights, axis=0)
    weighted = Pam(patterns.points).medoids(patterns.weights, k)
    expanded = Pam(cases).medoids(np.ones(len(cases)), k)
    assert weighted.objective == pytest.approx(expanded.objective, abs=ROUNDING)
    assert np.array_equal(weighted.labels.repeat(patterns.weights), expanded.labels)
    assert np.array_equal(patterns.points[weighted.medoids], cases[expanded.medoids])


@pytest.mark.parametrize("k", [1, 2, 4])
@pytest.mark.parametrize("seed", range(10))
def test_a_point_without_weight_is_absent(seed: int, k: int) -> None:
    """Special case: the same as without the point, except for its label."""
    points, weights = problem(seed, m=30, items=6)
    weights[np.random.default_rng(seed).permutation(len(points))[: len(points) // 2]] = 0
    present = weights > 0
    found = Pam(points).medoids(weights, k)
    without = Pam(points[present]).medoids(weights[present], k)
    assert (found.labels[~present] == ABSENT).all()
    assert np.array_equal(found.labels[present], without.labels)
    assert np.array_equal(found.medoids, np.flatnonzero(present)[without.medoids])
    assert found.objective == pytest.approx(without.objective, abs=ROUNDING)


def test_doubled_weights_double_the_objective(choices: pd.DataFrame) -> None:
    patterns = distinct_patterns(choices)
    once, twice = (Pam(patterns.points).medoids(f * patterns.weights, 5) for f in (1, 2))
    assert np.array_equal(once.labels, twice.labels)
    assert twice.objective == pytest.approx(2 * once.objective)


def test_every_point_its_own_medoid() -> None:
    """Special case: k = m has an objective of zero."""
    points, weights = problem(0)
    found = Pam(points).medoids(weights, len(points))
    assert found.objective == 0
    assert found.labels.tolist() == found.medoids.tolist() == list(range(len(points)))


def test_one_medoid_on_a_line_is_the_weighted_median() -> None:
    """Special case: the sum of absolute distances is least at the median."""
    found = Pam([[0.0], [1.0], [5.0], [6.0]]).medoids([3, 1, 1, 3.5], 1)
    assert found.medoids.tolist() == [2]
    assert found.objective == 3 * 5 + 4 + 3.5


@pytest.mark.parametrize("scale", [1e-170, 1e-8])
def test_points_too_near_to_tell_apart_still_give_k_clusters(scale: float) -> None:
    """Special case: all distances vanish."""
    points = np.arange(6.0)[:, None] * scale
    for k in range(1, 7):
        assert sorted(set(Pam(points).medoids(np.ones(6), k).labels)) == list(range(k))


def test_an_outlier_does_not_hide_the_rest() -> None:
    """Special case: beside a point a billion away the other two clusters are still told apart."""
    points = [[0.0], [0.1], [0.2], [1.0], [1.1], [1.2], [1e9]]
    assert Pam(points).medoids(np.ones(7), 3).medoids.tolist() == [1, 4, 6]


def test_distances() -> None:
    """Special case: what both lack counts for simple matching, not for Jaccard."""
    first, second = np.array([[1.0, 1, 0, 0], [0, 0, 0, 0]]), np.array([[0.0, 1, 0, 0], [0] * 4])
    matching = distances_between(first, second, "simple_matching")
    assert matching.tolist() == [[0.25, 0.5], [0.25, 0.0]]
    assert distances_between(first, second, "jaccard").tolist() == [[0.5, 1.0], [1.0, 0.0]]


@pytest.mark.parametrize(("values", "metric"), [(2, "simple_matching"), (3, "euclidean")])
def test_the_metric_follows_the_points(values: int, metric: str) -> None:
    assert Pam(problem(0, values=values)[0]).metric == metric


def test_order_of_cases_changes_nothing(choices: pd.DataFrame) -> None:
    order = np.random.default_rng(0).permutation(len(choices))
    solution = find_types(choices, 5, method="pam", seed=0)
    shuffled = find_types(choices.iloc[order], 5, method="pam", seed=1)
    assert np.array_equal(solution.labels[order], shuffled.labels)
    assert solution.starts_at_best == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"k": 0}, "k is 0; allowed: 1 to the number of distinct points, 2"),
        ({"k": 3}, "k is 3; allowed: 1 to the number of distinct points, 2"),
        ({"weights": [1, 1, -1]}, "one number from 0 for each of 3 points"),
        ({"weights": [1, 1]}, "one number from 0 for each of 3 points"),
        ({"metric": "gower"}, "metric is 'gower'; allowed: simple_matching, jaccard, euclidean"),
        ({"metric": "jaccard"}, "allowed for Jaccard distance: 0 and 1"),
        ({"points": [[0.0], [np.nan], [2.0]]}, "points holds nan"),
        ({"points": [[0.0], [1e200], [2.0]]}, "points are inf apart"),
        ({"points": np.zeros((MOST_POINTS + 1, 1))}, "points are 10001 distinct ones"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments: dict[str, object], message: str) -> None:
    given: dict[str, Any] = {"points": [[0.0], [1.0], [2.0]], "weights": [1, 1, 0], "k": 2}
    given |= arguments
    with pytest.raises(ValueError, match=message):
        Pam(given["points"], given.get("metric")).medoids(given["weights"], given["k"])
