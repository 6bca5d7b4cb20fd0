"""The D-Team: which type can learn what from which."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Released
from typfrage.results import plots, wording
from typfrage.results.description import Description
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.store import Store
from typfrage.results.wording.phrases import capitalised, short


def store_team(store: Store, described: Description, minimum_cases: int) -> None:
    """Store matrix, overview and the lessons of every type.

    Args:
        store: Where to.
        described: The types.
        minimum_cases: Threshold of the disclosure rules.
    """
    say = speaker(described.language)
    matrix = team_matrix(described, minimum_cases)
    store.figure(
        "fig-d-team",
        plots.team_matrix(matrix, described.names, described.language),
        say(
            "Wer von wem lernen kann: gesicherte Stärken eines Typs (Spalte), in denen ein anderer "
            "(Zeile) unter den anderen liegt; {number} Vergleiche",
            number=described.comparison.tests,
        ),
        wording.alt_team(matrix, described.language),
        matrix,
    )
    store.text(
        "txt-d-team-staerken",
        wording.strengths_overview(
            described.strong,
            described.comparison.tests,
            named=bool(described.sentences),
            secret=described.has_secrets(),
            language=described.language,
        ),
    )
    store.text("txt-d-team", "\n\n".join(_of_type(described, at) for at in range(_k(described))))


def _k(described: Description) -> int:
    return len(described.names)


def _of_type(described: Description, at: int) -> str:
    """What one type brings and what it may learn."""
    say, name = speaker(described.language), described.names[at]
    own = described.strong[described.strong["type"] == name.id]
    taught = described.taught[described.taught["learner"] == name.id]
    return "\n\n".join(
        (
            _heading(3, escaped(capitalised(short(name.name)))),
            _heading(4, say("Was sie einbringen")),
            wording.strength_lines(
                own,
                described.sentences,
                described.indicators.highest,
                secret=described.has_secrets(name.id),
                language=described.language,
            ),
            _heading(4, say("Was sie von anderen lernen können")),
            wording.lesson_lines(taught, described.lessons, described.names, described.language),
        )
    )


def _heading(level: int, text: str) -> str:
    return f"{'#' * level} {text} {{.unnumbered .unlisted}}"


def team_matrix(described: Description, minimum_cases: int) -> Released:
    """Count the lessons of every pair of types.

    The counts are of strengths, not of municipalities; they rest on published values alone.

    Args:
        described: The types.
        minimum_cases: Threshold of the disclosure rules.

    Returns:
        Rows of learner × teacher: their names, ``lessons``, and ``clear``, those in which the
        learner lags by the smallest effect that matters.
    """
    say = speaker(described.language)
    pairs = described.taught.groupby(["learner", "teacher"])["clear"].agg(["size", "sum"])
    rows = [
        {
            "learner": one.name,
            "teacher": other.name,
            "lessons": int(pairs["size"].get((one.id, other.id), 0)),
            "clear": int(pairs["sum"].get((one.id, other.id), 0)),
        }
        for one in described.names
        for other in described.names
    ]
    frame = pd.DataFrame(rows)
    return Released(
        frame,
        (
            Column("learner", say("Es lernen")),
            Column("teacher", say("von")),
            Column("lessons", say("Stärken"), "tally"),
            Column("clear", say("deutlicher Rückstand"), "tally"),
        ),
        pd.DataFrame(False, index=frame.index, columns=frame.columns),
        minimum_cases,
    )
