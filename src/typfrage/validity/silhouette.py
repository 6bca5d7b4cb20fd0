"""Silhouette: is a case closer to its own type than to the next one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from typfrage.compiled import compiled
from typfrage.typology.patterns import Floats, Labels, finite_matrix, read_only
from typfrage.validity.arguments import checked_counts, checked_labels

# Points that are looked at together: two vectors of the processor.
LANES = 8


@dataclass(frozen=True, eq=False)
class Silhouette:
    """Silhouette widths of a partition.

    Attributes:
        widths: Width of each point, shape (m,), -1 … 1; 0 for a case alone in its type.
        neighbours: Next type of each point, shape (m,): the other type with the smallest mean
            distance.
        per_type: Mean width of the cases of each type, shape (k,).
        overall: Mean width of all cases.
    """

    widths: Floats
    neighbours: Labels
    per_type: Floats
    overall: float


def silhouette_widths(
    points: pd.DataFrame | ArrayLike, labels: ArrayLike, weights: ArrayLike | None = None
) -> Silhouette:
    """Compute silhouette widths on Euclidean distances, as R's ``cluster::silhouette(dist(x))``.

    With weights the widths are those of the expanded data: a point of weight w counts as w cases
    at the same place. Where every case is its own type all widths are 0 (R returns NA there).

    Args:
        points: Shape (m, p); points may repeat.
        labels: Type of each point, shape (m,), 0 … k-1, at least two types.
        weights: Number of cases at each point, shape (m,); none = one each.

    Returns:
        The widths per point, per type and overall.

    Raises:
        ValueError: If there is only one type or an argument is outside its range.

    References:
        Rousseeuw (1987), Silhouettes. https://doi.org/10.1016/0377-0427(87)90125-7
    """
    return silhouettes(points, [labels], weights)[0]


def silhouettes(
    points: pd.DataFrame | ArrayLike,
    partitions: Sequence[ArrayLike],
    weights: ArrayLike | None = None,
) -> tuple[Silhouette, ...]:
    """Compute the silhouettes of several partitions of the same points from the same distances.

    Args:
        points: Shape (m, p); points may repeat.
        partitions: Type of each point in each partition, shapes (m,).
        weights: Number of cases at each point, shape (m,); none = one each.

    Returns:
        A silhouette for each partition, see :func:`silhouette_widths`.

    Raises:
        ValueError: If a partition has only one type or an argument is outside its range.
    """
    matrix = finite_matrix(points, "points")
    types = [checked_labels(labels, len(matrix)) for labels in partitions]
    counts = checked_counts(weights, len(matrix))
    edges = np.cumsum([0, *(labels.max() + 1 for labels in types)])
    if (np.diff(edges) == 1).any():
        raise ValueError("labels name 1 type; allowed: at least 2, a silhouette compares types")
    of_partition = np.stack(types)
    sums = _sums_of_distances(matrix, of_partition, counts, edges)
    widths, neighbours, per_type, overall = _widths(sums, of_partition, counts, edges)
    return tuple(
        Silhouette(
            widths=read_only(widths[partition]),
            neighbours=read_only(neighbours[partition]),
            per_type=read_only(per_type[edges[partition] : edges[partition + 1]]),
            overall=float(overall[partition]),
        )
        for partition in range(len(types))
    )


@compiled
def _widths(
    sums: Floats, types: Labels, counts: Floats, edges: Labels
) -> tuple[Floats, Labels, Floats, Floats]:
    """Compute silhouette widths of several partitions from sums of distances.

    Args:
        sums: Sum of the distances of each point to all cases of each type of all partitions, shape
            (m, columns).
        types: Type of each point in each partition, shape (q, m), none empty.
        counts: Number of cases at each point, shape (m,).
        edges: First column of each partition, and their number, shape (q + 1,).

    Returns:
        Width and next type of each point, (q, m); mean width of each type, (columns,), and of all
        cases, (q,).
    """
    q, m = types.shape
    widths = np.zeros((q, m))
    neighbours = np.zeros((q, m), np.intp)
    per_type = np.zeros(edges[-1])
    overall = np.zeros(q)
    for r in range(q):
        first, k = edges[r], edges[r + 1] - edges[r]
        sizes = np.zeros(k)
        for i in range(m):
            sizes[types[r, i]] += counts[i]
        totals = per_type[first : first + k]
        for i in range(m):
            own_type = types[r, i]
            nearest = np.inf
            for c in range(k):
                if c != own_type and sums[i, first + c] / sizes[c] < nearest:
                    nearest = sums[i, first + c] / sizes[c]
                    neighbours[r, i] = c
            if sizes[own_type] > 1:
                own = sums[i, first + own_type] / (sizes[own_type] - 1)
                if own != nearest:
                    widths[r, i] = (nearest - own) / max(nearest, own)
            totals[own_type] += counts[i] * widths[r, i]
        overall[r] = totals.sum() / sizes.sum()
        totals /= sizes
    return widths, neighbours, per_type, overall


@compiled
def _sums_of_distances(points: Floats, types: Labels, counts: Floats, edges: Labels) -> Floats:
    """Sum the Euclidean distances of each point to all cases of each type of several partitions.

    ``LANES`` points are looked at together, which the processor does several at a time. The
    distances are never all held, and the order of adding is fixed, so that neither threads nor
    libraries change a bit. Between ticks the squared distance is the number of items on which two
    answers differ: the same number, found faster.

    Args:
        points: Shape (m, p).
        types: Type of each point in each partition, shape (q, m).
        counts: Number of cases at each point, shape (m,).
        edges: First column of each partition, and their number, shape (q + 1,).

    Returns:
        Sums, shape (m, columns).
    """
    m, p = points.shape
    q, columns = len(types), edges[-1]
    column = np.empty((m, q), np.uint64)
    for i in range(m):
        for r in range(q):
            column[i, r] = edges[r] + types[r, i]
    ticks = _as_bits(points)
    roots = np.sqrt(np.arange(p + 1.0))
    block = np.zeros((p, LANES))
    distance = np.zeros((m, LANES))
    collected = np.empty((columns, LANES))
    sums = np.empty((m, columns))
    for first in range(0, m, LANES):
        present = min(LANES, m - first)
        if len(ticks):
            for other in range(m):
                for lane in range(present):
                    differing = _number_of_bits(ticks[other] ^ ticks[first + lane])
                    distance[other, lane] = counts[other] * roots[differing]
        else:
            for lane in range(present):
                for j in range(p):
                    block[j, lane] = points[first + lane, j]
            _distances(points, block, counts, distance)
        collected[:] = 0.0
        for other in range(m):
            for r in range(q):
                for lane in range(LANES):
                    collected[column[other, r], lane] += distance[other, lane]
        for lane in range(present):
            for c in range(columns):
                sums[first + lane, c] = collected[c, lane]
    return sums


@compiled
def _distances(points, block, counts, distance):  # type: ignore[no-untyped-def]
    """Fill in the distances of all points to those of a block, times their counts, (m, LANES)."""
    m, p = points.shape
    distance[:] = 0.0
    for other in range(m):
        for j in range(p):
            value = points[other, j]
            for lane in range(LANES):
                apart = block[j, lane] - value
                distance[other, lane] += apart * apart
    for other in range(m):
        for lane in range(LANES):
            distance[other, lane] = np.sqrt(distance[other, lane]) * counts[other]


@compiled
def _as_bits(points: Floats) -> NDArray[np.uint64]:
    """Pack rows of up to 64 zeros and ones into the bits of a number, (m,); else return (0,)."""
    m, p = points.shape
    bits = np.zeros(m, np.uint64)
    for i in range(m):
        for j in range(p):
            if (points[i, j] != 0 and points[i, j] != 1) or p > 64:
                return np.empty(0, np.uint64)
            if points[i, j] == 1:
                bits[i] |= np.uint64(1) << np.uint64(j)
    return bits


@compiled
def _number_of_bits(bits: np.uint64) -> np.uint64:
    """Count the ones; compilers know this way of writing and take the processor's instruction."""
    two, four = np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
    bits -= (bits >> np.uint64(1)) & np.uint64(0x5555555555555555)
    bits = (bits & two) + ((bits >> np.uint64(2)) & two)
    bits = (bits + (bits >> np.uint64(4))) & four
    return (bits * np.uint64(0x0101010101010101)) >> np.uint64(56)
