"""Sentences about who the types are: whether they differ in their structure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from typfrage.profiles.structure_model import StructureModel
from typfrage.results.language import speaker
from typfrage.results.wording.phrases import decimal, quoted


def structure_in_short(
    tests: pd.DataFrame,
    labels: Mapping[str, str],
    model: StructureModel | None,
    significance: float,
    language: str,
) -> str:
    """Say in one or two sentences whether the types differ in what kind of municipalities they are.

    Args:
        tests: By structural indicator: ``p_bh`` of all types against each other.
        labels: What the indicators are called.
        model: The regression, or ``None``.
        significance: Largest adjusted p-value of a difference that counts.
        language: Language of the sentences.
    """
    say = speaker(language)
    differences = _differences(tests["p_bh"], labels, significance, language)
    if model is None or model.status != "estimated":
        return differences
    if model.lr_p > significance:
        prediction = say(
            "Dass die Struktur einer Kommune ihren Typ vorhersagt, ist nicht nachgewiesen."
        )
    else:
        prediction = say(
            "Alle Merkmale zusammen sagen etwas über den Typ einer Kommune, wenn auch nicht alles "
            "(Pseudo-R² {value}).",
            value=decimal(model.pseudo_r2, language),
        )
    return f"{differences} {prediction}"


def _differences(
    p_values: pd.Series[float], labels: Mapping[str, str], significance: float, language: str
) -> str:
    """Say in which structural indicators the types differ."""
    say = speaker(language)
    tested = p_values.dropna()
    differ = [quoted(labels[key], language) for key in tested.index[tested <= significance]]
    if tested.empty:
        return say(
            "Ob sich die Typen nach Art, Größe und Lage der Kommunen unterscheiden, ist offen."
        )
    if differ:
        return say(
            "In ihrer Struktur unterscheiden sich die Typen gesichert: {features}.",
            features=say.listed(differ),
        )
    if len(tested) == len(p_values):
        return say(
            "Nach Art, Größe und Lage der Kommunen unterscheiden sich die Typen nicht gesichert."
        )
    return say(
        "Soweit geprüft und veröffentlicht, unterscheiden sich die Typen nach Art, Größe und Lage "
        "der Kommunen nicht gesichert."
    )
