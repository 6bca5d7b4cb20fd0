"""From the text of the raw file to the values of the clean answers, one item at a time."""

from __future__ import annotations

import pandas as pd

from typfrage.survey.conversion.cells import Conversion, Converted, trimmed
from typfrage.survey.conversion.closed import convert_closed
from typfrage.survey.conversion.multiple import convert_multiple
from typfrage.survey.conversion.number import convert_number
from typfrage.survey.conversion.text import convert_text
from typfrage.survey.questionnaire.codebook import (
    Item,
    KeyItem,
    MultipleItem,
    NumberItem,
    ScaleItem,
    SingleItem,
    TextItem,
)
from typfrage.survey.waves.source import ItemColumns
from typfrage.survey.waves.wave import ChoiceRules

__all__ = ["Conversion", "Converted", "convert", "trimmed"]


def convert(
    conversion: Conversion, item: Item, where: ItemColumns, asked: pd.Series, rules: ChoiceRules
) -> Converted:
    """Convert one item.

    Args:
        conversion: The wave's answers; changes and problems go to its log.
        item: Any item but the key.
        where: Its columns in the raw file.
        asked: (answers,) whether the question was put.
        rules: What to do with answers that break the rules of a multiple-choice question.
    """
    match item:
        case MultipleItem():
            return convert_multiple(conversion, item, where, asked, rules)
        case SingleItem() | ScaleItem():
            return convert_closed(conversion, item, where, asked)
        case NumberItem():
            return convert_number(conversion, item, where, asked)
        case TextItem():
            return convert_text(conversion, item, where, asked)
        case KeyItem():
            raise TypeError("keys are converted by typfrage.survey.keys.keys")
