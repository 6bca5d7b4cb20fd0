"""The columns of a wave's clean answers as the codebook describes them.

A missing answer is written as its reason, so that a file of clean answers needs no second one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from typfrage.survey.questionnaire.codebook import (
    Codebook,
    Evidence,
    Item,
    KeyItem,
    MissingReason,
    MultipleItem,
    NumberItem,
    ScaleItem,
    SingleItem,
    TextItem,
)
from typfrage.survey.questionnaire.wording import Wording

CHOSEN: dict[str, Wording] = {
    "0": {"de": "nicht gewählt", "en": "not chosen"},
    "1": {"de": "gewählt", "en": "chosen"},
}
"""Values of an option that could be chosen beside others."""

REASONS: dict[str, Wording] = {
    MissingReason.NOT_ASKED: {"de": "nicht gefragt", "en": "not asked"},
    MissingReason.NOT_ANSWERED: {"de": "nicht beantwortet", "en": "not answered"},
    MissingReason.DONT_KNOW: {"de": "weiß nicht", "en": "don’t know"},
    MissingReason.NOT_APPLICABLE: {"de": "trifft nicht zu", "en": "not applicable"},
}
"""What stands in the place of a missing answer."""


@dataclass(frozen=True)
class CleanField:
    """A column of the clean answers.

    Attributes:
        name: Its name.
        item: The question that it belongs to.
        label: The question, or the option that could be chosen beside others.
        kind: ``text``, ``integer`` or ``number``.
        evidence: How well question or option is evidenced by public sources.
        values: Labels of all possible values, empty where there are no options.
    """

    name: str
    item: Item
    label: Wording
    kind: str
    evidence: Evidence
    values: dict[str, Wording] = field(default_factory=dict)

    @property
    def free(self) -> bool:
        """Whether the column holds free text."""
        return isinstance(self.item, TextItem)

    @property
    def key(self) -> bool:
        """Whether the column names the municipality."""
        return isinstance(self.item, KeyItem)


def clean_fields(codebook: Codebook) -> tuple[CleanField, ...]:
    """Return the columns in the order of the clean answers, the key first.

    Args:
        codebook: The questionnaire as the wave put it.
    """
    others = (item for item in codebook.items if item.id != codebook.key.id)
    return tuple(one for item in (codebook.key, *others) for one in _fields(item))


def _fields(item: Item) -> Iterator[CleanField]:
    match item:
        case MultipleItem():
            for option in item.options:
                evidence = option.evidence or item.evidence
                yield CleanField(option.id, item, option.label, "integer", evidence, CHOSEN)
        case SingleItem():
            values = {option.id: option.label for option in item.options}
            yield CleanField(item.id, item, item.wording, "text", item.evidence, values)
        case ScaleItem():
            values = {str(at): one.label for at, one in enumerate(item.options, 1)}
            yield CleanField(item.id, item, item.wording, "integer", item.evidence, values)
        case NumberItem():
            kind = "integer" if item.integer else "number"
            yield CleanField(item.id, item, item.wording, kind, item.evidence)
        case _:
            yield CleanField(item.id, item, item.wording, "text", item.evidence)
