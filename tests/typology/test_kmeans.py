from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import distinct_patterns, find_types
from typfrage.typology.kmeans import KMeans
from typfrage.typology.partition import ABSENT
from typfrage.typology.search import (
    SEED_TRIALS,
    best_of_starts,
    fill_empty,
    scalar_products,
)
from typfrage.typology.weighted import cluster_means, within_sum_of_squares

# Both sum a few hundred squares in double precision.
ROUNDING = 1e-8
# Up to this k, R's best of 2000 starts is the best known; beyond, typfrage finds better ones.
OPTIMUM_KNOWN_TO_R = {"iris": 8, "choices": 6, "tied": 7, "degenerate": 3}
DATA = sorted(OPTIMUM_KNOWN_TO_R)


def all_partitions(m: int, k: int) -> Iterator[np.ndarray]:
    """All labellings of m points that use exactly k labels, in order of first appearance."""

    def grow(head: list[int], used: int) -> Iterator[np.ndarray]:
        if len(head) == m:
            if used == k:
                yield np.array(head)
            return
        for label in range(min(used + 1, k)):
            yield from grow([*head, label], max(used, label + 1))

    return grow([], 0)


def within_ss_of_cases(X: np.ndarray, labels: np.ndarray) -> float:
    return sum(
        ((X[labels == label] - X[labels == label].mean(axis=0)) ** 2).sum()
        for label in np.unique(labels)
    )


@pytest.mark.parametrize("data", DATA)
def test_total_within_ss_is_at_most_that_of_r(
    data: str, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: kmeans, Hartigan-Wong, 2000 starts."""
    X = stored(data).drop(columns="type", errors="ignore")
    totals = stored("partitions").query("data == @data").set_index("k")["total_within_ss"]
    for k, total in totals.items():
        found = find_types(X, int(k), starts=2000, seed=1).total_within_ss
        assert found <= total + ROUNDING
        if k <= OPTIMUM_KNOWN_TO_R[data]:
            assert found == pytest.approx(total, abs=ROUNDING)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_optimum_is_the_best_of_all_partitions(k: int, seed: int) -> None:
    """Brute force: every partition of seven weighted points."""
    rng = np.random.default_rng(seed)
    points = np.unique(rng.integers(0, 3, (7, 3)).astype(float), axis=0)
    weights = rng.integers(1, 6, len(points)).astype(float)
    best = min(
        within_sum_of_squares(points, weights, labels) for labels in all_partitions(len(points), k)
    )
    found = KMeans(points).partition(weights, k, rng=rng)
    assert found.objective == pytest.approx(best, abs=ROUNDING)


@pytest.mark.parametrize("seed", range(6))
def test_equal_points_need_not_be_split(seed: int) -> None:
    """Brute force: every partition of the cases, those that split equal points included."""
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 2, (9, 2)).astype(float)
    patterns = distinct_patterns(X)
    k = min(3, len(patterns.points))
    best = min(within_ss_of_cases(X, labels) for labels in all_partitions(len(X), k))
    found = KMeans(patterns.points).partition(patterns.weights, k, rng=rng)
    assert found.objective == pytest.approx(best, abs=ROUNDING)


def test_total_is_that_of_the_expanded_cases(choices: pd.DataFrame) -> None:
    """Brute force: weighted patterns and their cases have the same total."""
    solution = find_types(choices, 4, seed=1)
    expanded = within_ss_of_cases(choices.to_numpy(float), solution.labels)
    assert solution.total_within_ss == pytest.approx(expanded, abs=ROUNDING)


@pytest.mark.parametrize("k", [2, 4, 7])
def test_no_single_move_lowers_the_total(choices: pd.DataFrame, k: int) -> None:
    """Brute force: move every pattern to every other type."""
    solution = find_types(choices, k, starts=5, seed=3)
    points, weights = solution.patterns.points, solution.patterns.weights.astype(float)
    for pattern, own in enumerate(solution.pattern_labels):
        for other in set(range(k)) - {own}:
            moved = solution.pattern_labels.copy()
            moved[pattern] = other
            assert within_sum_of_squares(points, weights, moved) > (
                solution.total_within_ss - ROUNDING
            )


@pytest.mark.parametrize("seed", range(20))
def test_exchange_improves_an_optimum_of_lloyd(seed: int) -> None:
    """Special case: 0 and 2 against 3 stands still under Lloyd, not under the exchange.

    Means 1 and 3: point 2 is as near to both; moving it lowers the total from 2 to 0.5. From
    whatever seeds a single start begins, it ends there.
    """
    points, rng = np.array([[0.0], [2.0], [3.0]]), np.random.default_rng(seed)
    assert KMeans(points).partition(np.ones(3), 2, starts=1, rng=rng).objective == pytest.approx(
        0.5
    )


def test_empty_clusters_are_filled_by_the_worst_placed_points() -> None:
    """Special case: of three clusters two are empty; the farthest points leave the third."""
    points, labels = np.array([[0.0], [1.0], [10.0], [30.0]]), np.array([1, 1, 1, 1])
    fill_empty(points, np.ones(4), labels, np.empty((3, 1)), np.empty(3), np.empty(3))
    assert labels.tolist() == [1, 1, 2, 0]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("k", [2, 5])
def test_products_held_in_memory_change_nothing(whole: bool, k: int) -> None:
    """Special case: scalar products of all pairs, held or computed as they are needed."""
    rng = np.random.default_rng(k)
    X = rng.integers(0, 3, (80, 4)).astype(float) if whole else rng.normal(size=(80, 4))
    points, weights = np.unique(X, axis=0, return_counts=True)
    uniforms = rng.random((10, k, SEED_TRIALS))
    mass = weights.astype(float)
    held = best_of_starts(points, scalar_products(points), mass, k, uniforms)
    sparing = best_of_starts(points, np.empty((0, 0)), mass, k, uniforms)
    assert np.array_equal(held[0], sparing[0])
    assert held[1] == pytest.approx(sparing[1], abs=ROUNDING)
    assert held[2] == sparing[2]


def test_products_are_those_of_matrices() -> None:
    points = np.random.default_rng(0).normal(size=(30, 5))
    np.testing.assert_allclose(scalar_products(points), points @ points.T, atol=ROUNDING)


@pytest.mark.parametrize("k", [1, 2, 4])
def test_points_without_weight_are_as_if_they_were_not_there(choices: pd.DataFrame, k: int) -> None:
    """Special case: weight zero against leaving the point out."""
    patterns = distinct_patterns(choices)
    weights = patterns.weights * (np.arange(len(patterns.weights)) % 3 > 0)
    present = weights > 0
    there = KMeans(patterns.points).partition(weights, k, rng=np.random.default_rng(2))
    left = KMeans(patterns.points[present]).partition(
        weights[present], k, rng=np.random.default_rng(2)
    )
    assert np.array_equal(there.labels[present], left.labels)
    assert (there.labels[~present] == ABSENT).all()
    assert there.objective == pytest.approx(left.objective, abs=ROUNDING)


def test_a_far_offset_changes_nothing() -> None:
    """Special case: the same data a million away have the same partition."""
    X = np.random.default_rng(4).normal(size=(60, 3))
    near, far = find_types(X, 4, seed=1), find_types(X + 1e6, 4, seed=1)
    assert np.array_equal(near.labels, far.labels)


def test_every_point_its_own_cluster() -> None:
    """Special case: k = m has a total of zero."""
    points = np.array([list(row) for row in combinations(range(5), 2)], dtype=float)
    partition = KMeans(points).partition(
        np.arange(1, 11), 10, starts=3, rng=np.random.default_rng(0)
    )
    assert partition.objective == 0
    assert sorted(partition.labels) == list(range(10))


@pytest.mark.parametrize("scale", [0.0, 1e-170, 1e-8])
def test_points_too_near_to_tell_apart_still_give_k_clusters(scale: float) -> None:
    """Special case: squared distances vanish, so no start has any chance."""
    points = 1 + np.arange(6.0)[:, None] * scale
    partition = KMeans(points).partition(np.ones(6), 6, starts=4, rng=np.random.default_rng(0))
    assert sorted(partition.labels) == list(range(6))


def test_one_cluster_has_the_total_sum_of_squares(choices: pd.DataFrame) -> None:
    """Special case: k = 1 is the variance times n."""
    total = find_types(choices, 1, seed=0).total_within_ss
    assert total == pytest.approx(choices.var(ddof=0).sum() * len(choices))


def test_cluster_means_are_weighted() -> None:
    means = cluster_means(
        np.array([[0.0], [3.0], [5.0]]), np.array([1.0, 2, 4]), np.array([0, 0, 1])
    )
    assert means.tolist() == [[2.0], [5.0]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"k": 0}, "k is 0; allowed: 1 to the number of distinct points, 3"),
        ({"k": 4}, "k is 4; allowed: 1 to the number of distinct points, 3"),
        ({"starts": 0}, "starts is 0"),
        ({"k": 3, "weights": [1, 1, 0]}, "k is 3; allowed: 1 to the number of distinct points, 2"),
        ({"weights": [1, 1]}, "one number from 0 for each of 3 points"),
        ({"weights": [1, 1, -1]}, "one number from 0 for each of 3 points"),
        ({"weights": [1, 1, np.nan]}, "one number from 0 for each of 3 points"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments: dict[str, object], message: str) -> None:
    given: dict[str, Any] = {"weights": [1, 1, 1], "k": 2} | arguments
    with pytest.raises(ValueError, match=message):
        KMeans([[0.0], [1.0], [2.0]]).partition(**given, rng=np.random.default_rng(0))
