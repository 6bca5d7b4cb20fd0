"""Silhouette: is a case closer to its own type than to the next one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numba import njit
from numpy.typing import ArrayLike

from typfrage.typology.patterns import Floats, Labels, finite_matrix, read_only
from typfrage.validity.arguments import checked_counts, checked_labels


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
    if any(labels.max() == 0 for labels in types):
        raise ValueError("labels name 1 type; allowed: at least 2, a silhouette compares types")
    edges = np.cumsum([0, *(labels.max() + 1 for labels in types)])
    sums = _sums_of_distances(matrix, np.stack(types), counts, edges)
    return tuple(
        _from_sums(of_partition, labels, counts)
        for of_partition, labels in zip(np.split(sums, edges[1:-1], axis=1), types, strict=True)
    )


def _from_sums(sums: Floats, types: Labels, counts: Floats) -> Silhouette:
    """Compute silhouette widths from sums of distances.

    Args:
        sums: Sum of the distances of each point to all cases of each type, shape (m, k).
        types: Type of each point, shape (m,), 0 … k-1, at least two types, none empty.
        counts: Number of cases at each point, shape (m,).
    """
    widths, neighbours, per_type, overall = _widths(sums, types, counts)
    return Silhouette(
        widths=read_only(widths),
        neighbours=read_only(neighbours),
        per_type=read_only(per_type),
        overall=float(overall),
    )


@njit(nogil=True, cache=True)
def _widths(sums: Floats, types: Labels, counts: Floats) -> tuple[Floats, Labels, Floats, float]:
    """Width and next type of each point, (m,); mean width of each type, (k,), and of all cases."""
    m, k = sums.shape
    widths = np.zeros(m)
    neighbours = np.zeros(m, np.intp)
    sizes = np.zeros(k)
    for i in range(m):
        sizes[types[i]] += counts[i]
    totals = np.zeros(k)
    for i in range(m):
        nearest = np.inf
        for c in range(k):
            if c != types[i] and sums[i, c] / sizes[c] < nearest:
                nearest = sums[i, c] / sizes[c]
                neighbours[i] = c
        if sizes[types[i]] > 1:
            own = sums[i, types[i]] / (sizes[types[i]] - 1)
            if own != nearest:
                widths[i] = (nearest - own) / max(nearest, own)
        totals[types[i]] += counts[i] * widths[i]
    return widths, neighbours, totals / sizes, totals.sum() / sizes.sum()


@njit(nogil=True, cache=True)
def _sums_of_distances(points: Floats, types: Labels, counts: Floats, edges: Labels) -> Floats:
    """Sum the Euclidean distances of each point to all cases of each type of several partitions.

    The distances are never held together; the order of adding is fixed, so that neither threads
    nor libraries change a bit.

    Args:
        points: Shape (m, p).
        types: Type of each point in each partition, shape (q, m).
        counts: Number of cases at each point, shape (m,).
        edges: First column of each partition, and their number, shape (q + 1,).

    Returns:
        Sums, shape (m, columns).
    """
    m, p = points.shape
    columns = np.empty((p, m))
    for i in range(m):
        for j in range(p):
            columns[j, i] = points[i, j]
    sums = np.zeros((m, edges[-1]))
    distances = np.empty(m)
    for i in range(m):
        distances[:] = 0.0
        for j in range(p):
            value = points[i, j]
            for other in range(m):
                distances[other] += (columns[j, other] - value) ** 2
        for other in range(m):
            distances[other] = np.sqrt(distances[other]) * counts[other]
        for partition in range(len(types)):
            first = edges[partition]
            for other in range(m):
                sums[i, first + types[partition, other]] += distances[other]
    return sums
