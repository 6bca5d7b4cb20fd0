"""Tables of how firmly each type stands: found again in samples, and by other algorithms."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.findings import verdicts_of
from typfrage.results.language import speaker
from typfrage.results.tables.certainty import clear_and_mixed, mixed_shares
from typfrage.results.type_names import TypeName
from typfrage.results.wording import band_words, standing_words
from typfrage.typology import TypeSolution
from typfrage.validity.jaccard import JaccardStability


def stability(
    jaccard: JaccardStability,
    names: Sequence[TypeName],
    solution: TypeSolution,
    minimum_cases: int,
    language: str,
) -> Released:
    """Show how stable each type is."""
    say, words = speaker(language), band_words(language)
    samples = len(jaccard.values)
    rows = [
        {
            "type": name.name,
            "jaccard": float(jaccard.mean[name.label]),
            "dissolved": int(jaccard.dissolved[name.label]),
            "recovered": int(jaccard.recovered[name.label]),
            "samples": samples,
            "band": words[jaccard.bands[name.label]],
            "base": int(solution.sizes.sum()),
        }
        for name in names
    ]
    return release(
        pd.DataFrame(rows),
        (
            Column("type", say("Typ")),
            Column("jaccard", say("Jaccard, Mittel"), "number", 2, base="base"),
            Column("dissolved", say("aufgelöst (Stichproben)"), "tally"),
            Column("recovered", say("wiedergefunden (Stichproben)"), "tally"),
            Column("samples", say("Stichproben"), "tally"),
            Column("band", say("Stufe")),
        ),
        minimum_cases,
    )


def type_verdicts(
    names: Sequence[TypeName],
    solution: TypeSolution,
    values: pd.DataFrame,
    mixed: Released,
    minimum_cases: int,
    language: str,
) -> Released:
    """Put side by side what was found of each type, and what follows.

    Args:
        names: The types.
        solution: For the sizes.
        values: One row a type by label: ``jaccard``, ``silhouette``, ``elsewhere`` (mean Jaccard
            similarity to its counterparts in other algorithms).
        mixed: Clear and mixed municipalities by type, in the order of ``names``.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say, told = speaker(language), standing_words(language)
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
            Column("type", say("Typ")),
            Column("jaccard", say("in Stichproben (Jaccard)"), "number", 2, base="n"),
            Column("elsewhere", say("in anderen Verfahren (Jaccard)"), "number", 2, base="base"),
            Column("silhouette", say("Silhouette"), "number", 2, base="base"),
        ),
        minimum_cases,
    )
    frame = released.frame.assign(mixed=mixed_shares(mixed))
    _, hidden = clear_and_mixed(mixed.withheld)
    words = [told[verdict.standing] for verdict in verdicts_of(frame)]
    return Released(
        frame.assign(verdict=words),
        (
            *released.columns,
            Column("mixed", say("zwischen zwei Typen"), "share", 0),
            Column("verdict", say("Urteil")),
        ),
        released.withheld.assign(mixed=hidden, verdict=False),
        minimum_cases,
        mixed.partitions,
    )
