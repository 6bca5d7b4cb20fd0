"""Sentences about the regression: whether structure tells the type, and which property matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from typfrage.profiles.disclosure import Released
from typfrage.profiles.structure_model import StructureModel
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import MINUS, Format, formatted
from typfrage.results.wording.phrases import capitalised, decimal, p_equals, quoted, short

_POINTS = Format("points")


def no_regression(language: str) -> str:
    """Say that nothing could explain the type."""
    return speaker(language)(
        "Für diese Befragung ist nicht festgelegt, welche Merkmale den Typ erklären könnten, oder "
        "sie unterscheiden sich zwischen den Kommunen nicht. Eine Regression wurde deshalb nicht "
        "gerechnet."
    )


def regression_sentences(
    model: StructureModel,
    data: Released,
    labels: Mapping[str, str],
    constant: Sequence[str],
    significance: float,
    language: str,
) -> str:
    """Say whether structure tells the type, how well, and which property matters.

    Args:
        model: The regression.
        data: Its marginal effects: ``label``, ``type``, ``effect``, ``low``, ``high``.
        labels: What the predictors are called.
        constant: Properties that are the same for all.
        significance: Largest p-value that counts as more than chance.
        language: Language of the sentences.
    """
    say = speaker(language)
    sentences = [
        _fit(model, significance, language)
        if model.status == "estimated"
        else _refusal(model, labels, language)
    ]
    if constant:
        sentences.append(
            say(
                "Ohne Unterschied zwischen den Kommunen und deshalb weggelassen: {features}.",
                features=say.listed([quoted(label, language) for label in constant]),
            )
        )
    if model.left_out:
        sentences.append(say("Kommunen mit unvollständigen Angaben bleiben außen vor."))
    if model.status == "estimated":
        sentences.append(_effects(data, language))
    return " ".join(sentences)


def _refusal(model: StructureModel, labels: Mapping[str, str], language: str) -> str:
    """Say why the regression was not estimated."""
    say = speaker(language)
    names = say.listed([quoted(labels.get(one, one), language) for one in model.reasons])
    match model.status:
        case "too_few":
            return say(
                "Für eine Regression sind die Typen zu klein: Auf jedes Merkmal müssten im "
                "kleinsten Typ wenigstens zehn Kommunen kommen. Sie wurde deshalb nicht gerechnet."
            )
        case "separated":
            return say.many(
                "Die Regression lässt sich nicht schätzen, weil {features} einen Typ vollständig "
                "bestimmt oder ausschließt. Werte, die ein Programm trotzdem ausgäbe, wären "
                "falsch.",
                "Die Regression lässt sich nicht schätzen, weil {features} einen Typ vollständig "
                "bestimmen oder ausschließen. Werte, die ein Programm trotzdem ausgäbe, wären "
                "falsch.",
                len(model.reasons),
                features=names,
            )
        case "collinear":
            return say(
                "Die Regression lässt sich nicht schätzen, weil sich die Merkmale {features} "
                "auseinander ergeben.",
                features=names,
            )
        case _:
            return say("Die Regression ließ sich nicht schätzen: Das Verfahren fand keine Lösung.")


def _fit(model: StructureModel, significance: float, language: str) -> str:
    """Say whether structure tells the type, and how well."""
    say = speaker(language)
    p, value = p_equals(model.lr_p, language), decimal(model.pseudo_r2, language)
    if model.lr_p > significance:
        return say(
            "Dass sich der Typ einer Kommune aus ihrer Struktur vorhersagen lässt, ist nicht "
            "nachgewiesen: Alle Merkmale zusammen erklären nicht nachweisbar mehr als Zufall "
            "(Likelihood-Quotienten-Test, {p}; McFaddens Pseudo-R² beträgt {value}).",
            p=p,
            value=value,
        )
    return say(
        "Die Struktur einer Kommune sagt etwas über ihren Typ (Likelihood-Quotienten-Test, {p}). "
        "Wie viel, zeigt ein Gütemaß, das bei null beginnt und mit der Vorhersage steigt: "
        "McFaddens Pseudo-R² beträgt {value}.",
        p=p,
        value=value,
    )


def _effects(data: Released, language: str) -> str:
    say = speaker(language)
    frame = data.frame.dropna(subset=["effect"])
    clear = frame[(frame["low"] > 0) | (frame["high"] < 0)]
    if clear.empty:
        return say("Keine einzelne Wirkung ist von null zu unterscheiden.")
    largest = clear.loc[clear["effect"].abs().idxmax()]
    return say.many(
        "Eine von {of} Wirkungen ist einzeln von null zu unterscheiden, ohne Anpassung an die Zahl "
        "der Vergleiche: {label} ({type}), {points} (Intervall {low} bis {high}).",
        "{count} von {of} Wirkungen sind einzeln von null zu unterscheiden, ohne Anpassung an die "
        "Zahl der Vergleiche: am größten {label} ({type}), {points} (Intervall {low} bis {high}).",
        len(clear),
        count=capitalised(say.number(len(clear))),
        of=say.number(len(frame)),
        label=quoted(largest["label"], language),
        type=escaped(short(largest["type"])),
        points=_points(largest["effect"], language),
        low=formatted(largest["low"], _POINTS, language),
        high=formatted(largest["high"], _POINTS, language),
    )


def alt_regression(data: Released, language: str) -> str:
    """Describe the figure of marginal effects: how many differ from zero, the largest."""
    say = speaker(language)
    frame = data.frame.dropna(subset=["effect"])
    if frame.empty:
        return say("Punktdiagramm der Wirkungen; von 0 Wirkungen ist etwas veröffentlicht.")
    largest = frame.loc[frame["effect"].abs().idxmax()]
    return say.many(
        "Punktdiagramm von {effects} mittleren Wirkungen mit Intervallen; {number} davon schließt "
        "null aus. Am größten: {label} ({type}), {points}.",
        "Punktdiagramm von {effects} mittleren Wirkungen mit Intervallen; {number} davon schließen "
        "null aus. Am größten: {label} ({type}), {points}.",
        int(((frame["low"] > 0) | (frame["high"] < 0)).sum()),
        effects=len(frame),
        label=largest["label"],
        type=short(largest["type"]),
        points=_points(largest["effect"], language),
    )


def _points(value: float, language: str) -> str:
    """Write percentage points with their sign and noun: „+1 Prozentpunkt“."""
    points = formatted(value, _POINTS, language)
    return speaker(language).many(
        "{points} Prozentpunkt",
        "{points} Prozentpunkte",
        1 if points in ("+1", f"{MINUS}1") else 2,
        points=points,
    )
