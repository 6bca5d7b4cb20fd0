"""The audit: every change and exclusion with its place; a flood of problems stays readable."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from typfrage.problems import Problem
from typfrage.survey.audit import CHANGE_COLUMNS, EXCLUSION_COLUMNS, REMARK_COLUMNS
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.raw_table import LISTED_PROBLEMS


def test_a_spotless_file_leaves_empty_tables_with_their_columns(
    clean_rows: Callable[..., CleanAnswers],
) -> None:
    audit = clean_rows().audit
    assert (audit.read, audit.kept) == (1, 1)
    assert tuple(audit.changes.columns) == CHANGE_COLUMNS
    assert tuple(audit.exclusions.columns) == EXCLUSION_COLUMNS
    assert tuple(audit.remarks.columns) == REMARK_COLUMNS
    assert audit.changes.empty
    assert audit.exclusions.empty
    assert audit.remarks.empty


def test_changes_stand_in_the_order_of_the_rows_and_of_the_rules_within(
    clean_rows: Callable[..., CleanAnswers],
) -> None:
    changes = clean_rows(
        {"EW": " 12.500 ", "TX": "b "}, {"AGS": " 5995002", "EW": "7.000"}
    ).audit.changes
    assert changes[["row", "column", "rule"]].to_numpy().tolist() == [
        [2, "EW", "blanks"],
        [2, "EW", "thousands_separator"],
        [2, "TX", "blanks"],
        [3, "AGS", "blanks"],
        [3, "AGS", "leading_zero"],
        [3, "EW", "thousands_separator"],
    ]


def test_every_change_leads_back_to_its_raw_cell(
    clean_rows: Callable[..., CleanAnswers],
) -> None:
    changes = clean_rows({"EW": " 12.500 "}).audit.changes
    assert changes[["before", "after"]].to_numpy().tolist() == [
        [" 12.500 ", "12.500"],
        ["12.500", "12500"],
    ]
    assert pd.api.types.is_integer_dtype(changes["row"])


def test_a_flood_of_problems_ends_with_their_number(
    complaints: Callable[..., tuple[Problem, ...]],
) -> None:
    extra = 5
    problems = complaints(*[{"ST": "9"}] * (LISTED_PROBLEMS + extra))
    assert len(problems) == LISTED_PROBLEMS + 1
    assert problems[-1].what == f"{extra} more cells are wrong; only {LISTED_PROBLEMS} are listed"
