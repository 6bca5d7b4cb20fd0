"""Ward's agglomeration by the nearest-neighbour chain, compiled.

Clusters are held as sums of their points: on whole numbers (ticks, ranks) these are exact. All
compiled functions that call each other stand in this file, because the cache of compiled code does
not notice a change in another one.
"""

from __future__ import annotations

import numpy as np

from typfrage.compiled import compiled
from typfrage.typology.patterns import Floats, Labels

# Increases that differ by no more than this share are equal: above the rounding of means, below
# any difference that data tell.
SAME_INCREASE = 1e-10


@compiled
def nearest_neighbour_chain(points: Floats, weights: Floats) -> tuple[Labels, Floats]:
    """Merge weighted points until one cluster is left.

    The chain goes from a cluster to its nearest neighbour until two are each other's nearest; these
    are merged. Ward's increase is reducible, so the merges are those of the greedy algorithm, in
    another order. Among equally near neighbours the previous one of the chain is taken, which
    ends it, then the one that holds the lowest point.

    Args:
        points: Distinct points, shape (m, p), none far from zero against its neighbours.
        weights: Shape (m,), positive.

    Returns:
        The two clusters of each merge, shape (m - 1, 2), 0 … m-1 the points, m + i what merge i
        made; by how much each merge raises the total within sum of squares, shape (m - 1,).
    """
    m, p = points.shape
    sums, means = np.empty((p, m)), np.empty((p, m))
    mass = weights.copy()
    for i in range(m):
        for j in range(p):
            sums[j, i] = points[i, j] * weights[i]
            means[j, i] = points[i, j]
    # Slot 0 always holds the cluster of point 0, with which a new chain begins.
    node, lowest = np.arange(m), np.arange(m)
    merges, increases = np.empty((m - 1, 2), np.intp), np.empty(m - 1)
    increase = np.empty(m)
    chain = np.zeros(m, np.intp)
    length = 0
    active = m
    for made in range(m - 1):
        if length == 0:
            chain[0] = 0
            length = 1
        while True:
            last = chain[length - 1]
            smallest = _increases(means, mass, active, last, increase)
            limit = smallest * (1 + SAME_INCREASE)
            if length > 1 and increase[chain[length - 2]] <= limit:
                break
            chain[length] = _lowest_within(increase, lowest, active, limit)
            length += 1
        kept, left = min(last, chain[length - 2]), max(last, chain[length - 2])
        cost = increase[chain[length - 2]]
        length -= 2
        merges[made, 0] = min(node[kept], node[left])
        merges[made, 1] = max(node[kept], node[left])
        # Rounding must not put a merge below one on which it rests.
        increases[made] = cost
        for child in merges[made]:
            if child >= m and increases[child - m] > increases[made]:
                increases[made] = increases[child - m]
        mass[kept] += mass[left]
        node[kept] = m + made
        lowest[kept] = min(lowest[kept], lowest[left])
        # The last slot moves to the one that became free.
        active -= 1
        for j in range(p):
            sums[j, kept] += sums[j, left]
            means[j, kept] = sums[j, kept] / mass[kept]
            sums[j, left] = sums[j, active]
            means[j, left] = means[j, active]
        mass[left], node[left], lowest[left] = mass[active], node[active], lowest[active]
        for at in range(length):
            if chain[at] == active:
                chain[at] = left
    return merges, increases


@compiled
def _increases(means, mass, active, last, increase):  # type: ignore[no-untyped-def]
    """Compute what merging each cluster with the last of the chain costs; find the least."""
    increase[:active] = 0.0
    for j in range(len(means)):
        here = means[j, last]
        for i in range(active):
            difference = means[j, i] - here
            increase[i] += difference * difference
    weight = mass[last]
    for i in range(active):
        increase[i] *= mass[i] * weight / (mass[i] + weight)
    increase[last] = np.inf
    smallest = np.inf
    for i in range(active):
        smallest = increase[i] if increase[i] < smallest else smallest
    return smallest


@compiled
def _lowest_within(increase, lowest, active, limit):  # type: ignore[no-untyped-def]
    """Find the cluster that holds the lowest point among those within a limit."""
    found = -1
    for i in range(active):
        if increase[i] <= limit and (found < 0 or lowest[i] < lowest[found]):
            found = i
    return found


@compiled
def clusters_after(merges: Labels, steps: int) -> Labels:
    """Name the cluster of each point after some merges, by its lowest point, shape (m,)."""
    m = len(merges) + 1
    # The lowest point of each cluster, then of the cluster to which each cluster went.
    root = np.arange(m + steps)
    for step in range(steps):
        root[m + step] = min(root[merges[step, 0]], root[merges[step, 1]])
    for step in range(steps - 1, -1, -1):
        root[merges[step, 0]] = root[merges[step, 1]] = root[m + step]
    return root[:m]
