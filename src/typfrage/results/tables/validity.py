"""Tables of how firmly each type stands: found again in samples, and by other algorithms."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.findings import verdicts_of
from typfrage.results.tables.certainty import MIXED, mixed_shares
from typfrage.results.type_names import TypeName
from typfrage.results.wording import BAND_WORDS, STANDING_WORDS
from typfrage.typology import TypeSolution
from typfrage.validity.jaccard import JaccardStability


def stability(
    jaccard: JaccardStability, names: Sequence[TypeName], solution: TypeSolution, minimum_cases: int
) -> Released:
    """Show how stable each type is."""
    samples = len(jaccard.values)
    rows = [
        {
            "type": name.name,
            "jaccard": float(jaccard.mean[name.label]),
            "dissolved": int(jaccard.dissolved[name.label]),
            "recovered": int(jaccard.recovered[name.label]),
            "samples": samples,
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
            Column("samples", "Stichproben", "tally"),
            Column("band", "Stufe"),
        ),
        minimum_cases,
    )


def type_verdicts(
    names: Sequence[TypeName],
    solution: TypeSolution,
    values: pd.DataFrame,
    mixed: Released,
    minimum_cases: int,
) -> Released:
    """Put side by side what was found of each type, and what follows.

    Args:
        names: The types.
        solution: For the sizes.
        values: One row a type by label: ``jaccard``, ``silhouette``, ``elsewhere`` (mean Jaccard
            similarity to its counterparts in other algorithms).
        mixed: Clear and mixed municipalities by type, in the order of ``names``.
        minimum_cases: Threshold of the disclosure rules.
    """
    rows = [
        {
            "type": name.name,
            **values.loc[name.label, ["jaccard", "elsewhere", "silhouette"]].to_dict(),
            "n": int(solution.sizes.sum()),
            "base": int(solution.sizes[name.label]),
        }
        for name in names
    ]
    released = release(
        pd.DataFrame(rows),
        (
            Column("type", "Typ"),
            Column("jaccard", "in Stichproben (Jaccard)", "number", 2, base="n"),
            Column("elsewhere", "in anderen Verfahren (Jaccard)", "number", 2, base="base"),
            Column("silhouette", "Silhouette", "number", 2, base="base"),
        ),
        minimum_cases,
    )
    frame = released.frame.assign(mixed=mixed_shares(mixed))
    hidden = mixed.withheld.loc[mixed.frame["state"] == MIXED, "share"].to_numpy()
    words = [STANDING_WORDS[verdict.standing] for verdict in verdicts_of(frame)]
    return Released(
        frame.assign(verdict=words),
        (
            *released.columns,
            Column("mixed", "zwischen zwei Typen", "share", 0),
            Column("verdict", "Urteil"),
        ),
        released.withheld.assign(mixed=hidden, verdict=False),
        minimum_cases,
    )
