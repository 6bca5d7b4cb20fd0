"""Municipality keys are repaired only where there is no doubt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from typfrage.problems import Problem
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.keys.ags import structure_flaw

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
    ("ags", "land", "reason"),
    [
        # Saarland without its last digit, not Schleswig-Holstein.
        ("1004110", "10", "seven digits: perhaps '01004110' without its zero, but the Land that"),
        ("5315000", "09", "perhaps '05315000' without its zero, but the Land that was answered is"),
        ("5315000", "", "perhaps '05315000' without its zero, but the Land was not answered"),
        ("5315000", "-9", "the Land was not answered"),
        ("0531500", "05", "seven digits: a digit is missing at the end or within"),
        ("531500", "05", "it has 6 digits"),
        ("053150000", "05", "nine digits are the Regionalschlüssel of a Gemeindeverband"),
        ("05315", "05", "five digits may be those of a Kreis, '05315000', but no kind"),
        ("5315", "05", "four digits may be those of a Kreis, '05315000', but no kind"),
        ("17000000", "05", "no Land has the number '17'"),
        ("00000000", "05", "no Land has the number '00'"),
        (
            "05215000",
            "05",
            "on 2018-12-31 no key of the Land 05 had the third digit 2, but 1, 3, 5",
        ),
        ("05300000", "05", "it names a Land or Regierungsbezirk and no Kreis"),
        ("02001000", "", "the one municipality of this Land is '02000000'"),
        ("120605003000", "05", "this Regionalschlüssel is that of a Gemeindeverband"),
        ("51540040040", "", "a Regionalschlüssel of eleven digits: perhaps '051540040040'"),
        ("0531500x", "05", "other characters than digits stand in it"),
        ("05٣15000", "05", "other characters than digits stand in it"),
        ("5,315E+06", "05", "other characters than digits stand in it"),
        ("05.315.000", "05", "other characters than digits stand in it"),
        ("", "05", "it is empty"),
    ],
)
def test_a_key_in_doubt_is_refused_with_what_it_may_have_been(
    complaints: Complain, ags: str, land: str, reason: str
) -> None:
    (problem,) = complaints({}, {"AGS": ags, "LAND": land})
    assert problem.what.startswith(f"the key {ags!r} is no key: ")
    assert reason in problem.what
    assert problem.where == 'raw.csv, row 3, column "AGS"'
    assert "eight digits" in problem.expected


@pytest.mark.parametrize(
    ("ags", "rules"),
    [
        ("05 3 15 000", ["inner_blanks"]),
        ("05\u00a0315\u202f000", ["inner_blanks"]),
        ("5 315 000", ["inner_blanks", "leading_zero"]),
        ("05315000.0", ["decimal_zero"]),
        ("5315000,0", ["decimal_zero", "leading_zero"]),
        ("053150000000", ["ars"]),
        ("53150000000", ["leading_zero", "ars"]),
        (" 05315000", ["blanks"]),
    ],
)
def test_a_key_is_repaired_where_there_is_no_doubt(
    clean_rows: Clean, ags: str, rules: list[str]
) -> None:
    clean = clean_rows({"AGS": ags})
    assert clean.answers.index.to_list() == ["05315000"]
    assert clean.audit.changes["rule"].to_list() == rules
    assert clean.audit.changes["after"].iloc[-1] == "05315000"


@pytest.mark.parametrize(
    ("ars", "ags"),
    [
        (
            "120600181181",
            "12060181",
        ),  # Panketal, verbandsfrei (Land Brandenburg, Regionalschlüssel)
        (
            "120605003154",
            "12060154",
        ),  # Marienwerder, in the Amt Biesenthal-Barnim (the same source)
        ("120600000000", "12060000"),  # Landkreis Barnim
    ],
)
def test_a_regionalschluessel_becomes_the_gemeindeschluessel(
    clean_rows: Clean, ars: str, ags: str
) -> None:
    clean = clean_rows({"AGS": ars, "LAND": ""})
    assert clean.answers.index.to_list() == [ags]


class TestTheKindThatWasAnswered:
    def test_five_digits_of_a_kreis_get_zeros(self, clean_rows: Clean) -> None:
        clean = clean_rows({"AGS": "05358", **KREIS}, {"AGS": "5315", **STADT}, **_with_kind())
        assert clean.answers.index.to_list() == ["05315000", "05358000"]
        assert clean.audit.changes["rule"].to_list() == [
            *("kreis_zeros", "leading_zero", "kreis_zeros")
        ]

    @pytest.mark.parametrize(
        ("row", "what"),
        [
            ({"AGS": "05358"}, "may be those of a Kreis, '05358000', but the answered kind is"),
            (
                {"AGS": "5315", "LAND": "09"},
                "may be those of a Kreis, '05315000', but the answered",
            ),
            ({"AGS": "05358000"}, "is that of a Kreis or kreisfreie Stadt, but a Gemeinde within"),
        ],
    )
    def test_a_gemeinde_has_no_key_of_a_kreis(
        self, complaints: Complain, row: dict[str, str], what: str
    ) -> None:
        (problem,) = complaints(row | GEMEINDE, **_with_kind())
        assert what in problem.what

    def test_a_landkreis_has_no_key_of_a_gemeinde(self, complaints: Complain) -> None:
        (problem,) = complaints({"AGS": "05358008"} | KREIS, **_with_kind())
        assert "is that of a Gemeinde, but a Landkreis answered" in problem.what

    def test_a_city_within_a_region_keeps_its_key(self, clean_rows: Clean) -> None:
        """Aachen has the rights of a kreisfreie Stadt and lies in the StädteRegion Aachen."""
        clean = clean_rows({"AGS": "05334002"} | STADT, **_with_kind())
        assert clean.answers.index.to_list() == ["05334002"]


GEMEINDE, STADT, KREIS = ({"ST": code} for code in "123")


def _with_kind() -> dict[str, Any]:
    """A study that asks for the kind of municipality, in the column ST."""

    def codebook(content: dict[str, Any]) -> None:
        (item,) = (item for item in content["items"] if item["id"] == "stufe")
        item.update(id="art", kind="single")
        kinds = ("kreisangehoerige_gemeinde", "kreisfreie_stadt", "landkreis")
        for option, kind in zip(item["options"], kinds, strict=True):
            option["id"] = kind

    def wave(content: dict[str, Any]) -> None:
        content["columns"]["art"] = content["columns"].pop("stufe")

    return {"codebook": codebook, "wave": wave}


def _on(day: str, land: str = "14") -> dict[str, Any]:
    def codebook(content: dict[str, Any]) -> None:
        content["items"][1]["options"][0]["code"] = land

    return {"wave": lambda wave: wave.update(gebietsstand=day), "codebook": codebook}


def test_keys_are_those_of_the_gebietsstand(clean_rows: Clean, complaints: Complain) -> None:
    """Chemnitz was 14161000 until 31 July 2008, and is 14511000 since then."""
    new, old = {"AGS": "14511000", "LAND": "14"}, {"AGS": "14161000", "LAND": "14"}
    assert len(clean_rows(new, **_on("2008-08-01")).answers) == 1
    assert len(clean_rows(old, **_on("2008-07-31")).answers) == 1
    (problem,) = complaints(old, **_on("2008-08-01"))
    assert "had the third digit 1, but 5, 6, 7" in problem.what
    (problem,) = complaints(new, **_on("2008-07-31"))
    assert "had the third digit 5, but 1, 2, 3" in problem.what


def test_where_nothing_is_known_of_a_day_the_third_digit_is_not_looked_at(
    clean_rows: Clean,
) -> None:
    """Aschersleben was 15352002 in the former Regierungsbezirk Magdeburg."""
    row = {"AGS": "15352002", "LAND": "15"}
    assert len(clean_rows(row, **_on("2006-12-31", "15")).answers) == 1


@pytest.mark.parametrize(
    "key",
    [
        *("01051011", "02000000", "03241001", "04011000", "05334002", "06531005", "07315000"),
        *("08111000", "09162000", "10041100", "11000000", "12060181", "13003000", "14729000"),
        *("15003000", "16063105", "03403000", "05958000", "07235999", "08437999", "09780999"),
    ],
)
def test_keys_of_every_land_are_sound(key: str) -> None:
    assert structure_flaw(key, date(2019, 1, 1)) == ""


def test_without_a_land_to_agree_with_only_digits_without_doubt_get_a_zero(
    clean_rows: Clean, complaints: Complain
) -> None:
    clean = clean_rows({"AGS": "5315000"}, codebook=_without_partner)
    assert clean.answers.index.to_list() == ["05315000"]
    (problem,) = complaints({"AGS": "1004110"}, codebook=_without_partner)
    assert problem.what.startswith("the key '1004110' is no key: seven digits: perhaps '01004110'")


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
