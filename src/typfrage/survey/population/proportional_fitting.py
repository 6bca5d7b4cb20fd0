"""Iterative proportional fitting on a cross table, with weights up to a cap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class CrossTable:
    """Cases by their categories; those of one cell share one weight.

    Attributes:
        counts: Cases in each cell that has any, shape (cells,).
        codes: Place of each cell's category in each margin, shape (cells, margins).
        shares: Population shares of each margin's categories, each margin summing to 1.
    """

    counts: Floats
    codes: NDArray[np.intp]
    shares: tuple[Floats, ...]

    def margin(self, at: int, weights: Floats) -> Floats:
        """Compute the weighted shares of a margin's categories.

        Args:
            at: Which margin.
            weights: Weight of a case in each cell, shape (cells,), with mean 1 over the cases.
        """
        sums = np.bincount(self.codes[:, at], weights=self.counts * weights)
        shares: Floats = sums / self.counts.sum()
        return shares

    def deviation(self, weights: Floats) -> float:
        """Find the largest difference between a weighted share and the population's."""
        return max(
            float(np.abs(self.margin(at, weights) - shares).max())
            for at, shares in enumerate(self.shares)
        )


@dataclass(frozen=True)
class Fit:
    """Weights that were fitted.

    Attributes:
        weights: Weight of a case in each cell, shape (cells,), with mean 1 over the cases.
        cut: Whether a cell's weight was cut to the cap, shape (cells,).
        iterations: Passes over all margins.
    """

    weights: Floats
    cut: NDArray[np.bool_]
    iterations: int


def fit(table: CrossTable, cap: float, tolerance: float, iterations: int) -> Fit:
    """Fit one margin after the other until all hold, or for so many passes.

    Of all weights up to the cap that have the margins, these are the closest to equal ones in
    Kullback–Leibler divergence, in whatever order the margins come.

    Args:
        table: The cells.
        cap: Largest weight, above 1; may be infinite.
        tolerance: Largest difference in share that a margin may keep.
        iterations: Largest number of passes over all margins.

    References:
        Deville & Särndal (1992), Calibration estimators in survey sampling, case 7 without lower
        bound. https://doi.org/10.1080/01621459.1992.10475217
    """
    uncut, done = np.ones(len(table.counts)), 0
    while done < iterations and table.deviation(np.minimum(uncut, cap)) > tolerance:
        for at, shares in enumerate(table.shares):
            for category, share in enumerate(shares):
                own = table.codes[:, at] == category
                total = share * table.counts.sum()
                uncut[own] *= _factor(table.counts[own], uncut[own], cap, total)
        done += 1
    return Fit(np.minimum(uncut, cap), uncut >= cap, done)


def cut_to_cap(table: CrossTable, fitted: Fit, cap: float) -> Fit:
    """Cut weights to the cap and scale the others by one factor, so that the mean stays 1.

    Args:
        table: The cells.
        fitted: Weights that may be above the cap.
        cap: Largest weight, above 1.
    """
    weights = fitted.weights
    scaled = weights * _factor(table.counts, weights, cap, table.counts.sum())
    return Fit(np.minimum(scaled, cap), scaled >= cap, fitted.iterations)


def can_hold(table: CrossTable, cap: float) -> bool:
    """Tell whether any weights from 0 to the cap have all margins, by linear programming."""
    sums = [
        np.where(table.codes[:, at] == category, table.counts, 0)
        for at, shares in enumerate(table.shares)
        for category in range(len(shares))
    ]
    totals = np.concatenate(table.shares) * table.counts.sum()
    nothing = np.zeros(len(table.counts))
    found = linprog(nothing, A_eq=np.stack(sums), b_eq=totals, bounds=(0, cap), method="highs")
    return bool(found.status == 0)


def _factor(counts: Floats, weights: Floats, cap: float, total: float) -> float:
    """Find the factor by which weights, cut to the cap, have a total that the cap allows."""
    cut = np.zeros(len(weights), dtype=bool)
    factor = 1.0
    while not cut.all():
        factor = float((total - (cap * counts[cut]).sum()) / (counts * weights)[~cut].sum())
        above = ~cut & (weights * factor > cap)
        if not above.any():
            return factor
        cut |= above
    return float(cap / weights.min())
