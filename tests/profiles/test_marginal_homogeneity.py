"""Stuart–Maxwell's test against R, the binomial distribution, and what it must refuse."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, chi2

from typfrage.profiles.marginal_homogeneity import PERMUTATIONS, stuart_maxwell

# R's values are stored with 15 digits.
STORED = 1e-9
# Four standard errors of a share estimated from 9,999 draws.
MONTE_CARLO = 4 * np.sqrt(0.25 / PERMUTATIONS)


@pytest.mark.parametrize("name", ["four", "moved", "same", "two"])
def test_statistic_and_p_are_those_of_r(name: str, stored: Callable[[str], pd.DataFrame]) -> None:
    """Rung 1: coin::mh_test."""
    cells = stored("marginal_homogeneity").query("table == @name")
    table = cells.pivot(index="row", columns="column", values="count").to_numpy()
    found = stuart_maxwell(table, seed=0)
    assert found.test == "chi_squared"
    assert found.statistic == pytest.approx(cells["statistic"].iloc[0], abs=STORED)
    assert found.p == pytest.approx(cells["p"].iloc[0], abs=STORED)


def test_few_moves_between_two_types_give_the_exact_binomial_test() -> None:
    """Rung 3."""
    found = stuart_maxwell([[30, 6], [1, 20]], seed=0)
    assert found.test == "monte_carlo"
    assert found.p == pytest.approx(binomtest(1, 7).pvalue, abs=MONTE_CARLO)


def test_random_exchanges_agree_with_the_distribution_where_it_is_nearly_good() -> None:
    """Rung 3: one type moved eight times, the others often."""
    found = stuart_maxwell([[50, 30, 2], [18, 60, 2], [2, 2, 9]], seed=1)
    assert found.test == "monte_carlo"
    assert found.p == pytest.approx(chi2.sf(found.statistic, 2), abs=MONTE_CARLO)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[5, 0], [0, 7]], "singular"),
        ([[5, 4, 0], [9, 7, 0], [0, 0, 8]], "singular"),
        ([[9]], "one_type"),
    ],
)
def test_tables_without_a_test_say_why(table: list[list[int]], reason: str) -> None:
    found = stuart_maxwell(table, seed=0)
    assert (found.test, found.reason) == ("none", reason)
    assert np.isnan(found.p)


def test_other_things_than_square_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="shape \\(k, k\\)"):
        stuart_maxwell([[1, 2, 3], [4, 5, 6]], seed=0)
