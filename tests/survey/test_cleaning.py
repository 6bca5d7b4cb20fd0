"""The contract of clean answers: nothing is lost, nothing is changed without a trace."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from typfrage.problems import InputError
from typfrage.survey.audit import Audit
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.clean_store import answers_schema
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study, open_wave

Clean = Callable[..., CleanAnswers]

CELLS = {
    "AGS": ["05995011", "5995012", "05995013", "99999999", "05995014", "05995011"],
    "datum": ["2019-01-01", "2019-01-02", "2019-01-03", ""],
    "EW": ["500", "12.500", ""],
    "ANT": ["-1", "0.5", ""],
    "ST": ["1", "2", "3", ""],
    "TX": ["", "lol", " Text "],
    "Z[2]": ["Y", ""],
    "Z[9]": ["Y", ""],
    "S": ["A1"],
    "F[1]": ["Y", "", "-8"],
}


def _lenient(wave: dict[str, Any]) -> None:
    wave["choices"] = {"ziele": {"too_many": "keep", "exclusive": "drop_exclusive"}}


@pytest.mark.parametrize("seed", range(6))
def test_raw_is_kept_and_excluded_whatever_comes(
    tiny_study: Callable[..., Path], seed: int
) -> None:
    draw = random.Random(seed)
    rows = [{column: draw.choice(cells) for column, cells in CELLS.items()} for _ in range(30)]
    for number, row in enumerate(rows):
        row["datum"] = row["datum"] and f"2019-01-01 00:00:{number:02}"
        row["F[2]"] = "-8" if row["F[1]"] == "-8" else ""
    study = open_study(tiny_study(rows, wave=_lenient))
    wave = open_wave(study)
    raw = read_raw(wave, study.codebook)
    before = raw.cells.copy()
    cleaned = clean(raw, wave, study.codebook)
    pd.testing.assert_frame_equal(raw.cells, before)
    audit = cleaned.audit
    assert audit.read == len(rows) == len(cleaned.answers) + len(audit.exclusions)
    assert audit.exclusions["row"].is_unique
    assert cleaned.answers.index.is_unique
    assert cleaned.answers.index.is_monotonic_increasing
    assert cleaned.answers.index.name == "ags"
    assert cleaned.reasons.index.equals(cleaned.answers.index)
    assert cleaned.reasons.columns.equals(cleaned.answers.columns)
    assert (cleaned.answers.isna() == cleaned.reasons.notna()).all(axis=None)
    answers_schema(study.codebook, wave).validate(cleaned.answers)


def test_the_order_of_rows_changes_nothing(clean_rows: Clean) -> None:
    rows = [
        {"id": str(n), "AGS": f"0599510{n}", "ST": str(n % 3 + 1), "EW": f"{n + 1}.000"}
        for n in range(6)
    ]
    pd.testing.assert_frame_equal(clean_rows(*rows).answers, clean_rows(*reversed(rows)).answers)


def test_problems_of_all_columns_are_told_in_one_go(clean_rows: Clean) -> None:
    with pytest.raises(InputError) as refused:
        clean_rows({"AGS": "x"}, {"EW": "x"}, {"R[1]": "x"}, {"Z[2]": "Y"}, {"ST": "x"})
    assert [problem.where for problem in refused.value.problems] == [
        'raw.csv, row 2, column "AGS"',
        'raw.csv, row 3, column "EW"',
        'raw.csv, row 4, column "R[1]"',
        'raw.csv, row 5, column "Z[1]"',
        'raw.csv, row 6, column "ST"',
    ]


def test_a_filter_that_was_no_item_of_the_wave_is_refused(clean_rows: Clean) -> None:
    def later(codebook: dict[str, Any]) -> None:
        item = next(item for item in codebook["items"] if item["id"] == "strategie")
        item["valid"] = {"first": "2021-01-01"}

    def without(wave: dict[str, Any]) -> None:
        del wave["columns"]["strategie"]

    with pytest.raises(InputError, match="'strategie', which was no item of this wave"):
        clean_rows(codebook=later, wave=without)


def _audit(read: int) -> Audit:
    empty = pd.DataFrame()
    return Audit(read=read, changes=empty, exclusions=empty, remarks=empty)


def test_answers_that_do_not_add_up_are_a_defect() -> None:
    answers = pd.DataFrame({"a": [1]})
    reasons = pd.DataFrame({"a": [None]})
    with pytest.raises(ValueError, match="2 answers read, 0 excluded, but 1 kept"):
        CleanAnswers(answers, reasons, _audit(2))


@pytest.mark.parametrize(("value", "reason"), [(1, "not_asked"), (None, None)])
def test_reasons_stand_exactly_where_values_are_missing(value: object, reason: object) -> None:
    with pytest.raises(ValueError, match="no reason, or a present one has"):
        CleanAnswers(pd.DataFrame({"a": [value]}), pd.DataFrame({"a": [reason]}), _audit(1))


def test_many_answers_are_cleaned_whole(clean_rows: Clean) -> None:
    many = 20_000
    row = {"EW": "1.500", "TX": "viel Text"}
    cleaned = clean_rows(*[row | {"AGS": f"59{10_000 + number}"} for number in range(many)])
    assert len(cleaned.answers) == many
    assert cleaned.audit.changes["rule"].value_counts().to_dict() == {
        "leading_zero": many,
        "thousands_separator": many,
    }
