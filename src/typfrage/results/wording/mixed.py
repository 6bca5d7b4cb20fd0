"""Sentences about the municipalities that stand between two types."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import COUNT, SHARE


def mixed_sentences(
    overall: Released, shares: Sequence[float], names: Sequence[TypeName], language: str
) -> str:
    """Say how many municipalities stand between two types.

    Args:
        overall: One row: ``count``, ``base`` and ``share`` of the mixed ones among all.
        shares: Of each type, in the order of ``names``; missing where withheld.
        names: The types.
        language: Language of the sentences.
    """
    say = speaker(language)
    row = overall.frame.iloc[0]
    base = formatted(row["base"], COUNT, language)
    if pd.isna(row["count"]):
        text = say("Wie viele Kommunen zwischen zwei Typen stehen, wird nicht veröffentlicht.")
    elif row["count"] == 0:
        return say("Keine der {base} Kommunen steht zwischen zwei Typen.", base=base)
    else:
        text = say.many(
            "Von {base} Kommunen steht {number} ({share}) zwischen zwei Typen.",
            "Von {base} Kommunen stehen {number} ({share}) zwischen zwei Typen.",
            row["count"],
            number=formatted(row["count"], COUNT, language),
            base=base,
            share=formatted(row["share"], SHARE, language),
        )
    told = [
        (float(share), name) for share, name in zip(shares, names, strict=True) if pd.notna(share)
    ]
    if len(told) < 2:
        return text
    return f"{text} {_range(told, len(told) == len(names), language)}"


def _range(told: Sequence[tuple[float, TypeName]], complete: bool, language: str) -> str:
    """Say in which types the fewest and the most municipalities are mixed."""
    say = speaker(language)
    (low, fewest), (high, most) = min(told, key=_share), max(told, key=_share)
    if low == high:
        return say("In allen Typen ist ihr Anteil gleich groß.")
    gaps = {
        "low": formatted(low, SHARE, language),
        "fewest": escaped(fewest.name),
        "high": formatted(high, SHARE, language),
        "most": escaped(most.name),
    }
    if complete:
        return say("Je Typ reicht ihr Anteil von {low} ({fewest}) bis {high} ({most}).", **gaps)
    return say(
        "Soweit veröffentlicht, reicht ihr Anteil von {low} ({fewest}) bis {high} ({most}).", **gaps
    )


def alt_mixed(shares: Sequence[float], names: Sequence[TypeName], language: str) -> str:
    """Describe the figure of clear and mixed municipalities."""
    say = speaker(language)
    parts = [
        f"{name.name} {say('nicht veröffentlicht')}"
        if pd.isna(share)
        else f"{name.name} {formatted(share, SHARE, language)}"
        for name, share in zip(names, shares, strict=True)
    ]
    return say(
        "Gestapelte Balken für {number} Typen ({bars} Balken). Anteil der Kommunen zwischen zwei "
        "Typen: {types}.",
        number=say.number(len(names)),
        bars=len(names),
        types=say.listed(parts),
    )


def _share(pair: tuple[float, TypeName]) -> float:
    return pair[0]
