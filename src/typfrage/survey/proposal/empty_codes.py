"""Codes for empty answers: which of them the wave must explain, and which a person must."""

from __future__ import annotations

import re
from dataclasses import replace

from typfrage.survey.proposal.item_columns import ItemProposal
from typfrage.survey.proposal.signs import Signs
from typfrage.survey.questionnaire.codebook import ClosedItem, MissingReason, NumberItem
from typfrage.survey.waves.conventions import CONVENTIONS, ConventionName


def with_reasons(
    signs: Signs, items: tuple[ItemProposal, ...], convention: ConventionName
) -> Signs:
    """The signs with the reasons that the labels of single questions give, as far as needed.

    A code that may be a number of something as well is left to a person.
    """
    preset = CONVENTIONS[convention]
    hidden = set(signs.not_shown)
    reasons: dict[str, MissingReason] = {}
    unexplained: dict[str, str] = {}
    for item in items:
        said = {code: signs.missing.get(code) for code in _declared(item)} | dict(
            item.codes.reasons
        )
        for code, reason in said.items():
            if code in item.codes.recode or (reason and preset.missing.get(code) is reason):
                continue
            if reason is MissingReason.NOT_ASKED:
                hidden |= set() if code in preset.not_shown else {code, *preset.not_shown}
            elif reason is None and code in signs.unexplained and code not in preset.missing:
                unexplained[code] = signs.unexplained[code]
            elif reason is not None and _is_a_number(code, items):
                unexplained[code] = _label(item, code)
            elif reason is not None:
                reasons.setdefault(code, reason)
    return replace(signs, missing=reasons, not_shown=tuple(sorted(hidden)), unexplained=unexplained)


def _declared(item: ItemProposal) -> set[str]:
    """Codes that the file declares as missing, and that the codebook does not know."""
    known: set[str] = set()
    if isinstance(item.item, ClosedItem) and item.codes.by_words == 0:
        known = {code.code for code in item.item.missing}
    return {code for match in item.matches for code in match.column.missing} - known


def _label(item: ItemProposal, code: str) -> str:
    return next((m.column.values[code] for m in item.matches if code in m.column.values), "")


def _is_a_number(code: str, items: tuple[ItemProposal, ...]) -> bool:
    """Tell whether somebody may have meant the code as a number."""
    if not re.fullmatch(r"-?[0-9]+", code):
        return False
    numbers = [one.item for one in items if isinstance(one.item, NumberItem)]
    return any(item.minimum is None or int(code) >= item.minimum for item in numbers)
