from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from typfrage.validity import adjusted_rand_index, contingency

# Ratios of exact counts.
ROUNDING = 1e-12
# R prints 15 digits.
PRINTED = 1e-8
# Mean of 200 indices of independent partitions of 60 cases, each with a spread of about 0.02.
CHANCE = 0.006


def brute_force(first: np.ndarray, second: np.ndarray) -> float:
    """Hubert & Arabie (1985), pair of cases by pair of cases."""
    pairs = list(combinations(range(len(first)), 2))
    a = sum(first[i] == first[j] and second[i] == second[j] for i, j in pairs)
    in_first = sum(first[i] == first[j] for i, j in pairs)
    in_second = sum(second[i] == second[j] for i, j in pairs)
    expected = in_first * in_second / len(pairs)
    return float((a - expected) / ((in_first + in_second) / 2 - expected))


@pytest.mark.parametrize("data", ["iris", "choices", "tied", "degenerate"])
def test_index_is_that_of_mclust(data: str, stored: Callable[[str], pd.DataFrame]) -> None:
    """R: mclust::adjustedRandIndex of every pair of R's partitions and of the planted types."""
    partitions = {"1": np.zeros(len(stored(data)), dtype=int)}
    for k, rows in stored("silhouette").query("data == @data").groupby("k"):
        partitions[str(k)] = rows["cluster"].to_numpy()
    if data == "choices":
        partitions["type"] = stored(data)["type"].to_numpy()
    expected = stored("agreement").query("data == @data")
    assert len(expected) == len(partitions) * (len(partitions) - 1) / 2
    for row in expected.itertuples():
        found = adjusted_rand_index(partitions[str(row.first)], partitions[str(row.second)])
        assert found == pytest.approx(row.agreement, abs=PRINTED)


@pytest.mark.parametrize("seed", range(8))
def test_index_is_that_of_all_pairs(seed: int) -> None:
    """Brute force: all pairs of cases; weights expanded."""
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 3, 12), rng.integers(0, 4, 12)
    weights = rng.integers(1, 4, 12)
    expected = brute_force(np.repeat(first, weights), np.repeat(second, weights))
    assert adjusted_rand_index(first, second, weights) == pytest.approx(expected, abs=ROUNDING)
    assert adjusted_rand_index(second, first, weights) == pytest.approx(expected, abs=ROUNDING)


def test_renamed_types_agree() -> None:
    assert adjusted_rand_index([0, 0, 1, 2], ["c", "c", "a", "b"]) == 1


@pytest.mark.parametrize("labels", [[0, 0, 0], [0, 1, 2], [0]])
def test_trivial_partitions_agree_with_themselves(labels: list[int]) -> None:
    """Special case: all together, all alone, one case."""
    assert adjusted_rand_index(labels, labels) == 1


def test_all_together_against_all_alone_is_chance() -> None:
    assert adjusted_rand_index([0, 0, 0], [0, 1, 2]) == 0


def test_independent_partitions_agree_by_chance_only() -> None:
    """Simulation: the mean is zero."""
    rng = np.random.default_rng(3)
    indices = [
        adjusted_rand_index(rng.integers(0, 3, 60), rng.integers(0, 4, 60)) for _ in range(200)
    ]
    assert abs(np.mean(indices)) < CHANCE


def test_contingency_is_pandas_crosstab() -> None:
    rng = np.random.default_rng(1)
    first, second = rng.integers(0, 3, 50), rng.integers(5, 9, 50)
    assert np.array_equal(contingency(first, second), pd.crosstab(first, second))


@pytest.mark.parametrize(
    ("first", "second", "weights", "message"),
    [
        ([0, 1], [0, 1, 2], None, r"shapes \(2,\) and \(3,\)"),
        ([], [], None, r"shapes \(0,\)"),
        ([[0]], [[0]], None, r"shapes \(1, 1\)"),
        ([0, 1], [0, 1], [1, -1], "smallest is -1.0"),
    ],
)
def test_bad_arguments_are_refused(
    first: object, second: object, weights: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        adjusted_rand_index(first, second, weights)
