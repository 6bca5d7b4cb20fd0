"""Sentences about how types split as their number grows."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted
from typfrage.results.wording.phrases import COUNT, short, types


def splitting_sentences(data: Released, reported: int, language: str) -> str:
    """Say which of the reported types come from one, which from several of one fewer.

    Args:
        data: Types and moves: ``k``, ``type``, ``origin`` and ``count``.
        reported: The number of types that is reported.
        language: Language of the sentence.
    """
    say = speaker(language)
    moves = _into(data, reported)
    if moves.empty:
        return ""
    origins = moves.groupby("type", sort=False)["origin"].size()
    one, several = (
        say.listed([escaped(short(str(name))) for name in names])
        for names in (origins[origins == 1].index, origins[origins > 1].index)
    )
    step = {
        "fewer": say.many("einem", "{count}", reported - 1, count=say.number(reported - 1)),
        "types": types(reported, language),
    }
    if one and several:
        return say(
            "Beim Schritt von {fewer} auf {types} stammen, soweit veröffentlicht, aus je einem "
            "Typ: {one}; aus mehreren Typen: {several}.",
            one=one,
            several=several,
            **step,
        )
    if one:
        return say(
            "Beim Schritt von {fewer} auf {types} stammen, soweit veröffentlicht, aus je einem "
            "Typ: {one}.",
            one=one,
            **step,
        )
    return say(
        "Beim Schritt von {fewer} auf {types} stammen, soweit veröffentlicht, aus mehreren Typen: "
        "{several}.",
        several=several,
        **step,
    )


def alt_splitting(data: Released, reported: int, language: str) -> str:
    """Describe the figure: the types at the reported number and where most of each come from."""
    say = speaker(language)
    nodes = data.frame[(data.frame["k"] == reported) & (data.frame["origin"] == "")]
    moves = _into(data, reported)
    parts = []
    for name, count in zip(nodes["type"], nodes["count"], strict=True):
        into = moves[moves["type"] == name].sort_values("count", ascending=False, kind="stable")
        size = (
            say("Zahl nicht veröffentlicht")
            if pd.isna(count)
            else formatted(count, COUNT, language)
        )
        parts.append(
            say(
                "{type} ({size}, vor allem aus Typ {origin})",
                type=name,
                size=size,
                origin=into["origin"].iloc[0],
            )
            if len(into)
            else f"{name} ({size})"
        )
    return say(
        "Flussdiagramm: wie sich die Kommunen auf {first} bis {last} Typen verteilen. Bei "
        "{reported} Typen: {types}.",
        first=int(data.frame["k"].min()),
        last=int(data.frame["k"].max()),
        reported=reported,
        types="; ".join(parts),
    )


def _into(data: Released, reported: int) -> pd.DataFrame:
    frame = data.frame
    return frame[(frame["k"] == reported) & (frame["origin"] != "")]
