"""Sentences about each type: is it found again, are its municipalities sure to belong to it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.findings import Doubt, Standing, Verdict, verdicts_of
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted, in_words
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import (
    COUNT,
    ROUND_SHARE,
    SHARE,
    capitalised,
    decimal,
    enumeration,
)

BAND_WORDS = {
    "dissolved": "aufgelöst",
    "doubtful": "zweifelhaft",
    "pattern": "Muster",
    "stable": "stabil",
    "highly_stable": "sehr stabil",
}
"""Hennig's reading of a mean Jaccard similarity, the lowest band first."""

STANDING_WORDS = {
    Standing.FIRM: "gut gestützt",
    Standing.QUALIFIED: "unter Vorbehalt",
    Standing.WEAK: "nicht gestützt",
    Standing.UNKNOWN: "nicht geprüft",
}

_BAND_SENTENCES = {
    "dissolved": "löst sich in Stichproben auf und darf nicht als eigener Typ gelesen werden",
    "doubtful": "findet sich in Stichproben nur ungefähr wieder; sein Bestand ist zweifelhaft",
    "pattern": "ist als Muster zu erkennen, aber seine Grenzen hängen von der Stichprobe ab",
    "stable": "findet sich in Stichproben stabil wieder",
    "highly_stable": "findet sich in Stichproben sehr stabil wieder",
}


def type_verdicts(data: Released, names: Sequence[TypeName]) -> str:
    """Say for each type how firmly it stands, as a list.

    Args:
        data: One row a type, in the order of ``names``: ``jaccard``, ``silhouette``,
            ``elsewhere`` and ``mixed``; missing where withheld or not computed.
        names: The types.
    """
    verdicts = verdicts_of(data.frame)
    return "\n".join(
        f"- **{capitalised(escaped(name.name))}: {STANDING_WORDS[verdict.standing]}.** "
        + _findings(row, verdict)
        for name, verdict, (_, row) in zip(names, verdicts, data.frame.iterrows(), strict=True)
    )


def mixed_sentences(overall: Released, shares: Sequence[float], names: Sequence[TypeName]) -> str:
    """Say how many municipalities stand between two types.

    Args:
        overall: One row: ``count``, ``base`` and ``share`` of the mixed ones among all.
        shares: Of each type, in the order of ``names``; missing where withheld.
        names: The types.
    """
    row = overall.frame.iloc[0]
    if pd.isna(row["count"]):
        text = "Wie viele Kommunen zwischen zwei Typen stehen, wird nicht veröffentlicht."
    elif row["count"] == 0:
        return f"Keine der {formatted(row['base'], COUNT)} Kommunen steht zwischen zwei Typen."
    else:
        verb = "steht" if row["count"] == 1 else "stehen"
        text = (
            f"Von {formatted(row['base'], COUNT)} Kommunen {verb} "
            f"{formatted(row['count'], COUNT)} ({formatted(row['share'], SHARE)}) zwischen zwei "
            "Typen."
        )
    told = [
        (float(share), name) for share, name in zip(shares, names, strict=True) if pd.notna(share)
    ]
    if len(told) < 2:
        return text
    (low, fewest), (high, most) = min(told, key=_share), max(told, key=_share)
    if low == high:
        return f"{text} In allen Typen ist ihr Anteil gleich groß."
    among = "Je Typ" if len(told) == len(names) else "Soweit veröffentlicht,"
    return (
        f"{text} {among} reicht ihr Anteil von {formatted(low, SHARE)} ({escaped(fewest.name)}) "
        f"bis {formatted(high, SHARE)} ({escaped(most.name)})."
    )


def alt_stability(data: Released, names: Sequence[TypeName]) -> str:
    """Describe the figure of the types' stability."""
    parts = [
        f"{name.name} {decimal(value)} ({band})"
        for name, value, band in zip(names, data.frame["jaccard"], data.frame["band"], strict=True)
    ]
    return f"Punktdiagramm der Jaccard-Stabilität auf Hennigs Stufen. {enumeration(parts)}."


def alt_mixed(shares: Sequence[float], names: Sequence[TypeName]) -> str:
    """Describe the figure of clear and mixed municipalities."""
    parts = [
        f"{name.name} " + ("nicht veröffentlicht" if pd.isna(share) else formatted(share, SHARE))
        for name, share in zip(names, shares, strict=True)
    ]
    return (
        f"Gestapelte Balken für {in_words(len(names))} Typen ({len(names)} Balken). Anteil der "
        f"Kommunen zwischen zwei Typen: {enumeration(parts)}."
    )


def _findings(row: pd.Series, verdict: Verdict) -> str:
    parts = (_again(row, verdict), _elsewhere(row, verdict), _apart(row, verdict))
    rest = "Mehr ist über ihn nicht bekannt." if Doubt.NOTHING_ELSE in verdict.doubts else ""
    return " ".join(filter(None, (*parts, _mixed(row, verdict), rest)))


def _again(row: pd.Series, verdict: Verdict) -> str:
    if verdict.band is None:
        return "Seine Stabilität ließ sich nicht berechnen."
    return f"Der Typ {_BAND_SENTENCES[verdict.band]} (Jaccard {decimal(row['jaccard'])})."


def _elsewhere(row: pd.Series, verdict: Verdict) -> str:
    if pd.isna(row["elsewhere"]):
        return ""
    value = decimal(row["elsewhere"])
    if Doubt.OTHER_METHODS in verdict.doubts:
        return f"Andere Verfahren finden ihn so nicht: Im Mittel beträgt die Ähnlichkeit {value}."
    return f"Andere Verfahren finden ihn im Mittel mit einer Ähnlichkeit von {value} wieder."


def _apart(row: pd.Series, verdict: Verdict) -> str:
    if pd.isna(row["silhouette"]):
        return ""
    text = f"Seine Silhouette beträgt {decimal(row['silhouette'])}"
    if Doubt.SEPARATION in verdict.doubts:
        return f"{text}: Im Mittel ist seinen Kommunen ein anderer Typ mindestens ebenso nah."
    return f"{text}."


def _mixed(row: pd.Series, verdict: Verdict) -> str:
    if pd.isna(row["mixed"]):
        return "Wie viele seiner Kommunen zwischen zwei Typen stehen, wird nicht veröffentlicht."
    if row["mixed"] == 0:
        return "Keine seiner Kommunen steht zwischen zwei Typen."
    share = formatted(row["mixed"], ROUND_SHARE)
    if Doubt.MIXED in verdict.doubts:
        return f"Mindestens die Hälfte seiner Kommunen ({share}) steht zwischen zwei Typen."
    return f"{share} seiner Kommunen stehen zwischen zwei Typen."


def _share(pair: tuple[float, TypeName]) -> float:
    return pair[0]
