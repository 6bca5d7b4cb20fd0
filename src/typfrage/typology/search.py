"""The search for the best k-means partition, compiled.

Each start is k-means++, a few steps of Lloyd, then Hartigan's exchange until no single move
improves. On binary data many optima of Lloyd's algorithm are none of the exchange: hundreds of
Lloyd starts miss partitions that a single move would reach.

Everything rests on sums of points, not on means: on whole numbers (ticks, ranks) sums and products
are exact, so nothing depends on the order of adding. All compiled functions that call each other
stand in this file, because the cache of compiled code does not notice a change in another one.
"""

from __future__ import annotations

import numpy as np

from typfrage.compiled import compiled
from typfrage.typology.patterns import Floats, Labels

# Two totals within this share of the total sum of squares are the same optimum: far above the
# rounding of sums over a million cases, far below the effect of moving one case.
SAME_TOTAL = 1e-9
# Lloyd only prepares the exchange, which ends at an optimum wherever it begins.
LLOYD_STEPS = 1
# Seeds are drawn as often, and the best draw taken: better starts at hardly any cost.
SEED_TRIALS = 3


@compiled
def best_of_starts(
    points: Floats, products: Floats, weights: Floats, k: int, uniforms: Floats
) -> tuple[Labels, float, int]:
    """Search the best partition from many starts.

    A point is moved whole, with all its weight. This loses nothing: the gain from moving a part
    of a point's weight is convex in that part and zero for no part, so whenever moving a part
    improves, moving the whole improves too.

    Args:
        points: Distinct points, shape (m, p).
        products: Scalar products of all pairs of points, shape (m, m); or shape (0, 0): they are
            then computed as they are needed, which saves memory and costs time.
        weights: Shape (m,); 0 = the point is absent. At least k are positive.
        k: Number of clusters.
        uniforms: Draws from [0, 1) for the seeds of each start, shape (starts, k, SEED_TRIALS).

    Returns:
        Labels by first appearance, shape (m,), -1 = absent, among equal totals the
        lexicographically first; total within sum of squares; number of starts that reached it.

    References:
        Telgarsky & Vattani (2010), Hartigan's Method. https://proceedings.mlr.press/v9/telgarsky10a.html
    """
    active = np.flatnonzero(weights)
    m, p = len(active), points.shape[1]
    held = len(products) > 0
    own = np.empty((m, p))
    columns = np.empty((p, m))
    mass = np.empty(m)
    norms = np.zeros(m)
    for i in range(m):
        mass[i] = weights[active[i]]
        for j in range(p):
            own[i, j] = columns[j, i] = points[active[i], j]
            norms[i] += own[i, j] * own[i, j]
    product = products
    if held and m < len(products):
        product = np.empty((m, m))
        for i in range(m):
            for j in range(m):
                product[i, j] = products[active[i], active[j]]
    around_zero = 0.0
    for i in range(m):
        around_zero += mass[i] * norms[i]

    sums = np.empty((k, p))
    dots = np.empty((k, m))
    size = np.empty(k)
    square = np.empty(k)
    labels = np.empty(m, np.intp)
    nearest = np.empty(m)
    best = np.empty(m, np.intp)
    number = np.empty(k, np.intp)
    labels[:] = 0
    _sum_up(own, mass, labels, sums, size, square)
    same = SAME_TOTAL * (around_zero - square[0] / size[0])
    best_total = np.inf
    at_best = 0
    for start in range(len(uniforms)):
        _plus_plus(own, columns, product, norms, mass, k, uniforms[start], labels, nearest)
        fill_empty(own, mass, labels, sums, size, square)
        for _ in range(LLOYD_STEPS):
            if not _lloyd(own, columns, norms, mass, labels, nearest, sums, size, square):
                break
            fill_empty(own, mass, labels, sums, size, square)
        _exchange(own, columns, product, norms, mass, labels, sums, dots, size, square, same)
        total = around_zero
        for c in range(k):
            total -= square[c] / size[c]
        if total > best_total + same:
            continue
        _renumber(labels, number)
        if total < best_total - same:
            best_total = total
            at_best = 1
            best[:] = labels
        else:
            best_total = min(total, best_total)
            at_best += 1
            if _comes_first(labels, best):
                best[:] = labels
    found = np.full(len(weights), -1, np.intp)
    found[active] = best
    return found, best_total, at_best


@compiled
def scalar_products(points: Floats) -> Floats:
    """Compute the scalar products of all pairs of points, shape (m, m)."""
    products = np.empty((len(points), len(points)))
    _multiply(points.T.copy(), points, products)
    return products


@compiled
def _plus_plus(own, columns, product, norms, mass, k, uniforms, labels, nearest):  # type: ignore[no-untyped-def]
    """Assign all points to the nearest of k seeds drawn as greedy k-means++ does."""
    m, p = own.shape
    reached = np.empty(m)
    distance = np.empty((len(uniforms[0]), m))
    nearest[:] = np.inf
    for cluster in range(k):
        total = 0.0
        for i in range(m):
            total += mass[i] if cluster == 0 else mass[i] * nearest[i]
            reached[i] = total
        seed, chosen, least = -1, 0, np.inf
        for trial in range(len(distance) if cluster > 0 else 1):
            # Where rounding leaves no chance to any point, the last one is as good as any.
            threshold = uniforms[cluster, trial] * total
            drawn = min(np.searchsorted(reached, threshold, side="right"), m - 1)
            to_drawn = distance[trial]
            if len(product) > 0:
                for i in range(m):
                    to_drawn[i] = norms[i] + norms[drawn] - 2 * product[drawn, i]
            else:
                for i in range(m):
                    to_drawn[i] = norms[i] + norms[drawn]
                for j in range(p):
                    value = 2 * own[drawn, j]
                    if value != 0:
                        for i in range(m):
                            to_drawn[i] -= value * columns[j, i]
            left = 0.0
            if cluster > 0:
                for i in range(m):
                    left += mass[i] * min(to_drawn[i], nearest[i])
            if left < least:
                seed, chosen, least = drawn, trial, left
        for i in range(m):
            if distance[chosen, i] < nearest[i]:
                nearest[i] = max(distance[chosen, i], 0.0)
                labels[i] = cluster
        nearest[seed] = 0.0
        labels[seed] = cluster


@compiled
def _sum_up(own, mass, labels, sums, size, square):  # type: ignore[no-untyped-def]
    """Sum the points of each cluster: (k, p) sums, (k,) weights, (k,) squared lengths of sums."""
    m, p = own.shape
    sums[:] = 0.0
    size[:] = 0.0
    square[:] = 0.0
    for i in range(m):
        weight = mass[i]
        total = sums[labels[i]]
        size[labels[i]] += weight
        for j in range(p):
            total[j] += weight * own[i, j]
    for c in range(len(size)):
        for j in range(p):
            square[c] += sums[c, j] * sums[c, j]


@compiled
def _lloyd(own, columns, norms, mass, labels, nearest, sums, size, square):  # type: ignore[no-untyped-def]
    """Assign all points to the nearest mean; tell whether that changed anything."""
    m, p = own.shape
    _sum_up(own, mass, labels, sums, size, square)
    moved = np.zeros(m, np.intp)
    distance = np.empty(m)
    for c in range(len(size)):
        offset = square[c] / (size[c] * size[c])
        for i in range(m):
            distance[i] = norms[i] + offset
        for j in range(p):
            value = 2 * (sums[c, j] / size[c])
            if value != 0:
                for i in range(m):
                    distance[i] -= value * columns[j, i]
        for i in range(m):
            if c == 0 or distance[i] < nearest[i]:
                nearest[i] = distance[i]
                moved[i] = c
    changed = False
    for i in range(m):
        if moved[i] != labels[i]:
            changed = True
            labels[i] = moved[i]
    return changed


@compiled
def fill_empty(own, mass, labels, sums, size, square):  # type: ignore[no-untyped-def]
    """Give every empty cluster the point that adds most to its cluster's total."""
    m, p = own.shape
    k = len(size)
    held = np.zeros(k, np.intp)
    for i in range(m):
        held[labels[i]] += 1
    for empty in range(k):
        if held[empty] > 0:
            continue
        _sum_up(own, mass, labels, sums, size, square)
        farthest, most = -1, -1.0
        for i in range(m):
            cluster = labels[i]
            if held[cluster] > 1:
                spread = 0.0
                for j in range(p):
                    difference = own[i, j] - sums[cluster, j] / size[cluster]
                    spread += difference * difference
                if mass[i] * spread > most:
                    farthest, most = i, mass[i] * spread
        held[labels[farthest]] -= 1
        held[empty] = 1
        labels[farthest] = empty


@compiled
def _exchange(own, columns, product, norms, mass, labels, sums, dots, size, square, same):  # type: ignore[no-untyped-def]
    """Move points, one at a time, until no move lowers the total by more than ``same``.

    Each sweep first looks at all points at once, which the processor does several at a time, for
    those that some move would improve; only these are then looked at one by one. It is one function
    because calls in these loops, with their arrays, would cost an eighth of the time.
    """
    m, p = own.shape
    k = len(size)
    held = len(product) > 0
    _sum_up(own, mass, labels, sums, size, square)
    _multiply(columns, sums, dots)
    offset = square / size
    least = same / mass
    limit = np.empty(m)
    margin = np.empty(m)
    moved = True
    while moved:
        moved = False
        # ``apart``: a cluster's size times the squared distance of the point to its mean.
        for i in range(m):
            here = labels[i]
            apart = norms[i] * size[here] - 2 * dots[here, i] + offset[here]
            rest = size[here] - mass[i]
            # A point alone in its cluster stays: where it is, it adds nothing to the total.
            limit[i] = apart / rest - least[i] if rest > 0 else 0.0
            margin[i] = 0.0
        for c in range(k):
            row, of_all, shift = dots[c], size[c], offset[c]
            for i in range(m):
                apart = norms[i] * of_all - 2 * row[i] + shift
                over = 0.0 if labels[i] == c else apart - limit[i] * (of_all + mass[i])
                margin[i] = min(margin[i], over)
        for i in range(m):
            if not margin[i] < 0:
                continue
            here, weight = labels[i], mass[i]
            if size[here] <= weight:
                continue
            if not held:
                for c in range(k):
                    dots[c, i] = 0.0
                    for j in range(p):
                        dots[c, i] += sums[c, j] * own[i, j]
            apart = norms[i] * size[here] - 2 * dots[here, i] + offset[here]
            saved = apart / (size[here] - weight) - least[i]
            there, gain = -1, 0.0
            for c in range(k):
                apart = norms[i] * size[c] - 2 * dots[c, i] + offset[c]
                if apart < saved * (size[c] + weight) and c != here:
                    better = saved - apart / (size[c] + weight)
                    if better > gain:
                        there, gain = c, better
            if there < 0:
                continue
            square[here] += weight * (weight * norms[i] - 2 * dots[here, i])
            square[there] += weight * (weight * norms[i] + 2 * dots[there, i])
            size[here] -= weight
            size[there] += weight
            offset[here] = square[here] / size[here]
            offset[there] = square[there] / size[there]
            if held:
                step, left, joined = product[i], dots[here], dots[there]
                for other in range(m):
                    change = weight * step[other]
                    left[other] -= change
                    joined[other] += change
            else:
                for j in range(p):
                    sums[here, j] -= weight * own[i, j]
                    sums[there, j] += weight * own[i, j]
            labels[i] = there
            moved = True
        if moved and not held:
            _multiply(columns, sums, dots)


@compiled
def _multiply(columns, sums, dots):  # type: ignore[no-untyped-def]
    """Compute the scalar products of some vectors, (k, p), with all points, (p, m): (k, m)."""
    p, m = columns.shape
    dots[:] = 0.0
    for c in range(len(sums)):
        for j in range(p):
            value = sums[c, j]
            if value != 0:
                for i in range(m):
                    dots[c, i] += value * columns[j, i]


@compiled
def _renumber(labels, number):  # type: ignore[no-untyped-def]
    """Number the clusters, in place, in the order in which the points first meet them."""
    number[:] = -1
    used = 0
    for i in range(len(labels)):
        if number[labels[i]] < 0:
            number[labels[i]] = used
            used += 1
        labels[i] = number[labels[i]]


@compiled
def _comes_first(labels, other):  # type: ignore[no-untyped-def]
    """Tell whether labels come before others lexicographically."""
    for i in range(len(labels)):
        if labels[i] != other[i]:
            return labels[i] < other[i]
    return False
