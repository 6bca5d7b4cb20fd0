"""Corrections hit exactly the cell they mean; screening says for every answer why it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from typfrage.problems import InputError, Problem
from typfrage.survey.clean_answers import CleanAnswers

Clean = Callable[..., CleanAnswers]
Complain = Callable[..., tuple[Problem, ...]]


def _correction(**changes: str) -> dict[str, str]:
    return {
        **{"answer": "1", "column": "ST", "expect": "2", "becomes": "3"},
        **{"reason": "Telefonisch erfragt.", "status": "confirmed"},
        **changes,
    }


@pytest.mark.parametrize("status", ["confirmed", "assumed"])
def test_a_correction_changes_its_cell_and_leaves_a_trace(clean_rows: Clean, status: str) -> None:
    clean = clean_rows({}, {}, corrections=[_correction(status=status)])
    assert clean.answers["stufe"].to_list() == [3, 2]
    (change,) = clean.audit.changes.to_dict("records")
    assert change == {
        **{"row": 2, "answer": "1", "column": "ST", "item": ""},
        **{"rule": f"correction_{status}", "before": "2", "after": "3"},
        "reason": "Telefonisch erfragt.",
    }


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"answer": "7"}, "0 answers are called '7'"),
        ({"answer": "double"}, "2 answers are called 'double'"),
        ({"column": "STUFE"}, "the column 'STUFE' is missing"),
        ({"expect": "1"}, "raw.csv, row 2, column \"ST\" says '2'"),
    ],
)
def test_a_correction_that_misses_is_refused(
    complaints: Complain, changes: dict[str, str], what: str
) -> None:
    rows = [{}, {"id": "double"}, {"id": "double"}]
    corrections = [_correction(column="TX", expect="", becomes="x"), _correction(**changes)]
    (problem,) = complaints(*rows, corrections=corrections)
    assert problem.what == what
    answer = corrections[1]["answer"]
    assert problem.where == f"corrections.yml, the correction of answer {answer!r}"


def test_all_corrections_that_miss_are_listed_and_none_hits_twice(complaints: Complain) -> None:
    corrections = [_correction(), _correction(becomes="1"), _correction(answer="9")]
    twice, missed = complaints({}, corrections=corrections)
    assert twice.what == "the same cell is corrected twice"
    assert missed.what == "0 answers are called '9'"


def test_the_first_rule_that_applies_is_the_reason(clean_rows: Clean) -> None:
    clean = clean_rows(
        {"AGS": "99999999", "datum": "", "TX": "lol"},
        {"datum": " ", "TX": "lol"},
        {"TX": " ROFL "},
        {"TX": "lolly"},
        {"AGS": "05315000", "datum": "2019-01-01"},
        {"AGS": "05315000", "datum": "2019-01-02"},
    )
    exclusions = clean.audit.exclusions
    assert exclusions.to_numpy().tolist() == [
        [2, "1", "test"],
        [3, "2", "broken_off"],
        [4, "3", "prank"],
        [6, "5", "again"],
    ]
    assert clean.answers.index.to_list() == ["05315000", "05995004"]
    assert clean.audit.read == clean.audit.kept + len(exclusions) == 6


def test_rules_apply_in_their_order(clean_rows: Clean) -> None:
    clean = clean_rows(
        {"AGS": "99999999", "TX": "lol"},
        {},
        wave=lambda wave: wave["screening"].reverse(),
    )
    assert clean.audit.exclusions["reason"].to_list() == ["prank"]


def test_a_broken_pattern_is_refused_where_it_stands(clean_rows: Clean) -> None:
    def broken(wave: dict[str, Any]) -> None:
        wave["screening"][2]["matches"] = "(lol"

    with pytest.raises(InputError, match=r"'\(lol' is no regular expression") as refused:
        clean_rows(wave=broken)
    assert "screening[2]" in refused.value.problems[0].where


def test_a_corrected_cell_is_screened_as_corrected(clean_rows: Clean) -> None:
    rescued = _correction(column="datum", expect="", becomes="2019-01-03")
    clean = clean_rows({"datum": ""}, corrections=[rescued])
    assert clean.audit.kept == 1


def test_the_cells_of_excluded_answers_never_cause_problems(clean_rows: Clean) -> None:
    garbage = {"EW": "viele", "ST": "9", "S": "?", "Z[1]": "x", "R[1]": "Y", "R[2]": "Y"}
    clean = clean_rows(
        {"AGS": "kaputt", "datum": "", **garbage},
        {"AGS": "05315000", "LAND": "09", "datum": "2019-01-01", **garbage},
        {"AGS": "05315000", "datum": "2019-01-02"},
    )
    assert clean.audit.exclusions["reason"].to_list() == ["broken_off", "again"]
    assert clean.audit.changes.empty


def test_of_several_answers_the_last_counts_whatever_their_order_in_the_file(
    clean_rows: Clean,
) -> None:
    rows = [
        {"AGS": "05315000", "datum": "2019-01-03 10:00", "ST": "3"},
        {"AGS": "5315000", "datum": "2019-01-01 10:00", "ST": "1"},
        {"AGS": "05315000", "datum": "2019-01-02 23:59", "ST": "2"},
    ]
    clean = clean_rows(*rows)
    assert clean.answers["stufe"].to_list() == [3]
    assert clean.audit.exclusions["answer"].to_list() == ["2", "3"]


def test_last_answers_of_the_same_time_are_refused_as_doubles(complaints: Complain) -> None:
    rows = [{"AGS": "05315000", "datum": f"2019-01-0{day}"} for day in (1, 2, 2)]
    (problem,) = complaints(*rows)
    assert problem.what == "the key '05315000' stands in rows 3, 4"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("31.12.2018", "02.01.2019"), ("9", "10"), ("2019-01-02", "2019-01-02 09:00"), ("x", "y")],
)
def test_an_order_that_text_does_not_have_is_refused(
    complaints: Complain, earlier: str, later: str
) -> None:
    rows = [{"AGS": "05315000", "datum": earlier}, {"AGS": "05315000", "datum": later}]
    problems = complaints(*rows)
    assert "the order of answers cannot be read from" in problems[0].what
    assert repr(earlier) in problems[0].what or repr(later) in problems[0].what


def test_a_wave_without_answers_that_count_is_refused(complaints: Complain) -> None:
    (problem,) = complaints({"datum": ""}, {"datum": ""})
    assert problem.what == "none of the 2 answers counts"


def test_answers_without_a_tick_go_where_a_rule_says_so(clean_rows: Clean) -> None:
    def unanswered(wave: dict[str, Any]) -> None:
        rule = {"reason": "no_goal", "label": {"de": "Kein Ziel"}, "unanswered": "ziele"}
        wave["screening"].insert(0, rule)

    silent = {"Z[1]": "", "Z[3]": " "}
    clean = clean_rows({}, silent, {**silent, "Z[9]": "Y"}, wave=unanswered)
    assert len(clean.answers) == 2
    assert clean.audit.exclusions[["answer", "reason"]].to_numpy().tolist() == [["2", "no_goal"]]
