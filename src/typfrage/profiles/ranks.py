"""Whether answers on a scale differ between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, random_table

from typfrage.profiles.contingency import MONTE_CARLO_TABLES, ROUNDING

# As Cochran's rule for tables: a group needs so many answers beside the most frequent one, were
# all groups alike. Without ties this asks for groups of about five.
USUAL_EXPECTED = 5.0


@dataclass(frozen=True)
class RankTest:
    """How far groups differ in the ranks of their values.

    Attributes:
        statistic: Kruskal–Wallis H, corrected for ties.
        p: p-value of equal groups.
        epsilon_squared: H / (n - 1), 0 … 1: the share of the variance of the ranks that lies
            between the groups.
        test: Where the p-value is from: the χ² distribution (``"kruskal_wallis"``), or random
            allotments of the values to the groups; ``"none"`` if all values are equal or fewer
            than two groups have values, and the attributes above are NaN.
        n: Number of values that are not missing.
    """

    statistic: float
    p: float
    epsilon_squared: float
    test: Literal["kruskal_wallis", "monte_carlo", "none"]
    n: int


def kruskal_wallis(values: ArrayLike, groups: ArrayLike, *, seed: int) -> RankTest:
    """Test whether values tend to be larger in one group than in another.

    In small groups, and where nearly everyone gives the same answer, the χ² distribution can be
    far off: one rare answer in a group of one would pass for proof. There the values are allotted
    to the groups at random, 9,999 times.

    Args:
        values: Shape (n,); NaN = missing, left out.
        groups: Group of each value, shape (n,), numbers or names.
        seed: Seed of the random allotments. Every call draws anew from it, and the p-value does not
            depend on the order of cases or groups.

    Raises:
        ValueError: If the lengths differ, a value is infinite or a group is missing.

    References:
        Kruskal & Wallis (1952), Use of ranks in one-criterion variance analysis.
        https://doi.org/10.1080/01621459.1952.10483441; Kelley (1935), An unbiased correlation ratio
        measure. https://doi.org/10.1073/pnas.21.9.554
    """
    numbers, names = np.asarray(values, dtype=np.float64), np.asarray(groups)
    aligned = numbers.ndim == 1 and numbers.shape == names.shape
    if not aligned or np.isinf(numbers).any() or pd.isna(names).any():
        raise ValueError(
            f"values have shape {numbers.shape}, groups {names.shape}; allowed: the same cases, "
            "(n,), finite or missing values, and no missing group"
        )
    answered = ~np.isnan(numbers)
    table = pd.crosstab(numbers[answered], names[answered]).to_numpy()
    n = int(table.sum())
    if min(table.shape) < 2:
        return RankTest(np.nan, np.nan, np.nan, "none", n)
    statistic = float(_h(table))
    expected = table.sum(axis=0).min() * (1 - table.sum(axis=1).max() / n)
    test: Literal["kruskal_wallis", "monte_carlo"]
    if expected >= USUAL_EXPECTED:
        test, p = "kruskal_wallis", float(chi2.sf(statistic, table.shape[1] - 1))
    else:
        test, p = "monte_carlo", _monte_carlo(table, statistic, seed)
    return RankTest(statistic, p, statistic / (n - 1), test, n)


def _h(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    """Kruskal–Wallis H of tables (…, values in ascending order, groups) with the same margins."""
    n = tables.sum(axis=(-2, -1), keepdims=True)[..., 0]
    equal, sizes = tables.sum(axis=-1), tables.sum(axis=-2)
    ranks = equal.cumsum(axis=-1) - (equal - 1) / 2 - (n + 1) / 2
    sums = np.einsum("...v,...vg->...g", ranks, tables)
    between = (sums**2 / sizes).sum(axis=-1)
    h: NDArray[np.float64] = (n[..., 0] - 1) * between / (equal * ranks**2).sum(axis=-1)
    return h


def _monte_carlo(table: NDArray[np.int64], statistic: float, seed: int) -> float:
    """Share of random allotments at least as far from equal groups, the observed one included."""
    drawn = random_table(table.sum(axis=1), np.sort(table.sum(axis=0))).rvs(
        MONTE_CARLO_TABLES, random_state=np.random.default_rng(seed)
    )
    hits = int((_h(drawn) >= statistic * (1 - ROUNDING)).sum())
    return (1 + hits) / (1 + MONTE_CARLO_TABLES)
