"""What every conversion starts from and ends with: the cells of a wave, and clean values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from typfrage.survey.answer_cells import AnswerCells
from typfrage.survey.audit import AuditLog
from typfrage.survey.conversion.codes import codes_in_column
from typfrage.survey.conversion.user_missing import refuse_unexplained
from typfrage.survey.questionnaire.codebook import ClosedItem, Item, MissingReason
from typfrage.survey.waves.source import ItemColumns, Source


@dataclass(frozen=True)
class Conversion:
    """What the items of one wave are converted from.

    Attributes:
        cells: (answers × columns) text of the answers that count.
        source: How the raw file is written.
        log: Where changes and problems go.
    """

    cells: AnswerCells
    source: Source
    log: AuditLog


@dataclass(frozen=True)
class Column:
    """What one item's answers say, and where.

    Attributes:
        text: (answers,) text without blanks at its ends, in the codes of the codebook.
        position: The column's position in the raw file; of several columns, the first.
        codes: Codes that stand for an empty answer.
    """

    text: pd.Series
    position: int
    codes: Mapping[str, MissingReason]


@dataclass(frozen=True)
class Converted:
    """An item's clean values.

    Attributes:
        values: (answers × columns of the item); empty cells are missing.
        reasons: Same shape; why a cell is missing, and missing itself where there is a value.
    """

    values: pd.DataFrame
    reasons: pd.DataFrame


def read_column(conversion: Conversion, item: Item, where: ItemColumns) -> Column:
    """Return the answers of an item that stands in one column."""
    assert where.column is not None
    position = conversion.log.table.position(where.column)
    text = trimmed(conversion.cells[position], position, item.id, conversion.log)
    codes = codes_in_column(item, conversion.source)
    options = [option.code for option in item.options] if isinstance(item, ClosedItem) else []
    explained = {*codes, *options, *where.recode, *conversion.source.not_shown}
    text = refuse_unexplained(text, position, item.id, explained, conversion.log)
    return Column(_recoded(text, where.recode) if where.recode else text, position, codes)


def _recoded(text: pd.Series, recode: Mapping[str, str]) -> pd.Series:
    numbers, distinct = pd.factorize(text)
    codes = pd.array([recode.get(code, code) for code in distinct], dtype="str")
    return pd.Series(codes.take(numbers), index=text.index)


def one_column(item: Item, values: pd.Series, reasons: pd.Series) -> Converted:
    """Return the clean values of an item that has one column in the clean answers."""
    return Converted(pd.DataFrame({item.id: values}), pd.DataFrame({item.id: reasons}))


def trimmed(cells: pd.Series, position: int, item: str, log: AuditLog) -> pd.Series:
    """Return the cells without blanks at their ends, and note the changed ones."""
    stripped = cells.str.strip()
    changed = stripped != cells
    log.change(cells[changed], stripped[changed], position, "blanks", item)
    return stripped
