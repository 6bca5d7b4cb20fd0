"""The tick columns of a question: one column an option, with a tick where it was chosen."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from typfrage.problems import one_of
from typfrage.survey.codebook import ClosedItem
from typfrage.survey.conversion.cells import Conversion, trimmed
from typfrage.survey.reader import option_columns
from typfrage.survey.source import ItemColumns, Source


@dataclass(frozen=True)
class Ticks:
    """What the tick columns of one question say.

    Attributes:
        chosen: (answers × options) whether the option was ticked; the columns are option ids.
        shown: (answers,) whether the question was shown.
        missing: (answers,) the missing code that stands in place of ticks; empty where none does.
        positions: (options,) positions of the columns in the raw file.
    """

    chosen: pd.DataFrame
    shown: pd.Series
    missing: pd.Series
    positions: tuple[int, ...]


def read_ticks(conversion: Conversion, item: ClosedItem, where: ItemColumns) -> Ticks:
    """Read the tick columns of a question; what is no tick goes to the log.

    Args:
        conversion: The wave's answers.
        item: The question.
        where: Its columns in the raw file.
    """
    log, source = conversion.log, conversion.source
    positions = tuple(log.table.position(ref) for ref in option_columns(item, where))
    codes = _missing_codes(item, source)
    chosen, hidden = {}, {}
    missing = pd.Series("", index=conversion.cells.index, dtype="str")
    for option, position in zip(item.options, positions, strict=True):
        cells = trimmed(conversion.cells[position], position, item.id, log)
        _refuse_other_signs(conversion, item, cells, position)
        chosen[option.id] = cells.isin(source.ticked)
        hidden[option.id] = cells.isin(source.not_shown)
        missing = missing.where(~cells.isin(codes), cells)
    unshown = pd.DataFrame(hidden)
    ticks = Ticks(pd.DataFrame(chosen), ~unshown.all(axis=1), missing, positions)
    _refuse_partly_shown(conversion, item, unshown, ticks)
    _refuse_ticks_beside_code(conversion, item, ticks)
    return ticks


def _missing_codes(item: ClosedItem, source: Source) -> list[str]:
    return [code.code for code in item.missing if code.code not in source.unticked]


def _refuse_other_signs(
    conversion: Conversion, item: ClosedItem, cells: pd.Series, position: int
) -> None:
    source = conversion.source
    signs = (*source.ticked, *source.unticked, *source.not_shown)
    allowed = (*signs, *_missing_codes(item, source))
    wrong = cells[~cells.isin(allowed)]
    what = "the value " + wrong.map(repr) + " is no tick"
    conversion.log.problem(wrong.index, position, what, one_of(map(repr, allowed)))


def _refuse_partly_shown(
    conversion: Conversion, item: ClosedItem, unshown: pd.DataFrame, ticks: Ticks
) -> None:
    """Note questions of which only some options were shown, where the signs can tell."""
    if set(conversion.source.not_shown) & set(conversion.source.unticked):
        return
    partly = unshown.index[unshown.any(axis=1) & ticks.shown]
    what = f"some options of {item.id!r} were shown and some were not"
    conversion.log.problem(partly, ticks.positions[0], what, "all options shown, or none")


def _refuse_ticks_beside_code(conversion: Conversion, item: ClosedItem, ticks: Ticks) -> None:
    both = ticks.chosen.index[ticks.chosen.any(axis=1) & (ticks.missing != "")]
    what = f"{item.id!r} has ticks beside a code for an empty answer"
    conversion.log.problem(both, ticks.positions[0], what, "ticks, or the code")
