"""What every clustering method returns for weighted points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from typfrage.typology.patterns import Floats, Labels

ABSENT = -1
"""Label of a point without weight."""


@dataclass(frozen=True, eq=False)
class Partition:
    """The best partition that a method found.

    Attributes:
        labels: Cluster of each point, shape (m,), 0 … k-1 in order of first appearance; ``ABSENT``
            where the weight is zero.
        objective: What the method minimises, in its own unit.
        starts_at_best: Number of starts that reached this value; 1 for a method without starts.
    """

    labels: Labels
    objective: float
    starts_at_best: int


class Method(Protocol):
    """A clustering method, prepared on the m distinct points of a survey.

    What depends on the points alone is computed once; a resample is a vector of weights.
    """

    def partition(
        self, weights: ArrayLike, k: int, *, starts: int, rng: np.random.Generator
    ) -> Partition:
        """Partition the points into k clusters.

        Args:
            weights: Number of cases at each point, shape (m,); a point with weight 0 is absent.
            k: Number of clusters, 1 to the number of points that are present.
            starts: Number of random starts; of no effect on a method without randomness.
            rng: Source of the starts.

        Raises:
            ValueError: If an argument is outside its range.
        """
        ...


MethodFactory: TypeAlias = Callable[[Floats], Method]


def by_first_appearance(labels: Labels) -> Labels:
    """Number the clusters in the order in which the points first meet them, shape (m,).

    Args:
        labels: Any numbering, shape (m,); ``ABSENT`` stays.
    """
    present = labels != ABSENT
    numbered = labels.copy()
    _, first, inverse = np.unique(labels[present], return_index=True, return_inverse=True)
    numbered[present] = first.argsort().argsort()[inverse]
    return numbered


def checked_weights(weights: ArrayLike, m: int, k: int, starts: int = 1) -> Floats:
    """Check the arguments of :meth:`Method.partition`.

    Args:
        weights: Number of cases at each point, shape (m,), 0 or more.
        m: Number of points.
        k: Number of clusters, 1 to the number of points with weight.
        starts: Number of starts, at least 1.

    Returns:
        The weights as floats, shape (m,).

    Raises:
        ValueError: If an argument is outside its range.
    """
    mass = np.ascontiguousarray(weights, dtype=np.float64)
    if mass.shape != (m,) or not (np.isfinite(mass) & (mass >= 0)).all():
        raise ValueError(f"weights {weights!r}; allowed: one number from 0 for each of {m} points")
    present = int(np.count_nonzero(mass))
    if not 1 <= k <= present:
        raise ValueError(f"k is {k}; allowed: 1 to the number of distinct points, {present}")
    if starts < 1:
        raise ValueError(f"starts is {starts}; allowed: at least 1")
    return mass
