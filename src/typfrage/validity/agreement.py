"""Agreement of two partitions of the same cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment

from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.validity.arguments import checked_counts


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far two partitions say the same.

    Attributes:
        adjusted_rand: Rand index corrected for chance; 1 = the same partition.
        matched_share: Share of the cases that lie in matched types.
        matching: Type of the second partition that each type of the first is matched with, shape
            (k,), numbered in sorted order; -1 = none is left for it.
    """

    adjusted_rand: float
    matched_share: float
    matching: Labels


def compare_partitions(
    first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None
) -> Agreement:
    """Match the types of two partitions one to one and measure their agreement.

    Args:
        first: Type of each point in one partition, shape (m,); numbers or names.
        second: Type of each point in the other, shape (m,).
        weights: Number of cases at each point, shape (m,); none = one each.

    Returns:
        The adjusted Rand index, and the matching with the most cases in matched types.

    Raises:
        ValueError: If the lengths differ or an argument is outside its range.

    References:
        Kuhn (1955), The Hungarian method. https://doi.org/10.1002/nav.3800020109
    """
    table = contingency(first, second, weights)
    rows, columns = linear_sum_assignment(table, maximize=True)
    matching = np.full(len(table), -1)
    matching[rows] = columns
    return Agreement(
        adjusted_rand=_adjusted_rand(table),
        matched_share=float(table[rows, columns].sum() / table.sum()),
        matching=read_only(matching),
    )


def contingency(first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Count the cases in every pair of types of two partitions.

    Args:
        first: Type of each point in one partition, shape (m,); numbers or names.
        second: Type of each point in the other, shape (m,).
        weights: Number of cases at each point, shape (m,); none = one each.

    Returns:
        Counts, one row per type of the first, one column per type of the second partition, both
        in sorted order.

    Raises:
        ValueError: If the lengths differ or an argument is outside its range.
    """
    left, right = np.asarray(first), np.asarray(second)
    if left.ndim != 1 or left.shape != right.shape or not len(left):
        raise ValueError(
            f"partitions have shapes {left.shape} and {right.shape}; allowed: the same points, (m,)"
        )
    rows, row = np.unique(left, return_inverse=True)
    columns, column = np.unique(right, return_inverse=True)
    counts = checked_counts(weights, len(left))
    cell = row * len(columns) + column
    cells = np.bincount(cell, counts, minlength=len(rows) * len(columns)).astype(np.float64)
    return cells.reshape(len(rows), len(columns))


def adjusted_rand_index(
    first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None
) -> float:
    """Compute the Rand index of two partitions, corrected for chance.

    Args:
        first: Type of each point in one partition, shape (m,); numbers or names.
        second: Type of each point in the other, shape (m,).
        weights: Number of cases at each point, shape (m,); none = one each.

    Returns:
        1 for the same partition, about 0 for independent ones. Two partitions that both put all
        cases together, or both each case alone, are the same: 1.

    Raises:
        ValueError: If the lengths differ or an argument is outside its range.

    References:
        Hubert & Arabie (1985), Comparing partitions. https://doi.org/10.1007/BF01908075
    """
    return _adjusted_rand(contingency(first, second, weights))


def _adjusted_rand(table: Floats) -> float:
    together = _pairs(table).sum()
    in_first, in_second = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    all_pairs = _pairs(table.sum())
    expected = in_first * in_second / all_pairs if all_pairs else 0.0
    largest = (in_first + in_second) / 2
    return float((together - expected) / (largest - expected)) if largest != expected else 1.0


def _pairs(count: Floats) -> Floats:
    return count * (count - 1) / 2
