"""The methods as scikit-learn estimators, for pipelines of others.

They cluster the distinct rows with their summed weights and number the clusters canonically, so
the order of rows changes nothing, and a weight of 3 is the same as three rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted, check_random_state, validate_data

from typfrage.typology.assignment import assign
from typfrage.typology.kmeans import KMeans
from typfrage.typology.pam import Pam, distances_between, nearest_medoids
from typfrage.typology.patterns import Floats, Labels, distinct_patterns
from typfrage.typology.ward import Ward
from typfrage.typology.weighted import cluster_means, within_sum_of_squares

RandomState: TypeAlias = int | np.random.RandomState | None


@dataclass(frozen=True, eq=False)
class _Clusters:
    """What a method finds on distinct points with positive weights.

    Attributes:
        labels: Cluster of each point, shape (m,), 0 … k-1.
        centres: One row per cluster, shape (k, p).
        inertia: What the method minimises.
        metric: Distance of the cases to the centres.
    """

    labels: Labels
    centres: Floats
    inertia: float
    metric: str = "euclidean"


class _TypesEstimator(ClusterMixin, BaseEstimator):
    """What the estimators have in common: weights, distinct rows, canonical labels."""

    n_clusters: int

    def fit(self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None) -> Self:
        """Partition cases.

        Args:
            X: One row per case, shape (n, p).
            y: Not used.
            sample_weight: How many cases each row stands for, shape (n,), 0 or more, not only
                whole numbers; none = one each. A row of weight 0 has no part in the fit; its label
                is what ``predict`` says.

        Returns:
            The estimator itself, with ``labels_``, ``cluster_centers_`` and ``inertia_``.

        Raises:
            ValueError: If a parameter or an argument is outside its range.
        """
        rows = validate_data(self, X, dtype=np.float64)
        weights = _case_weights(sample_weight, len(rows))
        present = weights > 0
        patterns = distinct_patterns(rows[present])
        self._check_count(len(patterns.points))
        mass = _sums_in_any_order(patterns.of_case, weights[present])
        found = self._clusters(patterns.points, mass)
        order = _canonical_order(patterns.points, mass, found.labels)
        self.cluster_centers_ = found.centres[order]
        self.inertia_ = found.inertia
        self.metric_ = found.metric
        self.labels_ = np.empty(len(rows), dtype=np.intp)
        self.labels_[present] = order.argsort()[found.labels][patterns.of_case]
        if not present.all():
            self.labels_[~present] = self._nearest(rows[~present])
        return self

    def predict(self, X: ArrayLike) -> Labels:
        """Assign cases to the nearest centre, among equally near ones to the larger cluster.

        Args:
            X: One row per case, shape (n, p).

        Returns:
            Labels, shape (n,).
        """
        check_is_fitted(self)
        return self._nearest(validate_data(self, X, dtype=np.float64, reset=False))

    def _nearest(self, rows: Floats) -> Labels:
        return assign(rows, self.cluster_centers_).labels.copy()

    def _clusters(self, points: Floats, weights: Floats) -> _Clusters:
        raise NotImplementedError

    def _check_count(self, distinct: int) -> None:
        if not _is_count(self.n_clusters) or self.n_clusters > distinct:
            raise ValueError(
                f"n_clusters is {self.n_clusters!r}; allowed: 1 to the number of distinct rows "
                f"with weight, {distinct}"
            )


class KMeansTypes(_TypesEstimator):
    """k-means with Hartigan's exchange, see :class:`typfrage.typology.kmeans.KMeans`.

    Args:
        n_clusters: Number of clusters.
        n_init: Number of k-means++ starts.
        random_state: Seed of the starts; a whole number gives what ``find_types`` gives with it.

    Attributes:
        labels_: Cluster of each row, shape (n,), by size, the largest first.
        cluster_centers_: Means, shape (k, p).
        inertia_: Weighted total within sum of squares.
        n_features_in_: Number of columns.
    """

    def __init__(
        self, n_clusters: int = 4, *, n_init: int = 50, random_state: RandomState = None
    ) -> None:
        self.n_clusters = n_clusters
        self.n_init = n_init
        self.random_state = random_state

    def _clusters(self, points: Floats, weights: Floats) -> _Clusters:
        if not _is_count(self.n_init):
            raise ValueError(f"n_init is {self.n_init!r}; allowed: whole numbers from 1")
        labels = (
            KMeans(points)
            .partition(
                weights, self.n_clusters, starts=self.n_init, rng=_generator(self.random_state)
            )
            .labels
        )
        return _around_means(points, weights, labels)


class PamTypes(_TypesEstimator):
    """Partitioning around medoids, see :class:`typfrage.typology.pam.Pam`.

    Args:
        n_clusters: Number of clusters.
        metric: ``"simple_matching"``, ``"jaccard"`` or ``"euclidean"``; none = simple matching for
            0/1 data, else Euclidean.

    Attributes:
        labels_: Cluster of each row, shape (n,), by size, the largest first.
        cluster_centers_: Medoids, shape (k, p): rows of the data.
        inertia_: Weighted sum of the distances to the medoids.
        metric_: The distance that was used.
        n_features_in_: Number of columns.
    """

    def __init__(self, n_clusters: int = 4, *, metric: str | None = None) -> None:
        self.n_clusters = n_clusters
        self.metric = metric

    def _clusters(self, points: Floats, weights: Floats) -> _Clusters:
        method = Pam(points, self.metric)
        found = method.medoids(weights, self.n_clusters)
        return _Clusters(found.labels, points[found.medoids], found.objective, method.metric)

    def _nearest(self, rows: Floats) -> Labels:
        return nearest_medoids(distances_between(rows, self.cluster_centers_, self.metric_))


class WardTypes(_TypesEstimator):
    """Ward's method, cut at k, see :class:`typfrage.typology.ward.Ward`.

    ``predict`` assigns to the nearest mean; the rows of the fit need not all be nearest to theirs.

    Args:
        n_clusters: Number of clusters.

    Attributes:
        labels_: Cluster of each row, shape (n,), by size, the largest first.
        cluster_centers_: Means, shape (k, p).
        inertia_: Weighted total within sum of squares.
        n_features_in_: Number of columns.
    """

    def __init__(self, n_clusters: int = 4) -> None:
        self.n_clusters = n_clusters

    def _clusters(self, points: Floats, weights: Floats) -> _Clusters:
        labels = Ward(points).partition(weights, self.n_clusters).labels
        return _around_means(points, weights, labels)


def _around_means(points: Floats, weights: Floats, labels: Labels) -> _Clusters:
    centres = cluster_means(points, weights, labels)
    return _Clusters(labels, centres, within_sum_of_squares(points, weights, labels))


def _canonical_order(points: Floats, weights: Floats, labels: Labels) -> Labels:
    """Order clusters by size, the largest first, then by mean, then by first point, shape (k,)."""
    first = np.unique(labels, return_index=True)[1]
    means = cluster_means(points, weights, labels)
    return np.lexsort([first, *means.T[::-1], -np.bincount(labels, weights)])


def _case_weights(sample_weight: ArrayLike | None, n: int) -> Floats:
    """Check the weights of n cases."""
    if sample_weight is None:
        return np.ones(n)
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.shape != (n,) or not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError(
            f"sample_weight of shape {weights.shape}; allowed: one number from 0 for each of {n} "
            "rows"
        )
    if not weights.any():
        raise ValueError("sample_weight is zero everywhere; allowed: some positive weight")
    return weights


def _sums_in_any_order(of_case: Labels, weights: Floats) -> Floats:
    """Sum the weights of each pattern; the last bits do not depend on the order of the cases."""
    order = np.lexsort([weights, of_case])
    return np.bincount(of_case[order], weights[order]).astype(np.float64)


def _generator(random_state: RandomState) -> np.random.Generator:
    if isinstance(random_state, (int, np.integer)):
        return np.random.default_rng(random_state)
    seeds = check_random_state(random_state).randint(2**31, size=4)
    return np.random.default_rng(seeds)


def _is_count(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool) and int(value) >= 1
