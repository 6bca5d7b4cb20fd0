"""Questions of which several options can be chosen."""

from __future__ import annotations

import pandas as pd

from typfrage.survey.conversion.cells import Conversion, Converted
from typfrage.survey.conversion.choice_rules import apply_rules
from typfrage.survey.conversion.reasons import REASONS, refuse_hidden, refuse_unasked
from typfrage.survey.conversion.ticks import Ticks, read_ticks
from typfrage.survey.questionnaire.codebook import MissingReason, MultipleItem
from typfrage.survey.waves.source import ItemColumns
from typfrage.survey.waves.wave import ChoiceRules


def convert_multiple(
    conversion: Conversion,
    item: MultipleItem,
    where: ItemColumns,
    asked: pd.Series,
    rules: ChoiceRules,
) -> Converted:
    """Convert a multiple choice to one column an option: 1 where it was chosen, else 0.

    Args:
        conversion: The wave's answers; changes, remarks and problems go to its log.
        item: The question.
        where: Its tick columns in the raw file.
        asked: (answers,) whether the question was put.
        rules: What to do with answers that break the rules of the question.
    """
    ticks = read_ticks(conversion, item, where)
    log, first = conversion.log, ticks.positions[0]
    refuse_unasked(ticks.chosen.any(axis=1) & ~asked, item, first, "a tick", log)
    refuse_hidden(~ticks.shown & asked, item, first, "ticks, or signs for no tick", log)
    ticks = apply_rules(conversion, item, ticks, asked, rules)
    reasons = _missing_reasons(conversion, item, ticks, asked, rules)
    values = ticks.chosen.astype("Int8").where(reasons.isna(), axis=0)
    return Converted(values, pd.DataFrame(dict.fromkeys(item.columns, reasons)))


def _missing_reasons(
    conversion: Conversion, item: MultipleItem, ticks: Ticks, asked: pd.Series, rules: ChoiceRules
) -> pd.Series:
    """(answers,) why the question has no answer; missing where it has one."""
    empty = ~ticks.chosen.any(axis=1)
    by_code = {code: reason.value for code, reason in ticks.codes.items()}
    reasons = ticks.missing.map(by_code).astype(REASONS).where(empty)
    nothing = empty & (ticks.missing == "")
    if rules.nothing == "not_answered":
        reasons[nothing] = MissingReason.NOT_ANSWERED.value
    else:
        conversion.log.remark(nothing.index[nothing & asked], item.id, "nothing_ticked")
    reasons[~asked] = MissingReason.NOT_ASKED.value
    return reasons
