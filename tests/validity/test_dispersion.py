from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import calinski_harabasz_score

from typfrage.typology import find_types
from typfrage.validity.dispersion import dispersion

# Deterministic values; both sum a few hundred squares in double precision.
ROUNDING = 1e-8


@pytest.mark.parametrize("data", ["iris", "choices", "tied", "degenerate"])
def test_values_are_those_of_r(data: str, stored: Callable[[str], pd.DataFrame]) -> None:
    """R: sums of squares and fpc::calinhara of R's own partitions."""
    X = stored(data).drop(columns="type", errors="ignore")
    by_k = dict(iter(stored("silhouette").query("data == @data").groupby("k")["cluster"]))
    for expected in stored("dispersion").query("data == @data").itertuples():
        found = dispersion(X, by_k[expected.k].to_numpy() - 1)
        assert found.total_ss == pytest.approx(expected.total_ss, abs=ROUNDING)
        assert found.total_within_ss == pytest.approx(expected.total_within_ss, abs=ROUNDING)
        # Without any spread in the types R divides by zero.
        index = expected.calinski_harabasz if np.isfinite(expected.calinski_harabasz) else np.nan
        assert found.calinski_harabasz == pytest.approx(index, abs=ROUNDING, nan_ok=True)


@pytest.mark.parametrize(("data", "largest"), [("iris", 8), ("choices", 6), ("tied", 7)])
def test_types_found_have_the_index_r_gives_its_own(
    data: str, largest: int, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: kmeans and fpc::calinhara together, up to the k where R's best is the best known."""
    X = stored(data).drop(columns="type", errors="ignore")
    expected = stored("dispersion").query("data == @data").set_index("k")["calinski_harabasz"]
    for k in range(2, largest + 1):
        solution = find_types(X, k, starts=200, seed=1)
        patterns = solution.patterns
        found = dispersion(patterns.points, solution.pattern_labels, patterns.weights)
        assert found.calinski_harabasz == pytest.approx(expected[k], abs=ROUNDING)


@pytest.mark.parametrize("seed", range(6))
def test_values_are_those_of_the_definition(seed: int) -> None:
    """Brute force: traces of the scatter matrices between and within, weights expanded."""
    rng = np.random.default_rng(seed)
    points, labels = rng.integers(0, 3, (12, 4)).astype(float), rng.permutation(np.arange(12) % 3)
    weights = rng.integers(1, 5, 12)
    X, types = np.repeat(points, weights, axis=0), np.repeat(labels, weights)
    within, between = np.zeros((4, 4)), np.zeros((4, 4))
    for kind in range(3):
        own = X[types == kind]
        within += (own - own.mean(axis=0)).T @ (own - own.mean(axis=0))
        apart = own.mean(axis=0) - X.mean(axis=0)
        between += len(own) * np.outer(apart, apart)
    found = dispersion(points, labels, weights)
    assert found.total_within_ss == pytest.approx(np.trace(within), abs=ROUNDING)
    assert found.total_ss == pytest.approx(np.trace(within + between), abs=ROUNDING)
    index = np.trace(between) / 2 / (np.trace(within) / (len(X) - 3))
    assert found.calinski_harabasz == pytest.approx(index, abs=ROUNDING)
    assert found.calinski_harabasz == pytest.approx(calinski_harabasz_score(X, types))


@pytest.mark.parametrize(
    ("labels", "weights"), [([0, 0, 0], None), ([0, 1, 2], None), ([0, 1, 2], [3, 2, 4])]
)
def test_index_is_undefined_for_one_type_and_without_spread(
    labels: list[int], weights: list[int] | None
) -> None:
    """Special case: one type; each case its own type; each type in one place."""
    found = dispersion([[0.0], [1.0], [3.0]], labels, weights)
    assert np.isnan(found.calinski_harabasz)
    assert found.total_within_ss == (found.total_ss if labels[1] == 0 else 0)


def test_no_spread_but_for_rounding_is_none() -> None:
    """Special case: sums of tenths do not cancel exactly."""
    X = np.repeat([[0.1, 0.7], [0.3, 0.2]], 3, axis=0)
    assert np.isnan(dispersion(X, np.repeat([0, 1], 3)).calinski_harabasz)


@pytest.mark.parametrize(
    ("points", "labels", "weights", "message"),
    [
        ([[0.0], [1.0]], [0], None, r"labels have shape \(1,\)"),
        ([[0.0], [1.0]], [0, 2], None, r"labels are \[0, 2\]"),
        ([[0.0], [np.nan]], [0, 1], None, "points holds nan in row 1"),
        ([[0.0], [1.0]], [0, 1], [1, 0], "smallest is 0"),
    ],
)
def test_bad_arguments_are_refused(
    points: object, labels: object, weights: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        dispersion(points, labels, weights)
