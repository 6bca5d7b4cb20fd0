"""PAM, partitioning around medoids: types around actual answers, on any distance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from typfrage.typology.medoids import SAME_DISTANCE, search_medoids
from typfrage.typology.partition import Partition, by_first_appearance, checked_weights
from typfrage.typology.patterns import Floats, Labels, finite_matrix, read_only

# The distances of all pairs are held in memory: 800 MB for so many points.
MOST_POINTS = 10_000

# Names of the distances, and what SciPy calls them.
METRICS: Mapping[str, str] = {
    "simple_matching": "hamming",
    "jaccard": "jaccard",
    "euclidean": "euclidean",
}


@dataclass(frozen=True, eq=False)
class Medoids:
    """A partition around medoids.

    Attributes:
        labels: Cluster of each point, shape (m,), 0 … k-1 in order of first appearance; ``ABSENT``
            where the weight is zero.
        medoids: Position of each cluster's medoid among the points, shape (k,).
        objective: Weighted sum of the distances to the medoids.
    """

    labels: Labels
    medoids: Labels
    objective: float


class Pam:
    """Partitioning around medoids, prepared on distinct points.

    BUILD, then the steepest descent of SWAP. The objective's changes for all k medoids are
    computed in one pass, as FastPAM1 does; the result is that of PAM. Among equally good
    candidates the first point is taken, so that there is no randomness.

    Args:
        points: Distinct points, shape (m, p).
        metric: One of ``METRICS``; none = ``"simple_matching"`` (the share of items that differ)
            for 0/1 points, else ``"euclidean"``. ``"jaccard"`` disregards what both lack; two
            points without any 1 are at distance 0.

    Raises:
        ValueError: If there are more than ``MOST_POINTS`` points, or the metric is unknown or does
            not take them.

    References:
        Kaufman & Rousseeuw (1990), Finding Groups in Data, ch. 2.
        https://doi.org/10.1002/9780470316801.ch2
        Schubert & Rousseeuw (2019), Faster k-Medoids Clustering.
        https://doi.org/10.1007/978-3-030-32047-8_16
    """

    def __init__(self, points: pd.DataFrame | ArrayLike, metric: str | None = None) -> None:
        matrix = finite_matrix(points, "points")
        if len(matrix) > MOST_POINTS:
            raise ValueError(
                f"points are {len(matrix)} distinct ones; allowed for PAM: up to {MOST_POINTS}, "
                "because the distances of all pairs are held in memory (k-means has no such limit)"
            )
        self.metric = default_metric(matrix) if metric is None else metric
        self._distances = distances_between(matrix, matrix, self.metric)
        self._farthest = float(self._distances.max())

    def medoids(self, weights: ArrayLike, k: int) -> Medoids:
        """Find k medoids and the partition around them.

        Args:
            weights: Number of cases at each point, shape (m,); 0 = absent.
            k: Number of clusters, 1 to the number of points that are present.

        Returns:
            A partition that no exchange of a medoid for another point improves.

        Raises:
            ValueError: If an argument is outside its range.
        """
        mass = checked_weights(weights, len(self._distances), k)
        if not np.isfinite(self._farthest * mass.sum()):
            raise ValueError(
                f"points are {self._farthest} apart; allowed: so near that sums stay finite"
            )
        ascending, nearest, objective = search_medoids(self._distances, mass, k)
        labels = by_first_appearance(nearest)
        medoids = np.empty(k, dtype=np.intp)
        medoids[labels[ascending]] = ascending
        return Medoids(read_only(labels), read_only(medoids), float(objective))

    def partition(
        self,
        weights: ArrayLike,
        k: int,
        *,
        starts: int = 1,
        rng: np.random.Generator | None = None,
    ) -> Partition:
        """Partition the points around k medoids, see :meth:`medoids`; nothing is random."""
        checked_weights(weights, len(self._distances), k, starts)
        found = self.medoids(weights, k)
        return Partition(found.labels, found.objective, starts_at_best=1)


def default_metric(points: Floats) -> str:
    """Choose simple matching for 0/1 points, else Euclidean distance."""
    return "simple_matching" if _is_binary(points) else "euclidean"


def distances_between(first: Floats, second: Floats, metric: str) -> Floats:
    """Compute the distances of all pairs of points.

    Args:
        first: Shape (a, p).
        second: Shape (b, p).
        metric: One of ``METRICS``.

    Returns:
        Distances, shape (a, b).

    Raises:
        ValueError: If there is no such metric or it does not take these points.
    """
    if metric not in METRICS:
        raise ValueError(f"metric is {metric!r}; allowed: {', '.join(METRICS)}")
    if metric == "jaccard" and not (_is_binary(first) and _is_binary(second)):
        raise ValueError("points hold other values; allowed for Jaccard distance: 0 and 1")
    distances: Floats = cdist(first, second, METRICS[metric])
    return distances


def nearest_medoids(distances: Floats) -> Labels:
    """Find the nearest medoid of each case, the lowest among equals, shape (n,).

    Args:
        distances: Distances of the cases to the medoids, shape (n, k).
    """
    nearest = distances.min(axis=1, keepdims=True)
    lowest: Labels = (distances <= nearest * (1 + SAME_DISTANCE)).argmax(axis=1)
    return lowest


def _is_binary(points: Floats) -> bool:
    return bool(np.isin(points, (0, 1)).all())
