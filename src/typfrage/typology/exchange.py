"""Hartigan's exchange: single moves until none improves.

On binary data many optima of Lloyd's algorithm are none of the exchange: hundreds of Lloyd starts
miss partitions that a single move would reach.
"""

from __future__ import annotations

import numpy as np

from typfrage.typology.patterns import Floats, Labels
from typfrage.typology.weighted import SAME_TOTAL, WeightedPoints


def hartigan_exchange(space: WeightedPoints, labels: Labels, k: int) -> Labels:
    """Make the best single move of each partition, and again, until none lowers its total.

    Points are moved whole, with all their weight. This loses nothing: the gain from moving a part
    of a point's weight is convex in that part and zero for no part, so whenever moving a part
    improves, moving the whole improves too.

    Args:
        space: The m weighted points.
        labels: One partition per row, shape (s, m), 0 … k-1, no cluster empty.
        k: Number of clusters.

    Returns:
        The improved partitions, shape (s, m).

    References:
        Telgarsky & Vattani (2010), Hartigan's Method: k-means Clustering without Voronoi.
        https://proceedings.mlr.press/v9/telgarsky10a.html
    """
    labels = labels.copy()
    active = np.arange(len(labels))
    while active.size:
        gain = _gains(space, labels[active], k).reshape(len(active), -1)
        best = gain.argmax(axis=1)
        improves = gain[np.arange(len(active)), best] > SAME_TOTAL * space.total_ss
        active, best = active[improves], best[improves]
        target, point = np.divmod(best, labels.shape[1])
        labels[active, point] = target
    return labels


def _gains(space: WeightedPoints, labels: Labels, k: int) -> Floats:
    """By how much moving each point to each cluster lowers the total, shape (s, k, m)."""
    sums, mass = space.cluster_sums(labels, k)
    distance = space.squared_distances(sums, mass)
    own_distance = np.take_along_axis(distance, labels[:, None], axis=1)[:, 0]
    own_mass = np.take_along_axis(mass, labels, axis=1)
    rest = own_mass - space.weights
    # A point that is alone in its cluster stays: where it is, it adds nothing to the total.
    alone = rest <= 0
    saved = np.where(alone, 0, own_distance * own_mass / np.where(alone, 1, rest))
    cost = distance * (mass[..., None] / (mass[..., None] + space.weights))
    gain = (saved[:, None] - cost) * space.weights
    np.put_along_axis(gain, labels[:, None], -np.inf, axis=1)
    return gain
