"""Prediction strength: do types found in one half of the cases hold in the other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence

from typfrage.parallel import Progress, in_blocks
from typfrage.typology import Method, TypeSolution
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.validity.arguments import UndefinedError
from typfrage.validity.resampling import Search, nearest_mean, streams

CUTOFF = 0.8


@dataclass(frozen=True, eq=False)
class PredictionStrength:
    """How well types found in one half predict those of the other.

    Attributes:
        k: The numbers of types.
        values: Of each split, shape (M, K): the mean over both halves of the weakest type.
        mean: Mean over the splits, shape (K,); 1 for one type.
        chosen: The largest number of types whose mean is above ``CUTOFF``; 1, whose strength is 1
            by definition, if no other is.
    """

    k: tuple[int, ...]
    values: Floats
    mean: Floats
    chosen: int


def prediction_strength(
    solutions: Sequence[TypeSolution],
    *,
    splits: int = 50,
    starts: int = 30,
    seed: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> PredictionStrength:
    """Split the cases in two halves, find types in both, and predict each from the other.

    As ``fpc::prediction.strength`` with nearest-centroid classification. All numbers of types see
    the same splits.

    Args:
        solutions: Types for one or more numbers of types, ascending; what they give is the
            patterns, the method, and the numbers of types.
        splits: Number of random splits, M.
        starts: Random starts of each clustering.
        seed: Seed; every split has its own stream.
        jobs: Number of threads or workers.
        progress: Told the share of the splits that is done.

    Raises:
        UndefinedError: If there are fewer than two cases.
        ValueError: If an argument is outside its range.

    References:
        Tibshirani & Walther (2005), Cluster Validation by Prediction Strength.
        https://doi.org/10.1198/106186005X59243
    """
    search = Search.of(solutions, starts)
    if search.weights.sum() < 2:
        raise UndefinedError("there is 1 case; allowed: at least 2, the cases are split in halves")
    rows = in_blocks(_splits, streams(seed, "splits", splits), search, jobs=jobs, progress=progress)
    values = np.stack(rows)
    mean = values.mean(axis=0)
    supported = [k for k, value in zip(search.k, mean, strict=True) if value > CUTOFF]
    return PredictionStrength(
        k=search.k,
        values=read_only(values),
        mean=read_only(mean),
        chosen=max(supported, default=1),
    )


def weakest_type(found: Labels, predicted: Labels, counts: Labels, k: int) -> float:
    """Compute the share of pairs of the weakest type that are predicted to be together.

    Args:
        found: Type of each point, shape (m,), 0 … k-1.
        predicted: Type that the other half predicts, shape (m,).
        counts: Number of cases at each point, shape (m,).
        k: Number of types; a type of at most one case counts 1.

    Returns:
        The smallest share, 0 … 1.
    """
    others = int(predicted.max()) + 1
    together = np.bincount(found * others + predicted, counts, k * others).reshape(k, others)
    size = together.sum(axis=1)
    pairs = (together * (together - 1)).sum(axis=1)
    shares = np.where(size > 1, pairs / np.where(size > 1, size * (size - 1), 1), 1)
    return float(shares.min())


def _splits(samples: Sequence[SeedSequence], search: Search) -> list[Floats]:
    """Values of all numbers of types in some splits, each of shape (K,)."""
    method = search.prepared()
    half = int(search.weights.sum()) // 2
    found = []
    for rng in map(np.random.default_rng, samples):
        first = rng.multivariate_hypergeometric(search.weights, half)
        halves = (first, search.weights - first)
        found.append(np.array([_strength(search, method, halves, k, rng) for k in search.k]))
    return found


def _strength(
    search: Search,
    method: Method,
    halves: tuple[Labels, Labels],
    k: int,
    rng: np.random.Generator,
) -> float:
    """Mean over both halves of their weakest type's share."""
    labels = [search.partition(method, counts, k, rng) for counts in halves]
    shares = []
    for own, other in ((0, 1), (1, 0)):
        present = halves[own] > 0
        predicted = nearest_mean(
            search.points, halves[other].astype(np.float64), labels[other], labels[other].max() + 1
        )
        shares.append(
            weakest_type(labels[own][present], predicted[present], halves[own][present], k)
        )
    return float(np.mean(shares))
