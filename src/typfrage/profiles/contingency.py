"""Whether two questions go together in a table of counts, how closely, and in which cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, fisher_exact, random_table

Table = NDArray[np.int64]

MONTE_CARLO_TABLES = 9_999
# Cochran (1954): χ² is trusted if at most one expected count in five is below 5 and none below 1.
LEAST_EXPECTED, USUAL_EXPECTED, TOLERATED_SHARE = 1.0, 5.0, 0.2
# Statistics of tables that are equally far from independence may differ in the last bits.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Association:
    """How closely the rows and columns of a table of counts go together.

    Attributes:
        statistic: Pearson's χ² without continuity correction, whichever test was used.
        p: p-value of independence.
        cramers_v: Bias-corrected Cramér's V, 0 … 1.
        test: Where the p-value is from: the χ² distribution, Fisher's exact test (two-sided), or
            random tables with the same margins; ``"none"`` if fewer than two rows or columns have
            cases, and the other attributes but ``n`` are NaN.
        n: Number of cases.
    """

    statistic: float
    p: float
    cramers_v: float
    test: Literal["chi_squared", "fisher", "monte_carlo", "none"]
    n: int


def association(table: ArrayLike, *, seed: int) -> Association:
    """Test the independence of rows and columns and measure their association.

    Where expected counts are too small for the χ² distribution (Cochran's rule), a 2 × 2 table is
    tested exactly, a larger one against 9,999 random tables with the same margins.

    Args:
        table: Counts, shape (r, c). Rows and columns without cases are left out.
        seed: Seed of the random tables. Every call draws anew from it, and the p-value does not
            depend on the order of rows and columns.

    Raises:
        ValueError: If the table is not a matrix of counts.

    References:
        Cochran (1954), Some methods for strengthening the common χ² tests.
        https://doi.org/10.2307/3001616; Patefield (1981), Algorithm AS 159.
        https://doi.org/10.2307/2346669
    """
    counts = _with_cases(_checked(table))
    n = int(counts.sum())
    if min(counts.shape) < 2:
        return Association(np.nan, np.nan, np.nan, "none", n)
    expected = _expected(counts)
    statistic = float(((counts - expected) ** 2 / expected).sum())
    test: Literal["chi_squared", "fisher", "monte_carlo"]
    if _large_enough(expected):
        test, p = "chi_squared", float(chi2.sf(statistic, (len(counts) - 1) * (len(counts.T) - 1)))
    elif counts.shape == (2, 2):
        test, p = "fisher", float(fisher_exact(counts).pvalue)
    else:
        test, p = "monte_carlo", _monte_carlo(counts, statistic, seed)
    return Association(statistic, p, cramers_v(counts), test, n)


def cramers_v(table: ArrayLike) -> float:
    """Compute Cramér's V, corrected for the bias that makes it positive under independence.

    Args:
        table: Counts, shape (r, c). Rows and columns without cases are left out.

    Returns:
        0 … 1; NaN with fewer than two rows or columns, or as many rows or columns as cases.

    Raises:
        ValueError: If the table is not a matrix of counts.

    References:
        Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T.
        https://doi.org/10.1016/j.jkss.2012.10.002
    """
    counts = _with_cases(_checked(table))
    n, (r, c) = int(counts.sum()), counts.shape
    if min(r, c) < 2 or max(r, c) == n:
        return float("nan")
    expected = _expected(counts)
    phi_squared = ((counts - expected) ** 2 / expected).sum() / n
    corrected = max(0.0, phi_squared - (r - 1) * (c - 1) / (n - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return float(np.sqrt(corrected / (min(rows, columns) - 1)))


def adjusted_residuals(table: ArrayLike) -> NDArray[np.float64]:
    """Compute how far each cell is from independence, in standard errors.

    Args:
        table: Counts, shape (r, c).

    Returns:
        Adjusted standardised residuals, shape (r, c), about standard normal under independence;
        NaN in rows and columns that hold no case or all cases.

    Raises:
        ValueError: If the table is not a matrix of counts.

    References:
        Haberman (1973), The analysis of residuals in cross-classified tables.
        https://doi.org/10.2307/2529686
    """
    counts = _checked(table)
    n = counts.sum()
    rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    variance = rows * columns * (n - rows) * (n - columns) / max(n, 1) ** 3
    residuals = np.full(counts.shape, np.nan)
    difference = counts - rows * columns / max(n, 1)
    np.divide(difference, np.sqrt(variance), out=residuals, where=variance > 0)
    return residuals


def _checked(table: ArrayLike) -> Table:
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or not ((counts >= 0) & (counts % 1 == 0)).all():
        raise ValueError(
            f"a table of shape {counts.shape} holds other things than counts; allowed: whole "
            "numbers from 0, shape (r, c)"
        )
    return counts.astype(np.int64)


def _with_cases(counts: Table) -> Table:
    return counts[counts.any(axis=1)][:, counts.any(axis=0)]


def _expected(counts: Table) -> NDArray[np.float64]:
    expected: NDArray[np.float64] = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return expected


def _large_enough(expected: NDArray[np.float64]) -> bool:
    small = np.mean(expected < USUAL_EXPECTED)
    return bool(expected.min() >= LEAST_EXPECTED and small <= TOLERATED_SHARE)


def _monte_carlo(counts: Table, statistic: float, seed: int) -> float:
    """Share of random tables at least as far from independence, the observed one included."""
    rows, columns = np.sort(counts.sum(axis=1)), np.sort(counts.sum(axis=0))
    expected = np.outer(rows, columns) / rows.sum()
    drawn = random_table(rows, columns).rvs(
        MONTE_CARLO_TABLES, random_state=np.random.default_rng(seed)
    )
    statistics = ((drawn - expected) ** 2 / expected).sum(axis=(1, 2))
    hits = int((statistics >= statistic * (1 - ROUNDING)).sum())
    return (1 + hits) / (1 + MONTE_CARLO_TABLES)
