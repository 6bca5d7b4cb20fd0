"""Sums, means and distances of many partitions of the same weighted points at once.

Distances are computed from the *sums* of each cluster, not from its mean: on whole numbers (ticks,
ranks) every sum and product is exact, so no result depends on the order in which threads add.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from typfrage.typology.patterns import Floats, Labels

# Two totals within this share of the total sum of squares are the same optimum: far above the
# rounding of sums over a million cases, far below the effect of moving one case.
SAME_TOTAL = 1e-9


@dataclass(frozen=True, eq=False)
class WeightedPoints:
    """Points with their weights, and what every partition of them needs.

    Attributes:
        points: Shape (m, p), shifted by a value of the data to avoid cancellation.
        weights: Shape (m,).
        norms: Squared length of each point, shape (m,).
        weighted: Points and a column of ones, times their weights, shape (m, p + 1).
        total_ss: Weighted sum of squared distances to the overall mean.
    """

    points: Floats
    weights: Floats
    norms: Floats
    weighted: Floats
    total_ss: float

    @classmethod
    def of(cls, points: Floats, weights: Floats) -> WeightedPoints:
        """Prepare points, shape (m, p), with weights, shape (m,)."""
        # The shift is itself a value of each column: whole numbers stay whole.
        shifted = points - np.quantile(points, 0.5, axis=0, method="lower")
        return cls(
            points=shifted,
            weights=weights,
            norms=(shifted**2).sum(axis=1),
            weighted=np.column_stack([shifted, np.ones(len(points))]) * weights[:, None],
            total_ss=within_sum_of_squares(points, weights, np.zeros(len(points), dtype=np.intp)),
        )

    def cluster_sums(self, labels: Labels, k: int) -> tuple[Floats, Floats]:
        """Sum the points of each cluster.

        Args:
            labels: One partition per row, shape (s, m), values 0 … k-1.
            k: Number of clusters.

        Returns:
            Weighted sums, shape (s, k, p), and weights, shape (s, k), of the clusters.
        """
        member = (labels[:, None, :] == np.arange(k)[:, None]).astype(np.float64)
        sums = (member.reshape(-1, len(self.points)) @ self.weighted).reshape(len(labels), k, -1)
        return sums[..., :-1], sums[..., -1]

    def squared_distances(self, sums: Floats, mass: Floats) -> Floats:
        """Compute the squared distances of all points to the clusters' means.

        Args:
            sums: Weighted sums of the clusters of s partitions, shape (s, k, p).
            mass: Their weights, shape (s, k), positive.

        Returns:
            Squared Euclidean distances, shape (s, k, m).
        """
        cross = (sums.reshape(-1, sums.shape[-1]) @ self.points.T).reshape(*mass.shape, -1)
        mean_norms = (sums**2).sum(axis=-1) / mass**2
        squared: Floats = self.norms - 2 * (cross / mass[..., None]) + mean_norms[..., None]
        return squared

    def total_within_ss(self, labels: Labels, k: int) -> Floats:
        """Compute the total within sum of squares of each partition (s, m), shape (s,)."""
        sums, mass = self.cluster_sums(labels, k)
        total: Floats = self.weights @ self.norms - ((sums**2).sum(axis=-1) / mass).sum(axis=-1)
        return total


def cluster_means(points: Floats, weights: Floats, labels: Labels) -> Floats:
    """Compute the weighted mean of each cluster.

    Args:
        points: Shape (m, p).
        weights: Shape (m,).
        labels: Shape (m,), 0 … k-1, none empty.

    Returns:
        Means, shape (k, p).
    """
    sums = [np.bincount(labels, weights * column) for column in points.T]
    means: Floats = np.stack(sums, axis=1) / np.bincount(labels, weights)[:, None]
    return means


def within_sum_of_squares(points: Floats, weights: Floats, labels: Labels) -> float:
    """Sum the weighted squared Euclidean distances of all points to their cluster's mean."""
    means = cluster_means(points, weights, labels)
    squares = ((points - means[labels]) ** 2).sum(axis=1)
    return float((weights * squares).sum())
