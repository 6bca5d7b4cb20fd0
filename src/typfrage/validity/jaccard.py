"""Bootstrap Jaccard stability: is each type found again in resampled cases?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence

from typfrage.parallel import Progress, in_blocks
from typfrage.typology import Method, TypeSolution
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.validity.resampling import Search, streams

DISSOLVED = 0.5
RECOVERED = 0.75
# Hennig's reading of a mean Jaccard similarity: code and smallest value, best first.
BANDS = (("highly_stable", 0.85), ("stable", 0.75), ("pattern", 0.6))
DUPLICATES = ("drop", "keep")


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
    solutions: Sequence[TypeSolution],
    *,
    replicates: int = 1000,
    duplicates: str = "drop",
    starts: int = 30,
    seed: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[JaccardStability, ...]:
    """Resample the cases, find types anew, and compare, as ``fpc::clusterboot`` with ``"boot"``.

    Each type is compared with the best matching type of each replicate on the cases drawn. All
    numbers of types see the same samples. A sample with fewer distinct patterns than types is
    partitioned into its patterns.

    Args:
        solutions: Types for one or more numbers of types, ascending.
        replicates: Number of bootstrap samples, B.
        duplicates: ``"drop"`` = a case that is drawn again is dropped before clustering (fpc's
            default; raises the values); ``"keep"`` = it counts again.
        starts: Random starts of each clustering, fpc's ``runs``.
        seed: Seed; every replicate has its own stream, so ``jobs`` changes nothing.
        jobs: Number of threads or workers.
        progress: Told the share of the samples that is done.

    Returns:
        For each solution the similarities per replicate and type with fpc's summaries.

    Raises:
        ValueError: If an argument is outside its range.

    References:
        Hennig (2007), Cluster-wise assessment of cluster stability.
        https://doi.org/10.1016/j.csda.2006.11.025
    """
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates is {duplicates!r}; allowed: {', '.join(DUPLICATES)}")
    search = Search.of(solutions, starts)
    samples = streams(seed, "bootstrap", replicates)
    rows = in_blocks(_replicates, samples, search, duplicates, jobs=jobs, progress=progress)
    values = np.split(np.stack(rows), np.cumsum(search.k)[:-1], axis=1)
    return tuple(_summary(of_types, duplicates) for of_types in values)


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


def best_jaccard(original: Labels, found: Labels, counts: Floats | Labels, k: int) -> Floats:
    """Compute the Jaccard similarity of each type to its best match.

    Args:
        original: Type of each point, shape (m,), values 0 … k-1; a type may be absent.
        found: Type of each point in another partition, shape (m,), from 0.
        counts: Number of cases at each point, shape (m,).
        k: Number of original types.

    Returns:
        Similarities, shape (k,); 0 for a type that is absent.
    """
    others = int(found.max()) + 1
    shared = np.bincount(original * others + found, counts, k * others).reshape(k, others)
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0) - shared
    best: Floats = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0).max(axis=1)
    return best


def draw(cases: Labels, m: int, duplicates: str, rng: np.random.Generator) -> Labels:
    """Draw as many cases as there are, with replacement.

    Args:
        cases: Pattern of each of the n cases, shape (n,), ascending, each of the m in use.
        m: Number of patterns.
        duplicates: ``"drop"`` = a case counts once however often it was drawn.
        rng: Source of the draws.

    Returns:
        Number of cases drawn of each pattern, shape (m,).
    """
    drawn = rng.integers(len(cases), size=len(cases))
    if duplicates == "keep":
        return np.bincount(cases[drawn], minlength=m)
    once = np.zeros(len(cases), dtype=bool)
    once[drawn] = True
    first = np.searchsorted(cases, np.arange(m))
    counts: Labels = np.add.reduceat(once, first, dtype=np.intp)
    return counts


def _replicates(samples: Sequence[SeedSequence], search: Search, duplicates: str) -> list[Floats]:
    """Similarities of the types of all solutions in some samples, each of shape (sum of k,)."""
    method, cases = search.prepared(), search.cases
    return [
        _replicate(search, method, draw(cases, len(search.weights), duplicates, rng), rng)
        for rng in map(np.random.default_rng, samples)
    ]


def _replicate(search: Search, method: Method, counts: Labels, rng: np.random.Generator) -> Floats:
    """Similarities of the types of all solutions in one sample, shape (sum of k,)."""
    present = counts > 0
    values = []
    for k, original in zip(search.k, search.labels, strict=True):
        found = search.partition(method, counts, k, rng)
        values.append(best_jaccard(original[present], found[present], counts[present], k))
    return np.concatenate(values)


def _summary(values: Floats, duplicates: str) -> JaccardStability:
    mean = values.mean(axis=0)
    return JaccardStability(
        values=read_only(values),
        mean=read_only(mean),
        dissolved=read_only((values <= DISSOLVED).sum(axis=0)),
        recovered=read_only((values > RECOVERED).sum(axis=0)),
        bands=tuple(stability_band(value) for value in mean),
        duplicates=duplicates,
    )
