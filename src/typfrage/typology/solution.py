"""Types with canonical labels: the same whatever the order of rows, labels and threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from typfrage.typology.methods import prepare
from typfrage.typology.patterns import Floats, Labels, Patterns, distinct_patterns, read_only
from typfrage.typology.weighted import cluster_means, within_sum_of_squares


@dataclass(frozen=True, eq=False)
class TypeSolution:
    """A partition of the cases into k types.

    Types are numbered 0 … k-1 by size, the largest first; equal sizes by their centres,
    lexicographically; equal centres by the first pattern they hold.

    Attributes:
        patterns: The m distinct answer patterns of the n cases.
        items: Names of the p items.
        cases: Keys of the n cases.
        pattern_labels: Type of each pattern, shape (m,).
        centres: Mean of each type, shape (k, p); for 0/1 items the shares.
        sizes: Number of cases of each type, shape (k,).
        total_within_ss: Sum over the cases of squared Euclidean distances to their centres.
        method: Name of the algorithm, one of :data:`typfrage.typology.METHODS`.
        parameters: Its arguments besides data, ``k`` and randomness.
        seed: Seed of its random starts.
        starts_at_best: Number of starts that reached the best total.
    """

    patterns: Patterns
    items: tuple[str, ...]
    cases: pd.Index
    pattern_labels: Labels
    centres: Floats
    sizes: NDArray[np.int64]
    total_within_ss: float
    method: str
    parameters: Mapping[str, int]
    seed: int
    starts_at_best: int

    @property
    def k(self) -> int:
        """Number of types."""
        return len(self.sizes)

    @property
    def labels(self) -> Labels:
        """Type of each case, shape (n,)."""
        return self.pattern_labels[self.patterns.of_case]

    @property
    def deviations(self) -> Floats:
        """Each type's centre minus the mean over all cases, shape (k, p)."""
        return self.centres - self.patterns.mean

    def series(self) -> pd.Series[int]:
        """Type of each case, indexed by the cases' keys."""
        return pd.Series(self.labels, index=self.cases, name="type")


def find_types(
    X: pd.DataFrame | ArrayLike,
    k: int,
    *,
    method: str = "kmeans",
    starts: int = 50,
    seed: int,
    weights: ArrayLike | None = None,
) -> TypeSolution:
    """Partition cases into k types.

    Args:
        X: One row per case, one column per item, shape (n, p). A DataFrame's index and columns
            name the cases and the items.
        k: Number of types, 1 to the number of distinct rows.
        method: Name of the method, one of :data:`typfrage.typology.METHODS`.
        starts: Number of random starts.
        seed: Seed of the starts.
        weights: Number of cases that each row stands for, shape (n,); none = one each.

    Returns:
        The types with canonical labels. Permuting the rows of ``X`` permutes the labels of the
        cases and changes nothing else.

    Raises:
        ValueError: If an argument is outside its range or ``X`` holds missing values.
    """
    patterns = distinct_patterns(X, weights)
    items, cases = _names(X, patterns)
    rng = np.random.default_rng(seed)
    partition = prepare(method, patterns.points).partition(
        patterns.weights, k, starts=starts, rng=rng
    )
    labels = canonical_labels(patterns, partition.labels)
    mass = patterns.weights.astype(np.float64)
    return TypeSolution(
        patterns=patterns,
        items=items,
        cases=cases,
        pattern_labels=read_only(labels),
        centres=read_only(cluster_means(patterns.points, mass, labels)),
        sizes=read_only(_sizes(patterns, labels)),
        total_within_ss=within_sum_of_squares(patterns.points, mass, labels),
        method=method,
        parameters={"starts": starts},
        seed=seed,
        starts_at_best=partition.starts_at_best,
    )


def canonical_labels(patterns: Patterns, labels: Labels) -> Labels:
    """Renumber a partition of patterns by size, centre and first pattern.

    Args:
        patterns: The m patterns.
        labels: Any numbering of the partition, shape (m,), 0 … k-1, none empty.

    Returns:
        The canonical numbering, shape (m,).
    """
    first = np.unique(labels, return_index=True)[1]
    centres = cluster_means(patterns.points, patterns.weights.astype(np.float64), labels)
    order = np.lexsort([first, *centres.T[::-1], -_sizes(patterns, labels)])
    return order.argsort()[labels]


def _names(X: pd.DataFrame | ArrayLike, patterns: Patterns) -> tuple[tuple[str, ...], pd.Index]:
    """Names of the items and keys of the cases; numbers from 0 where X has none."""
    if not isinstance(X, pd.DataFrame):
        items = tuple(map(str, range(patterns.points.shape[1])))
        return items, pd.RangeIndex(len(patterns.of_case))
    for kind, names in (("columns", X.columns), ("index", X.index)):
        if names.has_duplicates:
            twice = names[names.duplicated()].tolist()
            raise ValueError(f"X has {twice} more than once in its {kind}; allowed: each name once")
    return tuple(map(str, X.columns)), X.index


def _sizes(patterns: Patterns, labels: Labels) -> NDArray[np.int64]:
    return np.bincount(labels, patterns.weights).astype(np.int64)
