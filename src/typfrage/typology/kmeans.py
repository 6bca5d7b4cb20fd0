"""k-means on weighted points: k-means++ starts, Lloyd, then Hartigan's exchange, best of many.

All starts advance together as one array of partitions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from typfrage.typology.exchange import hartigan_exchange
from typfrage.typology.patterns import Floats, Labels, finite_matrix, read_only
from typfrage.typology.weighted import (
    SAME_TOTAL,
    WeightedPoints,
    cluster_means,
    within_sum_of_squares,
)

# Lloyd only prepares the exchange, which ends at an optimum wherever it begins.
LLOYD_STEPS = 100


@dataclass(frozen=True, eq=False)
class Partition:
    """The best partition that an algorithm found.

    Attributes:
        labels: Cluster of each point, shape (m,), 0 … k-1 in order of first appearance.
        total_within_ss: Weighted sum of squared Euclidean distances to the cluster means.
        starts_at_best: Number of starts that reached this total.
    """

    labels: Labels
    total_within_ss: float
    starts_at_best: int


def kmeans(
    points: ArrayLike, weights: ArrayLike, k: int, *, starts: int = 50, rng: np.random.Generator
) -> Partition:
    """Cluster distinct weighted points by k-means.

    Args:
        points: Distinct points, shape (m, p).
        weights: Number of cases at each point, shape (m,), positive.
        k: Number of clusters, 1 … m.
        starts: Number of k-means++ starts.
        rng: Source of the starts.

    Returns:
        The partition with the smallest total within sum of squares; among equal totals the one
        whose labels come first lexicographically.

    Raises:
        ValueError: If an argument is outside its range.

    References:
        Arthur & Vassilvitskii (2007), k-means++: The Advantages of Careful Seeding.
        https://dl.acm.org/doi/10.5555/1283383.1283494
        Lloyd (1982), Least Squares Quantization in PCM. https://doi.org/10.1109/TIT.1982.1056489
        Hartigan & Wong (1979), Algorithm AS 136. https://doi.org/10.2307/2346830
    """
    matrix = finite_matrix(points, "points")
    mass = _positive_weights(weights, len(matrix))
    if not 1 <= k <= len(matrix):
        raise ValueError(f"k is {k}; allowed: 1 to the number of distinct points, {len(matrix)}")
    if starts < 1:
        raise ValueError(f"starts is {starts}; allowed: at least 1")
    space = WeightedPoints.of(matrix, mass)
    labels = _lloyd(space, _plus_plus(space, k, starts, rng), k)
    return _best(space, hartigan_exchange(space, labels, k), k)


def _plus_plus(space: WeightedPoints, k: int, starts: int, rng: np.random.Generator) -> Labels:
    """Assign all points to the nearest of k seeds drawn as k-means++ does, shape (starts, m)."""
    start = np.arange(starts)
    labels = np.zeros((starts, len(space.points)), dtype=np.intp)
    nearest = np.full(labels.shape, np.inf)
    chance = np.broadcast_to(space.weights, labels.shape)
    for cluster in range(k):
        seed = _draw(chance, rng.random(starts))
        distance = space.squared_distances(space.points[seed][:, None], np.ones((starts, 1)))[:, 0]
        closer = distance < nearest
        closer[start, seed] = True
        labels[closer] = cluster
        nearest = np.where(closer, np.maximum(distance, 0), nearest)
        nearest[start, seed] = 0
        chance = nearest * space.weights
    _fill_empty(space, labels, k)
    return labels


def _draw(chance: Floats, uniform: Floats) -> Labels:
    """Draw one position per row with probability proportional to ``chance``."""
    cumulative = chance.cumsum(axis=1)
    threshold = uniform * cumulative[:, -1]
    position = (cumulative <= threshold[:, None]).sum(axis=1)
    # Where rounding leaves no chance to any position, the last one is as good as any.
    drawn: Labels = np.minimum(position, chance.shape[1] - 1)
    return drawn


def _lloyd(space: WeightedPoints, labels: Labels, k: int) -> Labels:
    """Assign all points to the nearest mean, and again, until nothing changes."""
    labels = labels.copy()
    active = np.arange(len(labels))
    for _ in range(LLOYD_STEPS):
        sums, mass = space.cluster_sums(labels[active], k)
        moved = space.squared_distances(sums, mass).argmin(axis=1)
        _fill_empty(space, moved, k)
        changed = (moved != labels[active]).any(axis=1)
        labels[active] = moved
        active = active[changed]
        if not active.size:
            break
    return labels


def _fill_empty(space: WeightedPoints, labels: Labels, k: int) -> None:
    """Give every empty cluster, in place, the point that adds most to its cluster's total."""
    sizes = (labels[:, None, :] == np.arange(k)[:, None]).sum(axis=-1)
    for row, empty in np.argwhere(sizes == 0):
        own = labels[row]
        _, occupied, size = np.unique(own, return_inverse=True, return_counts=True)
        means = cluster_means(space.points, space.weights, occupied)
        spread = space.weights * ((space.points - means[occupied]) ** 2).sum(axis=1)
        spread[size[occupied] == 1] = -1
        own[spread.argmax()] = empty


def _best(space: WeightedPoints, labels: Labels, k: int) -> Partition:
    """Choose the partition with the smallest total, deterministically among equals."""
    totals = space.total_within_ss(labels, k)
    at_best = totals <= totals.min() + SAME_TOTAL * space.total_ss
    winner = min((_by_first_appearance(row) for row in labels[at_best]), key=tuple)
    return Partition(
        labels=read_only(winner),
        total_within_ss=within_sum_of_squares(space.points, space.weights, winner),
        starts_at_best=int(at_best.sum()),
    )


def _by_first_appearance(labels: Labels) -> Labels:
    """Number the clusters in the order in which the points first meet them."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return first.argsort().argsort()[inverse]


def _positive_weights(weights: ArrayLike, m: int) -> Floats:
    """Check that there is one positive weight per point."""
    mass = np.asarray(weights, dtype=np.float64)
    if mass.shape != (m,) or not (np.isfinite(mass) & (mass > 0)).all():
        raise ValueError(
            f"weights {weights!r}; allowed: one positive number for each of {m} points"
        )
    return mass
