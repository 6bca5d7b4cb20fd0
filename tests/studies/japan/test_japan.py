"""A real survey through the same code: no typology, two header rows, ticks by position.

The raw file is test input that belongs to others; where it is not at hand, what needs it is
skipped. All figures are counted from the file itself, with the csv module alone.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from typfrage.problems import InputError
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.questionnaire.codebook import MultipleItem
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import Study, Wave, open_study, open_wave

HERE = Path(__file__).resolve().parent
SUBMITTED = "提出済"
TICK = "○"
PROBLEMS = slice(59, 78)
SUPPORT = slice(78, 94)
CHECK_WEIGHTS = (6, 5, 4, 3, 2)


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(HERE)


@pytest.fixture(scope="module")
def wave(study: Study) -> Wave:
    return open_wave(study)


@pytest.fixture(scope="module")
def raw_file(wave: Wave) -> Path:
    if not wave.raw_file.is_file():
        pytest.skip("the Japanese raw file is not at hand; it is no part of the project")
    return wave.raw_file


@pytest.fixture(scope="module")
def submitted(raw_file: Path) -> list[list[str]]:
    with raw_file.open(encoding="utf-8-sig", newline="") as handle:
        return [row for row in list(csv.reader(handle))[2:] if row[2] == SUBMITTED]


@pytest.fixture(scope="module")
def cleaned(study: Study, wave: Wave, raw_file: Path) -> CleanAnswers:
    return clean(read_raw(wave, study.codebook), wave, study.codebook)


def _ticked(row: Sequence[str], columns: slice) -> int:
    return row[columns].count(TICK)


def test_the_study_needs_no_raw_file_and_no_typology_to_be_read(study: Study, wave: Wave) -> None:
    assert study.typology is None
    assert not wave.file.synthetic
    assert wave.file.source.external


def test_seventeen_problems_form_the_types(study: Study, wave: Wave) -> None:
    assert len(wave.file.type_items(study.codebook)) == 17
    problems = study.codebook.item("problems")
    assert isinstance(problems, MultipleItem)
    assert [(o.id, o.exclusive) for o in problems.options if o.residual] == [
        ("problem_other", False),
        ("problem_none", True),
    ]


def test_all_submitted_answers_are_kept(cleaned: CleanAnswers, submitted: list[list[str]]) -> None:
    assert len(cleaned.answers) == len(submitted) == 1715
    assert cleaned.audit.exclusions["reason"].value_counts().to_dict() == {"not_submitted": 73}


def test_ticks_are_those_of_the_file(
    study: Study, cleaned: CleanAnswers, submitted: list[list[str]]
) -> None:
    for name, columns in (("problems", PROBLEMS), ("support", SUPPORT)):
        options = list(study.codebook.item(name).columns)
        found = cleaned.answers[options].sum().to_list()
        counted = [
            sum(r[at] == TICK for r in submitted) for at in range(columns.start, columns.stop)
        ]
        if name == "problems":
            counted[-1] -= 7  # "no problems" beside a problem: the problem counts
        assert found == counted


def test_single_choices_are_gathered_from_their_ticks(
    cleaned: CleanAnswers, submitted: list[list[str]]
) -> None:
    known = cleaned.answers["awareness"].value_counts().to_list()
    assert known == [sum(row[at] == TICK for row in submitted) for at in (3, 4, 5, 6)]
    assert cleaned.answers["awareness"].notna().all()


def test_a_scale_is_gathered_from_its_ticks_the_lowest_first(
    cleaned: CleanAnswers, submitted: list[list[str]]
) -> None:
    places = cleaned.answers["continuity"].value_counts().sort_index().to_list()
    assert places == [sum(row[at] == TICK for row in submitted) for at in (292, 291, 290)]
    assert (cleaned.reasons["continuity"] == "not_answered").sum() == 4


def test_answers_that_break_the_rules_are_kept_and_named(
    cleaned: CleanAnswers, submitted: list[list[str]]
) -> None:
    remarks = cleaned.audit.remarks.groupby(["item", "rule"]).size().to_dict()
    assert remarks == {
        ("problems", "nothing_ticked"): sum(_ticked(r, PROBLEMS) == 0 for r in submitted),
        ("support", "nothing_ticked"): sum(_ticked(r, SUPPORT) == 0 for r in submitted),
        ("support", "too_many"): sum(_ticked(r, SUPPORT) > 5 for r in submitted),
    }
    dropped = (cleaned.audit.changes["rule"] == "drop_exclusive").sum()
    assert dropped == sum(r[77] == TICK and _ticked(r, PROBLEMS) > 1 for r in submitted) == 7


def test_no_answer_about_problems_is_missing(study: Study, cleaned: CleanAnswers) -> None:
    options = list(study.codebook.item("problems").columns)
    assert cleaned.answers[options].notna().all(axis=None)


def test_every_key_has_the_right_check_digit(cleaned: CleanAnswers) -> None:
    digits = pd.DataFrame([[int(c) for c in key] for key in cleaned.answers.index])
    weighted = (digits.iloc[:, :5] * list(CHECK_WEIGHTS)).sum(axis=1)
    assert ((11 - weighted % 11) % 10 == digits[5]).all()


def test_the_double_key_is_kanda_in_fukuoka(
    cleaned: CleanAnswers, submitted: list[list[str]]
) -> None:
    keys = [row[0] for row in submitted]
    assert {key for key in keys if keys.count(key) > 1} == {"132209"}
    names = [row[1] for row in submitted if row[0] == "132209"]
    assert names == ["東京都 東大和市", "福岡県 苅田町"]
    assert "406210" not in keys
    assert {"132209", "406210"} <= set(cleaned.answers.index)


def test_without_the_correction_the_double_key_is_refused(
    study: Study, wave: Wave, raw_file: Path
) -> None:
    bare = Wave(wave.folder, wave.file, type(wave.corrections)())
    with pytest.raises(InputError, match="'132209' stands in rows"):
        clean(read_raw(wave, study.codebook), bare, study.codebook)


def test_a_shifted_column_is_refused(study: Study, wave: Wave, raw_file: Path) -> None:
    columns = dict(wave.file.columns)
    ticks = dict(columns["awareness"].ticks or {})
    first, second = list(ticks)[:2]
    ticks[first] = ticks[second].model_copy(update={"at": 4})  # type: ignore[union-attr]
    columns["awareness"] = columns["awareness"].model_copy(update={"ticks": ticks})
    shifted = Wave(wave.folder, wave.file.model_copy(update={"columns": columns}), wave.corrections)
    with pytest.raises(InputError, match="column 4 is '良く知っている'"):
        read_raw(shifted, study.codebook)
