"""Everything that is wrong with a wave is listed at once, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import TINY_WAVE, tiny_raw_file
from tests.project import ROOT, contents

from typfrage.problems import InputError
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.wave_check import WaveCheck, check_wave
from typfrage.survey.wave_check.answers import demand_field_period
from typfrage.survey.waves.study import open_study, open_wave

ROWS = [{}, {"Z[1]": "", "Z[2]": "Y"}, {"Z[1]": "Y", "Z[3]": ""}, {"Z[3]": "", "Z[2]": "Y"}, {}]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def check(tiny_study: Callable[..., Path]) -> Callable[..., WaveCheck]:
    """Check a tiny study that is changed as :func:`write_tiny_study` says."""

    def checked(rows: list[dict[str, str]] | None = None, **changes: Any) -> WaveCheck:
        return check_wave(open_study(tiny_study(rows or ROWS, **changes)), "2019")

    return checked


def errors(found: WaveCheck) -> list[str]:
    return [str(one.problem) for one in found.findings if one.severity == "error"]


def put(place: str, value: object) -> Change:
    """Set a value in a nested dict; ``None`` leaves it open, as an empty line does."""

    def change(content: dict[str, Any]) -> None:
        *parents, last = place.split(".")
        for key in parents:
            content = content[key]
        content[last] = value

    return change


def without(place: str) -> Change:
    def change(content: dict[str, Any]) -> None:
        *parents, last = place.split(".")
        for key in parents:
            content = content[key]
        del content[last]

    return change


def test_the_shipped_waves_can_be_built_and_are_left_as_they_are() -> None:
    study = open_study(ROOT)
    before = contents(study.data)
    for name in study.waves:
        assert check_wave(study, name) == WaveCheck(name)

    assert contents(study.data) == before


def test_a_sound_wave_has_no_findings(check: Callable[..., WaveCheck]) -> None:
    assert check() == WaveCheck("2019")


BROKEN: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "contacted is open": ({"wave": put("contacted", None)}, ("contacted", "nothing stands here")),
    "title is open": ({"wave": put("title", {"de": None})}, ("title.de", "nothing stands here")),
    "field period is open": (
        {"wave": put("field_period", {"first": None, "last": None})},
        ("field_period.first", "nothing stands here"),
    ),
    "synthetic is missing": ({"wave": without("synthetic")}, ("synthetic", "is missing")),
    "hash is of another file": (
        {"wave": put("source.sha256", "0" * 64)},
        ("source.sha256", "the raw file 'raw.csv' is another one", "enter the new hash"),
    ),
    "raw file is missing": (
        {"wave": put("source.file", "answers.csv")},
        ("the raw file 'answers.csv' is missing",),
    ),
    "raw file is outside": (
        {"wave": put("source.file", "../../codebook.yml")},
        ("lies outside the wave's folder",),
    ),
    "raw file is no table": (
        {"raw": b"PK\x03\x04 no table"},
        ("raw.csv",),
    ),
    "an item has no column": ({"wave": without("columns.stufe")}, ("'stufe' has no column",)),
    "an unknown item is mapped": (
        {"wave": put("columns.alter", {"column": "ID"})},
        ("'alter' was no item of this wave",),
    ),
    "a recode leads nowhere": (
        {"wave": put("columns.strategie.recode", {"1": "A7"})},
        ("'A7' is no code of 'strategie'",),
    ),
    "a column is missing": (
        {"wave": put("columns.stufe.column", "STUFE")},
        ("the column 'STUFE' is missing", "correct the column map"),
    ),
    "a tick column is missing": (
        {"wave": put("columns.felder.template", "FF[{code}]")},
        ("the column 'FF[1]' is missing",),
    ),
    "a cell has no code": (
        {"rows": [{"ST": "7"}, *ROWS]},
        ('row 2, column "ST"', "the code '7' is unknown in 'stufe'", "corrections.yml"),
    ),
    "a key stands twice": (
        {"rows": [{"AGS": "05111009"}, {"AGS": "05111009"}, *ROWS]},
        ("the key '05111009' stands in rows 2, 3",),
    ),
    "a correction is out of date": (
        {
            "corrections": [
                {
                    **{"answer": "1", "column": "ST", "expect": "9", "becomes": "1"},
                    **{"reason": "Telefonisch geklärt.", "status": "confirmed"},
                }
            ]
        },
        ("the correction of answer '1'", "says '2'", "'9', as the correction says"),
    ),
    "a correction says too little": (
        {
            "corrections": [
                {
                    **{"answer": "1", "column": "ST", "expect": "2", "becomes": "1"},
                    "status": "confirmed",
                }
            ]
        },
        ("corrections.yml", "corrections[0].reason", "a required key is missing"),
    ),
    "more answered than were asked": (
        {"wave": put("contacted", 2)},
        ("5 municipalities answered, but only 2 were contacted",),
    ),
    "too few answers": (
        {"rows": ROWS[:3], "wave": put("analysis.k_range", [2, 2])},
        ("minimum_cases is 5, but only 3 answers count",),
    ),
    "too few different answers": (
        {"rows": [{}] * 6},
        ("6 municipalities gave only 1 different answers to 'ziele'", "at least 3"),
    ),
    "an answer came too late": (
        {"rows": [{"datum": "2019-03-01"}, *ROWS]},
        ('row 2, column "datum"', "2019-03-01 lies outside the field period"),
    ),
    "no answer counts": (
        {"wave": put("screening", [
            {"reason": "all", "label": {"de": "Alle"}, "column": "LAND", "equals": ["05"]}])},
        ("none of the 5 answers counts",),
    ),
}  # fmt: skip
"""What is wrong → how the tiny wave is changed, and what the one complaint says."""


TWO_PLACES = {"field period is open", "a tick column is missing"}
"""Both ends of the field period, both options of the question."""


@pytest.mark.parametrize("name", BROKEN)
def test_each_defect_is_the_only_complaint(name: str, check: Callable[..., WaveCheck]) -> None:
    changes, fragments = BROKEN[name]
    found = check(**changes)
    said = errors(found)

    assert len(said) == (2 if name in TWO_PLACES else 1)
    assert not found.ok
    for fragment in fragments:
        assert fragment in said[0]


def test_problems_of_every_kind_are_listed_at_once(check: Callable[..., WaveCheck]) -> None:
    def wave(content: dict[str, Any]) -> None:
        content["contacted"] = None
        content["source"]["sha256"] = "1" * 64
        content["columns"]["rolle"] = {"column": "ROLLE"}
        content["columns"]["einwohner"] = {}
        del content["columns"]["anmerkung"]

    correction = {"answer": "77", "column": "ST", "expect": "2", "becomes": "1"}
    found = check(
        [{"ST": "7"}, {"S": "A5", "P": "", "F[1]": ""}, {"datum": "2019-03-01"}, *ROWS],
        wave=wave,
        corrections=[{**correction, "reason": "Telefonisch geklärt.", "status": "confirmed"}],
    )
    said = errors(found)

    for fragment in (
        "contacted: nothing stands here",
        "exactly one of column, ticks, template is needed",
        "the item 'anmerkung' has no column",
        "the raw file 'raw.csv' is another one",
        "the column 'ROLLE' is missing",
        "0 answers are called '77'",
        "the code '7' is unknown in 'stufe'",
        "the code 'A5' is unknown in 'strategie'",
    ):
        assert [fragment in one for one in said].count(True) == 1, fragment
    assert len(said) == 8
    assert found.unchecked == ("the answers to einwohner, rolle, anmerkung, see above",)


def test_what_follows_from_a_broken_map_is_no_complaint_of_its_own(
    check: Callable[..., WaveCheck],
) -> None:
    """Partner and fields are asked by the strategy; without it nobody knows who was asked."""
    found = check(wave=put("columns.strategie", {"ticks": {"ja": "S"}, "column": "S"}))

    (said,) = errors(found)
    assert "columns.strategie" in said
    assert found.unchecked == ("the answers to strategie, partner, felder, see above",)


def test_a_broken_screening_rule_keeps_the_answers_unchecked(
    check: Callable[..., WaveCheck],
) -> None:
    """Test entries and broken-off answers would be complained about in vain."""
    found = check([{"ST": "7"}, *ROWS], wave=lambda wave: wave["screening"][0].pop("column"))

    (said,) = errors(found)
    assert "screening[0]" in said
    assert found.unchecked == ("the answers, because the screening rules are not whole",)


def test_a_rule_about_a_question_without_columns_is_named(
    check: Callable[..., WaveCheck],
) -> None:
    def change(wave: dict[str, Any]) -> None:
        rule = {"reason": "leer", "label": {"de": "Leer", "en": "Empty"}, "unanswered": "ziele"}
        wave["screening"].append(rule)
        del wave["columns"]["ziele"]

    found = check(wave=change)
    assert found.unchecked == (
        "the answers, because the rule 'leer' asks for answers to 'ziele', see above",
    )


def test_an_open_end_of_the_field_period_is_said_as_open(check: Callable[..., WaveCheck]) -> None:
    """What stands in for an open day is no day that anybody should read."""

    def change(wave: dict[str, Any]) -> None:
        wave["field_period"] = {"first": "2019-02-01", "last": None}

    (found,) = [one for one in check(wave=change).findings if "outside" in one.problem.what][:1]
    assert found.problem.expected == "2019-02-01 or later"


def test_a_wave_file_that_is_no_yaml_is_told_with_its_line(
    tiny_study: Callable[..., Path],
) -> None:
    root = tiny_study(ROWS)
    (root / "data" / "waves" / "2019" / "wave.yml").write_text("id: [\n")
    (found,) = check_wave(open_study(root), "2019").findings

    assert found.cell.file == "2019/wave.yml"
    assert "line 2" in found.problem.where


def test_places_in_yaml_and_raw_file_come_in_parts(check: Callable[..., WaveCheck]) -> None:
    found = check([{"ST": "7"}, *ROWS], wave=put("contacted", None))
    places = [
        (one.cell.file, one.cell.row, one.cell.column, one.cell.value) for one in found.findings
    ]

    assert places == [("2019/wave.yml", 7, "contacted", None), ("raw.csv", 2, "ST", "7")]


def test_columns_without_a_question_are_warned_of(check: Callable[..., WaveCheck]) -> None:
    header, *rest = tiny_raw_file(ROWS).decode("utf-8-sig").splitlines()
    lines = [f"{header};NEU;lastpage;", *(f"{line};1;7;" for line in rest)]
    found = check(raw=("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))

    assert found.ok
    assert [(one.severity, one.problem.what) for one in found.findings] == [
        ("warning", "the column 'NEU' belongs to no question")
    ]


def test_a_filled_column_without_answers_is_warned_of(check: Callable[..., WaveCheck]) -> None:
    """Every code is one for "don't know": the item is mapped to another question's column."""

    def wave(content: dict[str, Any]) -> None:
        content["source"]["missing"] = {"2": "dont_know"}
        content["columns"]["rolle"] = {"column": "ST"}
        content["columns"]["stufe"] = {"column": "S", "recode": {"A1": "1"}}

    def codebook(content: dict[str, Any]) -> None:
        role = next(item for item in content["items"] if item["id"] == "rolle")
        role["options"] = [
            {"id": "leitung", "code": "1", "label": {"de": "Leitung"}},
            {"id": "amt", "code": "3", "label": {"de": "Amt"}},
        ]

    found = check(wave=wave, codebook=codebook)
    warned = [one.problem.what for one in found.findings if "are missing" in one.problem.what]

    assert found.ok
    assert warned == ["100% of the answers to 'rolle' are missing, though its column is filled"]


WITH_DEFAULT = {"source.thousands"}


def places(content: Any, before: str = "") -> list[str]:
    """Every key of a nested dict, as :func:`put` takes it."""
    found = []
    for key, value in content.items() if isinstance(content, dict) else ():
        found += [f"{before}{key}", *places(value, f"{before}{key}.")]
    return found


def test_whatever_part_is_open_is_told_and_all_else_is_checked(
    check: Callable[..., WaveCheck],
) -> None:
    """An open part is a complaint, unless there is a default; never a crash."""
    for place in places(TINY_WAVE):
        if place in WITH_DEFAULT:
            continue
        found = check([{"ST": "7"}, *ROWS], wave=put(place, None))
        said = " ".join(errors(found))

        assert place.split(".")[0] in said
        assert "'7' is unknown in 'stufe'" in said or found.unchecked, place


def test_what_came_in_outside_the_field_period_stops_the_build_too(
    tiny_study: Callable[..., Path],
) -> None:
    study = open_study(tiny_study([{}, {"datum": "2019-03-01"}]))
    wave = open_wave(study)
    raw = read_raw(wave, study.codebook)
    with pytest.raises(InputError, match="2019-03-01 lies outside the field period"):
        demand_field_period(raw, clean(raw, wave, study.codebook), wave)
    notebook = json.loads((ROOT / "analysis/01_cleaning.ipynb").read_bytes())
    assert "demand_field_period(raw, cleaned, run.wave)" in json.dumps(notebook["cells"])
