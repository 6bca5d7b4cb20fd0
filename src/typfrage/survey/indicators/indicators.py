"""What the types are described by: everything that was asked besides the goals, in sections.

An indicator turns questions into one value a municipality: whether it chose certain options, its
place on a scale, or how many options it chose. The goals form the types and are no indicators.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from typfrage.survey.questionnaire.codebook import Condition, Identifier
from typfrage.survey.questionnaire.wording import Wording
from typfrage.survey.yaml_files.yaml_file import Strict

Names = Annotated[tuple[Identifier, ...], Field(min_length=1, strict=False)]


class Range(Strict):
    """Numbers from ``least`` on and below ``below``; at least one of them is given.

    Attributes:
        least: Smallest number that belongs.
        below: Smallest number that does not belong any more.
    """

    least: float | None = Field(default=None, strict=False)
    below: float | None = Field(default=None, strict=False)

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        least, below = self.least, self.below
        if least is None and below is None:
            raise ValueError("'within' gives neither 'least' nor 'below'")
        if least is not None and below is not None and least >= below:
            raise ValueError(f"no number lies from {least:g} on and below {below:g}")
        return self


class Indicator(Strict):
    """One property that types are compared by.

    Attributes:
        id: Short name.
        items: The questions, of one kind.
        chosen: Single and multiple choice: the options of which one at least was chosen, in one at
            least of the questions. Without it a scale counts by its place, and a multiple choice by
            the number of its substantive options that were chosen.
        within: Questions for a number: the range that counts.
        among: Only these municipalities are the base.
        label: How tables and figures call it; the option's label where it is left out.
        strength: Sentence about a type that stands out in it; without one it is no strength.
        lesson: What others learn from such a type, as a suggestion.
    """

    id: Identifier
    items: Names
    chosen: Names | None = None
    within: Range | None = None
    among: Condition | None = None
    label: Wording | None = None
    strength: Wording | None = None
    lesson: Wording | None = None


class Section(Strict):
    """Indicators that are reported together.

    Attributes:
        id: Short name.
        title: Its heading.
        structure: Whether it says what municipalities are, not what they do.
        portrait: Whether the portraits show a type's position in it.
        indicators: In the order of the questionnaire.
    """

    id: Identifier
    title: Wording
    structure: bool = False
    portrait: bool = False
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1, strict=False)]


class Regression(Strict):
    """By what the type is explained.

    Attributes:
        categories: Single-choice items; each option is compared with the first.
        indicators: Indicators that are shares of all; a filter would tell through the number of
            cases in the model how many it leaves out.
        logarithms: Number items, which enter as their logarithm: the effect is that of doubling.
    """

    categories: Annotated[tuple[Identifier, ...], Field(strict=False)] = ()
    indicators: Annotated[tuple[Identifier, ...], Field(strict=False)] = ()
    logarithms: Annotated[tuple[Identifier, ...], Field(strict=False)] = ()


class IndicatorFile(Strict):
    """The content of ``indicators.yml``.

    Attributes:
        sections: In the order of the report.
        regression: What may explain the type.
    """

    sections: Annotated[tuple[Section, ...], Field(min_length=1, strict=False)]
    regression: Regression = Regression()

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """All indicators by their id."""
        return {one.id: one for section in self.sections for one in section.indicators}
