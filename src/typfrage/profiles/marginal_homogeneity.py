"""Whether the sizes of the types have changed among municipalities that answered twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

# Each type must have been left or joined so often for the χ² distribution to be trusted: ten
# discordant pairs are the usual rule for McNemar's test, of which this is the general form.
LEAST_MOVES = 10
PERMUTATIONS = 9_999
# Statistics of tables that are equally far from homogeneity may differ in the last bits.
ROUNDING = 1e-9


@dataclass(frozen=True)
class MarginalHomogeneity:
    """Test of the same margins before and after.

    Attributes:
        statistic: Stuart–Maxwell's χ²; NaN if not computed.
        degrees_of_freedom: Types minus one.
        p: p-value; NaN if not computed.
        test: Where it is from: the χ² distribution, random exchanges of before and after, or
            ``"none"``.
        reason: Why there is none: ``"singular"`` (a type that nobody left or joined, or types
            between which and the others nobody moved), ``"one_type"``, ``"unmatched"`` (types
            without counterpart); else empty.
    """

    statistic: float
    degrees_of_freedom: int
    p: float
    test: Literal["chi_squared", "monte_carlo", "none"]
    reason: Literal["", "singular", "one_type", "unmatched"]


def stuart_maxwell(table: ArrayLike, *, seed: int) -> MarginalHomogeneity:
    """Test whether the margins of a square table are the same.

    Where some type was left or joined fewer than ten times, the statistic is compared with those of
    9,999 tables in which before and after are exchanged at random for each municipality. For two
    types the test is McNemar's, without continuity correction.

    Args:
        table: Counts, type before × its matched type after, shape (k, k).
        seed: Seed of the random exchanges.

    Raises:
        ValueError: If the table is no square matrix of counts.

    References:
        Stuart (1955), A test for homogeneity of the marginal distributions in a two-way
        classification. https://doi.org/10.1093/biomet/42.3-4.412
        Maxwell (1970), Comparing the classification of subjects by two independent judges.
        https://doi.org/10.1192/bjp.116.535.651
    """
    counts = _checked(table)
    k = len(counts)
    if k < 2:
        return refused("one_type", 0)
    covariance = np.diag(counts.sum(axis=0) + counts.sum(axis=1)) - counts - counts.T
    kept = covariance[:-1, :-1]
    if np.linalg.matrix_rank(kept) < k - 1:
        return refused("singular", k - 1)
    inverse = np.linalg.inv(kept)
    statistic = float(_statistics(counts[None], inverse)[0])
    if np.diag(covariance).min() >= LEAST_MOVES:
        return MarginalHomogeneity(
            statistic, k - 1, float(chi2.sf(statistic, k - 1)), "chi_squared", ""
        )
    drawn = _statistics(_exchanged(counts, np.random.default_rng(seed)), inverse)
    hits = int((drawn >= statistic * (1 - ROUNDING)).sum())
    p = (1 + hits) / (1 + PERMUTATIONS)
    return MarginalHomogeneity(statistic, k - 1, p, "monte_carlo", "")


def refused(
    reason: Literal["singular", "one_type", "unmatched"], degrees_of_freedom: int
) -> MarginalHomogeneity:
    """Say why there is no test."""
    return MarginalHomogeneity(np.nan, degrees_of_freedom, np.nan, "none", reason)


def _statistics(tables: NDArray[np.int64], inverse: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute the statistics of tables with the same sums of both directions, shape (R,)."""
    moved = (tables.sum(axis=2) - tables.sum(axis=1))[:, :-1]
    statistics: NDArray[np.float64] = np.einsum("ri,ij,rj->r", moved, inverse, moved)
    return statistics


def _exchanged(counts: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Exchange before and after of each municipality with chance one half, shape (R, k, k)."""
    above = np.triu(counts + counts.T, 1)
    forward = rng.binomial(above, 0.5, (PERMUTATIONS, *counts.shape))
    exchanged: NDArray[np.int64] = forward + (above - forward).transpose(0, 2, 1)
    return exchanged


def _checked(table: ArrayLike) -> NDArray[np.int64]:
    counts = np.asarray(table, dtype=np.float64)
    square = counts.ndim == 2 and counts.shape[0] == counts.shape[1]
    if not square or not ((counts >= 0) & (counts % 1 == 0)).all():
        raise ValueError(
            f"a table of shape {counts.shape} is no square matrix of counts; allowed: whole "
            "numbers from 0, shape (k, k)"
        )
    return counts.astype(np.int64)
