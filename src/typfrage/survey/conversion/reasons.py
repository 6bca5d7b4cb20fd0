"""Why a cell of the clean answers is empty."""

from __future__ import annotations

import pandas as pd

from typfrage.survey.audit import AuditLog
from typfrage.survey.conversion.cells import Column, Conversion
from typfrage.survey.questionnaire.codebook import Item, MissingReason

REASONS = pd.CategoricalDtype([reason.value for reason in MissingReason])
"""The reasons as values of a data frame."""


def missing_reasons(
    conversion: Conversion, item: Item, column: Column, asked: pd.Series
) -> pd.Series:
    """Say why the answers in one column hold no value.

    Args:
        conversion: The wave's answers; contradictions go to its log.
        item: Any item that stands in one column.
        column: Its answers.
        asked: (answers,) whether the question was put.

    Returns:
        (answers,) the reason; missing where there is a value.
    """
    text, position = column.text, column.position
    reasons = pd.Series(pd.NA, index=text.index, dtype=REASONS)
    empty = text == ""
    reasons[empty] = MissingReason.NOT_ANSWERED.value
    for code, reason in column.codes.items():
        reasons[text == code] = reason.value
    # An empty cell of one column is "not answered" even where empty tick columns are not shown.
    hidden = text.isin(conversion.source.not_shown) & ~empty
    refuse_hidden(hidden & asked, item, position, "an answer, or an empty cell", conversion.log)
    silent = reasons.isin([MissingReason.NOT_ASKED.value, MissingReason.NOT_ANSWERED.value])
    answered = ~asked & ~hidden & ~silent
    refuse_unasked(answered, item, position, "an answer", conversion.log)
    reasons[hidden | ~asked] = MissingReason.NOT_ASKED.value
    return reasons


def refuse_unasked(
    answered: pd.Series, item: Item, position: int, thing: str, log: AuditLog
) -> None:
    """Note answers to a question that was not put.

    Args:
        answered: (answers,) whether there is such an answer.
        item: The question.
        position: Its column's position in the raw file.
        thing: What stands there.
        log: Where the problems go.
    """
    expected = "no answer"
    if item.asked_if is not None:
        chosen = ", ".join(item.asked_if.chosen)
        expected = f"an answer only where {item.asked_if.item!r} is one of {chosen}"
    what = f"{thing} to {item.id!r}, which was not put to this municipality"
    log.problem(answered.index[answered], position, what, expected)


def refuse_hidden(
    hidden: pd.Series, item: Item, position: int, expected: str, log: AuditLog
) -> None:
    """Note where a question was put by the codebook and not shown by the raw file.

    Args:
        hidden: (answers,) whether this is so.
        item: The question.
        position: Its column's position in the raw file.
        expected: What should stand there.
        log: Where the problems go.
    """
    what = f"{item.id!r} was not shown, though the codebook says that it was asked"
    log.problem(hidden.index[hidden], position, what, expected)
