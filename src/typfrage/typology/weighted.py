"""Means and sums of squares of one partition of weighted points."""

from __future__ import annotations

import numpy as np

from typfrage.typology.patterns import Floats, Labels


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
