"""Silhouette: is a case closer to its own type than to the next one?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from typfrage.typology.patterns import Floats, Labels, finite_matrix, read_only
from typfrage.validity.arguments import checked_counts, checked_labels

# Distances are held in memory for this many pairs at a time (32 MB).
PAIRS_AT_ONCE = 4_000_000


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
    matrix = finite_matrix(points, "points")
    types = checked_labels(labels, len(matrix))
    counts = checked_counts(weights, len(matrix))
    if types.max() == 0:
        raise ValueError("labels name 1 type; allowed: at least 2, a silhouette compares types")
    return from_sums(_sums_of_distances(matrix, types, counts), types, counts)


def from_sums(sums: Floats, types: Labels, counts: Floats | Labels) -> Silhouette:
    """Compute silhouette widths from sums of distances.

    Args:
        sums: Sum of the distances of each point to all cases of each type, shape (m, k).
        types: Type of each point, shape (m,), 0 … k-1, at least two types, none empty.
        counts: Number of cases at each point, shape (m,).
    """
    sizes = np.bincount(types, counts)
    point = np.arange(len(types))
    own = sums[point, types] / np.maximum(sizes[types] - 1, 1)
    others = sums / sizes
    others[point, types] = np.inf
    neighbours: Labels = others.argmin(axis=1)
    nearest = others[point, neighbours]
    larger = np.maximum(own, nearest)
    differ = (own != nearest) & (sizes[types] > 1)
    widths = np.where(differ, (nearest - own) / np.where(differ, larger, 1), 0)
    return Silhouette(
        widths=read_only(widths),
        neighbours=read_only(neighbours),
        per_type=read_only(np.bincount(types, counts * widths) / sizes),
        overall=float(np.average(widths, weights=counts)),
    )


def _sums_of_distances(matrix: Floats, types: Labels, counts: Floats) -> Floats:
    """Sum of the distances of each point to all cases of each type, shape (m, k)."""
    member = (types[:, None] == np.arange(types.max() + 1)) * counts[:, None]
    rows = max(1, PAIRS_AT_ONCE // len(matrix))
    blocks = [
        cdist(matrix[start : start + rows], matrix) @ member
        for start in range(0, len(matrix), rows)
    ]
    return np.concatenate(blocks)
