"""Free text."""

from __future__ import annotations

import pandas as pd

from typfrage.survey.conversion.cells import Conversion, Converted, one_column, read_column
from typfrage.survey.conversion.reasons import missing_reasons
from typfrage.survey.questionnaire.codebook import TextItem
from typfrage.survey.waves.source import ItemColumns


def convert_text(
    conversion: Conversion, item: TextItem, where: ItemColumns, asked: pd.Series
) -> Converted:
    """Keep free text as it stands.

    Args:
        conversion: The wave's answers; changes and problems go to its log.
        item: The question.
        where: Its column in the raw file.
        asked: (answers,) whether the question was put.
    """
    column = read_column(conversion, item, where)
    reasons = missing_reasons(conversion, item, column, asked)
    return one_column(item, column.text.where(reasons.isna()), reasons)
