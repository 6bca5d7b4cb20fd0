"""What all resampling criteria share: their randomness, their samples, their search.

Every replicate has its own stream of random numbers, so that neither the number of processes nor
the number of replicates changes any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence

from typfrage.compiled import compiled
from typfrage.typology import ABSENT, Method, TypeSolution, prepare
from typfrage.typology.patterns import Floats, Labels

# Squared distances that are equal by arithmetic may differ in the last bits.
SAME_DISTANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Search:
    """How types are sought anew in a resample.

    Attributes:
        method: Name of the clustering method.
        points: The m distinct patterns, shape (m, p).
        weights: Number of cases at each, shape (m,).
        labels: The original partitions, one row per number of types, shape (K, m).
        k: The numbers of types, ascending.
        starts: Random starts of each clustering.
    """

    method: str
    points: Floats
    weights: Labels
    labels: Labels
    k: tuple[int, ...]
    starts: int

    @classmethod
    def of(cls, solutions: Sequence[TypeSolution], starts: int) -> Search:
        """Take method, patterns and numbers of types from solutions.

        Raises:
            ValueError: If there is none, they do not rest on the same patterns and method, their
                numbers of types do not ascend, or ``starts`` is less than 1.
        """
        if not solutions:
            raise ValueError("solutions is empty; allowed: at least one")
        if starts < 1:
            raise ValueError(f"starts is {starts}; allowed: at least 1")
        first = solutions[0]
        k = tuple(solution.k for solution in solutions)
        if list(k) != sorted(set(k)):
            raise ValueError(f"solutions have {list(k)} types; allowed: ascending, each once")
        for solution in solutions:
            same = np.array_equal(solution.patterns.points, first.patterns.points)
            if solution.method != first.method or not same:
                raise ValueError("solutions differ in method or patterns; allowed: the same")
        return cls(
            method=first.method,
            points=first.patterns.points,
            weights=first.patterns.weights.astype(np.intp),
            labels=np.stack([solution.pattern_labels for solution in solutions]),
            k=k,
            starts=starts,
        )

    @property
    def cases(self) -> Labels:
        """Position of each of the n cases' pattern, ascending, shape (n,)."""
        return np.repeat(np.arange(len(self.weights)), self.weights)

    def prepared(self) -> Method:
        """Prepare the method on the patterns."""
        return prepare(self.method, self.points)

    def partition(
        self, method: Method, weights: Floats | Labels, k: int, rng: np.random.Generator
    ) -> Labels:
        """Partition the patterns that are present.

        Where fewer patterns than ``k`` are present, each is a type of its own.

        Args:
            method: The prepared method.
            weights: Number of cases at each pattern, shape (m,); 0 = absent.
            k: Number of types.
            rng: Source of the starts.

        Returns:
            Labels, shape (m,); ``ABSENT`` for absent patterns.
        """
        present = np.asarray(weights) > 0
        kinds = min(k, int(present.sum()))
        if kinds == 1:
            return np.where(present, 0, ABSENT)
        return method.partition(weights, kinds, starts=self.starts, rng=rng).labels


def streams(seed: int, purpose: str, count: int) -> list[SeedSequence]:
    """Make independent sources of random numbers, one for each replicate.

    Args:
        seed: Seed of the whole computation, 0 or more.
        purpose: What they are for; other purposes get other numbers.
        count: Number of sources; a larger number keeps the first ones.

    Raises:
        ValueError: If ``count`` is less than 1.
    """
    if count < 1:
        raise ValueError(f"{purpose} has {count} replicates; allowed: at least 1")
    return SeedSequence([seed, *purpose.encode()]).spawn(count)


@compiled
def nearest_mean(points: Floats, weights: Floats, labels: Labels, k: int) -> Labels:
    """Assign every pattern to the type with the nearest mean.

    Args:
        points: Shape (m, p).
        weights: Number of cases at each, shape (m,).
        labels: Type of each pattern that is present, shape (m,), 0 … k-1, none empty;
            ``ABSENT`` elsewhere.
        k: Number of types.

    Returns:
        Types, shape (m,); among equally near ones the lowest.
    """
    m, p = points.shape
    means = np.zeros((k, p))
    size = np.zeros(k)
    for i in range(m):
        if labels[i] >= 0:
            size[labels[i]] += weights[i]
            for j in range(p):
                means[labels[i], j] += weights[i] * points[i, j]
    for c in range(k):
        for j in range(p):
            means[c, j] /= size[c]
    nearest = np.zeros(m, np.intp)
    for i in range(m):
        least = np.inf
        for c in range(k):
            distance = 0.0
            for j in range(p):
                distance += (points[i, j] - means[c, j]) ** 2
            if distance < least * (1 - SAME_DISTANCE):
                least = distance
                nearest[i] = c
    return nearest
