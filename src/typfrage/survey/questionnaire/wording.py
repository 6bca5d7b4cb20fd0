"""A text of the questionnaire: in which languages it is, and on which days it held."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from typfrage.survey.prose import Prose
from typfrage.survey.yaml_files.yaml_file import Strict

Wording = dict[Annotated[str, Field(pattern=r"^[a-z]{2}$")], Prose]
"""One text in several languages, by ISO 639-1 code."""


class Validity(Strict):
    """The days between which an item or option belonged to the questionnaire, both included."""

    first: date | None = Field(default=None, strict=False)
    last: date | None = Field(default=None, strict=False)

    def covers(self, day: date) -> bool:
        """Tell whether the item was part of the questionnaire on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"valid.first {self.first} lies after valid.last {self.last}")
        return self


class FormerWording(Strict):
    """The words in which a question was put until a day, and from the former one's day on."""

    last: date = Field(strict=False)
    wording: Wording


class FormerLabel(Strict):
    """The words in which an option was offered until a day, and from the former one's day on."""

    last: date = Field(strict=False)
    label: Wording
