"""Answers that break the rules of a multiple-choice question."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from typfrage.survey.conversion.cells import Conversion
from typfrage.survey.conversion.ticks import Ticks
from typfrage.survey.questionnaire.codebook import MultipleItem, Option
from typfrage.survey.waves.wave import ChoiceRules


def apply_rules(
    conversion: Conversion, item: MultipleItem, ticks: Ticks, asked: pd.Series, rules: ChoiceRules
) -> Ticks:
    """Treat the answers that break the rules of a question as the wave says.

    Args:
        conversion: The wave's answers; changes, remarks and problems go to its log.
        item: The question.
        ticks: What was ticked.
        asked: (answers,) whether the question was put; nothing else is looked at.
        rules: What to do.

    Returns:
        The ticks that count.
    """
    chosen = ticks.chosen.copy()
    for option, position in zip(item.options, ticks.positions, strict=True):
        if option.exclusive:
            others = chosen.drop(columns=option.id).any(axis=1)
            rows = chosen.index[chosen[option.id] & others & asked]
            _note_exclusive(conversion, item, option, position, rows, rules, ticks.unticked)
            if rules.exclusive == "drop_exclusive":
                chosen.loc[rows, option.id] = False
    counted = replace(ticks, chosen=chosen)
    _note_too_many(conversion, item, counted, asked, rules)
    return counted


def _note_exclusive(
    conversion: Conversion,
    item: MultipleItem,
    option: Option,
    position: int,
    rows: pd.Index,
    rules: ChoiceRules,
    unticked: tuple[str, ...],
) -> None:
    """Note what becomes of an exclusive option that was ticked beside others."""
    match rules.exclusive:
        case "stop":
            what = f"{option.id!r} is ticked beside other options"
            conversion.log.problem(rows, position, what, "one of both")
        case "keep":
            conversion.log.remark(rows, item.id, "exclusive_beside_others")
        case "drop_exclusive":
            before = conversion.cells[position].loc[rows]
            after = pd.Series(next(iter(unticked), ""), index=rows)
            conversion.log.change(before, after, position, "drop_exclusive", item.id)


def _note_too_many(
    conversion: Conversion, item: MultipleItem, ticks: Ticks, asked: pd.Series, rules: ChoiceRules
) -> None:
    if item.max_choices is None:
        return
    number = ticks.chosen.sum(axis=1)
    number = number[(number > item.max_choices) & asked]
    if rules.too_many == "stop":
        what = number.map("{} options are ticked".format)
        conversion.log.problem(
            number.index, ticks.positions[0], what, f"at most {item.max_choices}"
        )
    else:
        conversion.log.remark(number.index, item.id, "too_many")
