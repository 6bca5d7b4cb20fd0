"""Questions of which one option is chosen, in one column or spread over tick columns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from typfrage.problems import one_of
from typfrage.survey.conversion.cells import (
    Column,
    Conversion,
    Converted,
    one_column,
    read_column,
)
from typfrage.survey.conversion.reasons import missing_reasons
from typfrage.survey.conversion.ticks import read_ticks
from typfrage.survey.questionnaire.codebook import ScaleItem, SingleItem
from typfrage.survey.waves.source import ItemColumns


def convert_closed(
    conversion: Conversion, item: SingleItem | ScaleItem, where: ItemColumns, asked: pd.Series
) -> Converted:
    """Convert a single choice to the option's id, a scale to the option's place from 1.

    Args:
        conversion: The wave's answers; changes and problems go to its log.
        item: The question.
        where: Its column or tick columns in the raw file.
        asked: (answers,) whether the question was put.
    """
    if where.column is None:
        column = _ticked_code(conversion, item, where)
    else:
        column = read_column(conversion, item, where)
    reasons = missing_reasons(conversion, item, column, asked)
    _refuse_unknown(conversion, item, column, reasons)
    values = _values(item, column.text)
    return one_column(item, values.where(reasons.isna()), reasons)


def _ticked_code(
    conversion: Conversion, item: SingleItem | ScaleItem, where: ItemColumns
) -> Column:
    """The code of the one ticked option, as if it stood in one column."""
    ticks = read_ticks(conversion, item, where)
    several = ticks.chosen.index[ticks.chosen.sum(axis=1) > 1]
    what = f"several options of {item.id!r} are ticked"
    conversion.log.problem(several, ticks.positions[0], what, "at most one")
    codes = pd.Series("", index=ticks.chosen.index, dtype="str")
    for option in item.options:
        codes[ticks.chosen[option.id]] = option.code
    if conversion.source.not_shown:
        codes[~ticks.shown] = conversion.source.not_shown[0]
    codes = codes.where(ticks.missing == "", ticks.missing)
    return Column(codes, ticks.positions[0], ticks.codes)


def _values(item: SingleItem | ScaleItem, codes: pd.Series) -> pd.Series:
    """Ids of the options, or their places; by distinct codes, as a million answers have few."""
    numbers, distinct = pd.factorize(codes)
    known = {option.code: place for place, option in enumerate(item.options)}
    places = np.array([known.get(code, -1) for code in distinct], dtype=np.int8)[numbers]
    if isinstance(item, ScaleItem):
        ranks = pd.arrays.IntegerArray(places + np.int8(1), places < 0)
        return pd.Series(ranks, index=codes.index)
    options = pd.CategoricalDtype([option.id for option in item.options])
    return pd.Series(pd.Categorical.from_codes(places, dtype=options), index=codes.index)


def _refuse_unknown(
    conversion: Conversion, item: SingleItem | ScaleItem, column: Column, reasons: pd.Series
) -> None:
    options = [option.code for option in item.options]
    unknown = column.text[~column.text.isin(options) & reasons.isna()]
    what = "the code " + unknown.map(repr) + f" is unknown in {item.id!r}"
    allowed = [*options, *column.codes]
    conversion.log.problem(unknown.index, column.position, what, one_of(map(repr, allowed)))
