"""The search for medoids, compiled: BUILD, then the steepest descent of SWAP.

Every number is a sum of weighted differences of distances, never a difference of large sums. The
inner loops run over candidates, not over sums, so that a processor's vectors change nothing. All
compiled functions that call each other stand in this file, because the cache of compiled code does
not notice a change in another one.
"""

from __future__ import annotations

import numpy as np

from typfrage.compiled import compiled
from typfrage.typology.patterns import Floats, Labels

# Two gains within this share of the objective are equal: far above the rounding of sums over a
# million cases, far below the effect of moving one case.
SAME_OBJECTIVE = 1e-9
# Distances that differ by no more than this share are equal, whatever the last bits say.
SAME_DISTANCE = 1e-12


@compiled
def search_medoids(distances: Floats, weights: Floats, k: int) -> tuple[Labels, Labels, float]:
    """Search the k points with the smallest weighted sum of distances to the nearest of them.

    Args:
        distances: Distances of all pairs of points, shape (m, m), symmetric, zero on the diagonal.
        weights: Shape (m,); 0 = the point is absent. At least k are positive.
        k: Number of medoids.

    Returns:
        Position of each medoid, shape (k,), ascending; position in it of each point's nearest
        medoid, shape (m,), -1 = absent; weighted sum of the distances.
    """
    present = np.flatnonzero(weights)
    medoids = _build(distances, weights, present, k)
    m = len(weights)
    labels = np.empty(m, np.intp)
    nearest, second = np.empty(m), np.empty(m)
    objective = _assign(distances, weights, present, medoids, labels, nearest, second)
    change = np.empty((k, m))
    while k < len(present):
        _changes(distances, weights, present, medoids, labels, nearest, second, change)
        position, point, lowest = _steepest(change, SAME_OBJECTIVE * objective)
        if not lowest < -SAME_OBJECTIVE * objective:
            break
        medoids[position] = point
        medoids.sort()
        objective = _assign(distances, weights, present, medoids, labels, nearest, second)
    return medoids, labels, objective


@compiled
def _build(distances, weights, present, k):  # type: ignore[no-untyped-def]
    """Choose medoids one by one, each time the point that lowers the objective most."""
    m = len(weights)
    medoids = np.empty(k, np.intp)
    chosen = weights == 0
    nearest = np.empty(m)
    value = np.zeros(m)
    for i in present:
        for other in range(m):
            value[other] -= weights[i] * distances[i, other]
    for number in range(k):
        highest = -np.inf
        for i in present:
            if not chosen[i] and value[i] > highest:
                highest = value[i]
        objective = 0.0
        if number == 0:
            objective = -highest
        else:
            for i in present:
                objective += weights[i] * nearest[i]
        for i in present:
            if not chosen[i] and value[i] >= highest - SAME_OBJECTIVE * objective:
                medoids[number] = i
                break
        newest = medoids[number]
        chosen[newest] = True
        for i in present:
            if number == 0 or distances[newest, i] < nearest[i]:
                nearest[i] = distances[newest, i]
        if number + 1 < k:
            value[:] = 0.0
            for i in present:
                weight, reach = weights[i], nearest[i]
                for other in range(m):
                    gain = reach - distances[i, other]
                    value[other] += weight * (gain if gain > 0 else 0.0)
    medoids.sort()
    return medoids


@compiled
def _assign(distances, weights, present, medoids, labels, nearest, second):  # type: ignore[no-untyped-def]
    """Find each point's nearest medoid, the lowest among equals, and two distances."""
    labels[:] = -1
    objective = 0.0
    for i in present:
        first = next_one = np.inf
        for medoid in medoids:
            distance = distances[medoid, i]
            if distance < first:
                first, next_one = distance, first
            elif distance < next_one:
                next_one = distance
        nearest[i], second[i] = first, next_one
        objective += weights[i] * first
        for position in range(len(medoids)):
            if distances[medoids[position], i] <= first * (1 + SAME_DISTANCE):
                labels[i] = position
                break
    # A medoid is its own, even where another one is too near to tell apart.
    for position in range(len(medoids)):
        labels[medoids[position]] = position
    return objective


@compiled
def _changes(distances, weights, present, medoids, labels, nearest, second, change):  # type: ignore[no-untyped-def]
    """Compute how the objective changes if a point takes a medoid's place, shape (k, m).

    A point gains what the candidate is nearer than its medoid, whichever medoid leaves; only the
    points of the one that leaves may lose besides. So one pass serves all k medoids.
    """
    m = len(weights)
    shared = np.zeros(m)
    change[:] = 0.0
    for i in present:
        weight, near, far = weights[i], nearest[i], second[i]
        own = change[labels[i]]
        for other in range(m):
            distance = distances[i, other]
            gain = distance - near
            shared[other] += weight * (gain if gain < 0 else 0.0)
            moved = distance if distance < far else far
            loss = moved - near
            own[other] += weight * (loss if loss > 0 else 0.0)
    for position in range(len(medoids)):
        for other in range(m):
            if weights[other] > 0:
                change[position, other] += shared[other]
            else:
                change[position, other] = np.inf
    for medoid in medoids:
        change[:, medoid] = np.inf


@compiled
def _steepest(change, same):  # type: ignore[no-untyped-def]
    """Find the smallest change; among equals the lowest point, then the lowest medoid."""
    k, m = change.shape
    lowest = np.inf
    for position in range(k):
        for other in range(m):
            if change[position, other] < lowest:
                lowest = change[position, other]
    for other in range(m):
        for position in range(k):
            if change[position, other] <= lowest + same:
                return position, other, lowest
    return 0, 0, lowest
