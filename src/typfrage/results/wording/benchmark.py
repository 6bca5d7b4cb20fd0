"""Sentences about the comparison with data that have no types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.results.findings import beyond_chance
from typfrage.results.wording.phrases import decimal, k_equals, p_equals, types

NOT_COMPARED = "Der Vergleich mit Daten ohne Typen ließ sich für diese Welle nicht berechnen."


@dataclass(frozen=True)
class _Measure:
    """How one of the two results that are compared is spoken of."""

    key: str
    is_: str
    without: str
    beyond: str
    within: str
    word: str


_MEASURES = (
    _Measure(
        "silhouette",
        "Die mittlere Silhouette der {k} beträgt {value}",
        "Daten ohne Typen erreichen im Mittel {mean}, und nur eine von zwanzig Wiederholungen "
        "erreicht {high} oder mehr",
        "Die Typen sind deutlicher getrennt, als es ohne Typen zu erwarten wäre",
        "So gut können auch Daten ohne Typen getrennt sein: Die Trennung belegt keine Typen",
        "Trennung",
    ),
    _Measure(
        "jaccard",
        "Ihre mittlere Jaccard-Stabilität beträgt {value}",
        "Daten ohne Typen erreichen im Mittel {mean}, und nur eine von zwanzig Wiederholungen "
        "erreicht {high} oder mehr",
        "Die Typen sind beständiger, als es ohne Typen zu erwarten wäre",
        "So beständig können auch Gruppen ohne Typen sein: Die Stabilität belegt keine Typen",
        "Stabilität",
    ),
)


def benchmark_sentences(table: pd.DataFrame, reported: int, any_k: Sequence[float]) -> str:
    """Say how the reported types fare against data without types.

    Args:
        table: Indexed by number of types; for ``silhouette`` and ``jaccard`` the value, and with
            ``_mean``, ``_high`` and ``_p`` appended mean, 95th percentile and share of the data
            without types. Without rows nothing was compared.
        reported: The number of types that is reported.
        any_k: For silhouette and stability the share that accounts for all numbers of types.
    """
    if reported not in table.index:
        return NOT_COMPARED
    row = table.loc[reported]
    sentences = []
    for measure, p_any in zip(_MEASURES, any_k, strict=True):
        beyond = beyond_chance(row[f"{measure.key}_p"])
        if beyond is None:
            sentences.append(f"Die {measure.word} ließ sich so nicht prüfen.")
            continue
        is_ = measure.is_.format(k=types(reported), value=decimal(row[measure.key]))
        without = measure.without.format(
            mean=decimal(row[f"{measure.key}_mean"]), high=decimal(row[f"{measure.key}_high"])
        )
        conclusion = measure.beyond if beyond else measure.within
        p = p_equals(row[f"{measure.key}_p"])
        sentences.append(f"{is_}. {without}. Für die Befragung ergibt das {p}. {conclusion}.")
        sentences.append(_any_k(beyond, p_any))
    return " ".join(filter(None, sentences))


def alt_benchmark(table: pd.DataFrame, reported: int) -> str:
    """Describe the figure of the comparison."""
    if reported not in table.index:
        return f"Leere Abbildung für {k_equals(reported)}. {NOT_COMPARED}"
    row = table.loc[reported]
    parts = [
        f"{measure.word} der Typen {decimal(row[measure.key])}, ohne Typen im Mittel "
        f"{decimal(row[f'{measure.key}_mean'])} ({p_equals(row[f'{measure.key}_p'])})"
        for measure in _MEASURES
        if pd.notna(row[f"{measure.key}_p"])
    ]
    return (
        f"Häufigkeitsdiagramme dessen, was Daten ohne Typen bei {k_equals(reported)} erreichen, "
        f"mit dem Wert der Befragung als Strich. {'; '.join(parts) or NOT_COMPARED}."
    ).replace("..", ".")


def _any_k(beyond: bool, p_any: float) -> str:
    """What remains when all numbers of types were looked at; only worth saying of a find."""
    also = beyond_chance(p_any)
    if not beyond or also is None:
        return ""
    if also:
        return (
            f"Das gilt auch, wenn man alle geprüften Zahlen von Typen bedenkt ({p_equals(p_any)})."
        )
    return (
        "Bedenkt man, dass mehrere Zahlen von Typen geprüft wurden, kann es Zufall sein "
        f"({p_equals(p_any)})."
    )
