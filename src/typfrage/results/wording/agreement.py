"""Sentences about agreement: between algorithms, between starts, and without single items."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from typfrage.profiles.disclosure import Released
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted, in_words
from typfrage.results.wording.phrases import SHARE, capitalised, decimal, enumeration

METHOD_NAMES = {
    "kmeans": "k-Means",
    "pam": "PAM",
    "ward": "Ward",
    "latent_classes": "latente Klassen",
}
"""What readers call the algorithms."""

SAME = 1 - 1e-9
"""From here on two partitions are the same; the index of equal ones may miss 1 in its last bits."""


def method_name(method: str) -> str:
    """Return what readers call an algorithm."""
    return METHOD_NAMES.get(method, method)


def agreement_of_methods(data: Released) -> str:
    """Say how far other algorithms come to the same types.

    Args:
        data: One row an algorithm, the one that found the reported types first: ``method``, then
            the adjusted Rand index with each of them in the same order.
    """
    own, others = _compared(data)
    own = escaped(own)
    if others.empty:
        return f"Mit {own} ließ sich für diese Daten kein anderes Verfahren vergleichen."
    if (others >= SAME).all():
        subject = "Alle anderen Verfahren finden" if len(others) > 1 else "Ein anderes findet"
        return f"{subject} genau dieselben Typen wie {own}."
    closest, farthest = others.index[0], others.index[-1]
    if len(others) == 1:
        value = decimal(others[closest])
        return f"Mit {own} verglichen beträgt der Rand-Index für {escaped(str(closest))} {value}."
    return (
        f"Mit {own} verglichen ist der Rand-Index am größten für {escaped(str(closest))} "
        f"({decimal(others[closest])}) und am kleinsten für {escaped(str(farthest))} "
        f"({decimal(others[farthest])})."
    )


def agreement_of_starts(adjusted_rand: ArrayLike) -> str:
    """Say whether other random starts lead to the same types.

    Args:
        adjusted_rand: Adjusted Rand index of each repetition with the reported types.
    """
    index = np.asarray(adjusted_rand, dtype=float)
    same, repetitions = int((index >= SAME).sum()), len(index)
    times = f"{in_words(repetitions)} Wiederholungen mit anderen Zufallszahlen"
    if same == repetitions:
        return f"Alle {times} finden dieselben Typen; vom Zufall der Suche hängen sie nicht ab."
    if same == 0:
        return f"Keine der {times} findet dieselben Typen: Sie hängen vom Zufall der Suche ab."
    verb = "findet" if same == 1 else "finden"
    subject = "eine" if same == 1 else in_words(same)
    few = "nur " if same < repetitions / 2 else ""
    return capitalised(
        f"{few}{subject} der {times} {verb} dieselben Typen; sonst hängt das Ergebnis vom Zufall "
        "der Suche ab."
    )


def agreement_without_items(data: Released) -> str:
    """Say how far the types rest on single items.

    Args:
        data: One row an item, the one that changes most first: ``item``, ``adjusted_rand``,
            ``matched_share``.
    """
    frame = data.frame.dropna(subset=["adjusted_rand"])
    if frame.empty:
        return "Was ohne einzelne Angaben aus den Typen würde, ließ sich nicht berechnen."
    first, last = frame.iloc[0], frame.iloc[-1]
    if float(first["adjusted_rand"]) >= SAME:
        return "Lässt man eine der Angaben weg, welche auch immer, bleiben die Typen dieselben."
    moved = (
        ""
        if pd.isna(first["matched_share"])
        else f"; {formatted(first['matched_share'], SHARE)} der Kommunen bleiben dann im selben Typ"
    )
    text = (
        f"Am stärksten ändern sich die Typen ohne „{escaped(first['item'])}“ "
        f"(Index {decimal(first['adjusted_rand'])}{moved})."
    )
    if len(frame) == 1:
        return text
    return (
        f"{text} Am wenigsten hängen sie von „{escaped(last['item'])}“ ab "
        f"({decimal(last['adjusted_rand'])})."
    )


def alt_methods(data: Released) -> str:
    """Describe the matrix of agreement."""
    own, others = _compared(data)
    parts = [f"{name} {decimal(value)}" for name, value in others.items()]
    described = enumeration(parts) if parts else "kein anderes Verfahren"
    return (
        f"Matrix des Rand-Index zwischen {in_words(len(data.frame))} Verfahren. Mit {own} "
        f"verglichen: {described}."
    )


def alt_items(data: Released) -> str:
    """Describe the figure of the types without single items."""
    frame = data.frame.dropna(subset=["adjusted_rand"])
    if frame.empty:
        return (
            "Leeres Punktdiagramm: Für keine der Angaben ließ sich der Index berechnen (0 Punkte)."
        )
    first, last = frame.iloc[0], frame.iloc[-1]
    return (
        f"Punktdiagramm: Rand-Index der Typen ohne je eine von {in_words(len(frame))} Angaben, "
        f"geordnet. Am kleinsten ohne {first['item']} ({decimal(first['adjusted_rand'])}), am "
        f"größten ohne {last['item']} ({decimal(last['adjusted_rand'])})."
    )


def _compared(data: Released) -> tuple[str, pd.Series[float]]:
    """The reported algorithm, and the index of every other one with it, the closest first."""
    frame = data.frame
    own, first = str(frame["method"].iloc[0]), data.columns[1].key
    index = frame.set_index("method")[first].iloc[1:].astype(float).dropna()
    return own, index.sort_values(ascending=False, kind="stable")
