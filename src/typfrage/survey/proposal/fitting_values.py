"""Whether what stands in a column can be answers to a question at all."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.targets import Target, option_words
from typfrage.survey.proposal.texts import normal
from typfrage.survey.questionnaire.codebook import ClosedItem, KeyItem, NumberItem

_AGS_LIKE = r"(?:[0-9]{5}|[0-9]{7,8}|[0-9]{11,12})(?:\.0)?"
_NUMBER = r"-?[0-9]+(?:[.,' ][0-9]+)*"
_MOSTLY = 0.7
"""So much of a column must look like what it should hold; the rest may be test entries and dirt."""

_MOST_SIGNS = 6
_MOST_EXTRA_CODES = 6
_FEWEST_TELLING = 3
"""A question with fewer options is not recognised by them: any may be answered by yes and no."""


def can_hold(column: Column, target: Target) -> bool:
    """Tell whether the values of a column can be answers; an empty column can be anything."""
    filled = column.filled
    if not filled:
        return not isinstance(target.item, KeyItem)
    match target.item:
        case KeyItem(format="ags"):
            return _share(filled, _AGS_LIKE, blanks=False) >= _MOSTLY
        case KeyItem(pattern=str() as pattern):
            return _share(filled, pattern) >= _MOSTLY
        case NumberItem():
            return _share(filled, _NUMBER) >= _MOSTLY
    if target.option is not None:
        return len(filled) <= _MOST_SIGNS
    if isinstance(target.item, ClosedItem):
        known = len(target.item.options) + len(target.item.missing) + _MOST_EXTRA_CODES
        return len(filled) <= known
    return True


def shared_options(column: Column, item: ClosedItem) -> tuple[int, int]:
    """Count the options of a question that a column names in full, and all that it names.

    Args:
        column: The labels of its codes, or its cells where these are texts.
        item: The question.

    Returns:
        Options of the question among them, and the number of distinct texts.
    """
    own = {normal(text) for option in item.options for text in option_words(option)}
    texts = list(column.values.values()) or list(column.filled)
    named = {normal(text) for text in texts[: 4 * len(own)] if re.search(r"[^\W\d_]{2}", text)}
    return len(named & own), len(named)


def telling_options(columns: tuple[Column, ...], targets: tuple[Target, ...]) -> np.ndarray:
    """Return where a column names just the options of a question that no other question has.

    Args:
        columns: The columns of the export.
        targets: What is looked for.

    Returns:
        (targets × columns) true where all options of a question stand there, at least three, and
        hardly anything else.
    """
    sets = [_options(target) for target in targets]
    telling = np.zeros((len(targets), len(columns)), dtype=bool)
    for at, target in enumerate(targets):
        if not isinstance(target.item, ClosedItem) or sets[at] is None or sets.count(sets[at]) > 1:
            continue
        number = len(target.item.options)
        if number < _FEWEST_TELLING:
            continue
        for position, column in enumerate(columns):
            shared, named = shared_options(column, target.item)
            telling[at, position] = shared == number and named <= number + len(target.item.missing)
    return telling


def _options(target: Target) -> frozenset[str] | None:
    if target.option is not None or not isinstance(target.item, ClosedItem):
        return None
    return frozenset(normal(text) for o in target.item.options for text in option_words(o))


def _share(filled: Mapping[str, int], pattern: str, blanks: bool = True) -> float:
    """Share of the answers that match a pattern."""
    fits = re.compile(pattern).fullmatch
    matching = sum(
        n for text, n in filled.items() if fits(text if blanks else text.replace(" ", ""))
    )
    return matching / sum(filled.values())
