"""The worksheet of the Typ-Check: points of every goal and type, and room to write."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.profiles.type_check import TypeCheck
from typfrage.profiles.worksheet import Worksheet
from typfrage.results.language import speaker
from typfrage.results.type_names import TypeName


def worksheet_points(
    sheet: Worksheet,
    check: TypeCheck,
    names: Sequence[TypeName],
    minimum_cases: int,
    language: str,
) -> Released:
    """Show the points: start, one row a goal, and an empty row for the sums.

    Points are computed from the published centres alone, so no municipality's answer is in them.

    Args:
        sheet: The points.
        check: For the goals' labels.
        names: The types, in the order of the points.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    rows = [
        (say("Startpunkte"), "", *map(str, sheet.start)),
        *(
            (goal.name, "", *map(str, points))
            for goal, points in zip(check.goals, sheet.points.T, strict=True)
        ),
        (say("Summe"), "", *[""] * len(names)),
    ]
    columns = (
        Column("goal", say("Ziel")),
        Column("mark", say("Ihre Wahl")),
        *(Column(name.id, name.short, flush=True) for name in names),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return release(frame, columns, minimum_cases)
