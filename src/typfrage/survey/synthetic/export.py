"""The raw file of a synthetic wave: an export with the dirt that real ones have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from typfrage.survey.synthetic.draws import uniform
from typfrage.survey.synthetic.export_parameters import Export
from typfrage.survey.synthetic.parameters import Timing
from typfrage.survey.synthetic.timing import draw_minutes, draw_starts, pretest_starts, stamp

SURVEY_COLUMNS = (
    "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"
)  # fmt: skip
SEEDS = 2**31
"""LimeSurvey gives every answer a random number below this one."""


@dataclass(frozen=True)
class Sheet:
    """Answers as the survey tool stores them, before it numbers and dates them.

    Attributes:
        complete: (n × columns) cells of complete answers in random order.
        broken: Cells of break-offs; all that lies behind ``pages`` is empty.
        pages: Last page of every break-off, from 1.
        tests: Cells of test entries.
        earlier: One answer that ``again`` replaces.
        again: Row in ``complete`` of the municipality that answered twice.
    """

    complete: pd.DataFrame
    broken: pd.DataFrame
    pages: tuple[int, ...]
    tests: pd.DataFrame
    earlier: pd.DataFrame
    again: int


@dataclass(frozen=True)
class _Visit:
    cells: pd.Series
    start: datetime
    minutes: float
    page: int
    complete: bool


@dataclass(frozen=True)
class Signs:
    """How a tool's export names its columns and writes what is no code.

    Attributes:
        columns: Column of the raw file for every column of the clean answers.
        answer: Column that numbers the answers.
        tick: What stands for a tick.
        no_tick: What stands for none.
        empty: What stands for no answer.
    """

    columns: Mapping[str, str]
    answer: str
    tick: str
    no_tick: str
    empty: tuple[str, ...]


def number_visits(
    sheet: Sheet, timing: Timing, export: Export, last_page: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Date and number all answers as the survey tool does.

    Args:
        sheet: The answers.
        timing: When they come in.
        export: How numbers have gaps.
        last_page: Page of a complete answer.
        rng: Source of randomness.

    Returns:
        (answers × columns) in the order of their numbers: the tool's own columns, then the cells;
        indexed by the row in ``sheet.complete``, or -1.
    """
    visits = sorted(_visits(sheet, timing, last_page, rng), key=lambda pair: pair[1].start)
    rows: list[dict[str, str]] = []
    number = export.first_id
    for _, visit in visits:
        gap, seed = uniform(rng, 2)
        number += 1 + int(gap < export.id_gap)
        end = stamp(visit.start + timedelta(minutes=visit.minutes))
        own = (
            str(number),
            end if visit.complete else "",
            str(visit.page),
            "de",
            str(int(seed * SEEDS)),
            stamp(visit.start),
            end,
        )
        rows.append(dict(zip(SURVEY_COLUMNS, own, strict=True)) | visit.cells.to_dict())
    return pd.DataFrame(rows, index=[row for row, _ in visits], dtype="str")


def _visits(
    sheet: Sheet, timing: Timing, last_page: int, rng: np.random.Generator
) -> list[tuple[int, _Visit]]:
    complete, broken = len(sheet.complete), len(sheet.broken)
    starts = draw_starts(timing, complete + broken, rng)
    order = np.argsort(uniform(rng, complete + broken), kind="stable")
    minutes = draw_minutes(timing, complete + broken, rng)
    visits: list[tuple[int, _Visit]] = []
    for row in range(complete):
        at = int(order[row])
        cells = sheet.complete.iloc[row]
        visits.append((row, _Visit(cells, starts[at], minutes[at], last_page, True)))
    for row in range(broken):
        at = int(order[complete + row])
        page = sheet.pages[row]
        stay = minutes[at] * page / last_page
        visits.append((-1, _Visit(sheet.broken.iloc[row], starts[at], stay, page, False)))
    visits += _others(sheet, timing, last_page, visits[sheet.again][1].start, rng)
    return visits


def _others(
    sheet: Sheet, timing: Timing, last_page: int, again: datetime, rng: np.random.Generator
) -> Sequence[tuple[int, _Visit]]:
    """Test entries, and the first answer of the municipality that answered twice."""
    tests = len(sheet.tests)
    minutes = draw_minutes(timing, tests + 1, rng)
    earlier = again - timedelta(days=timing.second_answer)
    entries = [
        (sheet.tests.iloc[at], start) for at, start in enumerate(pretest_starts(timing, tests, rng))
    ]
    entries.append((sheet.earlier.iloc[0], earlier))
    return [
        (-1, _Visit(cells, start, minutes[at], last_page, True))
        for at, (cells, start) in enumerate(entries)
    ]
