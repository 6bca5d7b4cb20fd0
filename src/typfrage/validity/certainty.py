"""How sure is the type of each municipality?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import SeedSequence
from numpy.typing import ArrayLike

from typfrage.parallel import Progress, in_blocks
from typfrage.typology import ABSENT, TypeSolution
from typfrage.typology.patterns import Floats, Labels, finite_matrix, read_only
from typfrage.validity.agreement import compare_partitions
from typfrage.validity.jaccard import draw
from typfrage.validity.resampling import Search, nearest_mean, streams
from typfrage.validity.silhouette import silhouette_widths


@dataclass(frozen=True, eq=False)
class Certainty:
    """How sure the type of each answer pattern is.

    Attributes:
        shares: Share of the bootstrap samples whose types put a pattern into each type, shape
            (m, k); the rows sum to at most 1, what is missing went to types without counterpart.
        own: Share of its own type, shape (m,).
        second: The other type with the largest share, shape (m,); the lowest among equals.
        silhouette: Silhouette width, shape (m,).
        mixed: Whether ``own`` is below the threshold, shape (m,): the pattern lies between types.
    """

    shares: Floats
    own: Floats
    second: Labels
    silhouette: Floats
    mixed: np.ndarray


def assignment_certainty(
    solution: TypeSolution,
    *,
    replicates: int = 200,
    threshold: float = 0.75,
    starts: int = 30,
    seed: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Certainty:
    """Find types in bootstrap samples and ask into which of them each pattern falls.

    The types of a sample are matched with the reported ones by the cases drawn that they share;
    then every pattern, drawn or not, goes to the sample's type with the nearest mean.

    Args:
        solution: At least two types.
        replicates: Number of bootstrap samples.
        threshold: Smallest share of its own type with which a pattern is not mixed, 0 … 1.
        starts: Random starts of each clustering.
        seed: Seed; every sample has its own stream.
        jobs: Number of threads or workers.
        progress: Told the share of the samples that is done.

    Raises:
        ValueError: If there is one type or an argument is outside its range.
    """
    if solution.k < 2:
        raise ValueError("there is 1 type; allowed: at least 2, certainty compares types")
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold is {threshold}; allowed: 0 to 1")
    patterns, labels = solution.patterns, solution.pattern_labels
    shares = type_shares(
        solution,
        patterns.points,
        replicates=replicates,
        starts=starts,
        seed=seed,
        jobs=jobs,
        progress=progress,
    )
    pattern = np.arange(len(shares))
    others = shares.copy()
    others[pattern, labels] = -1
    own = shares[pattern, labels]
    return Certainty(
        shares=shares,
        own=read_only(own),
        second=read_only(others.argmax(axis=1)),
        silhouette=silhouette_widths(patterns.points, labels, patterns.weights).widths,
        mixed=read_only(own < threshold),
    )


def type_shares(
    solution: TypeSolution,
    points: pd.DataFrame | ArrayLike,
    *,
    replicates: int = 200,
    starts: int = 30,
    seed: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Floats:
    """Find types in bootstrap samples and count into which of them any points fall.

    The samples are those of :func:`assignment_certainty` with the same seed: a point that is one of
    the solution's patterns gets the same shares.

    Args:
        solution: The types; its cases are those that are drawn.
        points: One row per point, columns as the solution's items, shape (q, p).
        replicates: Number of bootstrap samples.
        starts: Random starts of each clustering.
        seed: Seed; every sample has its own stream.
        jobs: Number of threads or workers.
        progress: Told the share of the samples that is done.

    Returns:
        Share of the samples that put a point into each type, shape (q, k); the rows sum to at most
        1, what is missing went to types without counterpart.

    Raises:
        ValueError: If the points are no matrix of finite numbers with a column for each item, or an
            argument is outside its range.
    """
    asked = finite_matrix(points, "points")
    if asked.shape[1] != len(solution.items):
        raise ValueError(
            f"points have {asked.shape[1]} columns; allowed: {len(solution.items)}, one an item"
        )
    search = Search.of([solution], starts)
    samples = streams(seed, "certainty", replicates)
    rows = in_blocks(_samples, samples, search, asked, jobs=jobs, progress=progress)
    assigned = np.stack(rows)
    return read_only(
        np.stack([(assigned == label).mean(axis=0) for label in range(solution.k)], axis=1)
    )


def _samples(samples: Sequence[SeedSequence], search: Search, asked: Floats) -> list[Labels]:
    """Type of each point asked for in some samples, each of shape (q,); -1 = no counterpart."""
    method, cases, m = search.prepared(), search.cases, len(search.weights)
    points, absent = np.concatenate([search.points, asked]), np.full(len(asked), ABSENT)
    nobody = np.zeros(len(asked))
    found = []
    for rng in map(np.random.default_rng, samples):
        counts = draw(cases, m, "keep", rng)
        labels = search.partition(method, counts, search.k[0], rng)
        present = counts > 0
        kinds = int(labels.max()) + 1
        original = search.labels[0][present]
        matching = compare_partitions(labels[present], original, counts[present]).matching
        # Types are numbered without those that no case drawn belongs to.
        types = np.append(np.unique(original), -1)[matching]
        weights, all_labels = np.concatenate([counts, nobody]), np.concatenate([labels, absent])
        found.append(types[nearest_mean(points, weights, all_labels, kinds)[m:]])
    return found
