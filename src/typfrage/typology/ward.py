"""Ward's method: merge types step by step, each time at the smallest loss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from typfrage.typology.agglomeration import (
    SAME_INCREASE,
    clusters_after,
    nearest_neighbour_chain,
)
from typfrage.typology.partition import ABSENT, Partition, by_first_appearance, checked_weights
from typfrage.typology.patterns import Floats, Labels, finite_matrix, read_only


@dataclass(frozen=True, eq=False)
class Dendrogram:
    """How m points grow together, merge by merge.

    Attributes:
        merges: The two clusters of each merge, shape (m - 1, 2): 0 … m-1 are the points, m + i is
            what merge i made.
        heights: Height of each merge, shape (m - 1,), ascending, as R's ``hclust(method =
            "ward.D2")``: the root of twice the increase of the total within sum of squares.
    """

    merges: Labels
    heights: Floats

    def cut(self, k: int) -> Labels:
        """Undo the last k - 1 merges.

        Args:
            k: Number of clusters, 1 … m.

        Returns:
            Cluster of each point, shape (m,), 0 … k-1 in order of first appearance.

        Raises:
            ValueError: If there are fewer points.
        """
        return by_first_appearance(clusters_after(self.merges, self._steps_to(k)))

    def total_within_ss(self, k: int) -> float:
        """Total within sum of squares of the k clusters: what the merges before have cost."""
        return float((self.heights[: self._steps_to(k)] ** 2).sum() / 2)

    def _steps_to(self, k: int) -> int:
        m = len(self.merges) + 1
        if not 1 <= k <= m:
            raise ValueError(f"k is {k}; allowed: 1 to the number of points, {m}")
        return m - k


class Ward:
    """Ward's minimum variance method, prepared on distinct points.

    A point of weight w stands for w cases at the same place, so the hierarchy is that of the
    cases. It takes O(m²) time and O(m) memory, by the nearest-neighbour chain on the clusters'
    means. Nothing is random: among equal merges those of the first points come first.

    Args:
        points: Distinct points, shape (m, p).

    References:
        Murtagh & Legendre (2014), Ward's Hierarchical Agglomerative Clustering Method.
        https://doi.org/10.1007/s00357-014-9161-z
    """

    def __init__(self, points: pd.DataFrame | ArrayLike) -> None:
        matrix = finite_matrix(points, "points")
        # The shift avoids cancellation; it is itself a value of each column, so that whole numbers
        # stay whole.
        self._points = matrix - np.quantile(matrix, 0.5, axis=0, method="lower")
        with np.errstate(over="ignore"):
            self._farthest = float((np.ptp(matrix, axis=0) ** 2).sum())

    def dendrogram(self, weights: ArrayLike) -> Dendrogram:
        """Merge the points that are present.

        Args:
            weights: Number of cases at each point, shape (m,); 0 = absent.

        Returns:
            The hierarchy of the points with weight, numbered without the absent ones.

        Raises:
            ValueError: If the weights are outside their range.
        """
        return self._hierarchy(checked_weights(weights, len(self._points), 1))

    def partition(
        self,
        weights: ArrayLike,
        k: int,
        *,
        starts: int = 1,
        rng: np.random.Generator | None = None,
    ) -> Partition:
        """Cut the hierarchy at k clusters; nothing is random.

        Args:
            weights: Number of cases at each point, shape (m,); 0 = absent.
            k: Number of clusters, 1 to the number of points that are present.
            starts: Of no effect.
            rng: Of no effect.

        Raises:
            ValueError: If an argument is outside its range.
        """
        mass = checked_weights(weights, len(self._points), k, starts)
        hierarchy = self._hierarchy(mass)
        labels = np.full(len(mass), ABSENT, dtype=np.intp)
        labels[mass > 0] = hierarchy.cut(k)
        return Partition(read_only(labels), hierarchy.total_within_ss(k), starts_at_best=1)

    def _hierarchy(self, mass: Floats) -> Dendrogram:
        if not np.isfinite(self._farthest * mass.sum()):
            raise ValueError(
                "points are too far apart; allowed: so near that sums of squares stay finite"
            )
        present = mass > 0
        merges, increases = nearest_neighbour_chain(self._points[present], mass[present])
        return _ascending(merges, increases)


def _ascending(merges: Labels, increases: Floats) -> Dendrogram:
    """Order merges by height; equal ones stay in the order in which they were made."""
    ordered = np.sort(increases)
    steps = ordered[1:] > ordered[:-1] * (1 + SAME_INCREASE)
    rank = np.concatenate([[0], steps.cumsum()])[np.searchsorted(ordered, increases)]
    order = np.argsort(rank, kind="stable")
    m = len(merges) + 1
    number = np.concatenate([np.arange(m), m + order.argsort()])
    heights = np.sqrt(2 * np.maximum.accumulate(increases[order]))
    return Dendrogram(read_only(np.sort(number[merges[order]], axis=1)), read_only(heights))
