"""Codes that stand for an empty answer: those of the item, and those of the whole export."""

from __future__ import annotations

from collections.abc import Mapping

from typfrage.survey.questionnaire.codebook import ClosedItem, Item, MissingReason, MultipleItem
from typfrage.survey.waves.source import Source


def codes_in_column(item: Item, source: Source) -> Mapping[str, MissingReason]:
    """Return the codes for an empty answer of an item that stands in one column.

    What the codebook says of a code goes before what the export says: an option 0 is no missing 0.

    Args:
        item: Any item but the key.
        source: How the raw file is written.
    """
    codes = dict(source.missing)
    if isinstance(item, ClosedItem):
        codes |= dict.fromkeys(source.not_chosen, MissingReason.NOT_ANSWERED)
        for option in item.options:
            codes.pop(option.code, None)
    return codes | _own(item)


def codes_in_ticks(
    item: ClosedItem, source: Source, ticked: tuple[str, ...], unticked: tuple[str, ...]
) -> Mapping[str, MissingReason]:
    """Return the codes for an empty answer that may stand in place of ticks.

    Args:
        item: The question.
        source: How the raw file is written.
        ticked: What stands for a tick of this question; it is no code.
        unticked: What stands for no tick; nor is this.
    """
    signs = {*ticked, *unticked, *source.not_shown}
    if not isinstance(item, MultipleItem):
        signs |= {option.code for option in item.options}
    codes = {code: reason for code, reason in source.missing.items() if code not in signs}
    return codes | {code: why for code, why in _own(item).items() if code not in unticked}


def _own(item: Item) -> dict[str, MissingReason]:
    return {code.code: code.reason for code in item.missing}
