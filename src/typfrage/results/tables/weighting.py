"""Tables of weighted beside unweighted results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.results.language import speaker
from typfrage.results.type_names import TypeName

_PLACES = 3
"""Exact weighted values, with public margins, could be taken apart into single answers."""
_WHOLE_PERCENT = 2
"""Places of a share that is printed in whole percent; rounded twice it would be another one."""


def weighted_types(
    composition: pd.DataFrame, names: Sequence[TypeName], minimum_cases: int, language: str
) -> Released:
    """Show the share of each type weighted beside unweighted.

    Args:
        composition: As :func:`typfrage.profiles.weighted.weighted_composition` returns it.
        names: The types.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    called = {name.id: name.name for name in names}
    frame = composition.round(_PLACES).assign(type=composition["type"].map(called), all=True)

    def share(key: str, label: str) -> Column:
        return Column(key, label, "share", 1, count="count", base="base")

    return release(
        frame,
        (
            Column("type", say("Typ")),
            share("share", say("ungewichtet")),
            share("low", say("untere Grenze")),
            share("high", say("obere Grenze")),
            share("weighted_share", say("gewichtet")),
            share("weighted_low", say("untere Grenze, gewichtet")),
            share("weighted_high", say("obere Grenze, gewichtet")),
            Column("base", "n", "count"),
        ),
        minimum_cases,
        Partition(across="type", within=("all",), count="count"),
    )


def weighted_strengths(
    strong: pd.DataFrame,
    weighted: pd.DataFrame,
    labels: Mapping[str, str],
    names: Sequence[TypeName],
    minimum_cases: int,
    language: str,
) -> Released:
    """Show whether the strengths stay when the answers are weighted.

    Args:
        strong: Strengths that are published, as :func:`typfrage.profiles.strengths.strengths`.
        weighted: By indicator and type: the weighted ``difference`` to the other types.
        labels: What the indicators are called.
        names: The types.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    called = {name.id: name.name for name in names}
    places = pd.MultiIndex.from_frame(strong[["indicator", "type"]])
    frame = strong.assign(
        label=strong["indicator"].map(labels),
        weighted=weighted.reindex(places)["difference"].round(_WHOLE_PERCENT).to_numpy(),
        type=strong["type"].map(called),
    )
    return release(
        frame,
        (
            Column("type", say("Typ"), grouped=True),
            Column("label", say("Stärke")),
            Column("difference", say("Unterschied, ungewichtet"), "number", 2, base="base"),
            Column("weighted", say("Unterschied, gewichtet"), "number", 2, base="base"),
            Column("base", "n", "count"),
        ),
        minimum_cases,
    )


def weighted_overall(
    rows: pd.DataFrame, labels: Mapping[str, str], minimum_cases: int, language: str
) -> Released:
    """Show shares of all municipalities weighted beside unweighted.

    Args:
        rows: ``item``, ``count``, ``base``, ``told`` (the base, 0 where the share of all is
            withheld elsewhere), ``asked`` (the municipalities that a filter chose the base from),
            ``share`` and ``weighted``.
        labels: What the indicators are called.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    few = (rows["asked"] - rows["base"]).between(1, minimum_cases - 1)
    return release(
        rows.round(_WHOLE_PERCENT).assign(
            label=rows["item"].map(labels), told=rows["told"].mask(few, 0)
        ),
        (
            Column("label", say("Merkmal")),
            Column("share", say("ungewichtet"), "share", 0, count="count", base="told"),
            Column("weighted", say("gewichtet"), "share", 0, count="count", base="told"),
            Column("base", "n", "count", base="asked"),
        ),
        minimum_cases,
    )
