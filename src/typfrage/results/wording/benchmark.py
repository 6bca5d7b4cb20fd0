"""Sentences about the comparison with data that have no types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.results.findings import beyond_chance
from typfrage.results.language import mark, speaker
from typfrage.results.wording.phrases import decimal, k_equals, p_equals, types

_NOT_COMPARED = mark(
    "Der Vergleich mit Daten ohne Typen ließ sich für diese Welle nicht berechnen."
)


@dataclass(frozen=True)
class _Measure:
    """How one of the two results that are compared is spoken of."""

    key: str
    is_: str
    beyond: str
    within: str
    untested: str
    drawn: str


_MEASURES = (
    _Measure(
        "silhouette",
        mark("Die mittlere Silhouette der {types} beträgt {value}."),
        mark("Die Typen sind deutlicher getrennt, als es ohne Typen zu erwarten wäre."),
        mark("So gut können auch Daten ohne Typen getrennt sein: Die Trennung belegt keine Typen."),
        mark("Die Trennung ließ sich so nicht prüfen."),
        mark("Trennung der Typen {value}, ohne Typen im Mittel {mean} ({p})"),
    ),
    _Measure(
        "jaccard",
        mark("Ihre mittlere Jaccard-Stabilität beträgt {value}."),
        mark("Die Typen sind beständiger, als es ohne Typen zu erwarten wäre."),
        mark(
            "So beständig können auch Gruppen ohne Typen sein: Die Stabilität belegt keine Typen."
        ),
        mark("Die Stabilität ließ sich so nicht prüfen."),
        mark("Stabilität der Typen {value}, ohne Typen im Mittel {mean} ({p})"),
    ),
)


def benchmark_sentences(
    table: pd.DataFrame, reported: int, any_k: Sequence[float], language: str
) -> str:
    """Say how the reported types fare against data without types.

    Args:
        table: Indexed by number of types; for ``silhouette`` and ``jaccard`` the value, and with
            ``_mean``, ``_high`` and ``_p`` appended mean, 95th percentile and share of the data
            without types. Without rows nothing was compared.
        reported: The number of types that is reported.
        any_k: For silhouette and stability the share that accounts for all numbers of types.
        language: Language of the sentences.
    """
    say = speaker(language)
    if reported not in table.index:
        return say(_NOT_COMPARED)
    row = table.loc[reported]
    sentences = []
    for measure, p_any in zip(_MEASURES, any_k, strict=True):
        p = row[f"{measure.key}_p"]
        beyond = beyond_chance(p)
        if beyond is None:
            sentences.append(say(measure.untested))
            continue
        sentences += [
            say(
                measure.is_,
                types=types(reported, language),
                value=decimal(row[measure.key], language),
            ),
            say(
                "Daten ohne Typen erreichen im Mittel {mean}, und nur eine von zwanzig "
                "Wiederholungen erreicht {high} oder mehr.",
                mean=decimal(row[f"{measure.key}_mean"], language),
                high=decimal(row[f"{measure.key}_high"], language),
            ),
            say("Für die Befragung ergibt das {p}.", p=p_equals(p, language)),
            say(measure.beyond if beyond else measure.within),
            _any_k(beyond, p_any, language),
        ]
    return " ".join(filter(None, sentences))


def alt_benchmark(table: pd.DataFrame, reported: int, language: str) -> str:
    """Describe the figure of the comparison."""
    say = speaker(language)
    if reported not in table.index:
        empty = say("Leere Abbildung für {k}.", k=k_equals(reported))
        return f"{empty} {say(_NOT_COMPARED)}"
    row = table.loc[reported]
    parts = [
        say(
            measure.drawn,
            value=decimal(row[measure.key], language),
            mean=decimal(row[f"{measure.key}_mean"], language),
            p=p_equals(row[f"{measure.key}_p"], language),
        )
        for measure in _MEASURES
        if pd.notna(row[f"{measure.key}_p"])
    ]
    drawn = say(
        "Häufigkeitsdiagramme dessen, was Daten ohne Typen bei {k} erreichen, mit dem Wert der "
        "Befragung als Strich.",
        k=k_equals(reported),
    )
    return f"{drawn} {'; '.join(parts)}." if parts else f"{drawn} {say(_NOT_COMPARED)}"


def _any_k(beyond: bool, p_any: float, language: str) -> str:
    """What remains when all numbers of types were looked at; only worth saying of a find."""
    say = speaker(language)
    also = beyond_chance(p_any)
    if not beyond or also is None:
        return ""
    p = p_equals(p_any, language)
    if also:
        return say("Das gilt auch, wenn man alle geprüften Zahlen von Typen bedenkt ({p}).", p=p)
    return say(
        "Bedenkt man, dass mehrere Zahlen von Typen geprüft wurden, kann es Zufall sein ({p}).", p=p
    )
