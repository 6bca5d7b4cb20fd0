"""Sentences about the types without single items."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import formatted
from typfrage.results.wording.agreement import SAME
from typfrage.results.wording.phrases import SHARE, decimal, quoted


def agreement_without_items(data: Released, language: str) -> str:
    """Say how far the types rest on single items.

    Args:
        data: One row an item, the one that changes most first: ``item``, ``adjusted_rand``,
            ``matched_share``.
        language: Language of the sentences.
    """
    say = speaker(language)
    frame = data.frame.dropna(subset=["adjusted_rand"])
    if frame.empty:
        return say("Was ohne einzelne Angaben aus den Typen würde, ließ sich nicht berechnen.")
    first, last = frame.iloc[0], frame.iloc[-1]
    if float(first["adjusted_rand"]) >= SAME:
        return say(
            "Lässt man eine der Angaben weg, welche auch immer, bleiben die Typen dieselben."
        )
    most = _most_changed(first, language)
    if len(frame) == 1:
        return most
    least = say(
        "Am wenigsten hängen sie von {item} ab ({value}).",
        item=quoted(last["item"], language),
        value=decimal(last["adjusted_rand"], language),
    )
    return f"{most} {least}"


def _most_changed(first: pd.Series, language: str) -> str:
    say = speaker(language)
    item, value = quoted(first["item"], language), decimal(first["adjusted_rand"], language)
    if pd.isna(first["matched_share"]):
        return say(
            "Am stärksten ändern sich die Typen ohne {item} (Index {value}).",
            item=item,
            value=value,
        )
    return say(
        "Am stärksten ändern sich die Typen ohne {item} (Index {value}; {share} der Kommunen "
        "bleiben dann im selben Typ).",
        item=item,
        value=value,
        share=formatted(first["matched_share"], SHARE, language),
    )


def alt_items(data: Released, language: str) -> str:
    """Describe the figure of the types without single items."""
    say = speaker(language)
    frame = data.frame.dropna(subset=["adjusted_rand"])
    if frame.empty:
        return say(
            "Leeres Punktdiagramm: Für keine der Angaben ließ sich der Index berechnen (0 Punkte)."
        )
    first, last = frame.iloc[0], frame.iloc[-1]
    return say(
        "Punktdiagramm: Rand-Index der Typen ohne je eine von {number} Angaben, geordnet. Am "
        "kleinsten ohne {first} ({smallest}), am größten ohne {last} ({largest}).",
        number=say.number(len(frame)),
        first=first["item"],
        smallest=decimal(first["adjusted_rand"], language),
        last=last["item"],
        largest=decimal(last["adjusted_rand"], language),
    )
