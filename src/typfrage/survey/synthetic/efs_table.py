"""The answers of a synthetic wave as EFS (Unipark) stores them, in its columns and codes."""

from __future__ import annotations

import pandas as pd

from typfrage.survey.questionnaire.codebook import (
    Codebook,
    Item,
    MissingReason,
    MultipleItem,
    ScaleItem,
    SingleItem,
    TextItem,
)
from typfrage.survey.synthetic.answers import NO_TICK, TICK
from typfrage.survey.synthetic.export import Signs
from typfrage.survey.synthetic.export_parameters import SpssExport

NUMBER = "lfdn"
"""EFS's column for the running number of an answer."""
FINISHED, SUSPENDED = "31", "22"
"""EFS's disposition codes of who reached the last page, and who broke off."""
TICKED, UNTICKED = "1", "0"


def efs_signs(codebook: Codebook, export: SpssExport) -> Signs:
    """Return how the export names its columns and writes what is no code."""
    columns: dict[str, str] = {}
    for item in codebook.items:
        question = export.questions[item.id]
        if isinstance(item, MultipleItem):
            columns |= {name: f"{question}_{at}" for at, name in enumerate(item.columns, start=1)}
        else:
            columns[item.id] = question
    empty = (export.not_shown, export.not_answered)
    return Signs(columns, NUMBER, TICKED, UNTICKED, empty)


def efs_table(visits: pd.DataFrame, codebook: Codebook, export: SpssExport) -> pd.DataFrame:
    """Recode numbered answers to the codes of the export.

    Args:
        visits: (answers × columns) as from :func:`number_visits`, with the codebook's codes.
        codebook: The questionnaire.
        export: The export's codes for empty answers.

    Returns:
        (answers × columns) text on the same index, with the export's own columns first.
    """
    start, end = (pd.to_datetime(visits[name]) for name in ("startdate", "datestamp"))
    own = {
        NUMBER: visits["id"],
        "dispcode": (visits["submitdate"] == "").map({True: SUSPENDED, False: FINISHED}),
        "lastpage": visits["lastpage"],
        "duration": (end - start).dt.total_seconds().astype(int).astype("str"),
        "datetime": visits["startdate"],
        "date_of_last_access": visits["datestamp"],
    }
    columns = efs_signs(codebook, export).columns
    answers = {
        columns[name]: visits[name].replace(_recoding(item, export))
        for item in codebook.items
        for name in item.columns
    }
    return pd.DataFrame(own | answers, index=visits.index)


def _recoding(item: Item, export: SpssExport) -> dict[str, str]:
    """From the codebook's codes to the export's; other text stays as it is."""
    match item:
        case MultipleItem():
            return {TICK: TICKED, NO_TICK: UNTICKED}
        case SingleItem() | ScaleItem():
            places = {option.code: str(at) for at, option in enumerate(item.options, start=1)}
            unknown = (c.code for c in item.missing if c.reason is MissingReason.DONT_KNOW)
            return places | dict.fromkeys(unknown, export.dont_know) | {"": export.not_answered}
        case TextItem():
            return {export.not_shown: export.text_not_shown, "": export.not_answered}
        case _:
            return {}
