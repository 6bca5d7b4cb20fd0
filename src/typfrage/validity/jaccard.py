"""Bootstrap Jaccard stability: is each type found again in resampled cases?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from typfrage.typology import TypeSolution, partition_by
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.validity.agreement import contingency
from typfrage.validity.arguments import cases_by_pattern

DISSOLVED = 0.5
RECOVERED = 0.75
# Hennig's reading of a mean Jaccard similarity: code and smallest value, best first.
BANDS = (("highly_stable", 0.85), ("stable", 0.75), ("pattern", 0.6))


@dataclass(frozen=True, eq=False)
class JaccardStability:
    """How well each type is found again in bootstrap samples.

    Attributes:
        values: Jaccard similarity of each type to its best match, shape (B, k).
        mean: Mean over the replicates, shape (k,).
        dissolved: Number of replicates in which a type's similarity is at most 0.5, shape (k,).
        recovered: Number of replicates in which it is above 0.75, shape (k,).
        bands: Reading of each mean, see :func:`stability_band`.
        duplicates: Whether repeated draws of a case were dropped or kept.
    """

    values: Floats
    mean: Floats
    dissolved: Labels
    recovered: Labels
    bands: tuple[str, ...]
    duplicates: str


def bootstrap_jaccard(
    solution: TypeSolution,
    *,
    replicates: int = 100,
    duplicates: str = "drop",
    seed: int,
    jobs: int = 1,
) -> JaccardStability:
    """Resample the cases, find types anew, and compare, as ``fpc::clusterboot`` with ``"boot"``.

    Each type is compared with the best matching type of each replicate on the cases drawn. The
    algorithm and its parameters are those of the solution: with fewer random starts the noise of
    the search would count as instability of the types. A sample with fewer distinct patterns than
    types is partitioned into its patterns.

    Args:
        solution: k types.
        replicates: Number of bootstrap samples, B.
        duplicates: ``"drop"`` = a case that is drawn again is dropped before clustering (fpc's
            default; raises the values); ``"keep"`` = it counts again.
        seed: Seed; every replicate has its own stream, so ``jobs`` changes nothing.
        jobs: Number of processes.

    Returns:
        Similarities per replicate and type with fpc's summaries.

    Raises:
        ValueError: If an argument is outside its range.

    References:
        Hennig (2007), Cluster-wise assessment of cluster stability.
        https://doi.org/10.1016/j.csda.2006.11.025
    """
    if duplicates not in RESAMPLERS:
        raise ValueError(f"duplicates is {duplicates!r}; allowed: {', '.join(RESAMPLERS)}")
    if replicates < 1:
        raise ValueError(f"replicates is {replicates}; allowed: at least 1")
    streams = np.random.SeedSequence(seed).spawn(replicates)
    values = np.stack(
        Parallel(n_jobs=jobs)(
            delayed(_replicate)(solution, RESAMPLERS[duplicates], stream) for stream in streams
        )
    )
    mean = values.mean(axis=0)
    return JaccardStability(
        values=read_only(values),
        mean=read_only(mean),
        dissolved=read_only((values <= DISSOLVED).sum(axis=0)),
        recovered=read_only((values > RECOVERED).sum(axis=0)),
        bands=tuple(stability_band(value) for value in mean),
        duplicates=duplicates,
    )


def stability_band(mean: float) -> str:
    """Read a mean Jaccard similarity as Hennig does.

    Args:
        mean: Mean Jaccard similarity of a type, 0 … 1.

    Returns:
        ``"dissolved"`` (up to 0.5), ``"doubtful"`` (below 0.6), ``"pattern"`` (from 0.6),
        ``"stable"`` (from 0.75) or ``"highly_stable"`` (from 0.85).

    Raises:
        ValueError: If the mean is not between 0 and 1.
    """
    if not 0 <= mean <= 1:
        raise ValueError(f"mean is {mean}; allowed: 0 to 1")
    if mean <= DISSOLVED:
        return "dissolved"
    return next((band for band, smallest in BANDS if mean >= smallest), "doubtful")


def best_jaccard(original: Labels, found: Labels, counts: Floats, k: int) -> Floats:
    """Compute the Jaccard similarity of each type to its best match.

    Args:
        original: Type of each point, shape (m,), values 0 … k-1; a type may be absent.
        found: Type of each point in another partition, shape (m,).
        counts: Number of cases at each point, shape (m,).
        k: Number of original types.

    Returns:
        Similarities, shape (k,); 0 for a type that is absent.
    """
    shared = contingency(original, found, counts)
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0) - shared
    best = np.zeros(k)
    best[np.unique(original)] = (shared / union).max(axis=1)
    return best


def _replicate(
    solution: TypeSolution,
    resample: Callable[[Labels, np.random.Generator], Labels],
    stream: np.random.SeedSequence,
) -> Floats:
    """Similarities of all types in one bootstrap sample, shape (k,)."""
    rng = np.random.default_rng(stream)
    patterns = solution.patterns
    drawn = resample(cases_by_pattern(patterns), rng)
    counts = np.bincount(drawn, minlength=len(patterns.weights))
    present = np.flatnonzero(counts)
    partition = partition_by(
        solution.method,
        patterns.points[present],
        counts[present],
        min(solution.k, len(present)),
        **solution.parameters,
        rng=rng,
    )
    original = solution.pattern_labels[present]
    return best_jaccard(original, partition.labels, counts[present].astype(np.float64), solution.k)


def _drop(cases: Labels, rng: np.random.Generator) -> Labels:
    """Draw as many cases as there are and forget that some were drawn again."""
    return cases[np.unique(rng.integers(len(cases), size=len(cases)))]


def _keep(cases: Labels, rng: np.random.Generator) -> Labels:
    """Draw as many cases as there are."""
    return cases[rng.integers(len(cases), size=len(cases))]


RESAMPLERS = {"drop": _drop, "keep": _keep}
