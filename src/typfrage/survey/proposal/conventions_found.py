"""Which survey tool wrote an export, by the columns that it adds on its own account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from typfrage.survey.proposal.columns import Column
from typfrage.survey.waves.conventions import ConventionName
from typfrage.survey.waves.source import Format

_LIMESURVEY = ("submitdate", "lastpage", "startlanguage", "datestamp", "startdate")
_SOSCI = ("CASE", "SERIAL", "QUESTNNR", "MODE", "STARTED", "LASTDATA", "FINISHED", "TIME_SUM")
_UNIPARK = ("lfdn", "external_lfdn", "tester", "dispcode", "date_of_first_mail", "datetime")
_FEWEST_MARKS = 2

ANSWER_IDS = ("id", "CASE", "lfdn", "respondent", "response_id", "responseid", "fallnr", "fall")
"""Names of columns that number the answers, of the survey tools first."""

TECHNICAL = frozenset(
    name.casefold()
    for name in (
        *_LIMESURVEY, *_SOSCI, *_UNIPARK, *ANSWER_IDS,
        "seed", "token", "ipaddr", "refurl", "interviewtime",
        "REF", "LASTPAGE", "MAXPAGE", "MISSING", "MISSREL", "TIME_RSI", "DEG_TIME", "MAILSENT",
        "Q_VIEWER", "duration", "quality", "hflip", "output_mode", "javascript", "flash",
        "session_id", "language", "cleaned", "ats", "date_of_last_access", "browser", "referer",
        "device_type", "quota", "quota_assignment", "quota_rejected_id", "page_history",
        "participant_browser",
    )
)  # fmt: skip
"""Columns, in small letters, that survey tools add on their own account."""


@dataclass(frozen=True)
class Recognised:
    """A convention, and by what it was recognised.

    Attributes:
        name: The convention.
        by: Its marks, in words.
    """

    name: ConventionName
    by: str


def recognise_convention(
    columns: tuple[Column, ...], format: Format, tick_signs: frozenset[str]
) -> Recognised:
    """Recognise who wrote an export.

    Args:
        columns: Its columns.
        format: How the file is built.
        tick_signs: What stands in the columns of options.
    """
    names = {name for column in columns for name in column.names}
    for tool, marks in (("limesurvey", _LIMESURVEY), ("sosci", _SOSCI), ("unipark", _UNIPARK)):
        found = [mark for mark in marks if mark in names]
        if len(found) >= _FEWEST_MARKS:
            return Recognised(_of_tool(tool, format, tick_signs), f"the columns {', '.join(found)}")
    by: Mapping[Format, Recognised] = MappingProxyType(
        {
            "spss": Recognised("spss", "the format SPSS, and no columns of a survey tool"),
            "parquet": Recognised("parquet", "the format Parquet, and no columns of a survey tool"),
        }
    )
    return by.get(format, Recognised("spreadsheet", "a table, and no columns of a survey tool"))


def is_technical(column: Column) -> bool:
    """Tell whether a survey tool adds such a column on its own account."""
    return any(
        name.casefold() in TECHNICAL for name in column.names
    ) or column.name.casefold().startswith(("grouptime", "time0", "rts", "interviewtime"))


def answer_ids(columns: tuple[Column, ...]) -> Iterator[Column]:
    """Find columns that number the answers, those first that are called so by a survey tool.

    Args:
        columns: Columns that hold no question.
    """
    distinct = [c for c in columns if max(c.counts.values(), default=0) == 1 and "" not in c.counts]
    for name in ANSWER_IDS:
        for column in distinct:
            if name.casefold() in {own.casefold() for own in column.names}:
                yield column
    for column in distinct:
        if not is_technical(column) and all(value.isdigit() for value in column.counts):
            yield column


def _of_tool(tool: str, format: Format, tick_signs: frozenset[str]) -> ConventionName:
    if tool == "limesurvey":
        if format == "spss":
            return "limesurvey_sav"
        return "limesurvey_spss" if tick_signs & {"1", "0"} else "limesurvey_csv"
    return "sosci" if tool == "sosci" else "unipark"
