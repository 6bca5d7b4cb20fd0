"""Municipality keys are repaired only where there is no doubt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from typfrage.problems import Problem
from typfrage.survey.cleaning import CleanAnswers

Clean = Callable[..., CleanAnswers]
Complain = Callable[..., tuple[Problem, ...]]


def _without_partner(codebook: dict[str, Any]) -> None:
    del codebook["items"][0]["agrees_with"]


def _pattern(codebook: dict[str, Any]) -> None:
    codebook["items"][0] = {
        **codebook["items"][0],
        **{"format": "pattern", "pattern": "DE-[A-Z]{2}", "agrees_with": None},
    }


def test_a_leading_zero_is_put_back_where_the_land_agrees(clean_rows: Clean) -> None:
    clean = clean_rows({"AGS": "5315000"}, {"AGS": "1002000", "LAND": "01"})
    assert clean.answers.index.to_list() == ["01002000", "05315000"]
    changes = clean.audit.changes
    assert changes["rule"].to_list() == ["leading_zero", "leading_zero"]
    assert changes.loc[0, ["row", "answer", "column", "item", "before", "after"]].to_list() == [
        *(2, "1", "AGS", "ags", "5315000", "05315000")
    ]


@pytest.mark.parametrize(
    ("ags", "land"),
    [
        ("1004110", "10"),  # Saarland without its last digit, not Schleswig-Holstein
        ("5315000", "09"),
        ("5315000", ""),  # the Land was not answered
        ("5315000", "-9"),
        ("531500", "05"),
        ("053150000", "05"),
        ("17000000", "05"),
        ("00000000", "05"),
        ("0531500x", "05"),
        ("05٣15000", "05"),
        ("05 315 000", "05"),
        ("", "05"),
    ],
)
def test_a_key_in_doubt_is_refused(complaints: Complain, ags: str, land: str) -> None:
    (problem,) = complaints({}, {"AGS": ags, "LAND": land})
    assert problem.what == f"the key {ags!r} is no key"
    assert problem.where == 'raw.csv, row 3, column "AGS"'
    assert "eight digits" in problem.expected


def test_without_a_land_to_agree_with_only_digits_without_doubt_get_a_zero(
    clean_rows: Clean, complaints: Complain
) -> None:
    clean = clean_rows({"AGS": "5315000"}, codebook=_without_partner)
    assert clean.answers.index.to_list() == ["05315000"]
    (problem,) = complaints({"AGS": "1004110"}, codebook=_without_partner)
    assert problem.what == "the key '1004110' is no key"


def test_a_key_in_another_land_than_answered_is_refused(complaints: Complain) -> None:
    (problem,) = complaints({"AGS": "09162000", "LAND": "05"})
    assert problem.what == "the key '09162000' lies in another Land than answered"


@pytest.mark.parametrize("land", ["", "-9"])
def test_a_whole_key_stands_though_the_land_was_not_answered(clean_rows: Clean, land: str) -> None:
    clean = clean_rows({"AGS": "09162000", "LAND": land})
    assert clean.answers.index.to_list() == ["09162000"]
    assert clean.reasons.loc["09162000", "land"] == "not_answered"


def test_the_land_is_compared_after_recoding(clean_rows: Clean) -> None:
    def recode(wave: dict[str, Any]) -> None:
        wave["columns"]["land"]["recode"] = {"NW": "05", "1": "01"}

    clean = clean_rows(
        {"AGS": "5315000", "LAND": "NW"}, {"AGS": "01002000", "LAND": "1"}, wave=recode
    )
    assert clean.answers["land"].to_list() == ["sh", "nrw"]


def test_keys_of_other_countries_match_a_pattern(clean_rows: Clean, complaints: Complain) -> None:
    clean = clean_rows({"AGS": "DE-NW"}, {"AGS": "DE-BY "}, codebook=_pattern)
    assert clean.answers.index.to_list() == ["DE-BY", "DE-NW"]
    (problem,) = complaints({"AGS": "NW"}, codebook=_pattern)
    assert problem.expected == "text that matches DE-[A-Z]{2}"


def test_a_double_key_is_refused_once_with_its_rows(complaints: Complain) -> None:
    rows = [{"AGS": "05315000"}] * 3 + [{}] + [{"AGS": "05111000"}] * 13
    first, second = complaints(*rows)
    assert first.what.startswith("the key '05111000' stands in rows 6, 7, 8")
    assert first.what.endswith("15 and 3 more")
    assert second.what == "the key '05315000' stands in rows 2, 3, 4"
    assert "superseded_by" in second.mend


def test_the_land_must_stand_in_one_column(complaints: Complain) -> None:
    def ticks(wave: dict[str, Any]) -> None:
        wave["columns"]["land"] = {
            "ticks": {"sh": "R[1]", "nrw": "R[2]", "bayern": "Z[1]", "saarland": "Z[2]"}
        }

    (problem,) = complaints(wave=ticks)
    assert "stands in several columns" in problem.what
