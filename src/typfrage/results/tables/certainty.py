"""Municipalities that stand between two types, counted by type."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.results.language import speaker
from typfrage.results.type_names import TypeName
from typfrage.typology import TypeSolution
from typfrage.validity.certainty import Certainty


def mixed_by_type(
    certainty: Certainty,
    solution: TypeSolution,
    names: Sequence[TypeName],
    minimum_cases: int,
    language: str,
) -> Released:
    """Count in each type the municipalities that are clear and those between two types.

    Readers know the types' sizes and how many are mixed in all: where one of the two counts of a
    type is withheld, the other is too, and so are those of another type.

    Args:
        certainty: How sure the type of each answer pattern is.
        solution: The types.
        names: What they are called.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.

    Returns:
        Two rows a type, the clear ones first, in the order of ``names``.
    """
    say = speaker(language)
    mixed = mixed_counts(certainty, solution)
    rows = [
        {
            "type": name.name,
            "state": state,
            "count": int(count),
            "share": count / solution.sizes[name.label],
            "base": int(solution.sizes[name.label]),
        }
        for name in names
        for state, count in (
            (say("eindeutig"), solution.sizes[name.label] - mixed[name.label]),
            (say("zwischen zwei Typen"), mixed[name.label]),
        )
    ]
    states = Partition(across="state", within=("type",), count="count", total="base")
    types = Partition(across="type", within=("state",), count="count")
    return release(
        pd.DataFrame(rows),
        (
            Column("type", say("Typ"), grouped=True),
            Column("state", say("Zuordnung")),
            Column("count", say("Kommunen"), "count", base="base"),
            Column("share", say("Anteil am Typ"), "share", 1, count="count", base="base"),
            Column("base", say("Basis"), "count"),
        ),
        minimum_cases,
        Partition(across="type", within=("state",), count="base"),
        # Each round withholds one more type or changes nothing.
        *(states, types) * len(names),
    )


def clear_and_mixed(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Part the shares of :func:`mixed_by_type`, or which of them are withheld.

    Args:
        rows: Two rows a type, the clear ones first: ``share``.

    Returns:
        The ``share`` of clear and of mixed municipalities, one a type.
    """
    clear, mixed = (rows["share"].iloc[at::2].reset_index(drop=True) for at in (0, 1))
    return clear, mixed


def mixed_shares(data: Released) -> pd.Series:
    """Return the share of mixed municipalities of each type, missing where withheld."""
    return clear_and_mixed(data.frame)[1]


def mixed_overall(
    certainty: Certainty, solution: TypeSolution, minimum_cases: int, language: str
) -> Released:
    """Count all municipalities between two types.

    Args:
        certainty: How sure the type of each answer pattern is.
        solution: The types.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    n, count = int(solution.sizes.sum()), int(mixed_counts(certainty, solution).sum())
    frame = pd.DataFrame([{"count": count, "share": count / n, "base": n}])
    return release(
        frame,
        (
            Column("count", say("zwischen zwei Typen"), "count", base="base"),
            Column("share", say("Anteil"), "share", 1, count="count", base="base"),
            Column("base", say("Kommunen"), "count"),
        ),
        minimum_cases,
    )


def mixed_counts(certainty: Certainty, solution: TypeSolution) -> np.ndarray:
    """Count the mixed municipalities of each type, shape (k,)."""
    weights = solution.patterns.weights * certainty.mixed
    return np.bincount(solution.pattern_labels, weights, minlength=solution.k).astype(np.int64)
