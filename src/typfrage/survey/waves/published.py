"""The published figures, and the same figures counted anew from clean answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import pandas as pd
from pydantic import Field, model_validator

from typfrage.problems import one_of
from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Codebook,
    Identifier,
    Item,
    MultipleItem,
    ScaleItem,
)
from typfrage.survey.questionnaire.questionnaire_change import (
    QuestionnaireChange,
    questionnaire_change,
)
from typfrage.survey.questionnaire.wording import Wording
from typfrage.survey.waves.wave import WaveFile
from typfrage.survey.yaml_files.yaml_document import Place
from typfrage.survey.yaml_files.yaml_file import Flaw, Strict, load_yaml


class Operator(StrEnum):
    """How a published value is to be read."""

    EQUAL = "eq"
    GREATER = "gt"
    APPROXIMATE = "approx"


class Count(Strict):
    """Which answers a figure counts; exactly one of the two conditions is given.

    Attributes:
        item: The question.
        chosen: Counts who chose one of these options.
        number_chosen: Counts who chose so many options that are no residual ones.
    """

    item: Identifier
    chosen: Annotated[tuple[Identifier, ...], Field(min_length=1, strict=False)] | None = None
    number_chosen: (
        Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1, strict=False)] | None
    ) = None

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if (self.chosen is None) == (self.number_chosen is None):
            raise ValueError("exactly one of chosen, number_chosen is needed")
        return self


class PublishedFigure(Strict):
    """A share that was published.

    Attributes:
        id: Short name.
        block: Block of the codebook.
        statement: What the figure says.
        value_percent: The share as published.
        operator: Whether the share is that value, about that value, or more.
        base: Who the 100 percent are, in words.
        source: Where it was published.
        count: How it is counted from clean answers.
    """

    id: Identifier
    block: Identifier
    statement: Wording
    value_percent: Annotated[float, Field(ge=0, le=100, strict=False)]
    operator: Operator = Field(strict=False)
    base: Wording
    source: str
    count: Count


class PublishedFigures(Strict):
    """The content of ``published_figures.yml``.

    Attributes:
        asked: Day on which the survey began that the figures are about; they belong to the wave
            in whose field period it lies. If left out, they are compared with any wave.
        figures: In the order of the report.
    """

    asked: date | None = Field(default=None, strict=False)
    figures: Annotated[tuple[PublishedFigure, ...], Field(min_length=1, strict=False)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        for name, times in Counter(figure.id for figure in self.figures).items():
            if times > 1:
                raise ValueError(f"the figure {name!r} stands twice")
        return self

    def flaws(self, codebook: Codebook) -> Iterator[Flaw]:
        """Find what contradicts the codebook."""
        blocks = [block.id for block in codebook.blocks]
        for at, figure in enumerate(self.figures):
            if figure.block not in blocks:
                yield Flaw(
                    ("figures", at, "block"),
                    f"the block {figure.block!r} is unknown",
                    one_of(blocks),
                )
            yield from _broken_count(("figures", at, "count"), figure.count, codebook)
            for place, wording in (("statement", figure.statement), ("base", figure.base)):
                for language in codebook.languages:
                    if not wording.get(language, "").strip():
                        yield Flaw(
                            ("figures", at, place),
                            f"there is no wording in {language!r}",
                            f"{language}: …",
                        )


@dataclass(frozen=True)
class Reproduced:
    """A published figure, counted anew.

    Attributes:
        id: The figure.
        count: Municipalities that the figure counts.
        base: Municipalities that were asked and answered.
    """

    id: str
    count: int
    base: int

    @property
    def share(self) -> float:
        """Share of the base that the figure counts, from 0 to 1; NaN where the base is empty."""
        return self.count / self.base if self.base else float("nan")


def load_published(path: Path, codebook: Codebook) -> PublishedFigures:
    """Read the published figures and check them against the codebook.

    Raises:
        InputError: The file is missing or wrong.
    """
    return load_yaml(path, PublishedFigures, lambda loaded: loaded.flaws(codebook))


def reproduce(
    published: PublishedFigures, codebook: Codebook, answers: pd.DataFrame
) -> tuple[Reproduced, ...]:
    """Count the published figures from clean answers.

    Args:
        published: The figures, checked against the codebook.
        codebook: The questionnaire as the wave put it, see ``Codebook.on``.
        answers: (municipalities × columns) clean answers; missing where not asked or not
            answered.

    Returns:
        One result a figure, in their order; figures whose question the answers lack are left out.
    """
    items = {item.id: item for item in codebook.items if set(item.columns) <= set(answers.columns)}
    return tuple(
        _reproduce(figure, items[figure.count.item], answers)
        for figure in published.figures
        if figure.count.item in items
    )


def belongs_to(published: PublishedFigures, wave: WaveFile) -> bool:
    """Tell whether the figures are about the survey that the wave holds."""
    period = wave.field_period
    return published.asked is None or period.first <= published.asked <= period.last


def comparable_figures(
    published: PublishedFigures, codebook: Codebook, day: date
) -> PublishedFigures:
    """Return the figures whose question was put on a day as it was when they were found.

    Args:
        published: The figures, checked against the codebook.
        codebook: All questions with their validity and former words.
        day: First day of a wave.
    """
    if published.asked is None:
        return published
    change = questionnaire_change(codebook, *sorted((published.asked, day)))
    kept = tuple(figure for figure in published.figures if _stayed(figure.count, change))
    return published.model_copy(update={"figures": kept})


def _stayed(count: Count, change: QuestionnaireChange) -> bool:
    """Tell whether the question is comparable, with the options that are counted."""
    if count.item not in change.comparable_items:
        return False
    if count.chosen is None:
        return count.item not in change.options_changed
    return set(count.chosen) <= set(change.comparable_options(count.item))


def _reproduce(figure: PublishedFigure, item: Item, answers: pd.DataFrame) -> Reproduced:
    given = answers[list(item.columns)].dropna()
    match item:
        case MultipleItem() if figure.count.number_chosen is not None:
            chosen = given[list(item.substantive)].sum(axis=1)
            counted = chosen.isin(figure.count.number_chosen)
        case MultipleItem():
            counted = (given[list(figure.count.chosen or ())] == 1).any(axis=1)
        case _:
            counted = given[item.id].isin(_values(item, figure.count.chosen or ()))
    return Reproduced(figure.id, int(counted.sum()), len(given))


def _values(item: Item, chosen: tuple[str, ...]) -> list[str] | list[int]:
    """The clean values of options: places on a scale, else ids."""
    if isinstance(item, ScaleItem):
        return [at for at, option in enumerate(item.options, start=1) if option.id in chosen]
    return list(chosen)


def _broken_count(place: Place, count: Count, codebook: Codebook) -> Iterator[Flaw]:
    closed = {item.id: item for item in codebook.items if isinstance(item, ClosedItem)}
    if count.item not in closed:
        yield Flaw((*place, "item"), f"{count.item!r} is no closed question", one_of(closed))
        return
    item = closed[count.item]
    options = [option.id for option in item.options]
    for number, name in enumerate(count.chosen or ()):
        if name not in options:
            yield Flaw(
                (*place, "chosen", number), f"{name!r} is no option of {item.id!r}", one_of(options)
            )
    if count.number_chosen is not None and not isinstance(item, MultipleItem):
        yield Flaw((*place, "number_chosen"), f"{item.id!r} is no multiple-choice item", "chosen")
