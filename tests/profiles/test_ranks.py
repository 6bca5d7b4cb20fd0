from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kruskal

from typfrage.profiles.contingency import MONTE_CARLO_TABLES, association
from typfrage.profiles.ranks import kruskal_wallis

# Double precision, and the fifteen digits that R has stored.
ROUNDING = 1e-9
# Four standard errors of a share of random allotments.
MONTE_CARLO_ERRORS = 4.0


@pytest.fixture(scope="module")
def scales(stored: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """112 cases in four groups: ``places`` and ``shifted`` with ties, ``untied`` without."""
    return stored("scales")


def test_h_is_that_of_r(scales: pd.DataFrame, stored: Callable[[str], pd.DataFrame]) -> None:
    """R: kruskal.test, with four groups and with two."""
    groups = {"all": scales["group"], "first": scales["group"] == 1}
    for row in stored("kruskal").itertuples():
        found = kruskal_wallis(scales[row.values], groups[row.groups], seed=0)
        assert found.test == "kruskal_wallis"
        assert found.statistic == pytest.approx(row.statistic, rel=ROUNDING)
        assert found.p == pytest.approx(row.p, rel=ROUNDING)
        assert found.epsilon_squared == pytest.approx(row.statistic / 111, rel=ROUNDING)


def test_on_yes_and_no_epsilon_squared_is_chi_squared_by_n() -> None:
    """Special case: ranks of 0 and 1 are a table of counts."""
    rng = np.random.default_rng(0)
    values, groups = rng.integers(0, 2, 90), rng.integers(0, 4, 90)
    table = association(pd.crosstab(groups, values), seed=0)
    found = kruskal_wallis(values, groups, seed=0)
    assert found.epsilon_squared == pytest.approx(table.statistic / 90, rel=ROUNDING)


def test_epsilon_squared_is_the_share_of_variance_between_groups(scales: pd.DataFrame) -> None:
    """Brute force: sums of squares of the ranks."""
    ranks = scales["shifted"].rank()
    between = (ranks.groupby(scales["group"]).transform("mean") - ranks.mean()) ** 2
    share = between.sum() / ((ranks - ranks.mean()) ** 2).sum()
    found = kruskal_wallis(scales["shifted"], scales["group"], seed=0)
    assert found.epsilon_squared == pytest.approx(share, rel=ROUNDING)


def test_random_allotments_come_near_all_allotments() -> None:
    """Brute force: all orders of seven values in groups of two, two and three."""
    values, groups = np.array([1, 1, 2, 4, 3, 4, 4]), np.array([0, 0, 1, 1, 2, 2, 2])
    found = kruskal_wallis(values, groups, seed=0)
    assert found.test == "monte_carlo"
    orders = np.array(sorted(set(permutations(values.tolist()))))
    all_h = np.array([kruskal(*(order[groups == g] for g in range(3)))[0] for order in orders])
    p = np.mean(all_h >= found.statistic - ROUNDING)
    error = np.sqrt(p * (1 - p) / MONTE_CARLO_TABLES)
    assert found.p == pytest.approx(p, abs=MONTE_CARLO_ERRORS * error)


def test_one_rare_answer_is_no_proof() -> None:
    """Special case: of a hundred, one answers 2, and is a group of its own: p is 1 in 100."""
    values, groups = np.ones(100), np.zeros(100)
    values[3] = groups[3] = 2
    found = kruskal_wallis(values, groups, seed=0)
    error = np.sqrt(0.01 * 0.99 / MONTE_CARLO_TABLES)
    assert found.p == pytest.approx(0.01, abs=MONTE_CARLO_ERRORS * error)
    assert kruskal(values[groups == 0], values[groups == 2]).pvalue < 1e-20


@pytest.mark.parametrize(
    ("places", "sizes", "test"),
    [
        ([0.9, 0.06, 0.02, 0.02], [55, 60, 200], "kruskal_wallis"),
        ([0.9, 0.06, 0.02, 0.02], [4, 12, 80], "monte_carlo"),
    ],
)
def test_false_alarms_are_as_frequent_as_they_may_be(
    places: list[float], sizes: list[int], test: str
) -> None:
    """Simulation: lopsided scales without differences between large and between small groups."""
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(3), sizes)
    found = [
        kruskal_wallis(rng.choice(4, len(groups), p=places), groups, seed=0) for _ in range(200)
    ]
    assert np.mean([f.test == test for f in found]) > 0.6
    alarms = np.mean([f.p <= 0.05 for f in found])
    assert alarms <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(found))


def test_a_true_difference_is_found() -> None:
    """Simulation: with half a place between groups of fifty."""
    rng = np.random.default_rng(2)
    groups = np.repeat([0, 1], 50)
    p = [kruskal_wallis(rng.normal(0.8 * groups), groups, seed=0).p for _ in range(200)]
    assert np.mean(np.array(p) <= 0.05) > 0.9


@pytest.mark.parametrize("size", [40, 6])
def test_order_names_and_monotone_scales_change_nothing(scales: pd.DataFrame, size: int) -> None:
    part = scales.groupby("group").head(size).iloc[:-2]
    first = kruskal_wallis(part["places"], part["group"], seed=3)
    order = np.random.default_rng(4).permutation(len(part))
    names = part["group"].map({1: "d", 2: "a", 3: "c", 4: "b"})
    again = kruskal_wallis(np.exp(part["places"].iloc[order]), names.iloc[order], seed=3)
    assert again.test == first.test
    assert (again.statistic, again.p) == (pytest.approx(first.statistic), pytest.approx(first.p))


def test_missing_values_leave(scales: pd.DataFrame) -> None:
    places = scales["places"].where(scales.index % 3 > 0)
    kept = scales[scales.index % 3 > 0]
    found = kruskal_wallis(places, scales["group"], seed=0)
    assert found == kruskal_wallis(kept["places"], kept["group"], seed=0)
    assert found.n == len(kept)


@pytest.mark.parametrize(
    ("values", "groups", "n"),
    [
        ([2, 2, 2], [0, 1, 1], 3),
        ([1, 2, 3], [0, 0, 0], 3),
        ([1, 2, np.nan], [0, 0, 1], 2),
        ([np.nan, np.nan], [0, 1], 0),
        ([], [], 0),
    ],
)
def test_nothing_to_compare_is_no_test(values: list[float], groups: list[int], n: int) -> None:
    found = kruskal_wallis(values, groups, seed=0)
    assert (found.test, found.n) == ("none", n)
    assert np.isnan([found.statistic, found.p, found.epsilon_squared]).all()


@pytest.mark.parametrize(
    ("values", "groups"),
    [([1, 2], [0]), ([[1, 2]], [[0, 1]]), ([1, np.inf], [0, 1]), ([1, 2], [None, "a"])],
)
def test_bad_arguments_are_refused(values: list[object], groups: list[object]) -> None:
    with pytest.raises(ValueError, match="allowed: the same cases"):
        kruskal_wallis(values, groups, seed=0)
