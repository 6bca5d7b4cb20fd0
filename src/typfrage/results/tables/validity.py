"""Tables of the question whether the types are real."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.type_names import TypeName
from typfrage.results.wording import BAND_WORDS
from typfrage.typology import TypeSolution
from typfrage.validity import Evaluation, JaccardStability


def criteria(evaluation: Evaluation, minimum_cases: int) -> Released:
    """Show silhouette and stability for every number of types."""
    frame = evaluation.table().reset_index()
    n = int(next(iter(evaluation.by_k.values())).solution.sizes.sum())
    return release(
        frame.assign(base=n),
        (
            Column("k", "Typen", "tally"),
            Column("smallest_size", "kleinster Typ", "count", base="base"),
            Column("total_within_ss", "Quadratsumme in den Typen", "number", 1, base="base"),
            Column("silhouette", "Silhouette", "number", 3, base="base"),
            Column("mean_jaccard", "Jaccard, Mittel", "number", 2, base="base"),
            Column("smallest_jaccard", "Jaccard, kleinster", "number", 2, base="base"),
            Column("stable_types", "stabile Typen", "tally"),
        ),
        minimum_cases,
    )


def stability(
    jaccard: JaccardStability, names: Sequence[TypeName], solution: TypeSolution, minimum_cases: int
) -> Released:
    """Show how stable each type is."""
    rows = [
        {
            "type": name.name,
            "jaccard": float(jaccard.mean[name.label]),
            "dissolved": int(jaccard.dissolved[name.label]),
            "recovered": int(jaccard.recovered[name.label]),
            "band": BAND_WORDS[jaccard.bands[name.label]],
            "base": int(solution.sizes.sum()),
        }
        for name in names
    ]
    return release(
        pd.DataFrame(rows),
        (
            Column("type", "Typ"),
            Column("jaccard", "Jaccard, Mittel", "number", 2, base="base"),
            Column("dissolved", "aufgelöst (Stichproben)", "tally"),
            Column("recovered", "wiedergefunden (Stichproben)", "tally"),
            Column("band", "Stufe"),
        ),
        minimum_cases,
    )
