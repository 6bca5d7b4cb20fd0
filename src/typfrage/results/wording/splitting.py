"""Sentences about how types split as their number grows."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted, in_words
from typfrage.results.wording.phrases import COUNT, enumeration, short, types


def splitting_sentences(data: Released, reported: int) -> str:
    """Say which of the reported types come from one, which from several of one fewer.

    Args:
        data: Types and moves: ``k``, ``type``, ``origin`` and ``count``.
        reported: The number of types that is reported.
    """
    moves = _into(data, reported)
    if moves.empty:
        return ""
    origins = moves.groupby("type", sort=False)["origin"].size()
    groups = (
        ("aus je einem Typ", origins[origins == 1].index),
        ("aus mehreren Typen", origins[origins > 1].index),
    )
    parts = [
        f"{whence}: {enumeration([escaped(short(str(name))) for name in names])}"
        for whence, names in groups
        if len(names)
    ]
    fewer = "einem" if reported == 2 else in_words(reported - 1)
    return (
        f"Beim Schritt von {fewer} auf {types(reported)} stammen, soweit veröffentlicht, "
        f"{'; '.join(parts)}."
    )


def alt_splitting(data: Released, reported: int) -> str:
    """Describe the figure: the types at the reported number and where most of each come from."""
    first, last = int(data.frame["k"].min()), int(data.frame["k"].max())
    nodes = data.frame[(data.frame["k"] == reported) & (data.frame["origin"] == "")]
    moves = _into(data, reported)
    parts = []
    for name, count in zip(nodes["type"], nodes["count"], strict=True):
        size = "Zahl nicht veröffentlicht" if pd.isna(count) else formatted(count, COUNT)
        into = moves[moves["type"] == name].sort_values("count", ascending=False, kind="stable")
        whence = f", vor allem aus Typ {into['origin'].iloc[0]}" if len(into) else ""
        parts.append(f"{name} ({size}{whence})")
    return (
        f"Flussdiagramm: wie sich die Kommunen auf {first} bis {last} Typen verteilen. Bei "
        f"{reported} Typen: {'; '.join(parts)}."
    )


def _into(data: Released, reported: int) -> pd.DataFrame:
    frame = data.frame
    return frame[(frame["k"] == reported) & (frame["origin"] != "")]
