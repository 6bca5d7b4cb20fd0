"""Sentences about weighting: what it costs, what it cannot reach, and what it changes."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released, is_small
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import Format, formatted
from typfrage.results.wording.phrases import COUNT, capitalised, short
from typfrage.survey.population.raking import Weights

_POINTS = Format("points", 1)
_ONE_DIGIT = Format("decimal", 1)


def no_frame(language: str) -> str:
    """Say that there is nothing to weight to."""
    return speaker(language)(
        "Für diese Befragung gibt es keine Auszählung aller Kommunen, auf die sich gewichten "
        "ließe. Die Ergebnisse sind ungewichtet."
    )


def weighting_sentences(
    weights: Weights,
    left_out: int,
    composition: Released,
    strengths: Released,
    minimum_cases: int,
    language: str,
) -> str:
    """Say what weighting costs, what it cannot reach, and what it changes.

    Args:
        weights: The weights.
        left_out: Municipalities without Land or size class.
        composition: The types' shares: ``type``, ``share``, ``weighted_share``.
        strengths: Strengths with ``difference`` and ``weighted``.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the sentences.
    """
    say = speaker(language)
    parts = [
        say(
            "Der Designeffekt beträgt {effect}: Die {n} Antworten sagen gewichtet so viel wie "
            "{effective} gleich gewichtete.",
            effect=formatted(weights.design_effect, _ONE_DIGIT, language),
            n=formatted(len(weights.values), COUNT, language),
            effective=formatted(weights.effective_n, COUNT, language),
        ),
        _trimmed(weights, minimum_cases, language),
        _uncovered(weights, language),
        _held(weights, language),
    ]
    if left_out:
        parts.append(say("Kommunen ohne Angabe zu Land oder Größe bleiben außen vor."))
    parts += [_shift(composition, language), _kept(strengths, language)]
    return " ".join(filter(None, parts))


def _trimmed(weights: Weights, minimum_cases: int, language: str) -> str:
    say = speaker(language)
    if weights.trimmed == 0:
        return say("Kein Gewicht musste gekappt werden.")
    if is_small(weights.trimmed, minimum_cases):
        return say("Wenige Gewichte sind gekappt.")
    if is_small(len(weights.values) - weights.trimmed, minimum_cases):
        return say("Fast alle Gewichte sind gekappt.")
    return say.many(
        "Ein Gewicht ist gekappt.",
        "{count} Gewichte sind gekappt.",
        weights.trimmed,
        count=capitalised(say.number(weights.trimmed)),
    )


def _uncovered(weights: Weights, language: str) -> str:
    say = speaker(language)
    number = int(weights.uncovered["population"].sum()) if len(weights.uncovered) else 0
    if not number:
        return ""
    cells = len(weights.uncovered)
    return say.many(
        "Ein Land oder eine Größenklasse ist unter den Antworten nicht vertreten und nicht "
        "hochzurechnen.",
        "{count} Länder oder Größenklassen sind unter den Antworten nicht vertreten und nicht "
        "hochzurechnen.",
        cells,
        count=capitalised(say.number(cells)),
    )


def _held(weights: Weights, language: str) -> str:
    say = speaker(language)
    if weights.converged:
        return ""
    gap = (weights.deviations["weighted"] - weights.deviations["population"]).abs().max()
    smallest = 0.001
    points = formatted(max(float(gap), smallest), _POINTS, language).lstrip("+")
    if gap < smallest:
        return say(
            "Die Gewichte erreichen die Anteile der Grundgesamtheit nicht ganz; die größte "
            "Abweichung beträgt weniger als {points} Prozentpunkte.",
            points=points,
        )
    return say(
        "Die Gewichte erreichen die Anteile der Grundgesamtheit nicht ganz; die größte Abweichung "
        "beträgt {points} Prozentpunkte.",
        points=points,
    )


def _shift(composition: Released, language: str) -> str:
    frame = composition.frame.dropna(subset=["share", "weighted_share"])
    if frame.empty:
        return ""
    gaps = (frame["weighted_share"] - frame["share"]).astype(float)
    at = gaps.abs().idxmax()
    return speaker(language)(
        "Die größte Verschiebung unter den Anteilen der Typen beträgt {points} Prozentpunkte "
        "({type}).",
        points=formatted(gaps[at], _POINTS, language),
        type=escaped(short(frame.at[at, "type"])),
    )


def _kept(strengths: Released, language: str) -> str:
    say = speaker(language)
    frame = strengths.frame.dropna(subset=["difference", "weighted"])
    kept, of = int((frame["weighted"] > 0).sum()), len(frame)
    if frame.empty:
        return ""
    if kept == 0:
        return say.many(
            "Die eine Stärke hat gewichtet nicht mehr dieselbe Richtung.",
            "Keine Stärke hat gewichtet dieselbe Richtung.",
            of,
        )
    if kept < of:
        text = say.many(
            "Von {of} Stärken hat eine auch gewichtet dieselbe Richtung.",
            "Von {of} Stärken haben {count} auch gewichtet dieselbe Richtung.",
            kept,
            of=say.number(of),
            count=say.number(kept),
        )
    elif of == 2:
        text = say("Beide Stärken haben auch gewichtet dieselbe Richtung.")
    else:
        text = say.many(
            "Die eine Stärke hat auch gewichtet dieselbe Richtung.",
            "Alle {count} Stärken haben auch gewichtet dieselbe Richtung.",
            of,
            count=say.number(of),
        )
    return f"{text} {_weaker(frame, language)}".rstrip()


def _weaker(frame: pd.DataFrame, language: str) -> str:
    """Say how many strengths shrink to less than half when weighted."""
    say = speaker(language)
    half = (frame["weighted"] > 0) & (frame["weighted"] < frame["difference"] / 2)
    number = int(half.sum())
    if not number:
        return ""
    return say.many(
        "Bei einer ist der Unterschied gewichtet weniger als halb so groß.",
        "Bei {count} ist der Unterschied gewichtet weniger als halb so groß.",
        number,
        count=say.number(number),
    )
