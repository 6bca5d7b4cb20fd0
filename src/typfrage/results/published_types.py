"""The types as readers of the published table know them: their centres, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from typfrage.profiles.disclosure import Released
from typfrage.profiles.published_answers import expected_answers
from typfrage.profiles.published_centres import published_centres
from typfrage.profiles.type_check import Named
from typfrage.results.type_names import TypeName
from typfrage.survey.waves.wave import Analysis
from typfrage.typology import assign, find_types
from typfrage.typology.patterns import Floats
from typfrage.validity import type_shares


def centres_of(profile: Released, names: tuple[TypeName, ...], goals: Sequence[Named]) -> Floats:
    """Return the published centres, (types × goals), in the order of the names and goals."""
    called = {goal.id: goal.name for goal in goals}
    marks = {
        name.id: {called[goal] for goal in name.reference.signature if goal in called}
        for name in names
        if name.reference is not None
    }
    order = [name.id for name in names], [goal.name for goal in goals]
    centres: Floats = published_centres(profile, marks).loc[order].to_numpy(dtype=np.float64)
    return centres


def published_certainty(
    centres: Floats, sizes: Sequence[int], points: Floats, *, method: str, analysis: Analysis
) -> Floats:
    """Ask into which type each possible answer falls in samples of what is published.

    Samples of the answers themselves would tell withheld counts: readers who try out what each of
    these would lead to guess them from the certainties (``benchmarks/certainty_attack.py``).

    Args:
        centres: Published share of every goal in every type, shape (k, p).
        sizes: Published sizes of the types.
        points: All possible answers, shape (answers, p).
        method: How types are found.
        analysis: Number of samples, starts and seed.

    Returns:
        Share of the samples whose types put an answer into each type, shape (answers, k).
    """
    numbers = expected_answers(centres, sizes, points)
    if np.count_nonzero(numbers) < len(sizes):
        numbers = numbers + 1
    given = numbers > 0
    found = find_types(
        points[given],
        len(sizes),
        method=method,
        starts=1,
        seed=analysis.seed,
        weights=numbers[given],
    )
    nearest = assign(found.patterns.points, centres).labels
    return type_shares(
        replace(found, pattern_labels=nearest),
        points,
        replicates=analysis.certainty_replicates,
        starts=analysis.resample_starts,
        seed=analysis.seed,
        jobs=-1,
    )
