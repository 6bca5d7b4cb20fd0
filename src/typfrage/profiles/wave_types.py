"""Types of two waves, found on the goals that both asked for, and which of them is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from typfrage.profiles.common_goals import answers_to, shared_goals
from typfrage.profiles.correspondence import Correspondence, correspondence, jaccard_index
from typfrage.typology import TypeSolution, assign, find_types
from typfrage.typology.matching import best_pairs, row_correlations
from typfrage.typology.patterns import Floats, read_only


@dataclass(frozen=True)
class TypePair:
    """A type of the earlier wave and its counterpart in the later one.

    Attributes:
        earlier: Number of the earlier type.
        later: Number of the later type.
        correlation: Of their deviations over the common goals.
        jaccard: Later answers that are in both the later type and the earlier type carried on, by
            those in one of both.
    """

    earlier: int
    later: int
    correlation: float
    jaccard: float


@dataclass(frozen=True, eq=False)
class WaveTypes:
    """The types of two waves side by side.

    Attributes:
        common: The goals that were asked for in both waves in the same words.
        earlier: Types of the earlier wave from the common goals, of the municipalities that chose
            at least one of them.
        later: The same of the later wave.
        without_goals: Municipalities of the earlier and of the later wave that chose none of the
            common goals. They are in no type.
        earlier_effect: How far the types of the earlier wave from the common goals are those from
            all its goals: what leaving out goals does by itself.
        later_effect: The same of the later wave.
        carried: Type of the earlier wave whose centre is nearest to each later answer, indexed by
            key; of equally near ones the lowest, as in :func:`typfrage.typology.assign`.
        carried_agreement: How far ``carried`` says the same as ``later``.
        correlations: Correlation of the deviations of each earlier with each later type over the
            common goals, shape (k1, k2); NaN for a type that deviates nowhere.
        matched: The pairs, in the order of the earlier types.
        vanished: Earlier types without counterpart.
        new: Later types without counterpart.
        threshold: Smallest correlation of a pair.
    """

    common: tuple[str, ...]
    earlier: TypeSolution
    later: TypeSolution
    without_goals: tuple[int, int]
    earlier_effect: Correspondence
    later_effect: Correspondence
    carried: pd.Series[int]
    carried_agreement: Correspondence
    correlations: Floats
    matched: tuple[TypePair, ...]
    vanished: tuple[int, ...]
    new: tuple[int, ...]
    threshold: float

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Numbers of the matched types."""
        return tuple((pair.earlier, pair.later) for pair in self.matched)


def wave_types(
    earlier_goals: pd.DataFrame,
    later_goals: pd.DataFrame,
    common: Sequence[str],
    k_earlier: int,
    k_later: int,
    *,
    starts: int = 50,
    seed: int,
    match_threshold: float = 0.5,
    method: str = "kmeans",
) -> WaveTypes:
    """Find and match the types of two waves on the goals that both asked for.

    Types are matched by what marks them: the deviations of each (share in the type minus share
    overall) over the common goals are correlated, and the one-to-one assignment with the largest
    sum is taken. Pairs under the threshold are no pairs.

    Args:
        earlier_goals: (municipalities × goals) 0/1 of the earlier wave, none missing, indexed by
            key.
        later_goals: The same of the later wave.
        common: Goals that are comparable, at least two.
        k_earlier: Number of types in the earlier wave.
        k_later: Number of types in the later wave.
        starts: Random starts of each search.
        seed: Seed of the starts.
        match_threshold: Smallest correlation that counts as a match, above 0 and at most 1.
        method: One of :data:`typfrage.typology.METHODS`.

    Returns:
        The types of both waves, and what their comparison rests on.

    Raises:
        NotComparableError: If there are fewer than two common goals, a wave without answers, or
            fewer different answers to the common goals than types.
        ValueError: If a goal is in ``common`` and not in both waves, or another argument is out of
            range.

    References:
        Kuhn (1955), The Hungarian method. https://doi.org/10.1002/nav.3800020109
        Hubert & Arabie (1985), Comparing partitions. https://doi.org/10.1007/BF01908075
        Hennig (2007), Cluster-wise assessment of cluster stability.
        https://doi.org/10.1016/j.csda.2006.11.025
    """
    if not 0 < match_threshold <= 1:
        raise ValueError(f"match_threshold is {match_threshold}; allowed: above 0, at most 1")
    names = shared_goals(earlier_goals, later_goals, common)
    before = answers_to(earlier_goals, names, k_earlier, "earlier")
    after = answers_to(later_goals, names, k_later, "later")
    search = partial(find_types, method=method, starts=starts, seed=seed)
    earlier, later = search(before, k_earlier), search(after, k_later)
    carried = assign(after, earlier.centres).labels
    correlations = row_correlations(earlier.deviations, later.deviations)
    pairs = best_pairs(correlations, match_threshold)
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    return WaveTypes(
        common=names,
        earlier=earlier,
        later=later,
        without_goals=(len(earlier_goals) - len(before), len(later_goals) - len(after)),
        earlier_effect=_effect(earlier, search(earlier_goals, k_earlier)),
        later_effect=_effect(later, search(later_goals, k_later)),
        carried=pd.Series(carried, index=after.index, name="type"),
        carried_agreement=correspondence(carried, later.labels, k_earlier),
        correlations=read_only(correlations),
        matched=tuple(
            TypePair(*pair, float(correlations[pair]), jaccard_index(carried, later.labels, *pair))
            for pair in pairs
        ),
        vanished=tuple(number for number in range(k_earlier) if number not in firsts),
        new=tuple(number for number in range(k_later) if number not in seconds),
        threshold=match_threshold,
    )


def _effect(common: TypeSolution, everything: TypeSolution) -> Correspondence:
    """Compare types from the common goals with those from all goals of the same wave."""
    others = everything.series().loc[common.cases]
    return correspondence(common.labels, others.to_numpy(), common.k)
