"""Sentences about who the types are: what structure says of a type, and what the regression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.profiles.structure_model import StructureModel
from typfrage.results.markdown import escaped
from typfrage.results.numbers import MINUS, Format, formatted, in_words
from typfrage.results.wording.phrases import (
    capitalised,
    decimal,
    enumeration,
    p_equals,
    quoted,
    short,
)

NO_REGRESSION = (
    "Für diese Befragung ist nicht festgelegt, welche Merkmale den Typ erklären könnten, oder sie "
    "unterscheiden sich zwischen den Kommunen nicht. Eine Regression wurde deshalb nicht gerechnet."
)
_POINTS = Format("points")


def regression_sentences(
    model: StructureModel,
    data: Released,
    labels: Mapping[str, str],
    constant: Sequence[str],
    significance: float,
) -> str:
    """Say whether structure tells the type, how well, and which property matters.

    Args:
        model: The regression.
        data: Its marginal effects: ``label``, ``type``, ``effect``, ``low``, ``high``.
        labels: What the predictors are called.
        constant: Properties that are the same for all.
        significance: Largest p-value that counts as more than chance.
    """
    sentences = [_outcome(model, labels, significance)]
    if constant:
        same = enumeration([quoted(label) for label in constant])
        sentences.append(f"Ohne Unterschied zwischen den Kommunen und deshalb weggelassen: {same}.")
    if model.left_out:
        sentences.append("Kommunen mit unvollständigen Angaben bleiben außen vor.")
    if model.status == "estimated":
        sentences.append(_effects(data))
    return " ".join(sentences)


def structure_in_short(
    tests: pd.DataFrame,
    labels: Mapping[str, str],
    model: StructureModel | None,
    significance: float,
) -> str:
    """Say in one or two sentences whether the types differ in what kind of municipalities they are.

    Args:
        tests: By structural indicator: ``p_bh`` of all types against each other.
        labels: What the indicators are called.
        model: The regression, or ``None``.
        significance: Largest adjusted p-value of a difference that counts.
    """
    tested = tests["p_bh"].dropna()
    differ = [quoted(labels[key]) for key in tested.index[tested <= significance]]
    if tested.empty:
        first = "Ob sich die Typen nach Art, Größe und Lage der Kommunen unterscheiden, ist offen."
    elif differ:
        first = f"In ihrer Struktur unterscheiden sich die Typen gesichert: {enumeration(differ)}."
    else:
        first = (
            "Nach Art, Größe und Lage der Kommunen unterscheiden sich die Typen nicht gesichert."
            if len(tested) == len(tests)
            else "Soweit geprüft und veröffentlicht, unterscheiden sich die Typen nach Art, Größe "
            "und Lage der Kommunen nicht gesichert."
        )
    if model is None or model.status != "estimated":
        return first
    if model.lr_p > significance:
        return (
            f"{first} Dass die Struktur einer Kommune ihren Typ vorhersagt, ist nicht nachgewiesen."
        )
    return (
        f"{first} Alle Merkmale zusammen sagen etwas über den Typ einer Kommune, wenn auch nicht "
        f"alles (Pseudo-R² {decimal(model.pseudo_r2)})."
    )


def _outcome(model: StructureModel, labels: Mapping[str, str], significance: float) -> str:
    match model.status:
        case "too_few":
            return (
                "Für eine Regression sind die Typen zu klein: Auf jedes Merkmal müssten im "
                "kleinsten Typ wenigstens zehn Kommunen kommen. Sie wurde deshalb nicht gerechnet."
            )
        case "separated":
            names = enumeration([quoted(labels.get(one, one)) for one in model.reasons])
            verb = "bestimmt oder ausschließt"
            if len(model.reasons) > 1:
                verb = "bestimmen oder ausschließen"
            return (
                f"Die Regression lässt sich nicht schätzen, weil {names} einen Typ vollständig "
                f"{verb}. Werte, die ein Programm trotzdem ausgäbe, wären falsch."
            )
        case "collinear":
            names = enumeration([quoted(labels.get(one, one)) for one in model.reasons])
            return (
                f"Die Regression lässt sich nicht schätzen, weil sich die Merkmale {names} "
                "auseinander ergeben."
            )
        case "not_converged":
            return "Die Regression ließ sich nicht schätzen: Das Verfahren fand keine Lösung."
    quality = f"McFaddens Pseudo-R² beträgt {decimal(model.pseudo_r2)}"
    if model.lr_p > significance:
        return (
            "Dass sich der Typ einer Kommune aus ihrer Struktur vorhersagen lässt, ist nicht "
            "nachgewiesen: Alle Merkmale zusammen erklären nicht nachweisbar mehr als Zufall "
            f"(Likelihood-Quotienten-Test, {p_equals(model.lr_p)}; {quality})."
        )
    return (
        "Die Struktur einer Kommune sagt etwas über ihren Typ (Likelihood-Quotienten-Test, "
        f"{p_equals(model.lr_p)}). Wie viel, zeigt ein Gütemaß, das bei null beginnt und mit der "
        f"Vorhersage steigt: {quality}."
    )


def _effects(data: Released) -> str:
    frame = data.frame.dropna(subset=["effect"])
    clear = frame[(frame["low"] > 0) | (frame["high"] < 0)]
    number, of = len(clear), len(frame)
    if not number:
        return "Keine einzelne Wirkung ist von null zu unterscheiden."
    largest = clear.loc[clear["effect"].abs().idxmax()]
    verb = "ist" if number == 1 else "sind"
    who = "Eine" if number == 1 else capitalised(in_words(number))
    return (
        f"{who} von {in_words(of)} Wirkungen {verb} einzeln von null zu unterscheiden, ohne "
        f"Anpassung an die Zahl der Vergleiche: {'am größten ' * (number > 1)}"
        f"{quoted(largest['label'])} ({escaped(short(largest['type']))}), "
        f"{_points(largest['effect'])} (Intervall {formatted(largest['low'], _POINTS)} bis "
        f"{formatted(largest['high'], _POINTS)})."
    )


def alt_regression(data: Released) -> str:
    """Describe the figure of marginal effects: how many differ from zero, the largest."""
    frame = data.frame.dropna(subset=["effect"])
    if frame.empty:
        return "Punktdiagramm der Wirkungen; von 0 Wirkungen ist etwas veröffentlicht."
    largest = frame.loc[frame["effect"].abs().idxmax()]
    clear = int(((frame["low"] > 0) | (frame["high"] < 0)).sum())
    return (
        f"Punktdiagramm von {len(frame)} mittleren Wirkungen mit Intervallen; {clear} davon "
        f"{'schließt' if clear == 1 else 'schließen'} null aus. Am "
        f"größten: {largest['label']} ({short(largest['type'])}), {_points(largest['effect'])}."
    )


def _points(value: float) -> str:
    """Write percentage points with their sign and noun: „+1 Prozentpunkt“."""
    number = formatted(value, _POINTS)
    noun = "Prozentpunkt" if number in ("+1", f"{MINUS}1") else "Prozentpunkte"
    return f"{number} {noun}"
