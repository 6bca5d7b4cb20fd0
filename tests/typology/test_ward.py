from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from typfrage.typology import distinct_patterns, find_types
from typfrage.typology.partition import ABSENT
from typfrage.typology.ward import Dendrogram, Ward
from typfrage.typology.weighted import within_sum_of_squares
from typfrage.validity import adjusted_rand_index

# Sums of a few hundred squares in double precision.
ROUNDING = 1e-8
# Equal merges are undone together or not at all here, so that the cut is the same for everyone.
CUTS_WITHOUT_TIES = {
    "iris": range(2, 9),
    "tied": range(5, 9),
    "degenerate": range(2, 4),
    "untied": range(2, 9),
}
# Everything that R's order of equal merges leaves open (iris, choices) is tested by brute force.
HEIGHTS_WITHOUT_TIES = ["tied", "degenerate", "untied"]


def weighted_points(
    name: str, stored: Callable[[str], pd.DataFrame]
) -> tuple[np.ndarray, np.ndarray]:
    data = stored(name).drop(columns="type", errors="ignore")
    if "weight" in data:
        return data.drop(columns="weight").to_numpy(), data["weight"].to_numpy()
    patterns = distinct_patterns(data)
    return patterns.points, patterns.weights


def without_ties(seed: int, m: int = 60, items: int = 4) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(m, items)), rng.integers(1, 5, m)


@pytest.mark.parametrize("data", CUTS_WITHOUT_TIES)
def test_cuts_are_those_of_r(data: str, stored: Callable[[str], pd.DataFrame]) -> None:
    """R: hclust, ward.D2, cutree on the cases.

    Where R finds other totals after shuffling the cases (lowest, highest), equal merges were left
    to their order; on 0/1 answers (choices) that is so at every k.
    """
    points, weights = weighted_points(data, stored)
    results = stored("ward").query("data == @data and highest - lowest < @ROUNDING")
    assert results["k"].tolist() == list(CUTS_WITHOUT_TIES[data])
    for row in results.itertuples():
        found = Ward(points).partition(weights, row.k)
        assert found.objective == pytest.approx(row.total_within_ss, abs=ROUNDING)
        assert "c" + "".join(str(label + 1) for label in found.labels) == row.clustering


@pytest.mark.parametrize("data", HEIGHTS_WITHOUT_TIES)
def test_heights_are_those_of_r(data: str, stored: Callable[[str], pd.DataFrame]) -> None:
    """R: hclust, ward.D2, heights of the merges of different cases."""
    heights = stored("ward_heights").query("data == @data")["height"]
    points, weights = weighted_points(data, stored)
    found = Ward(points).dendrogram(weights)
    np.testing.assert_allclose(found.heights, heights, atol=ROUNDING)


@pytest.mark.parametrize(("data", "unit"), [("iris", 10), ("choices", 1), ("tied", 1)])
def test_every_merge_is_a_cheapest_one(
    data: str, unit: int, stored: Callable[[str], pd.DataFrame]
) -> None:
    """Brute force: at every step all pairs, in fractions, which know no rounding."""
    points, weights = weighted_points(data, stored)
    hierarchy = Ward(points).dendrogram(weights)
    whole = np.rint(points * unit).astype(int)
    clusters = {
        point: ([int(weight) * int(value) for value in row], int(weight))
        for point, (row, weight) in enumerate(zip(whole, weights, strict=True))
    }

    def cost(first: int, second: int) -> Fraction:
        (left, u), (right, v) = clusters[first], clusters[second]
        squares = sum((a * v - b * u) ** 2 for a, b in zip(left, right, strict=True))
        return Fraction(squares, u * v * (u + v))

    costs = {(a, b): cost(a, b) for a in clusters for b in clusters if a < b}
    for made, (first, second) in enumerate(hierarchy.merges.tolist(), start=len(points)):
        paid = costs[first, second]
        assert paid == min(costs.values())
        height = np.sqrt(2 * float(paid)) / unit
        assert hierarchy.heights[made - len(points)] == pytest.approx(height, abs=ROUNDING)
        (left, u), (right, v) = clusters.pop(first), clusters.pop(second)
        costs = {pair: c for pair, c in costs.items() if not {first, second} & set(pair)}
        clusters[made] = ([a + b for a, b in zip(left, right, strict=True)], u + v)
        costs |= {(other, made): cost(other, made) for other in clusters if other != made}


@pytest.mark.parametrize("seed", range(10))
def test_weighted_points_are_scipy_on_repeated_cases(seed: int) -> None:
    """Brute force: SciPy's linkage on the expanded cases."""
    points, weights = without_ties(seed)
    tree = linkage(points.repeat(weights, axis=0), "ward")
    hierarchy = Ward(points).dendrogram(weights)
    np.testing.assert_allclose(
        hierarchy.heights, tree[-len(points) + 1 :, 2], rtol=0, atol=ROUNDING
    )
    for k in range(1, 9):
        expanded = fcluster(tree, k, "maxclust") - 1
        own = hierarchy.cut(k).repeat(weights)
        assert adjusted_rand_index(own, expanded) == 1


def test_first_heights_are_distances() -> None:
    """Special case: two cases alone are as high as they are apart."""
    assert Ward([[0.0, 0.0], [3.0, 4.0]]).dendrogram([1, 1]).heights.tolist() == [5.0]


def test_a_cut_has_the_total_of_its_clusters(choices: pd.DataFrame) -> None:
    """Brute force: the costs of the merges add up to the total within sum of squares."""
    patterns = distinct_patterns(choices)
    weights = patterns.weights.astype(float)
    hierarchy = Ward(patterns.points).dendrogram(weights)
    for k in range(1, len(weights) + 1):
        labels = hierarchy.cut(k)
        assert len(np.unique(labels)) == k
        total = within_sum_of_squares(patterns.points, weights, labels)
        assert hierarchy.total_within_ss(k) == pytest.approx(total, abs=ROUNDING)


def test_cuts_are_nested(choices: pd.DataFrame) -> None:
    patterns = distinct_patterns(choices)
    hierarchy = Ward(patterns.points).dendrogram(patterns.weights)
    for k in range(1, 20):
        finer = pd.Series(hierarchy.cut(k)).groupby(hierarchy.cut(k + 1))
        assert (finer.nunique() == 1).all()


@pytest.mark.parametrize("m", [1, 2, 3])
def test_few_points(m: int) -> None:
    """Special case: k = m is every point alone, k = 1 all together."""
    points = np.array([[0.0], [1.0], [5.0]])[:m]
    hierarchy = Ward(points).dendrogram(np.arange(1, m + 1))
    assert len(hierarchy.merges) == len(hierarchy.heights) == m - 1
    assert hierarchy.cut(m).tolist() == list(range(m))
    assert set(hierarchy.cut(1)) == {0}
    assert hierarchy.total_within_ss(m) == 0


@pytest.mark.parametrize("k", [1, 2, 5])
@pytest.mark.parametrize("seed", range(5))
def test_a_point_without_weight_is_absent(seed: int, k: int) -> None:
    """Special case: the same as without the point, except for its label."""
    points, weights = without_ties(seed)
    weights[::3] = 0
    present = weights > 0
    found = Ward(points).partition(weights, k)
    without = Ward(points[present]).partition(weights[present], k)
    assert (found.labels[~present] == ABSENT).all()
    assert np.array_equal(found.labels[present], without.labels)
    assert found.objective == pytest.approx(without.objective, abs=ROUNDING)


@pytest.mark.parametrize("seed", range(5))
def test_order_of_points_changes_nothing_without_ties(seed: int) -> None:
    points, weights = without_ties(seed)
    order = np.random.default_rng(seed).permutation(len(points))
    hierarchy, shuffled = (
        Ward(points).dendrogram(weights),
        Ward(points[order]).dendrogram(weights[order]),
    )
    np.testing.assert_allclose(hierarchy.heights, shuffled.heights, rtol=1e-12)
    for k in range(1, 9):
        assert adjusted_rand_index(hierarchy.cut(k)[order], shuffled.cut(k)) == 1


@pytest.mark.parametrize("k", [2, 4, 8])
def test_order_of_cases_changes_nothing(k: int, choices: pd.DataFrame) -> None:
    """The patterns are sorted, so that it decides nothing between equal merges either."""
    order = np.random.default_rng(k).permutation(len(choices))
    solution = find_types(choices, k, method="ward", seed=0)
    shuffled = find_types(choices.iloc[order], k, method="ward", seed=1)
    assert np.array_equal(solution.labels[order], shuffled.labels)
    assert solution.total_within_ss == shuffled.total_within_ss


def test_last_bits_decide_nothing() -> None:
    """Special case: six points at equal steps, of which rounding makes unequal ones."""
    steps = np.arange(6.0)[:, None]
    whole, thirds = (
        Ward(steps).dendrogram(np.ones(6)),
        Ward(1 / 3 + 0.1 * steps).dendrogram(np.ones(6)),
    )
    assert np.array_equal(whole.merges, thirds.merges)
    assert len(set(np.diff(0.1 * steps[:, 0]))) > 1


def test_a_far_offset_changes_nothing() -> None:
    """Special case: the same data a million away have the same hierarchy."""
    points, weights = without_ties(1)
    near, far = Ward(points).dendrogram(weights), Ward(points + 1e6).dendrogram(weights)
    assert np.array_equal(near.merges, far.merges)


@pytest.mark.parametrize("scale", [1e-170, 1e-8, 1e100])
def test_heights_ascend_and_children_come_first(scale: float) -> None:
    """Special case: on tiny and huge scales squares vanish or grow; the tree stays a tree."""
    points = np.random.default_rng(0).integers(0, 3, (40, 3)) * scale
    distinct = distinct_patterns(points)
    hierarchy = Ward(distinct.points).dendrogram(distinct.weights)
    m = len(distinct.points)
    assert (np.diff(hierarchy.heights) >= 0).all()
    assert (hierarchy.merges.max(axis=1) < m + np.arange(m - 1)).all()
    assert sorted(hierarchy.merges.ravel()) == list(range(2 * m - 2))


def test_many_points() -> None:
    """Brute force: SciPy's linkage of 3,000 points, which holds all 4.5 million distances."""
    points = np.random.default_rng(0).normal(size=(3000, 3))
    found = Ward(points).dendrogram(np.ones(3000)).heights
    np.testing.assert_allclose(found, linkage(pdist(points), "ward")[:, 2], rtol=1e-9)


@pytest.mark.parametrize(
    ("weights", "k", "message"),
    [
        ([1, 1, 0], 0, "k is 0; allowed: 1 to the number of distinct points, 2"),
        ([1, 1, 0], 3, "k is 3; allowed: 1 to the number of distinct points, 2"),
        ([1, 1, -1], 1, "one number from 0 for each of 3 points"),
    ],
)
def test_arguments_out_of_range_are_refused(weights: list[float], k: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Ward([[0.0], [1.0], [2.0]]).partition(weights, k)


@pytest.mark.parametrize("k", [0, 4])
def test_a_cut_out_of_range_is_refused(k: int) -> None:
    hierarchy: Dendrogram = Ward([[0.0], [1.0], [5.0]]).dendrogram([1, 1, 1])
    for ask in (hierarchy.cut, hierarchy.total_within_ss):
        with pytest.raises(ValueError, match=f"k is {k}; allowed: 1 to the number of points, 3"):
            ask(k)


def test_points_whose_squares_overflow_are_refused() -> None:
    with pytest.raises(ValueError, match="points are too far apart"):
        Ward([[0.0], [1e200]]).dendrogram([1, 1])
