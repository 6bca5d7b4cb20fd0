"""Means and sums of squares of one partition of weighted points, compiled."""

from __future__ import annotations

import numpy as np

from typfrage.compiled import compiled
from typfrage.typology.patterns import Floats, Labels


@compiled
def cluster_means(points: Floats, weights: Floats, labels: Labels) -> Floats:
    """Compute the weighted mean of each cluster.

    Args:
        points: Shape (m, p).
        weights: Shape (m,).
        labels: Shape (m,), 0 … k-1, none empty.

    Returns:
        Means, shape (k, p).
    """
    m, p = points.shape
    k = labels.max() + 1
    means = np.zeros((k, p))
    sizes = np.zeros(k)
    for i in range(m):
        sizes[labels[i]] += weights[i]
        for j in range(p):
            means[labels[i], j] += weights[i] * points[i, j]
    for c in range(k):
        for j in range(p):
            means[c, j] /= sizes[c]
    return means


@compiled
def within_sum_of_squares(points: Floats, weights: Floats, labels: Labels) -> float:
    """Sum the weighted squared Euclidean distances of all points to their cluster's mean.

    Args:
        points: Shape (m, p).
        weights: Shape (m,).
        labels: Shape (m,), 0 … k-1, none empty.
    """
    m, p = points.shape
    means = cluster_means(points, weights, labels)
    total = 0.0
    for i in range(m):
        squares = 0.0
        for j in range(p):
            squares += (points[i, j] - means[labels[i], j]) ** 2
        total += weights[i] * squares
    return total
