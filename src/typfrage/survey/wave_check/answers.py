"""What in clean answers speaks for a wrong ``wave.yml`` though every cell could be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from typfrage.problems import Cell, InputError, Problem
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.questionnaire.codebook import Codebook, KeyItem, MissingReason, TextItem
from typfrage.survey.raw_table import LISTED_PROBLEMS, RawTable
from typfrage.survey.wave_check.sound_parts import columns_of_item
from typfrage.survey.waves.source import ColumnRef
from typfrage.survey.waves.study import Wave
from typfrage.survey.waves.wave import FieldPeriod

NEARLY_ALL = 0.95
"""Share of missing answers that no question has by itself where its column is filled."""

_FILLED = 0.5

_DATES = ("submitdate", "LASTDATA", "datetime", "date_of_last_access", "datestamp")
"""Columns of survey tools that say when an answer came in."""

_ISO = r"^\s*([0-9]{4}-[0-9]{2}-[0-9]{2})"
_GERMAN = r"^\s*(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})"


def outside_field_period(table: RawTable, cleaned: CleanAnswers, wave: Wave) -> Iterator[Problem]:
    """Find answers that count and came in before or after the field period.

    Args:
        table: The raw file; without a column that says when an answer came in nothing is found.
        cleaned: Its clean answers.
        wave: Field period, and the column by which later answers supersede earlier ones.
    """
    position = _date_column(table, wave)
    if position is None:
        return
    cells = table.cells[position]
    days = _days(cells.loc[_kept(table, cleaned)]).dropna()
    period = wave.file.field_period
    outside = days[(days < period.first.isoformat()) | (days > period.last.isoformat())]
    for row in outside.index[:LISTED_PROBLEMS]:
        yield Problem(
            f"the answer of {outside[row]} lies outside the field period",
            table.place(row, position),
            _in_words(period),
            "correct field_period in wave.yml, or add a screening rule",
            table.cell(row, position),
        )


def demand_field_period(table: RawTable, cleaned: CleanAnswers, wave: Wave) -> None:
    """Refuse a wave whose field period, which the report tells, is not that of its answers.

    Args:
        table: The raw file.
        cleaned: Its clean answers.
        wave: The wave.

    Raises:
        InputError: Answers that count came in before or after it.
    """
    if problems := tuple(outside_field_period(table, cleaned, wave)):
        raise InputError(problems)


def hardly_answered(
    table: RawTable, cleaned: CleanAnswers, wave: Wave, codebook: Codebook
) -> Iterator[Problem]:
    """Find questions without answers whose columns are filled: their map may be wrong.

    Args:
        table: The raw file.
        cleaned: Its clean answers.
        wave: The column map.
        codebook: The questionnaire.
    """
    rows = _kept(table, cleaned)
    empty = {"", *wave.file.source.not_shown}
    for item in wave.file.items(codebook):
        if isinstance(item, KeyItem | TextItem):
            continue
        name = item.columns[0]
        asked = cleaned.reasons[name] != MissingReason.NOT_ASKED.value
        asked = asked.fillna(True).astype(bool)
        missing = cleaned.answers[name][asked].isna()
        refs = columns_of_item(item, wave.file.columns[item.id])
        filled = [~table.column(ref).loc[rows].str.strip().isin(empty) for ref in refs]
        if len(missing) and missing.mean() > NEARLY_ALL and max(map(_share, filled)) > _FILLED:
            column = table.name(table.position(refs[0]))
            yield Problem(
                f"{missing.mean():.0%} of the answers to {item.id!r} are missing, though its "
                "column is filled",
                f'{table.file}, column "{column}"',
                "a column with the answers to this question, and missing codes that fit it",
                f"look at columns.{item.id} and source.missing in wave.yml",
                Cell(table.file, column=column),
            )


def _in_words(period: FieldPeriod) -> str:
    """The days of a field period of which an end may be open still."""
    if period.last == date.max:
        return f"{period.first} or later"
    if period.first == date.min:
        return f"{period.last} or earlier"
    return f"{period.first} to {period.last}"


def _share(filled: pd.Series) -> float:
    return float(filled.mean())


def _kept(table: RawTable, cleaned: CleanAnswers) -> pd.Index:
    return table.cells.index.difference(pd.Index(cleaned.audit.exclusions["row"]), sort=False)


def _date_column(table: RawTable, wave: Wave) -> int | None:
    """Where the day of an answer stands."""
    order: list[ColumnRef] = [
        rule.superseded_by for rule in wave.file.screening if rule.superseded_by is not None
    ]
    for ref in order:
        position = table.position(ref)
        if _days(table.cells[position]).notna().any():
            return position
    return next((table.header.index(name) for name in _DATES if name in table.header), None)


def _days(cells: pd.Series) -> pd.Series:
    """(answers,) the day that a cell begins with as 2019-02-28, missing where there is none."""
    german = cells.str.extract(_GERMAN)
    day = german["y"] + "-" + german["m"].str.zfill(2) + "-" + german["d"].str.zfill(2)
    return cells.str.extract(_ISO)[0].fillna(day)
