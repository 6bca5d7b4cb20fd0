"""Random 0/1 matrices with given row and column sums: answers without types.

A trade takes two items and lets the cases that chose exactly one of them choose anew which, so
that both items keep their numbers and every case its number of choices. This is the curveball
algorithm on the shorter side of the matrix. Cases with the same answer are interchangeable, so a
trade is done on patterns wherever that is less work.
"""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import ArrayLike

from typfrage.compiled import compiled
from typfrage.typology.patterns import Floats, Labels, finite_matrix

TRADES_PER_ITEM = 5
# So many items have 65,536 possible answers, whose numbers are held in one table.
MOST_ITEMS_IN_TABLE = 16


def curveball(matrix: ArrayLike, *, rng: np.random.Generator, trades: int | None = None) -> Floats:
    """Draw a 0/1 matrix with the same row and column sums.

    Args:
        matrix: Shape (n, p), 0 and 1.
        rng: Source of the trades.
        trades: Number of trades between two items; none = 5 for each item.

    Returns:
        Shape (n, p); the rows keep their places.

    Raises:
        ValueError: If the matrix holds anything but 0 and 1.

    References:
        Strona et al. (2014), A fast and unbiased procedure to randomize ecological binary
        matrices with fixed row and column totals. https://doi.org/10.1038/ncomms5114
    """
    values = finite_matrix(matrix, "matrix")
    if not np.isin(values, (0, 1)).all():
        raise ValueError("matrix holds other values; allowed: 0 and 1")
    columns = np.ascontiguousarray(values.T).astype(np.uint8)
    for first, second in _pairs(values.shape[1], trades, rng):
        _trade(columns[first], columns[second], rng.random(len(values)))
    return np.ascontiguousarray(columns.T).astype(np.float64)


def shuffled_patterns(
    points: Floats, weights: Labels, *, rng: np.random.Generator, trades: int | None = None
) -> tuple[Floats, Labels]:
    """Draw what :func:`curveball` draws, from distinct patterns with their frequencies.

    Args:
        points: Distinct 0/1 patterns, shape (m, p).
        weights: Number of cases at each, shape (m,).
        rng: Source of the trades.
        trades: Number of trades between two items; none = 5 for each item.

    Returns:
        Distinct patterns in lexicographic order, and their frequencies.
    """
    p = points.shape[1]
    possible = sum(comb(p, int(choices)) for choices in np.unique(points.sum(axis=1)))
    if p <= MOST_ITEMS_IN_TABLE and possible < weights.sum():
        return _from_table(_shuffled_table(_table(points, weights), p, trades, rng), p)
    matrix = curveball(np.repeat(points, weights, axis=0), rng=rng, trades=trades)
    found, counts = np.unique(matrix, axis=0, return_counts=True)
    return found, counts.astype(np.intp)


def _pairs(p: int, trades: int | None, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Draw pairs of different items."""
    if p < 2:
        return []
    count = TRADES_PER_ITEM * p if trades is None else trades
    first = rng.integers(p, size=count)
    second = (first + rng.integers(1, p, size=count)) % p
    return list(zip(first.tolist(), second.tolist(), strict=True))


@compiled
def _trade(first, second, uniforms):  # type: ignore[no-untyped-def]
    """Share out anew, in place, which of two items was chosen by whom chose exactly one."""
    left = 0
    of_first = 0
    for i in range(len(first)):
        if first[i] != second[i]:
            left += 1
            of_first += first[i]
    for i in range(len(first)):
        if first[i] != second[i]:
            # Each of those left is as likely as any other to get one of the remaining places.
            takes = uniforms[i] * left < of_first
            first[i] = takes
            second[i] = not takes
            of_first -= takes
            left -= 1


def _table(points: Floats, weights: Labels) -> Labels:
    """Count the cases of every answer, shape (2 ** p,); the first item is the highest bit."""
    p = points.shape[1]
    codes = points.astype(np.intp) @ (1 << np.arange(p)[::-1])
    return np.bincount(codes, weights, 1 << p).astype(np.intp)


def _shuffled_table(table: Labels, p: int, trades: int | None, rng: np.random.Generator) -> Labels:
    """Trade on the numbers of cases: each trade is a multivariate hypergeometric draw."""
    table = table.copy()
    code = np.arange(len(table))
    for first, second in _pairs(p, trades, rng):
        bits = (1 << (p - 1 - first)), (1 << (p - 1 - second))
        with_first = code[(code & bits[0] > 0) & (code & bits[1] == 0)]
        with_second = with_first ^ (bits[0] | bits[1])
        together = table[with_first] + table[with_second]
        used = together > 0
        if used.any():
            drawn = rng.multivariate_hypergeometric(
                together[used], int(table[with_first].sum()), method="marginals"
            )
            table[with_first[used]] = drawn
            table[with_second[used]] = together[used] - drawn
    return table


def _from_table(table: Labels, p: int) -> tuple[Floats, Labels]:
    """Distinct patterns in lexicographic order, and their frequencies."""
    codes = np.flatnonzero(table)
    points = (codes[:, None] >> np.arange(p)[::-1]) & 1
    return points.astype(np.float64), table[codes]
