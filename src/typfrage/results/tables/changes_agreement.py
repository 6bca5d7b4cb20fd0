"""The table of how far types of two waves, or of one wave by other goals, are the same."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.correspondence import Correspondence, correspondence
from typfrage.profiles.disclosure import Column, Released, release
from typfrage.profiles.wave_types import WaveTypes
from typfrage.results.language import speaker
from typfrage.results.waves import WaveAnswers, Waves
from typfrage.typology import TypeSolution


def agreements(waves: Waves, types: WaveTypes) -> Released:
    """Show how far types from the common goals are those of the reports, and those carried on.

    Returns:
        Rows ``earlier``, ``later``, ``carried``: ``what``, ``share`` of the municipalities that
        lie in matched types, and ``adjusted_rand``, which is withheld with it: with the sizes of
        the types it tells how many the others are.
    """
    say = speaker(waves.language)
    earlier, later = waves.ids
    what = [
        say("{wave}: nach den gemeinsamen und nach allen Zielen", wave=earlier),
        say("{wave}: nach den gemeinsamen und nach allen Zielen", wave=later),
        say("{later}: Typen von {earlier} fortgeschrieben und neu gesucht", later=later,
            earlier=earlier),
    ]  # fmt: skip
    found = correspondences(waves, types)
    bases = [len(types.earlier.cases), len(types.later.cases), len(types.later.cases)]
    frame = pd.DataFrame(
        {
            "what": what,
            "share": [each.matched_share for each in found],
            "adjusted_rand": [each.adjusted_rand for each in found],
            "base": bases,
        }
    ).assign(count=lambda rows: (rows["share"] * rows["base"]).round().astype("int64"))
    columns = (
        Column("what", say("Vergleich")),
        Column("share", say("Auf beiden Wegen im selben Typ"), "share", 0, "count", "base"),
        Column("adjusted_rand", say("Angepasster Rand-Index"), "number", 2, "count", "base"),
    )
    return release(frame, columns, waves.minimum_cases)


def correspondences(waves: Waves, types: WaveTypes) -> tuple[Correspondence, ...]:
    """Compare types from the common goals with the reported ones, and those carried on with new.

    Args:
        waves: The waves.
        types: Their types from the common goals.

    Returns:
        Of the earlier wave, of the later wave, and of the types carried on.
    """
    return (
        _effect(types.earlier, waves.earlier),
        _effect(types.later, waves.later),
        types.carried_agreement,
    )


def _effect(own: TypeSolution, wave: WaveAnswers) -> Correspondence:
    """Compare types from the common goals with the reported ones of the same wave."""
    reported = wave.reported.series().loc[own.cases]
    return correspondence(own.labels, reported.to_numpy(), own.k)
