"""Rules by which the answers of a synthetic wave come about."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from typfrage.survey.questionnaire.codebook import Identifier
from typfrage.survey.yaml_files.yaml_file import Strict

Share = Annotated[float, Field(ge=0, le=1, strict=False)]
Real = Annotated[float, Field(strict=False)]
Positive = Annotated[float, Field(gt=0, strict=False)]
CLOSE_TO_ONE = 1e-9
"""Shares that add up to one do so up to rounding in binary."""


class Drivers(Strict):
    """What moves a latent propensity, in standard deviations of its noise.

    Attributes:
        maturity: Effect of the latent digital maturity.
        size: Effect of the size.
        types: Effects of the planted types; a type that is left out has none.
    """

    maturity: Real = 0
    size: Real = 0
    types: dict[Identifier, Real] = {}


class ClosedRule(Strict):
    """How closed questions with one answer are answered: quotas along a propensity.

    Municipalities are ranked by propensity; the first option takes the highest ranks, the next
    option the next ones, so that every share is met as closely as whole numbers allow.

    Attributes:
        items: Questions, answered independently of each other.
        shares: Share of those asked by option, from the highest propensity to the lowest.
        drivers: Of the propensity.
        dont_know: Share that answers "don't know".
        unanswered: Share that leaves the question out.
    """

    items: Annotated[tuple[Identifier, ...], Field(min_length=1, strict=False)]
    shares: dict[Identifier, Share]
    drivers: Drivers = Drivers()
    dont_know: Share = 0
    unanswered: Share = 0

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        refuse_other_sum("shares", self.shares.values())
        return self


class Choice(Strict):
    """How attractive an option of a multiple choice is.

    Attributes:
        weight: Plackett–Luce weight.
        drivers: Changes of the log weight.
        quota: Share of those asked that choose it before all others, along its propensity.
    """

    weight: Positive
    drivers: Drivers = Drivers()
    quota: Share | None = None


class MultipleRule(Strict):
    """How a multiple choice is answered: a number of options by quotas, then which ones.

    The options are chosen one after the other without replacement with odds in proportion to
    their weights (Plackett–Luce). Who chooses none ticks the exclusive option.

    Attributes:
        item: The question.
        numbers: Share of those asked by number of options, from the highest propensity.
        drivers: Of the propensity to choose many.
        taste: Standard deviation of each municipality's own liking of each option.
        choices: By option.
    """

    item: Identifier
    numbers: dict[int, Share]
    drivers: Drivers = Drivers()
    taste: Annotated[float, Field(ge=0, strict=False)] = 0
    choices: dict[Identifier, Choice]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        refuse_other_sum("numbers", self.numbers.values())
        if max(self.numbers) > len(self.choices):
            raise ValueError(f"numbers go up to {max(self.numbers)}, but there are fewer choices")
        return self


def refuse_other_sum(name: str, shares: Iterable[float]) -> None:
    """Refuse shares that do not add up to one.

    Raises:
        ValueError: They add up to something else.
    """
    total = math.fsum(shares)
    if abs(total - 1) > CLOSE_TO_ONE:
        raise ValueError(f"{name} add up to {total:g} instead of 1")
