"""Sentences about agreement: between algorithms, and between starts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from typfrage.profiles.disclosure import Released
from typfrage.results.language import mark, speaker
from typfrage.results.markdown import escaped
from typfrage.results.wording.phrases import capitalised, decimal

_METHOD_NAMES = {
    "kmeans": mark("k-Means"),
    "pam": mark("PAM"),
    "ward": mark("Ward"),
    "latent_classes": mark("latente Klassen"),
}

SAME = 1 - 1e-9
"""From here on two partitions are the same; the index of equal ones may miss 1 in its last bits."""


def method_name(method: str, language: str) -> str:
    """Return what readers call an algorithm."""
    return speaker(language)(_METHOD_NAMES[method]) if method in _METHOD_NAMES else method


def agreement_of_methods(data: Released, language: str) -> str:
    """Say how far other algorithms come to the same types.

    Args:
        data: One row an algorithm, the one that found the reported types first: ``method``, then
            the adjusted Rand index with each of them in the same order.
        language: Language of the sentences.
    """
    say = speaker(language)
    own, others = _compared(data)
    own = escaped(own)
    if others.empty:
        return say(
            "Mit {method} ließ sich für diese Daten kein anderes Verfahren vergleichen.", method=own
        )
    if (others >= SAME).all():
        return say.many(
            "Ein anderes findet genau dieselben Typen wie {method}.",
            "Alle anderen Verfahren finden genau dieselben Typen wie {method}.",
            len(others),
            method=own,
        )
    closest, farthest = others.index[0], others.index[-1]
    if len(others) == 1:
        return say(
            "Mit {method} verglichen beträgt der Rand-Index für {other} {value}.",
            method=own,
            other=escaped(str(closest)),
            value=decimal(others[closest], language),
        )
    return say(
        "Mit {method} verglichen ist der Rand-Index am größten für {closest} ({largest}) und am "
        "kleinsten für {farthest} ({smallest}).",
        method=own,
        closest=escaped(str(closest)),
        largest=decimal(others[closest], language),
        farthest=escaped(str(farthest)),
        smallest=decimal(others[farthest], language),
    )


def agreement_of_starts(adjusted_rand: ArrayLike, language: str) -> str:
    """Say whether other random starts lead to the same types.

    Args:
        adjusted_rand: Adjusted Rand index of each repetition with the reported types.
        language: Language of the sentence.
    """
    say = speaker(language)
    index = np.asarray(adjusted_rand, dtype=float)
    same, of = int((index >= SAME).sum()), say.number(len(index))
    if same == len(index):
        return say(
            "Alle {of} Wiederholungen mit anderen Zufallszahlen finden dieselben Typen; vom Zufall "
            "der Suche hängen sie nicht ab.",
            of=of,
        )
    if same == 0:
        return say(
            "Keine der {of} Wiederholungen mit anderen Zufallszahlen findet dieselben Typen: Sie "
            "hängen vom Zufall der Suche ab.",
            of=of,
        )
    if same < len(index) / 2:
        return say.many(
            "Nur eine der {of} Wiederholungen mit anderen Zufallszahlen findet dieselben Typen; "
            "sonst hängt das Ergebnis vom Zufall der Suche ab.",
            "Nur {same} der {of} Wiederholungen mit anderen Zufallszahlen finden dieselben Typen; "
            "sonst hängt das Ergebnis vom Zufall der Suche ab.",
            same,
            same=say.number(same),
            of=of,
        )
    return say.many(
        "Eine der {of} Wiederholungen mit anderen Zufallszahlen findet dieselben Typen; sonst "
        "hängt das Ergebnis vom Zufall der Suche ab.",
        "{same} der {of} Wiederholungen mit anderen Zufallszahlen finden dieselben Typen; sonst "
        "hängt das Ergebnis vom Zufall der Suche ab.",
        same,
        same=capitalised(say.number(same)),
        of=of,
    )


def alt_methods(data: Released, language: str) -> str:
    """Describe the matrix of agreement."""
    say = speaker(language)
    own, others = _compared(data)
    number = say.number(len(data.frame))
    if others.empty:
        return say(
            "Matrix des Rand-Index zwischen {number} Verfahren. Mit {method} verglichen: kein "
            "anderes Verfahren.",
            number=number,
            method=own,
        )
    return say(
        "Matrix des Rand-Index zwischen {number} Verfahren. Mit {method} verglichen: {others}.",
        number=number,
        method=own,
        others=say.listed([f"{name} {decimal(value, language)}" for name, value in others.items()]),
    )


def _compared(data: Released) -> tuple[str, pd.Series[float]]:
    """The reported algorithm, and the index of every other one with it, the closest first."""
    frame = data.frame
    own, first = str(frame["method"].iloc[0]), data.columns[1].key
    index = frame.set_index("method")[first].iloc[1:].astype(float).dropna()
    return own, index.sort_values(ascending=False, kind="stable")
