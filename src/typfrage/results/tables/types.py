"""Tables of the types: their sizes, and the goals that form them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.profiles.shares import OVERALL
from typfrage.results.language import speaker
from typfrage.results.type_names import TypeName, signed_by
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.typology import TypeSolution


def type_sizes(
    solution: TypeSolution, names: Sequence[TypeName], minimum_cases: int, language: str
) -> Released:
    """Show the types with their sizes and how well they match the reference types."""
    say = speaker(language)
    n = int(solution.sizes.sum())
    rows = [
        {
            "type": name.name,
            "count": int(solution.sizes[name.label]),
            "share": solution.sizes[name.label] / n,
            "base": n,
            "correlation": name.correlation,
            "all": True,
        }
        for name in names
    ]
    return release(
        pd.DataFrame(rows),
        (
            Column("type", say("Typ")),
            Column("count", say("Kommunen"), "count", base="base"),
            Column("share", say("Anteil"), "share", 1, count="count", base="base"),
            Column("correlation", say("Übereinstimmung mit der Studie"), "number", 2, base="base"),
            Column("base", say("Basis"), "count"),
        ),
        minimum_cases,
        Partition(across="type", within=("all",), count="count"),
    )


def goal_profile(
    profile: pd.DataFrame,
    names: Sequence[TypeName],
    codebook: Codebook,
    minimum_cases: int,
    language: str,
) -> Released:
    """Show the share of every goal in every type, the goal most chosen overall first.

    Goals whose overall share is withheld come last, as the codebook has them: their order would
    tell which of them more chose. Goals that mark a type in the study are withheld in it for
    others' sake only where nothing else helps.

    Args:
        profile: As :func:`typfrage.profiles.goals.goal_profile` returns it, groups by type id.
        names: The types.
        codebook: For the goals' labels.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    overall = profile[profile["group"] == OVERALL].set_index("item")
    counts, rest = overall["count"], overall["base"] - overall["count"]
    secret = counts.between(1, minimum_cases - 1) | rest.between(1, minimum_cases - 1)
    order = counts.mask(secret).sort_values(ascending=False, kind="stable").index
    place = {goal: at for at, goal in enumerate(order)}
    column = {name.id: at for at, name in enumerate(names)}
    number = {name.id: name.label for name in names}
    marks = signed_by(names)
    frame = (
        profile[profile["group"] != OVERALL]
        .assign(
            label=lambda rows: rows["item"].map(codebook.labels()),
            overall=lambda rows: rows["item"].map(overall["share"]),
            overall_count=lambda rows: rows["item"].map(overall["count"]),
            overall_base=lambda rows: rows["item"].map(overall["base"]),
            place=lambda rows: rows["item"].map(place),
            column=lambda rows: rows["group"].map(column),
            type=lambda rows: rows["group"],
            number=lambda rows: rows["group"].map(number),
            marking=lambda rows: [
                item in marks.get(of, ())
                for of, item in zip(rows["number"], rows["item"], strict=True)
            ],
        )
        .sort_values(["place", "number"], ignore_index=True)
    )
    released = release(
        frame,
        (
            Column("label", say("Ziel")),
            Column("type", say("Typ")),
            Column("count", say("Nennungen"), "count", base="base"),
            Column("share", say("Anteil"), "share", 0, count="count", base="base"),
            Column("low", say("untere Grenze"), "share", 0, count="count", base="base"),
            Column("high", say("obere Grenze"), "share", 0, count="count", base="base"),
            Column("overall", say("alle"), "share", 0, count="overall_count", base="overall_base"),
            Column("deviation", say("Abweichung"), "number", 3, count="count", base="base"),
            Column("base", say("Basis"), "count"),
        ),
        minimum_cases,
        Partition(across="type", within=("item",), count="base"),
        Partition(
            across="type", within=("item",), count="count", total="overall", spared="marking"
        ),
    )
    return released.rows(frame.sort_values(["place", "column"]).index)


def goals_of(profile: Released, name: TypeName) -> Released:
    """Return the rows of one type, its most chosen goal first."""
    rows = profile.frame[profile.frame["type"] == name.id]
    return profile.rows(rows.sort_values("share", ascending=False, kind="stable").index)


def with_names(data: Released, names: Sequence[TypeName]) -> Released:
    """Return the same rows with the types' names instead of their ids."""
    called = {name.id: name.name for name in names}
    return replace(data, frame=data.frame.assign(type=data.frame["type"].map(called)))


def goal_matrix(profile: Released, names: Sequence[TypeName], language: str) -> Released:
    """Return the shares with one column a type and one for all municipalities."""
    say = speaker(language)
    keys = [name.id for name in names]
    rows = profile.frame["label"].drop_duplicates().to_list()

    def wide(frame: pd.DataFrame) -> pd.DataFrame:
        shares = profile.frame[["label", "type"]].assign(share=frame["share"])
        return shares.pivot(index="label", columns="type", values="share").loc[rows, keys]

    shares = wide(profile.frame)
    withheld = wide(profile.withheld)
    first = profile.frame.drop_duplicates("label").index
    frame = shares.assign(overall=profile.frame.loc[first, "overall"].to_numpy()).reset_index()
    hidden = withheld.assign(overall=profile.withheld.loc[first, "overall"].to_numpy())
    hidden = hidden.reset_index().assign(label=False)
    columns = (
        Column("label", say("Ziel")),
        *(Column(name.id, name.short, "share", 0, base="base") for name in names),
        Column("overall", say("alle"), "share", 0, base="base"),
    )
    order = [column.key for column in columns]
    return replace(
        profile, frame=frame[order], columns=columns, withheld=hidden[order].astype(bool)
    )
