"""Sentences about weighting: what it costs, what it cannot reach, and what it changes."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released, is_small
from typfrage.results.markdown import escaped
from typfrage.results.numbers import Format, formatted, in_words
from typfrage.results.wording.phrases import COUNT, capitalised, short
from typfrage.survey.raking import Weights

NO_FRAME = (
    "Für diese Befragung gibt es keine Auszählung aller Kommunen, auf die sich gewichten ließe. "
    "Die Ergebnisse sind ungewichtet."
)
_POINTS = Format("points", 1)
_ONE_DIGIT = Format("decimal", 1)


def weighting_sentences(
    weights: Weights, left_out: int, composition: Released, strengths: Released, minimum_cases: int
) -> str:
    """Say what weighting costs, what it cannot reach, and what it changes.

    Args:
        weights: The weights.
        left_out: Municipalities without Land or size class.
        composition: The types' shares: ``type``, ``share``, ``weighted_share``.
        strengths: Strengths with ``difference`` and ``weighted``.
        minimum_cases: Threshold of the disclosure rules.
    """
    effect = formatted(weights.design_effect, _ONE_DIGIT)
    n, effective = len(weights.values), formatted(weights.effective_n, COUNT)
    parts = [
        f"Der Designeffekt beträgt {effect}: Die {formatted(n, COUNT)} Antworten sagen gewichtet "
        f"so viel wie {effective} gleich gewichtete.",
        _trimmed(weights, minimum_cases),
        _uncovered(weights),
        _held(weights),
    ]
    if left_out:
        parts.append("Kommunen ohne Angabe zu Land oder Größe bleiben außen vor.")
    parts += [_shift(composition), _kept(strengths)]
    return " ".join(filter(None, parts))


def _trimmed(weights: Weights, minimum_cases: int) -> str:
    if weights.trimmed == 0:
        return "Kein Gewicht musste gekappt werden."
    if is_small(weights.trimmed, minimum_cases):
        return "Wenige Gewichte sind gekappt."
    if is_small(len(weights.values) - weights.trimmed, minimum_cases):
        return "Fast alle Gewichte sind gekappt."
    if weights.trimmed == 1:
        return "Ein Gewicht ist gekappt."
    return f"{capitalised(in_words(weights.trimmed))} Gewichte sind gekappt."


def _uncovered(weights: Weights) -> str:
    number = int(weights.uncovered["population"].sum()) if len(weights.uncovered) else 0
    if not number:
        return ""
    cells = len(weights.uncovered)
    what = (
        "Ein Land oder eine Größenklasse"
        if cells == 1
        else f"{capitalised(in_words(cells))} Länder oder Größenklassen"
    )
    verb = "ist" if cells == 1 else "sind"
    return f"{what} {verb} unter den Antworten nicht vertreten und nicht hochzurechnen."


def _held(weights: Weights) -> str:
    if weights.converged:
        return ""
    gap = (weights.deviations["weighted"] - weights.deviations["population"]).abs().max()
    smallest = 0.001
    how_far = formatted(max(float(gap), smallest), _POINTS).lstrip("+")
    return (
        "Die Gewichte erreichen die Anteile der Grundgesamtheit nicht "
        f"ganz; die größte Abweichung beträgt {'weniger als ' if gap < smallest else ''}{how_far} "
        "Prozentpunkte."
    )


def _shift(composition: Released) -> str:
    frame = composition.frame.dropna(subset=["share", "weighted_share"])
    if frame.empty:
        return ""
    gaps = (frame["weighted_share"] - frame["share"]).astype(float)
    at = gaps.abs().idxmax()
    return (
        "Die größte Verschiebung unter den Anteilen der Typen beträgt "
        f"{formatted(gaps[at], _POINTS)} Prozentpunkte "
        f"({escaped(short(frame.at[at, 'type']))})."
    )


def _kept(strengths: Released) -> str:
    frame = strengths.frame.dropna(subset=["difference", "weighted"])
    if frame.empty:
        return ""
    kept = int((frame["weighted"] > 0).sum())
    if kept == len(frame):
        few = {1: "Die eine Stärke hat", 2: "Beide Stärken haben"}
        subject = few.get(kept, f"Alle {in_words(kept)} Stärken haben")
        return f"{subject} auch gewichtet dieselbe Richtung.{_weaker(frame)}"
    if len(frame) == 1:
        return "Die eine Stärke hat gewichtet nicht mehr dieselbe Richtung."
    if kept == 0:
        return "Keine Stärke hat gewichtet dieselbe Richtung."
    verb = "hat" if kept == 1 else "haben"
    who = "eine" if kept == 1 else in_words(kept)
    return (
        f"Von {in_words(len(frame))} Stärken {verb} {who} auch gewichtet dieselbe Richtung."
        f"{_weaker(frame)}"
    )


def _weaker(frame: pd.DataFrame) -> str:
    """Say how many strengths shrink to less than half when weighted."""
    half = (frame["weighted"] > 0) & (frame["weighted"] < frame["difference"] / 2)
    number = int(half.sum())
    if not number:
        return ""
    who = "Bei einer ist" if number == 1 else f"Bei {in_words(number)} ist"
    return f" {who} der Unterschied gewichtet weniger als halb so groß."
