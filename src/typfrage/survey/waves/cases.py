"""Cases that a reviewer states: raw answers, and what cleaning and classification make of them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from typfrage.survey.questionnaire.codebook import Identifier, MissingReason
from typfrage.survey.waves.wave import WaveName
from typfrage.survey.yaml_files.yaml_file import Strict

CleanValue = int | float | str | Annotated[tuple[Identifier, ...], Field(strict=False)]
"""A clean value: option id, number, place on a scale from 1, 0 or 1 of an option, text; or the ids
of all chosen options of a multiple-choice item."""

Cells = dict[Annotated[str, Field(min_length=1)], str]
"""Raw cells by the name of their column, as they stand in the export."""


class ExpectedChange(Strict):
    """A raw cell that cleaning changes.

    Attributes:
        column: The raw file's column.
        becomes: What it says afterwards.
        rule: The rule's name, as the audit shows it; any if left out.
    """

    column: str
    becomes: str
    rule: str | None = None


class Expected(Strict):
    """What should come out; what is not stated is not compared.

    Attributes:
        excluded: The answer does not count, for this reason of the wave's screening.
        refused: The answer holds cells that no rule covers, in exactly these columns.
        values: Clean values by item, or by column of the clean answers.
        missing: Why a value is missing, by item or column of the clean answers.
        changes: Every cell that cleaning changes; an empty list for none.
        type: Id of the type that the Typ-Check finds.
        second_type: Id of the second-nearest type.
        certainty: Share of the bootstrap samples that agree on the type, 0 to 1, to a hundredth.
        mixed: Whether the answer lies between the two types.
    """

    excluded: str | None = None
    refused: Annotated[tuple[str, ...], Field(min_length=1, strict=False)] | None = None
    values: dict[str, CleanValue] = {}
    missing: dict[str, Annotated[MissingReason, Field(strict=False)]] = {}
    changes: Annotated[tuple[ExpectedChange, ...], Field(strict=False)] | None = None
    type: Identifier | None = None
    second_type: Identifier | None = None
    certainty: Annotated[float, Field(ge=0, le=1, strict=False)] | None = None
    mixed: bool | None = None

    @property
    def of_type(self) -> dict[str, str | float | bool]:
        """What is expected of the type, by the names of the Typ-Check."""
        stated = {
            name: getattr(self, name) for name in ("type", "second_type", "certainty", "mixed")
        }
        return {name: value for name, value in stated.items() if value is not None}

    @model_validator(mode="after")
    def _no_contradiction(self) -> Self:
        ends = [name for name in ("excluded", "refused") if getattr(self, name) is not None]
        clean = [name for name in ("values", "missing") if getattr(self, name)] + [*self.of_type]
        if len(ends) + bool(clean) > 1:
            raise ValueError(f"{', '.join(ends + clean)} contradict each other")
        if not ends and not clean and self.changes is None:
            raise ValueError("nothing is expected")
        return self


class Case(Strict):
    """One municipality's answer.

    Attributes:
        case: What it shows, in words.
        answer: Its raw cells, beside those that all cases share; every other cell is empty.
        expect: What should come out.
    """

    case: Annotated[str, Field(min_length=1)]
    answer: Cells
    expect: Expected


class CaseFile(Strict):
    """The content of a file of cases; they are cleaned together, as answers of one raw file are.

    Attributes:
        wave: The wave whose rules hold.
        common: Raw cells that all cases share; a case may say otherwise.
        cases: In any order; of the same municipality, the later may supersede the earlier.
    """

    wave: WaveName | None = None
    common: Cells = {}
    cases: Annotated[tuple[Case, ...], Field(min_length=1, strict=False)]
