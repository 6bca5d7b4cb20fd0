"""Numbers, with their separators and bounds."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pandas as pd

from typfrage.survey.conversion.cells import (
    Column,
    Conversion,
    Converted,
    one_column,
    read_column,
)
from typfrage.survey.conversion.reasons import missing_reasons
from typfrage.survey.conversion.user_missing import declared_missing
from typfrage.survey.questionnaire.codebook import NumberItem
from typfrage.survey.waves.source import ItemColumns

_LARGEST = 2**53
"""Beyond it a float no longer holds every whole number."""


def convert_number(
    conversion: Conversion, item: NumberItem, where: ItemColumns, asked: pd.Series
) -> Converted:
    """Convert the text of numbers to numbers within the item's bounds.

    Args:
        conversion: The wave's answers; changes and problems go to its log.
        item: The question.
        where: Its column in the raw file.
        asked: (answers,) whether the question was put.
    """
    column = _without_doubtful_codes(conversion, item, read_column(conversion, item, where))
    reasons = missing_reasons(conversion, item, column, asked)
    plain = _without_separators(conversion, item, column)
    digits = r"-?[0-9]+" if item.integer else r"-?[0-9]+(\.[0-9]+)?"
    readable = plain.str.fullmatch(digits) & reasons.isna()
    numbers = pd.to_numeric(plain.where(readable), errors="coerce").astype("Float64")
    inside = readable & _within_bounds(item, numbers)
    wrong = column.text[~inside & reasons.isna()]
    what = "the value " + wrong.map(repr) + f" is no {item.id!r}"
    conversion.log.problem(wrong.index, column.position, what, _allowed(item))
    values = numbers.where(inside)
    return one_column(item, values.astype("Int64") if item.integer else values, reasons)


def _without_doubtful_codes(conversion: Conversion, item: NumberItem, column: Column) -> Column:
    """Take out the codes of the export that may as well be numbers.

    A file that describes its columns says itself which of them stand for an empty answer; where it
    does not, such a cell is refused. Without a minimum, what is negative is no number of this kind.
    """
    own = {code.code for code in item.missing}
    declared = declared_missing(column.position, conversion.log)
    doubtful = {
        code: reason
        for code, reason in column.codes.items()
        if code not in own and code not in declared and _admits(item, code)
    }
    if not conversion.log.table.described:
        rows = column.text.index[column.text.isin(list(doubtful))]
        what = column.text[rows].map("{!r} may be a number, or the code for an empty answer".format)
        mend = f"enter the code among the missing codes of {item.id!r} if it is one"
        conversion.log.problem(rows, column.position, what, _allowed(item), mend)
    codes = {code: reason for code, reason in column.codes.items() if code not in doubtful}
    return replace(column, codes=codes)


def _admits(item: NumberItem, code: str) -> bool:
    least = 0 if item.minimum is None else item.minimum
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", code):
        return False
    return least <= float(code) <= (math.inf if item.maximum is None else item.maximum)


def _within_bounds(item: NumberItem, numbers: pd.Series) -> pd.Series:
    inside = numbers.abs() <= _LARGEST
    if item.minimum is not None:
        inside &= numbers >= item.minimum
    if item.maximum is not None:
        inside &= numbers <= item.maximum
    return inside.fillna(False)


def _without_separators(conversion: Conversion, item: NumberItem, column: Column) -> pd.Series:
    """Numbers in the plain form 1234.5, where the separators leave no doubt; else empty."""
    source, text = conversion.source, column.text
    tail = "" if item.integer else rf"({re.escape(source.decimal)}[0-9]+)?"
    plain = text.where(text.str.fullmatch(rf"-?[0-9]+{tail}"), "")
    if source.thousands is not None:
        mark = re.escape(source.thousands)
        grouped = text.str.fullmatch(rf"-?[1-9][0-9]{{0,2}}({mark}[0-9]{{3}})+{tail}")
        # 12.500 is in doubt only where the same mark may stand before decimals.
        if source.thousands == source.decimal and not item.integer:
            plain = plain.where(~grouped, "")
        else:
            without = text.str.replace(source.thousands, "", regex=False)
            before, after = text[grouped], without[grouped]
            conversion.log.change(before, after, column.position, "thousands_separator", item.id)
            plain = plain.where(~grouped, without)
    return plain.str.replace(source.decimal, ".", regex=False)


def _allowed(item: NumberItem) -> str:
    kind = "a whole number" if item.integer else "a number"
    low = "" if item.minimum is None else f" from {item.minimum:g}"
    high = "" if item.maximum is None else f" to {item.maximum:g}"
    return f"{kind}{low}{high}"
