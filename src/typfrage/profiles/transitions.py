"""From which type to which: municipalities that answered in both waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.profiles.contingency import cramers_v
from typfrage.profiles.marginal_homogeneity import MarginalHomogeneity, refused, stuart_maxwell
from typfrage.profiles.panel_table import Pair, checked_pairs, panel_counts, stayed_share
from typfrage.profiles.percentile import Interval, percentile_interval
from typfrage.profiles.shares import wilson_interval
from typfrage.typology.patterns import Floats, read_only
from typfrage.validity.agreement import adjusted_rand_index


@dataclass(frozen=True, eq=False)
class Transitions:
    """How the panel's municipalities moved between types.

    Types are found from answers, and answers vary although nothing has changed: what is observed
    here overstates change, see :mod:`typfrage.profiles.latent_transitions`.

    Attributes:
        counts: Municipalities by type before and after, shape (k1, k2).
        members: Municipalities in both waves.
        shares: Share of each later type among those of an earlier one, shape (k1, k2); NaN in rows
            of types without panel members.
        low: Lower ends of Wilson's interval of each share, shape (k1, k2).
        high: Upper ends.
        pairs: The matched types.
        stayed: Share that is still in the counterpart of its type, among the municipalities whose
            type has one; percentile bootstrap over municipalities.
        stayed_base: Their number.
        cramers_v: Association of type before and after, bias-corrected, 0 … 1; NaN where there
            are fewer than two types before or after.
        adjusted_rand: Adjusted Rand index of the types before and after; NaN without members.
        kappa: Cohen's κ, agreement beyond chance of types before with their counterparts after;
            NaN unless all types are matched; percentile bootstrap over municipalities.
        homogeneity: Test whether the sizes of the types are the same before and after; refused
            unless all types are matched.
    """

    counts: NDArray[np.int64]
    members: int
    shares: Floats
    low: Floats
    high: Floats
    pairs: tuple[Pair, ...]
    stayed: Interval
    stayed_base: int
    cramers_v: float
    adjusted_rand: float
    kappa: Interval
    homogeneity: MarginalHomogeneity


def transitions(
    before: pd.Series[int],
    after: pd.Series[int],
    k1: int,
    k2: int,
    *,
    pairs: Sequence[Pair],
    replicates: int = 1000,
    seed: int,
    level: float = 0.95,
) -> Transitions:
    """Count how municipalities moved from the types of one wave to those of another.

    The interval of a share is Wilson's, for among the members of a type the number in each later
    type is binomial. Resampling municipalities cannot move a share of 0 or 1 and covers small ones
    too seldom: 88 % instead of 95 % for a share of 8 % among 45.

    Args:
        before: Type of each municipality of the earlier wave, 0 … k1-1, indexed by key.
        after: The same of the later wave, 0 … k2-1. Keys that are in one wave only are left out.
        k1: Number of types in the earlier wave.
        k2: Number of types in the later wave.
        pairs: The matched types, each at most once; see
            :func:`typfrage.profiles.wave_types.wave_types`.
        replicates: Bootstrap samples of municipalities.
        seed: Seed of the samples.
        level: Confidence level of the intervals, above 0 and below 1.

    Returns:
        The transitions. Without any common key all shares are NaN.

    Raises:
        ValueError: If a key repeats, a type is out of range or missing, or an argument is out of
            range.

    References:
        Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13.
        https://doi.org/10.1201/9780429246593
        Cohen (1960), A coefficient of agreement for nominal scales.
        https://doi.org/10.1177/001316446002000104
    """
    matched = checked_pairs(pairs, k1, k2)
    if replicates < 1 or not 0 < level < 1:
        raise ValueError(
            f"replicates is {replicates}, level {level}; allowed: at least 1, and between 0 and 1"
        )
    counts = panel_counts(before, after, k1, k2)
    rows = counts.sum(axis=1, keepdims=True)
    low, high = wilson_interval(counts, np.broadcast_to(rows, counts.shape), level=level)
    samples = _samples(counts, replicates, np.random.default_rng(seed))
    return Transitions(
        counts=counts,
        members=int(counts.sum()),
        shares=read_only(np.divide(counts, rows, out=np.full((k1, k2), np.nan), where=rows > 0)),
        low=read_only(low),
        high=read_only(high),
        pairs=matched,
        stayed=_stayed(counts, matched, replicates, seed, level),
        stayed_base=int(counts[[number for number, _ in matched]].sum()),
        cramers_v=cramers_v(counts),
        adjusted_rand=_adjusted_rand(counts),
        kappa=percentile_interval(_kappa(counts, matched), _kappa(samples, matched), level),
        homogeneity=_homogeneity(counts, matched, seed),
    )


def _samples(counts: NDArray[np.int64], replicates: int, rng: np.random.Generator) -> Floats:
    """Draw municipalities with replacement and count them, shape (R, k1, k2)."""
    members = int(counts.sum())
    if not members:
        return np.zeros((replicates, *counts.shape))
    drawn = rng.multinomial(members, counts.ravel() / members, replicates)
    return drawn.reshape(replicates, *counts.shape).astype(np.float64)


def _stayed(
    counts: NDArray[np.int64], pairs: tuple[Pair, ...], replicates: int, seed: int, level: float
) -> Interval:
    """The share that stayed, drawn from those who did, who could have, and the others.

    Samples of the whole table have the same distribution. But with a known seed, the ends of their
    interval would tell which counts can stand in the cells that are withheld.
    """
    could = int(counts[[number for number, _ in pairs]].sum())
    stayed = int(sum(counts[pair] for pair in pairs))
    members = int(counts.sum())
    parts = np.array([[stayed, could - stayed], [members - could, 0]])
    samples = _samples(parts, replicates, np.random.default_rng(seed))
    return percentile_interval(stayed_share(counts, pairs), stayed_share(samples, [(0, 0)]), level)


def _kappa(counts: NDArray[np.generic], pairs: tuple[Pair, ...]) -> Floats:
    """Cohen's κ of matched types, shape (...); NaN if some type has no counterpart."""
    if not len(pairs) == counts.shape[-2] == counts.shape[-1]:
        return np.full(counts.shape[:-2], np.nan)
    square = counts[..., [second for _, second in pairs]]
    total = square.sum(axis=(-2, -1), dtype=np.float64)
    chance = (square.sum(axis=-1) * square.sum(axis=-2)).sum(axis=-1, dtype=np.float64)
    agreed = np.trace(square, axis1=-2, axis2=-1) * total
    room = total**2 - chance
    unknown = np.full(room.shape, np.nan)
    kappa: Floats = np.divide(agreed - chance, room, out=unknown, where=room > 0)
    return kappa


def _adjusted_rand(counts: NDArray[np.int64]) -> float:
    first, second = np.nonzero(counts)
    if not len(first):
        return float("nan")
    return adjusted_rand_index(first, second, counts[first, second])


def _homogeneity(
    counts: NDArray[np.int64], pairs: tuple[Pair, ...], seed: int
) -> MarginalHomogeneity:
    if not len(pairs) == counts.shape[0] == counts.shape[1]:
        return refused("unmatched", len(counts) - 1)
    return stuart_maxwell(counts[:, [second for _, second in pairs]], seed=seed)
