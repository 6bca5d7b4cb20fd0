"""The tick columns of a question: one column an option, with a tick where it was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from typfrage.problems import one_of
from typfrage.survey.audit import AuditLog
from typfrage.survey.conversion.cells import Conversion, trimmed
from typfrage.survey.conversion.codes import codes_in_ticks
from typfrage.survey.conversion.user_missing import refuse_unexplained
from typfrage.survey.questionnaire.codebook import ClosedItem, MissingReason
from typfrage.survey.reader import option_columns
from typfrage.survey.waves.source import ItemColumns


@dataclass(frozen=True)
class Ticks:
    """What the tick columns of one question say.

    Attributes:
        chosen: (answers × options) whether the option was ticked; the columns are option ids.
        shown: (answers,) whether the question was shown.
        missing: (answers,) the missing code that stands in place of ticks; empty where none does.
        codes: The reasons of the missing codes.
        unticked: What stands for no tick.
        positions: (options,) positions of the columns in the raw file.
    """

    chosen: pd.DataFrame
    shown: pd.Series
    missing: pd.Series
    codes: Mapping[str, MissingReason]
    unticked: tuple[str, ...]
    positions: tuple[int, ...]


def read_ticks(conversion: Conversion, item: ClosedItem, where: ItemColumns) -> Ticks:
    """Read the tick columns of a question; what is no tick goes to the log.

    Args:
        conversion: The wave's answers.
        item: The question.
        where: Its columns in the raw file.
    """
    log, source = conversion.log, conversion.source
    ticked, unticked = where.signs(source)
    positions = tuple(log.table.position(ref) for ref in option_columns(item, where))
    codes = codes_in_ticks(item, source, ticked, unticked)
    allowed = (*ticked, *unticked, *source.not_shown, *codes)
    chosen, hidden = {}, {}
    missing = pd.Series("", index=conversion.cells.index, dtype="str")
    mixed = pd.Series(False, index=missing.index)
    for option, position in zip(item.options, positions, strict=True):
        cells = trimmed(conversion.cells[position], position, item.id, log)
        cells = refuse_unexplained(cells, position, item.id, allowed, log)
        _refuse_other_signs(cells, position, allowed, log)
        chosen[option.id] = cells.isin(ticked)
        hidden[option.id] = cells.isin(source.not_shown)
        if codes:
            coded = cells.isin(list(codes))
            mixed |= coded & (missing != "") & (missing != cells)
            missing = missing.where(~coded, cells)
    unshown = pd.DataFrame(hidden)
    ticks = Ticks(pd.DataFrame(chosen), ~unshown.all(axis=1), missing, codes, unticked, positions)
    _refuse_partly_shown(conversion, item, unshown, ticks)
    _refuse_ticks_beside_code(conversion, item, ticks)
    what = f"different codes for an empty answer stand in the columns of {item.id!r}"
    log.problem(mixed.index[mixed], positions[0], what, "the same code in all of them")
    return ticks


def _refuse_other_signs(
    cells: pd.Series, position: int, allowed: tuple[str, ...], log: AuditLog
) -> None:
    wrong = cells[~cells.isin(allowed)]
    what = "the value " + wrong.map(repr) + " is no tick"
    log.problem(wrong.index, position, what, one_of(map(repr, allowed)))


def _refuse_partly_shown(
    conversion: Conversion, item: ClosedItem, unshown: pd.DataFrame, ticks: Ticks
) -> None:
    """Note questions of which only some options were shown, where the signs can tell."""
    if set(conversion.source.not_shown) & set(ticks.unticked):
        return
    partly = unshown.index[unshown.any(axis=1) & ticks.shown]
    what = f"some options of {item.id!r} were shown and some were not"
    conversion.log.problem(partly, ticks.positions[0], what, "all options shown, or none")


def _refuse_ticks_beside_code(conversion: Conversion, item: ClosedItem, ticks: Ticks) -> None:
    both = ticks.chosen.index[ticks.chosen.any(axis=1) & (ticks.missing != "")]
    what = f"{item.id!r} has ticks beside a code for an empty answer"
    conversion.log.problem(both, ticks.positions[0], what, "ticks, or the code")
