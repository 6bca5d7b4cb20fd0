from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import distinct_patterns, find_types
from typfrage.validity import silhouette_widths, silhouettes

# Deterministic values; both sum up to a few hundred distances in double precision.
ROUNDING = 1e-8


def brute_force(X: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The definition of Rousseeuw (1987), case by case."""
    widths = np.zeros(len(X))
    for case in range(len(X)):
        distance = np.sqrt(((X - X[case]) ** 2).sum(axis=1))
        own = labels == labels[case]
        if own.sum() == 1:
            continue
        a = distance[own].sum() / (own.sum() - 1)
        b = min(distance[labels == other].mean() for other in set(labels) - {labels[case]})
        widths[case] = (b - a) / max(a, b) if max(a, b) > 0 else 0
    return widths


def registry() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Small data with labels: ordinary, tied, with singletons, all in one place."""
    rng = np.random.default_rng(0)
    return {
        "normal": (rng.normal(size=(40, 3)), np.arange(40) % 3),
        "tied": (rng.integers(0, 2, (50, 3)).astype(float), np.arange(50) % 4),
        "singletons": (rng.integers(0, 3, (12, 2)).astype(float), np.r_[0, 1, np.full(10, 2)]),
        "one place": (np.ones((6, 2)), np.arange(6) % 2),
        "two cases": (np.array([[0.0], [1.0]]), np.array([0, 1])),
    }


@pytest.fixture(params=sorted(registry()))
def example(request: pytest.FixtureRequest) -> tuple[np.ndarray, np.ndarray]:
    return registry()[request.param]


@pytest.mark.parametrize("data", ["iris", "choices", "tied", "degenerate"])
def test_widths_are_those_of_r(data: str, stored: Callable[[str], pd.DataFrame]) -> None:
    """R: cluster::silhouette(dist(x)) on R's own partitions."""
    X = stored(data).drop(columns="type", errors="ignore").to_numpy(float)
    for _, widths in stored("silhouette").query("data == @data").groupby("k"):
        found = silhouette_widths(X, widths["cluster"].to_numpy() - 1)
        np.testing.assert_allclose(found.widths, widths["width"], atol=ROUNDING)
        per_type = widths.groupby("cluster")["width"].mean()
        np.testing.assert_allclose(found.per_type, per_type, atol=ROUNDING)
        assert found.overall == pytest.approx(widths["width"].mean(), abs=ROUNDING)


def test_neighbours_are_those_of_r(stored: Callable[[str], pd.DataFrame]) -> None:
    """R: cluster::silhouette(dist(x)) on data without ties."""
    widths = stored("silhouette").query("data == 'iris' and k == 5")
    found = silhouette_widths(stored("iris"), widths["cluster"].to_numpy() - 1)
    assert np.array_equal(found.neighbours + 1, widths["neighbour"])


@pytest.mark.parametrize("data", ["iris", "choices", "tied"])
def test_types_found_have_the_silhouette_r_gives_its_own(
    data: str, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: kmeans and silhouette together, where both find the same optimum."""
    X = stored(data).drop(columns="type", errors="ignore")
    expected = stored("partitions").query("data == @data").set_index("k")["silhouette"]
    for k in (2, 3) if data != "tied" else (6, 7):
        solution = find_types(X, k, starts=200, seed=1)
        patterns = solution.patterns
        found = silhouette_widths(patterns.points, solution.pattern_labels, patterns.weights)
        assert found.overall == pytest.approx(expected[k], abs=ROUNDING)


def test_widths_are_those_of_the_definition(example: tuple[np.ndarray, np.ndarray]) -> None:
    """Brute force: case by case."""
    X, labels = example
    np.testing.assert_allclose(
        silhouette_widths(X, labels).widths, brute_force(X, labels), atol=ROUNDING
    )


@pytest.mark.parametrize("k", [2, 4, 8])
def test_weighted_patterns_have_the_widths_of_their_cases(choices: pd.DataFrame, k: int) -> None:
    """Brute force: the expanded data."""
    solution = find_types(choices, k, seed=1)
    patterns = solution.patterns
    found = silhouette_widths(patterns.points, solution.pattern_labels, patterns.weights)
    expanded = brute_force(choices.to_numpy(float), solution.labels)
    np.testing.assert_allclose(found.widths[patterns.of_case], expanded, atol=ROUNDING)
    assert found.overall == pytest.approx(expanded.mean(), abs=ROUNDING)


def test_widths_are_bounded(example: tuple[np.ndarray, np.ndarray]) -> None:
    found = silhouette_widths(*example)
    assert (np.abs(found.widths) <= 1).all()


def test_permuted_labels_permute_the_types(example: tuple[np.ndarray, np.ndarray]) -> None:
    X, labels = example
    order = np.random.default_rng(1).permutation(labels.max() + 1)
    found, renumbered = silhouette_widths(X, labels), silhouette_widths(X, order[labels])
    np.testing.assert_allclose(found.widths, renumbered.widths, atol=ROUNDING)
    np.testing.assert_allclose(found.per_type, renumbered.per_type[order], atol=ROUNDING)


def test_permuted_rows_permute_the_widths(example: tuple[np.ndarray, np.ndarray]) -> None:
    X, labels = example
    order = np.random.default_rng(1).permutation(len(X))
    found, shuffled = silhouette_widths(X, labels), silhouette_widths(X[order], labels[order])
    np.testing.assert_allclose(found.widths[order], shuffled.widths, atol=ROUNDING)


def test_doubled_rows_are_weights_of_two(example: tuple[np.ndarray, np.ndarray]) -> None:
    X, labels = example
    doubled = silhouette_widths(np.vstack([X, X]), np.r_[labels, labels])
    weighted = silhouette_widths(X, labels, np.full(len(X), 2))
    np.testing.assert_allclose(doubled.widths[: len(X)], weighted.widths, atol=ROUNDING)


def test_every_case_its_own_type() -> None:
    """Special case: all alone, all zero."""
    found = silhouette_widths(np.arange(5.0)[:, None], np.arange(5))
    assert found.widths.tolist() == [0] * 5
    assert found.overall == 0


def test_types_in_two_places_are_perfect() -> None:
    """Special case: no distance within, some between."""
    patterns = distinct_patterns([[0.0]] * 3 + [[1.0]] * 2)
    assert silhouette_widths(patterns.points, [0, 1], patterns.weights).overall == 1


@pytest.mark.parametrize(
    ("points", "labels", "weights", "message"),
    [
        ([[0.0], [1.0]], [0, 0], None, "labels name 1 type; allowed: at least 2"),
        ([[0.0], [1.0]], [0, 2], None, r"labels are \[0, 2\]; allowed: 0 to k - 1"),
        ([[0.0], [1.0]], [0.5, 1], None, "allowed: 0 to k - 1"),
        ([[0.0], [1.0]], [0, 1, 1], None, r"shape \(3,\); allowed: \(2,\)"),
        ([[0.0], [np.nan]], [0, 1], None, "nan in row 1"),
        ([[0.0], [1.0]], [0, 1], [1, 0], "smallest is 0.0"),
        ([[0.0], [1.0]], [0, 1], [1, 1.5], "positive whole number"),
        ([[0.0], [1.0]], [0, 1], [1], r"shape \(1,\)"),
    ],
)
def test_bad_arguments_are_refused(
    points: object, labels: object, weights: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        silhouette_widths(points, labels, weights)


def test_several_partitions_have_the_silhouettes_of_each(choices: pd.DataFrame) -> None:
    """Special case: distances that are shared against distances of one partition alone."""
    solutions = [find_types(choices, k, starts=5, seed=1) for k in (2, 5)]
    patterns = solutions[0].patterns
    labels = [solution.pattern_labels for solution in solutions]
    for together, alone in zip(
        silhouettes(patterns.points, labels, patterns.weights), labels, strict=True
    ):
        expected = silhouette_widths(patterns.points, alone, patterns.weights)
        assert np.array_equal(together.widths, expected.widths)
        assert np.array_equal(together.neighbours, expected.neighbours)
        assert together.overall == expected.overall


def test_the_order_of_rows_changes_no_bit(choices: pd.DataFrame) -> None:
    solution = find_types(choices, 4, starts=5, seed=1)
    shuffled = find_types(choices.sample(frac=1, random_state=0), 4, starts=5, seed=1)
    widths = [
        silhouette_widths(s.patterns.points, s.pattern_labels, s.patterns.weights)
        for s in (solution, shuffled)
    ]
    assert np.array_equal(widths[0].widths, widths[1].widths)
    assert widths[0].overall == widths[1].overall


@pytest.mark.parametrize("items", [1, 12, 64, 65])
def test_ticks_have_the_widths_of_other_numbers_one_apart(items: int) -> None:
    """Ticks are compared bit by bit, up to 64 of them; the same answers as 1 and 2 are not."""
    rng = np.random.default_rng(items)
    X = rng.integers(0, 2, (83, items)).astype(float)
    labels = [np.arange(83) % k for k in (2, 5)]
    for as_ticks, as_numbers in zip(
        silhouettes(X, labels), silhouettes(X + 1, labels), strict=True
    ):
        np.testing.assert_array_equal(as_ticks.widths, as_numbers.widths)
        np.testing.assert_array_equal(as_ticks.per_type, as_numbers.per_type)
    np.testing.assert_allclose(as_ticks.widths, brute_force(X, labels[-1]), atol=ROUNDING)
