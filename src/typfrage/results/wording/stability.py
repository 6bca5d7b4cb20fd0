"""Sentences about each type: is it found again, are its municipalities sure to belong to it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.findings import Doubt, Standing, Verdict, verdicts_of
from typfrage.results.language import mark, speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import ROUND_SHARE, capitalised, decimal

_BANDS = {
    "dissolved": mark("aufgelöst"),
    "doubtful": mark("zweifelhaft"),
    "pattern": mark("Muster"),
    "stable": mark("stabil"),
    "highly_stable": mark("sehr stabil"),
}

_STANDINGS = {
    Standing.FIRM: mark("gut gestützt"),
    Standing.QUALIFIED: mark("unter Vorbehalt"),
    Standing.WEAK: mark("nicht gestützt"),
    Standing.UNKNOWN: mark("nicht geprüft"),
}

_BAND_SENTENCES = {
    "dissolved": mark(
        "Der Typ löst sich in Stichproben auf und darf nicht als eigener Typ gelesen werden "
        "(Jaccard {value})."
    ),
    "doubtful": mark(
        "Der Typ findet sich in Stichproben nur ungefähr wieder; sein Bestand ist zweifelhaft "
        "(Jaccard {value})."
    ),
    "pattern": mark(
        "Der Typ ist als Muster zu erkennen, aber seine Grenzen hängen von der Stichprobe ab "
        "(Jaccard {value})."
    ),
    "stable": mark("Der Typ findet sich in Stichproben stabil wieder (Jaccard {value})."),
    "highly_stable": mark(
        "Der Typ findet sich in Stichproben sehr stabil wieder (Jaccard {value})."
    ),
}


def band_words(language: str) -> dict[str, str]:
    """Return Hennig's reading of a mean Jaccard similarity, the lowest band first."""
    return {band: speaker(language)(word) for band, word in _BANDS.items()}


def standing_words(language: str) -> dict[Standing, str]:
    """Return what readers are told of how firmly a type stands."""
    return {standing: speaker(language)(word) for standing, word in _STANDINGS.items()}


def type_verdicts(data: Released, names: Sequence[TypeName], language: str) -> str:
    """Say for each type how firmly it stands, as a list.

    Args:
        data: One row a type, in the order of ``names``: ``jaccard``, ``silhouette``,
            ``elsewhere`` and ``mixed``; missing where withheld or not computed.
        names: The types.
        language: Language of the sentences.
    """
    verdicts, words = verdicts_of(data.frame), standing_words(language)
    return "\n".join(
        f"- **{capitalised(escaped(name.name))}: {words[verdict.standing]}.** "
        + _findings(row, verdict, language)
        for name, verdict, (_, row) in zip(names, verdicts, data.frame.iterrows(), strict=True)
    )


def alt_stability(data: Released, names: Sequence[TypeName], language: str) -> str:
    """Describe the figure of the types' stability."""
    say = speaker(language)
    parts = [
        f"{name.name} {decimal(value, language)} ({band})"
        for name, value, band in zip(names, data.frame["jaccard"], data.frame["band"], strict=True)
    ]
    return say(
        "Punktdiagramm der Jaccard-Stabilität auf Hennigs Stufen. {types}.", types=say.listed(parts)
    )


def _findings(row: pd.Series, verdict: Verdict, language: str) -> str:
    say = speaker(language)
    parts = [one(row, verdict, language) for one in (_again, _elsewhere, _apart, _mixed)]
    if Doubt.NOTHING_ELSE in verdict.doubts:
        parts.append(say("Mehr ist über ihn nicht bekannt."))
    return " ".join(filter(None, parts))


def _again(row: pd.Series, verdict: Verdict, language: str) -> str:
    say = speaker(language)
    if verdict.band is None:
        return say("Seine Stabilität ließ sich nicht berechnen.")
    return say(_BAND_SENTENCES[verdict.band], value=decimal(row["jaccard"], language))


def _elsewhere(row: pd.Series, verdict: Verdict, language: str) -> str:
    say = speaker(language)
    if pd.isna(row["elsewhere"]):
        return ""
    value = decimal(row["elsewhere"], language)
    if Doubt.OTHER_METHODS in verdict.doubts:
        return say(
            "Andere Verfahren finden ihn so nicht: Im Mittel beträgt die Ähnlichkeit {value}.",
            value=value,
        )
    return say(
        "Andere Verfahren finden ihn im Mittel mit einer Ähnlichkeit von {value} wieder.",
        value=value,
    )


def _apart(row: pd.Series, verdict: Verdict, language: str) -> str:
    say = speaker(language)
    if pd.isna(row["silhouette"]):
        return ""
    value = decimal(row["silhouette"], language)
    if Doubt.SEPARATION in verdict.doubts:
        return say(
            "Seine Silhouette beträgt {value}: Im Mittel ist seinen Kommunen ein anderer Typ "
            "mindestens ebenso nah.",
            value=value,
        )
    return say("Seine Silhouette beträgt {value}.", value=value)


def _mixed(row: pd.Series, verdict: Verdict, language: str) -> str:
    say = speaker(language)
    if pd.isna(row["mixed"]):
        return say(
            "Wie viele seiner Kommunen zwischen zwei Typen stehen, wird nicht veröffentlicht."
        )
    if row["mixed"] == 0:
        return say("Keine seiner Kommunen steht zwischen zwei Typen.")
    share = formatted(row["mixed"], ROUND_SHARE, language)
    if Doubt.MIXED in verdict.doubts:
        return say(
            "Mindestens die Hälfte seiner Kommunen ({share}) steht zwischen zwei Typen.",
            share=share,
        )
    return say("{share} seiner Kommunen stehen zwischen zwei Typen.", share=share)
