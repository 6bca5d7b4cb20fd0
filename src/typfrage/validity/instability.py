"""Instability: do two bootstrap samples lead to the same types?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence
from scipy.spatial.distance import cdist

from typfrage.parallel import Progress, in_blocks
from typfrage.typology import ABSENT, Method, TypeSolution
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.validity.arguments import UndefinedError
from typfrage.validity.resampling import SAME_DISTANCE, Search, nearest_mean, streams

CLASSIFICATIONS = ("averagedist", "centroid")
# "averagedist" holds the distances of all pairs of patterns in memory (200 MB).
MOST_PATTERNS = 5_000


@dataclass(frozen=True, eq=False)
class Instability:
    """How differently two bootstrap samples classify the cases.

    Attributes:
        k: The numbers of types.
        values: Of each pair of samples, shape (B, K): share of ordered pairs of cases that the
            first puts together and the second does not; NaN for one type, where it says nothing.
        mean: Mean over the pairs of samples, shape (K,).
        chosen: The number of types with the smallest mean, the smallest among equals; none
            = only one type was looked at.
        classification: How cases that were not drawn are classified.
    """

    k: tuple[int, ...]
    values: Floats
    mean: Floats
    chosen: int | None
    classification: str


def instability(
    solutions: Sequence[TypeSolution],
    *,
    replicates: int = 50,
    classification: str = "averagedist",
    starts: int = 30,
    seed: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Instability:
    """Find types in pairs of bootstrap samples and compare what they say, as ``fpc::nselectboot``.

    All numbers of types see the same samples.

    Args:
        solutions: Types for one or more numbers of types, ascending; what they give is the
            patterns, the method, and the numbers of types.
        replicates: Number of pairs of samples, B.
        classification: A case that was not drawn goes to the type with the smallest mean distance
            to its drawn cases (``"averagedist"``, fpc's default) or with the nearest mean
            (``"centroid"``).
        starts: Random starts of each clustering.
        seed: Seed; every pair has its own stream.
        jobs: Number of threads or workers.
        progress: Told the share of the pairs that is done.

    Raises:
        UndefinedError: If there are too many patterns for ``"averagedist"``.
        ValueError: If an argument is outside its range.

    References:
        Fang & Wang (2012), Selection of the number of clusters via the bootstrap method.
        https://doi.org/10.1016/j.csda.2011.09.003
    """
    if classification not in CLASSIFICATIONS:
        allowed = ", ".join(CLASSIFICATIONS)
        raise ValueError(f"classification is {classification!r}; allowed: {allowed}")
    search = Search.of(solutions, starts)
    if classification == "averagedist" and len(search.points) > MOST_PATTERNS:
        raise UndefinedError(
            f"there are {len(search.points):,} distinct answers; allowed with averagedist: up to "
            f"{MOST_PATTERNS:,} (choose centroid)"
        )
    rows = in_blocks(
        _pairs,
        streams(seed, "pairs", replicates),
        search,
        classification,
        jobs=jobs,
        progress=progress,
    )
    values = np.stack(rows)
    mean = values.mean(axis=0)
    compared = np.isfinite(mean)
    return Instability(
        k=search.k,
        values=read_only(values),
        mean=read_only(mean),
        chosen=search.k[int(np.nanargmin(mean))] if compared.any() else None,
        classification=classification,
    )


def disagreement(table: Floats) -> float:
    """Compute the share of ordered pairs together in the first partition, not in the second.

    Args:
        table: Cases by type in both, shape (k, l).
    """
    return float(((table.sum(axis=1) ** 2).sum() - (table**2).sum()) / table.sum() ** 2)


def nearest_on_average(distances: Floats, counts: Labels, labels: Labels) -> Labels:
    """Assign every pattern to the type with the smallest mean distance to its cases.

    Args:
        distances: Of all pairs of patterns, shape (m, m).
        counts: Number of cases at each pattern, shape (m,).
        labels: Type of each pattern that has cases, shape (m,); ``ABSENT`` elsewhere.

    Returns:
        Types, shape (m,); among equally near ones the lowest.
    """
    member = (labels[:, None] == np.arange(labels.max() + 1)) * counts[:, None]
    mean = distances @ member / member.sum(axis=0)
    nearest: Labels = (mean <= mean.min(axis=1, keepdims=True) * (1 + SAME_DISTANCE)).argmax(axis=1)
    return nearest


def _pairs(samples: Sequence[SeedSequence], search: Search, classification: str) -> list[Floats]:
    """Values of all numbers of types in some pairs of samples, each of shape (K,)."""
    method, cases, m = search.prepared(), search.cases, len(search.weights)
    average = classification == "averagedist"
    distances = cdist(search.points, search.points) if average else None
    found = []
    for rng in map(np.random.default_rng, samples):
        drawn = [rng.integers(len(cases), size=len(cases)) for _ in range(2)]
        pair = _Pair.of(cases, m, drawn)
        found.append(np.array([_value(search, method, pair, distances, k, rng) for k in search.k]))
    return found


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two bootstrap samples of the same cases.

    Attributes:
        counts: Times that cases of each pattern were drawn, shape (2, m).
        distinct: Different cases of each pattern that were drawn, shape (2, m).
        cases: Cases of each pattern by whether they were drawn in the first and in the second,
            shape (2, 2, m): [0] = not drawn.
    """

    counts: Labels
    distinct: Labels
    cases: Labels

    @classmethod
    def of(cls, cases: Labels, m: int, drawn: list[Labels]) -> _Pair:
        """Count two samples, each (n,) positions in ``cases``."""
        once = np.zeros((2, len(cases)), dtype=np.intp)
        for sample, positions in zip(once, drawn, strict=True):
            sample[positions] = 1
        cell = (once[0] * 2 + once[1]) * m + cases
        together = np.bincount(cell, minlength=4 * m).reshape(2, 2, m)
        return cls(
            counts=np.stack([np.bincount(cases[one], minlength=m) for one in drawn]),
            distinct=np.stack([together[1].sum(axis=0), together[:, 1].sum(axis=0)]),
            cases=together,
        )


def _value(
    search: Search,
    method: Method,
    pair: _Pair,
    distances: Floats | None,
    k: int,
    rng: np.random.Generator,
) -> float:
    """Disagreement of one pair of samples; NaN for one type."""
    if k == 1:
        return float("nan")
    sides = []
    for counts, distinct in zip(pair.counts, pair.distinct, strict=True):
        labels = search.partition(method, counts, k, rng)
        if distances is None:
            others = nearest_mean(
                search.points, counts.astype(np.float64), labels, labels.max() + 1
            )
        else:
            others = nearest_on_average(distances, distinct, labels)
        # Cases that were drawn keep their type, others of the same pattern are classified.
        sides.append((others, np.where(labels == ABSENT, others, labels)))
    table = np.zeros((k, k))
    for first in range(2):
        for second in range(2):
            cell = sides[0][first] * k + sides[1][second]
            table += np.bincount(cell, pair.cases[first, second], k * k).reshape(k, k)
    return disagreement(table)
