"""The null benchmark: what would the same pipeline find in answers without types?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence

from typfrage.parallel import Progress, in_blocks
from typfrage.typology import Method, TypeSolution, prepare
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.validity.arguments import UndefinedError
from typfrage.validity.curveball import shuffled_patterns
from typfrage.validity.jaccard import best_jaccard, draw
from typfrage.validity.resampling import Search, streams
from typfrage.validity.silhouette import silhouettes


@dataclass(frozen=True, eq=False)
class NullBenchmark:
    """Silhouette and stability of the answers, beside those of answers without types.

    All p-values are (1 + the number of null matrices that reach the observed value) / (1 + N):
    the smallest that N matrices can give is 1 / (1 + N).

    Attributes:
        k: The numbers of types.
        silhouette: Average silhouette width of the answers, shape (K,); NaN for one type.
        silhouette_null: Of each null matrix, shape (N, K).
        jaccard: Mean bootstrap Jaccard similarity over the types, shape (K,); NaN for one type.
        jaccard_null: Of each null matrix, shape (N, K).
        p_silhouette: p-value for each number of types, shape (K,).
        p_jaccard: Shape (K,).
        p_any_silhouette: p-value of the most striking number of types, corrected for having looked
            at all of them.
        p_any_jaccard: The same for stability.
        replicates: Bootstrap samples behind each value of the stability.
    """

    k: tuple[int, ...]
    silhouette: Floats
    silhouette_null: Floats
    jaccard: Floats
    jaccard_null: Floats
    p_silhouette: Floats
    p_jaccard: Floats
    p_any_silhouette: float
    p_any_jaccard: float
    replicates: int


def null_benchmark(
    solutions: Sequence[TypeSolution],
    *,
    matrices: int = 200,
    replicates: int = 5,
    starts: int = 30,
    replicate_starts: int = 10,
    seed: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> NullBenchmark:
    """Compare the answers with random ones that have the same sums and no types.

    Null matrices have the same number of choices of every case and the same number of cases of
    every item (curveball). All start from one matrix that is as far from the observed one as they
    are from it, so that under the hypothesis of no types the observed matrix and the null
    matrices are exchangeable and the p-values exact, however few trades there are. The observed
    matrix passes through the same pipeline as the others, with as many starts and bootstrap
    samples, so that its values may differ a little from those of a longer search.

    Args:
        solutions: Types for one or more numbers of types, ascending; what they give is the
            patterns, the method, and the numbers of types.
        matrices: Number of null matrices, N.
        replicates: Bootstrap samples (repeated draws dropped) for the stability of each matrix.
        starts: Random starts of the clusterings of each matrix.
        replicate_starts: Random starts of each clustering of its bootstrap samples.
        seed: Seed; every matrix has its own stream.
        jobs: Number of threads or workers.
        progress: Told the share of the matrices that is done.

    Raises:
        UndefinedError: If the items are not 0/1, there is but one, or the sums admit no other
            matrix.
        ValueError: If an argument is outside its range.

    References:
        Strona et al. (2014), A fast and unbiased procedure to randomize ecological binary
        matrices with fixed row and column totals. https://doi.org/10.1038/ncomms5114
        Besag & Clifford (1989), Generalized Monte Carlo significance tests.
        https://doi.org/10.1093/biomet/76.4.633
    """
    search, again = Search.of(solutions, starts), Search.of(solutions, replicate_starts)
    if not np.isin(search.points, (0, 1)).all():
        raise UndefinedError("items hold other values than 0 and 1; the null matrices need ticks")
    if search.points.shape[1] < 2:
        raise UndefinedError("there is 1 item; the null matrices need at least 2")
    for name, number in (("matrices", matrices), ("replicates", replicates)):
        if number < 1:
            raise ValueError(f"{name} is {number}; allowed: at least 1")
    start, *rest = streams(seed, "null", matrices + 2)
    middle = shuffled_patterns(search.points, search.weights, rng=np.random.default_rng(start))
    same_points, same_weights = map(np.array_equal, middle, (search.points, search.weights))
    if same_points and same_weights:
        raise UndefinedError("the sums of rows and columns admit no other answers than these")
    rows = in_blocks(
        _matrices,
        list(enumerate(rest)),
        (search, again),
        middle,
        replicates,
        jobs=jobs,
        progress=progress,
    )
    silhouette, jaccard = np.moveaxis(np.stack(rows), 1, 0)
    return NullBenchmark(
        k=search.k,
        silhouette=read_only(silhouette[0]),
        silhouette_null=read_only(silhouette[1:]),
        jaccard=read_only(jaccard[0]),
        jaccard_null=read_only(jaccard[1:]),
        p_silhouette=read_only(rank_p_values(silhouette)[0]),
        p_jaccard=read_only(rank_p_values(jaccard)[0]),
        p_any_silhouette=p_any(silhouette),
        p_any_jaccard=p_any(jaccard),
        replicates=replicates,
    )


def _matrices(
    numbered: Sequence[tuple[int, SeedSequence]],
    searches: tuple[Search, Search],
    middle: tuple[Floats, Labels],
    replicates: int,
) -> list[Floats]:
    """Silhouette and stability of some matrices, each of shape (2, K); number 0 is the observed."""
    found = []
    for number, stream in numbered:
        rng = np.random.default_rng(stream)
        points, weights = searches[0].points, searches[0].weights
        if number > 0:
            points, weights = shuffled_patterns(*middle, rng=rng)
        found.append(_values(searches, points, weights, replicates, rng))
    return found


def _values(
    searches: tuple[Search, Search],
    points: Floats,
    weights: Labels,
    replicates: int,
    rng: np.random.Generator,
) -> Floats:
    """Silhouette and stability of one matrix, shape (2, K)."""
    search, again = searches
    method = prepare(search.method, points)
    cases = np.repeat(np.arange(len(weights)), weights)
    samples = [draw(cases, len(weights), "drop", rng) for _ in range(replicates)]
    values = np.full((2, len(search.k)), np.nan)
    several: dict[int, Labels] = {}
    for place, k in enumerate(search.k):
        if k == 1:
            continue
        labels = search.partition(method, weights, k, rng)
        kinds = int(labels.max()) + 1
        if kinds > 1:
            several[place] = labels
        values[1, place] = np.mean(
            [_stability(again, method, labels, counts, kinds, rng) for counts in samples]
        )
    found = silhouettes(points, list(several.values()), weights) if several else ()
    for place, silhouette in zip(several, found, strict=True):
        values[0, place] = silhouette.overall
    return values


def _stability(
    search: Search,
    method: Method,
    labels: Labels,
    counts: Labels,
    k: int,
    rng: np.random.Generator,
) -> float:
    """Mean Jaccard similarity over the types in one bootstrap sample."""
    present = counts > 0
    found = search.partition(method, counts, k, rng)
    return float(best_jaccard(labels[present], found[present], counts[present], k).mean())


def rank_p_values(values: Floats) -> Floats:
    """Return the p-value of every matrix among all others.

    Args:
        values: Of the observed matrix, then of N random ones, shape (N + 1, K).

    Returns:
        The share of matrices whose value is at least as large, shape (N + 1, K); NaN for numbers of
        types for which the observed matrix has none.
    """
    # Values that are equal by arithmetic may differ in the last bits.
    rounded = values.round(12)
    at_least = (rounded[None, :, :] >= rounded[:, None, :]).sum(axis=1)
    ranks: Floats = np.where(np.isnan(values[0]), np.nan, at_least / len(values))
    return ranks


def p_any(values: Floats) -> float:
    """Return the p-value of the largest standardised value over all numbers of types.

    Means and spreads are those of all N + 1 matrices, so that these stay exchangeable.

    Args:
        values: Of the observed matrix, then of N random ones, shape (N + 1, K).

    Returns:
        The share of matrices whose largest value is at least as large; NaN if no value varies.
    """
    spread = values.std(axis=0)
    known = spread > 0
    if not known.any():
        return float("nan")
    standardised = (values[:, known] - values[:, known].mean(axis=0)) / spread[known]
    largest = standardised.max(axis=1).round(12)
    return float((largest >= largest[0]).mean())
