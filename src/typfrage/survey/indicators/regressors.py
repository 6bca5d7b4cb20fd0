"""What may explain the type of a municipality, as columns of a regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from typfrage.survey.indicators.indicator_values import Indicators
from typfrage.survey.indicators.indicators import Regression
from typfrage.survey.questionnaire.codebook import Codebook, NumberItem, SingleItem

_DOUBLED = {"de": "{unit} (je Verdopplung)", "en": "{unit} (per doubling)"}
_COMPARED = {"de": "{option} (statt: {first})", "en": "{option} (instead of: {first})"}


@dataclass(frozen=True, eq=False)
class Regressors:
    """Columns that differ between municipalities.

    Attributes:
        values: (municipalities × regressors) numbers, 0/1, or categories of option ids.
        labels: What each is called in the results: ``name``, or ``name=option`` for a category.
        constant: Labels of those that are the same for all and explain nothing.
    """

    values: pd.DataFrame
    labels: Mapping[str, str]
    constant: tuple[str, ...]


def regressors(
    answers: pd.DataFrame, codebook: Codebook, indicators: Indicators, chosen: Regression
) -> Regressors:
    """Collect the regressors that a wave has.

    Args:
        answers: (municipalities × columns) clean answers.
        codebook: The questionnaire.
        indicators: The wave's indicators.
        chosen: What may explain the type.
    """
    columns: dict[str, pd.Series] = {}
    labels: dict[str, str] = {}
    for name in (name for name in chosen.logarithms if name in answers):
        item = codebook.item(name)
        assert isinstance(item, NumberItem)
        numbers = answers[name].astype("float64")
        columns[name] = np.log2(numbers.where(numbers > 0))
        labels[name] = _in_language(_DOUBLED, codebook).format(unit=codebook.label(item.unit))
    for name in (name for name in chosen.categories if name in answers):
        item = codebook.item(name)
        assert isinstance(item, SingleItem)
        options = [option.id for option in item.options]
        columns[name] = answers[name].astype(pd.CategoricalDtype(options))
        labels[name] = codebook.label(item.wording)
    for name in (name for name in chosen.indicators if name in indicators.values):
        columns[name] = indicators.values[name]
        labels[name] = indicators.labels[name]
    values = pd.DataFrame(columns, index=answers.index)
    complete = values.dropna()
    constant = [name for name in values if complete[name].nunique() < 2]
    kept = values.drop(columns=constant)
    modelled = kept.dropna()
    categories = [name for name in chosen.categories if name in kept]
    for name in categories:
        asked = f"{labels[name]} " if len(categories) > 1 else ""
        labels |= _of_levels(codebook, name, modelled[name], asked)
    return Regressors(
        values=kept,
        labels=labels,
        constant=tuple(labels[name] for name in constant),
    )


def _of_levels(codebook: Codebook, name: str, given: pd.Series, asked: str) -> dict[str, str]:
    """What each level but the first that occurs is called, and what it is compared with."""
    item = codebook.item(name)
    assert isinstance(item, SingleItem)
    occurring = [option for option in item.options if (given == option.id).any()]
    compared = _in_language(_COMPARED, codebook)
    first = codebook.label(occurring[0].label) if occurring else ""
    return {
        f"{name}={option.id}": asked
        + compared.format(option=codebook.label(option.label), first=first)
        for option in occurring[1:]
    }


def _in_language(texts: Mapping[str, str], codebook: Codebook) -> str:
    """Choose the text in the report's language, English where there is none."""
    return texts.get(codebook.languages[0], texts["en"])
