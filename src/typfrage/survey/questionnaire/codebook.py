"""The questionnaire as data: items, options, missing codes with their reasons, validity.

The codebook is the only place that knows what was asked. Readers, cleaning, the synthetic wave,
the report's appendix and the schema of the clean answers are all derived from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from typfrage.survey.questionnaire.wording import FormerLabel, FormerWording, Validity, Wording
from typfrage.survey.whole_cell import check_pattern
from typfrage.survey.yaml_files.yaml_file import Strict

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
"""A name; some become names of files and columns."""


class Evidence(StrEnum):
    """How well an item is evidenced by public sources."""

    FOUND = "F"
    DERIVED = "D"
    RECONSTRUCTED = "R"


class MissingReason(StrEnum):
    """Why a cell of the clean answers is empty."""

    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


class MissingCode(Strict):
    """A code that stands for an empty answer, with the reason of the emptiness."""

    code: str
    reason: MissingReason = Field(strict=False)
    label: Wording


class Option(Strict):
    """One answer that can be chosen.

    Attributes:
        id: Name in the clean answers.
        code: Code in the export of the survey tool.
        label: The wording.
        evidence: Mark of its own where it differs from the item's.
        residual: Says nothing about priorities ("other", "none of these"); never forms types.
        exclusive: Cannot be chosen together with another option ("none of these").
        valid: When the option was offered.
        former: Labels of earlier days in ascending order; ``label`` holds after the last of them.
    """

    id: Identifier
    code: str
    label: Wording
    evidence: Evidence | None = Field(default=None, strict=False)
    residual: bool = False
    exclusive: bool = False
    valid: Validity = Validity()
    former: tuple[FormerLabel, ...] = Field(default=(), strict=False)

    def on(self, day: date) -> Self:
        """Return the option in the words of a day."""
        label = next((text.label for text in self.former if day <= text.last), self.label)
        return self.model_copy(update={"label": label, "former": ()})


class Condition(Strict):
    """A filter: the question was put only to those who chose one of these options."""

    item: Identifier
    chosen: Annotated[tuple[Identifier, ...], Field(min_length=1, strict=False)]


class _Item(Strict):
    id: Identifier
    block: Identifier
    wording: Wording
    evidence: Evidence = Field(strict=False)
    asked_if: Condition | None = None
    missing: tuple[MissingCode, ...] = Field(default=(), strict=False)
    valid: Validity = Validity()
    former: tuple[FormerWording, ...] = Field(default=(), strict=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the item's columns in the clean answers."""
        return (self.id,)

    def on(self, day: date) -> Self:
        """Return the question as it was put on a day."""
        wording = next((text.wording for text in self.former if day <= text.last), self.wording)
        return self.model_copy(update={"wording": wording, "former": ()})


class _Closed(_Item):
    options: Annotated[tuple[Option, ...], Field(min_length=2, strict=False)]

    def option(self, name: str) -> Option:
        """Return the option of this id."""
        return next(option for option in self.options if option.id == name)

    def offered(self, day: date) -> tuple[Option, ...]:
        """Return the options that could be chosen on a day."""
        return tuple(option for option in self.options if option.valid.covers(day))

    def on(self, day: date) -> Self:
        """Return the question as it was put on a day, with the options of that day."""
        options = tuple(option.on(day) for option in self.offered(day))
        return super().on(day).model_copy(update={"options": options})

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        for kind, values in (
            ("option id", [option.id for option in self.options]),
            ("code", [o.code for o in self.options] + [m.code for m in self.missing]),
        ):
            for value in sorted(value for value, times in Counter(values).items() if times > 1):
                raise ValueError(f"the {kind} {value!r} stands twice in item {self.id!r}")
        return self


class KeyItem(_Item):
    """The municipality's key.

    Attributes:
        format: ``ags`` (eight digits: Land 2, Regierungsbezirk 1, Kreis 2, Gemeinde 3) or
            ``pattern``.
        pattern: Regular expression that the whole key matches, see
            :mod:`typfrage.survey.whole_cell`; only for ``pattern``.
        agrees_with: Item whose chosen option's code equals the first digits of the key.
    """

    kind: Literal["key"]
    format: Literal["ags", "pattern"]
    pattern: str | None = None
    agrees_with: Identifier | None = None

    @model_validator(mode="after")
    def _pattern_if_needed(self) -> Self:
        if (self.format == "pattern") != (self.pattern is not None):
            raise ValueError("'pattern' is given exactly when format is 'pattern'")
        if self.pattern is not None:
            check_pattern(self.pattern)
        return self


class NumberItem(_Item):
    """A number with its unit and its bounds, both included."""

    kind: Literal["number"]
    unit: Wording
    integer: bool = True
    minimum: float | None = Field(default=None, strict=False)
    maximum: float | None = Field(default=None, strict=False)


class TextItem(_Item):
    """Free text; kept for the study team, never published."""

    kind: Literal["text"]


class SingleItem(_Closed):
    """One option is chosen."""

    kind: Literal["single"]


class ScaleItem(_Closed):
    """One of ordered options is chosen; the clean value is the option's place, from 1."""

    kind: Literal["scale"]

    def offered(self, day: date) -> tuple[Option, ...]:
        """Return all options whatever the day: a place keeps its number."""
        return self.options


class MultipleItem(_Closed):
    """Several options can be chosen, at most ``max_choices`` of them where that is given."""

    kind: Literal["multiple"]
    max_choices: Annotated[int, Field(ge=1)] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the item's columns in the clean answers: one an option."""
        return tuple(option.id for option in self.options)

    @property
    def substantive(self) -> tuple[str, ...]:
        """Ids of the options that are no residual ones."""
        return tuple(option.id for option in self.options if not option.residual)


ClosedItem = SingleItem | ScaleItem | MultipleItem
"""A question whose answers are chosen from options."""

Item = Annotated[
    KeyItem | NumberItem | TextItem | SingleItem | ScaleItem | MultipleItem,
    Field(discriminator="kind"),
]


class Block(Strict):
    """A section of the questionnaire."""

    id: Identifier
    label: Wording


class Codebook(Strict):
    """The whole questionnaire.

    Attributes:
        id: Short name of the study.
        title: Title of the study.
        languages: Languages in which every wording must be given; the first is the report's.
        blocks: Sections in order.
        items: Questions in order; exactly one of kind ``key``.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=80)]
    title: Wording
    languages: Annotated[tuple[str, ...], Field(min_length=1, strict=False)]
    blocks: Annotated[tuple[Block, ...], Field(min_length=1, strict=False)]
    items: Annotated[tuple[Item, ...], Field(min_length=1, strict=False)]

    @property
    def key(self) -> KeyItem:
        """The item that holds the municipality's key."""
        return next(item for item in self.items if isinstance(item, KeyItem))

    def item(self, name: str) -> Item:
        """Return the item of this id.

        Raises:
            KeyError: No item has this id.
        """
        for item in self.items:
            if item.id == name:
                return item
        raise KeyError(name)

    def on(self, day: date) -> Self:
        """Return the questionnaire of a day: its items and options in the words of that day.

        A filter names the options that were offered; where none of them was, it stays as it is.
        """
        put = {item.id: item.on(day) for item in self.items if item.valid.covers(day)}
        return self.model_copy(update={"items": tuple(_filtered(one, put) for one in put.values())})

    def label(self, text: Wording) -> str:
        """Return a wording in the language of the report."""
        return text[self.languages[0]]

    def labels(self) -> dict[str, str]:
        """Return the label of every option column and the wording of every other column."""
        labels: dict[str, str] = {}
        for item in self.items:
            if isinstance(item, MultipleItem):
                labels |= {option.id: self.label(option.label) for option in item.options}
            else:
                labels[item.id] = self.label(item.wording)
        return labels


def _filtered(item: Item, put: Mapping[str, Item]) -> Item:
    """The item with a filter on what could be chosen."""
    if item.asked_if is None:
        return item
    filtering = put.get(item.asked_if.item)
    if not isinstance(filtering, ClosedItem):
        return item
    offered = {option.id for option in filtering.options}
    chosen = tuple(name for name in item.asked_if.chosen if name in offered)
    condition = item.asked_if.model_copy(update={"chosen": chosen or item.asked_if.chosen})
    return item.model_copy(update={"asked_if": condition})
