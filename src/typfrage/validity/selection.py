"""The criteria side by side for every number of types: what speaks for which k."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd
from numpy.typing import ArrayLike

from typfrage.typology import TypeSolution, find_types
from typfrage.validity.jaccard import JaccardStability, bootstrap_jaccard
from typfrage.validity.silhouette import Silhouette, silhouette_widths


@dataclass(frozen=True, eq=False)
class Criteria:
    """What the criteria say about one number of types.

    Attributes:
        solution: The k types.
        silhouette: Their silhouette; none for k = 1, where it is not defined.
        jaccard: Their stability under resampling.
    """

    solution: TypeSolution
    silhouette: Silhouette | None
    jaccard: JaccardStability


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What the criteria say about each number of types.

    Attributes:
        by_k: The criteria for each k, in ascending order.
    """

    by_k: dict[int, Criteria]

    def table(self) -> pd.DataFrame:
        """Line the criteria up.

        Returns:
            One row per k: ``total_within_ss``, ``smallest_size`` (cases), ``silhouette`` (NaN for
            k = 1), ``smallest_jaccard`` (smallest mean of any type), ``mean_jaccard`` (mean over
            the types), ``stable_types`` (number with a mean of at least 0.75), ``starts_at_best``.
        """
        rows = [_row(k, criteria) for k, criteria in self.by_k.items()]
        return pd.DataFrame(rows).set_index("k")


def evaluate(
    X: pd.DataFrame | ArrayLike,
    k_range: Iterable[int] = range(2, 9),
    *,
    method: str = "kmeans",
    starts: int = 50,
    replicates: int = 100,
    duplicates: str = "drop",
    seed: int,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Evaluation:
    """Find types for each k and compute all criteria.

    Args:
        X: One row per case, one column per item, shape (n, p).
        k_range: Numbers of types to compare.
        method: Name of the algorithm, see :func:`typfrage.typology.find_types`.
        starts: Number of random starts of each solution.
        replicates: Number of bootstrap samples for each k; the same samples for every k.
        duplicates: See :func:`typfrage.validity.bootstrap_jaccard`.
        seed: Seed of starts and samples.
        jobs: Number of processes.
        progress: Called with k when that k is done.

    Returns:
        Solutions and criteria for each k.

    Raises:
        ValueError: If an argument is outside its range.
    """
    candidates = sorted(set(k_range))
    if not candidates:
        raise ValueError("k_range is empty; allowed: at least one number of types")
    by_k = {}
    for k in candidates:
        solution = find_types(X, k, method=method, starts=starts, seed=seed)
        by_k[k] = Criteria(
            solution=solution,
            silhouette=_silhouette(solution) if k > 1 else None,
            jaccard=bootstrap_jaccard(
                solution, replicates=replicates, duplicates=duplicates, seed=seed, jobs=jobs
            ),
        )
        if progress is not None:
            progress(k)
    return Evaluation(by_k)


def _silhouette(solution: TypeSolution) -> Silhouette:
    patterns = solution.patterns
    return silhouette_widths(patterns.points, solution.pattern_labels, patterns.weights)


def _row(k: int, criteria: Criteria) -> dict[str, float]:
    solution, jaccard = criteria.solution, criteria.jaccard
    stable = sum(band in ("stable", "highly_stable") for band in jaccard.bands)
    return {
        "k": k,
        "total_within_ss": solution.total_within_ss,
        "smallest_size": int(solution.sizes.min()),
        "silhouette": criteria.silhouette.overall if criteria.silhouette else float("nan"),
        "smallest_jaccard": float(jaccard.mean.min()),
        "mean_jaccard": float(jaccard.mean.mean()),
        "stable_types": stable,
        "starts_at_best": solution.starts_at_best,
    }
