"""The raw file of a synthetic wave as LimeSurvey exports it: CSV with the codebook's codes."""

from __future__ import annotations

import csv
import io

import pandas as pd

from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem
from typfrage.survey.synthetic.answers import NO_TICK, TICK
from typfrage.survey.synthetic.export import Signs
from typfrage.survey.synthetic.export_parameters import CsvExport


def limesurvey_signs(codebook: Codebook, export: CsvExport) -> Signs:
    """Return how LimeSurvey names its columns and writes what is no code."""
    columns: dict[str, str] = {}
    for item in codebook.items:
        question = export.questions[item.id]
        if isinstance(item, MultipleItem):
            columns |= {option.id: f"{question}[{option.code}]" for option in item.options}
        else:
            columns[item.id] = question
    return Signs(columns, "id", TICK, NO_TICK, ("", export.not_shown))


def write_csv(table: pd.DataFrame, delimiter: str) -> bytes:
    """Write a table as LimeSurvey does: UTF-8 with byte order mark, every cell in quotes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(table.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8-sig")
