"""Classify cases that did not form the types, by the nearest centre."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from typfrage.typology.patterns import Floats, Labels, finite_matrix, read_only

# Squared distances within this share of the largest are equal: centres are shares, whose last
# bits depend on how they were computed.
SAME_DISTANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Assignment:
    """The nearest and the second-nearest type of each case.

    Attributes:
        labels: Nearest type, shape (n,); among equally near ones the lowest.
        distances: Euclidean distance to its centre, shape (n,).
        second: Second-nearest type, shape (n,); -1 if there is but one type.
        second_distances: Euclidean distance to its centre, shape (n,); infinite for one type.
    """

    labels: Labels
    distances: Floats
    second: Labels
    second_distances: Floats


def assign(points: pd.DataFrame | ArrayLike, centres: ArrayLike) -> Assignment:
    """Assign cases to the nearest centre.

    Args:
        points: One row per case, shape (n, p).
        centres: One row per type, shape (k, p), columns in the same order.

    Returns:
        Nearest and second-nearest types with their distances.

    Raises:
        ValueError: If either is not a matrix of finite numbers, or their columns differ in number.
    """
    cases, means = finite_matrix(points, "points"), finite_matrix(centres, "centres")
    if cases.shape[1] != means.shape[1]:
        raise ValueError(
            f"points have {cases.shape[1]} columns, centres {means.shape[1]}; allowed: the same"
        )
    squared = np.stack([((cases - centre) ** 2).sum(axis=1) for centre in means], axis=1)
    labels = _nearest(squared)
    others = squared.copy()
    np.put_along_axis(others, labels[:, None], np.inf, axis=1)
    second = _nearest(others) if len(means) > 1 else np.full_like(labels, -1)
    return Assignment(
        labels=read_only(labels),
        distances=read_only(np.sqrt(squared[np.arange(len(cases)), labels])),
        second=read_only(second),
        second_distances=read_only(np.sqrt(others[np.arange(len(cases)), second])),
    )


def _nearest(squared: Floats) -> Labels:
    """Find the lowest label among the equally near, shape (n,)."""
    scale = np.where(np.isfinite(squared), squared, 0).max(axis=1)
    tied = squared <= (squared.min(axis=1) + SAME_DISTANCE * scale)[:, None]
    lowest: Labels = tied.argmax(axis=1)
    return lowest
