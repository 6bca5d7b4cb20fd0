"""What a reviewer expects of raw answers is compared with what the real cleaning makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.conftest import TINY_ANSWER

from typfrage.problems import InputError
from typfrage.profiles.possible_answers import possible_answers
from typfrage.profiles.type_check import Named, TypeCheck, type_check
from typfrage.review.assurance import AssuredCase, assure
from typfrage.review.case_checks import checks_of_type
from typfrage.review.case_flaws import case_flaws
from typfrage.review.case_outcomes import Outcome
from typfrage.review.case_table import case_columns, case_table
from typfrage.survey.raw_table import RawTable
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.cases import CaseFile, Expected
from typfrage.survey.waves.study import open_study, open_wave

Make = Callable[..., Path]
COMMON = {name: text for name, text in TINY_ANSWER.items() if name != "id"}
KEY = {"AGS": "05995001"}


@pytest.fixture
def told(tiny_study: Make, tmp_path: Path) -> Callable[..., tuple[AssuredCase, ...]]:
    """Write cases as (cells, expectation) and compare them with what comes out."""

    def run(*cases: tuple[dict[str, str], dict[str, Any]], **study: Any) -> tuple[AssuredCase, ...]:
        root = tiny_study(**study)
        path = _written(tmp_path, {"wave": "2019", "common": COMMON, "cases": _listed(cases)})
        return assure(open_study(root), path)

    return run


def _listed(cases: tuple[tuple[dict[str, str], dict[str, Any]], ...]) -> list[dict[str, Any]]:
    return [
        {"case": f"Fall {number}", "answer": {"AGS": f"059{95_000 + number}", **cells}, "expect": e}
        for number, (cells, e) in enumerate(cases, start=1)
    ]


def _written(folder: Path, content: dict[str, Any]) -> Path:
    path = folder / "cases.yml"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _differences(found: tuple[AssuredCase, ...]) -> list[list[tuple[str, str, str]]]:
    return [[(one.what, one.expected, one.got) for one in case.differences] for case in found]


def test_everything_as_expected_has_no_difference(told: Make) -> None:
    values = {
        "ags": "05995001",
        "land": "nrw",
        "einwohner": 12000,
        "anteil": 12.5,
        "ziele": ["ziel_c", "ziel_a"],
        "ziel_b": 0,
        "stufe": 2,
        "rolle": "leitung",
    }
    missing = {"anmerkung": "not_answered"}
    gone = {"values": {"partner": "ja"}, "missing": {"felder": "dont_know"}}
    found = told(
        ({}, {"values": values, "missing": missing, "changes": []}),
        ({"F[1]": "-8", "F[2]": "-8"}, gone),
    )
    assert _differences(found) == [[], []]
    assert [len(case.checks) for case in found] == [10, 3]


def test_each_difference_names_the_item_what_was_expected_and_what_came(told: Make) -> None:
    values = {"einwohner": 12001, "ziele": ["ziel_b"], "anmerkung": "Gruß", "land": "sh"}
    found = told(({}, {"values": values, "missing": {"stufe": "dont_know"}}))
    assert _differences(found) == [
        [
            ("einwohner", "12001", "12000"),
            ("ziele", "ziel_b", "ziel_a, ziel_c"),
            ("anmerkung", "Gruß", "missing: not_answered"),
            ("land", "sh", "nrw"),
            ("stufe", "missing: dont_know", "2"),
        ]
    ]


def test_changes_are_told_in_full_where_they_are_stated(told: Make) -> None:
    cells = {"AGS": "5995001", "EW": " 12.000"}
    zero = {"column": "AGS", "becomes": "05995001", "rule": "leading_zero"}
    blanks = {"column": "EW", "becomes": "12.000"}
    dot = {"column": "EW", "becomes": "12000", "rule": "other"}
    found = told(
        (cells, {"changes": [zero, blanks, dot]}),
        ({"EW": "12.000"}, {"changes": []}),
        ({}, {"changes": [{"column": "AGS", "becomes": "1"}]}),
    )
    assert _differences(found) == [
        [('column "EW"', "'12000' by other", "'12000' by thousands_separator")],
        [('column "EW"', "unchanged", "'12000' by thousands_separator")],
        [('column "AGS"', "'1'", "unchanged")],
    ]


def test_answers_that_do_not_count_need_no_other_that_does(told: Make) -> None:
    found = told(
        ({"AGS": "99999999"}, {"excluded": "test"}),
        ({"datum": ""}, {"excluded": "prank"}),
    )
    assert _differences(found) == [
        [],
        [("the answer", "excluded: prank", "excluded: broken_off")],
    ]


def test_cases_of_one_municipality_meet_as_in_a_raw_file(told: Make) -> None:
    found = told(
        ({**KEY, "datum": "2019-01-15"}, {"excluded": "again"}),
        ({**KEY, "datum": "2019-01-16"}, {"values": {"ags": "05995001"}}),
    )
    assert _differences(found) == [[], []]


def test_an_answer_that_no_rule_covers_is_refused_and_leaves_the_others_alone(told: Make) -> None:
    found = told(
        ({"ST": "7", "EW": "viele"}, {"refused": ["EW", "ST"]}),
        ({"S": "A2"}, {"values": {"strategie": "nein"}}),
        ({"ST": "1"}, {"values": {"stufe": 1}}),
        ({"Z[2]": "Y"}, {"excluded": "test"}),
    )
    assert _differences(found) == [
        [],
        # A question that was not put is answered all the same.
        [
            (
                "the answer",
                "counts",
                "refused: F[1] (a tick to 'felder', which was not put to this municipality), "
                "P (an answer to 'partner', which was not put to this municipality)",
            )
        ],
        [],
        [("the answer", "excluded: test", "refused: Z[1] (3 options are ticked)")],
    ]


def test_the_waves_corrections_are_applied_to_their_answers_alone(told: Make) -> None:
    reason = "Auf Rückfrage von der Kommune berichtigt."
    correction = {"column": "ST", "expect": "3", "becomes": "1", "reason": reason}
    found = told(
        ({"id": "7", "ST": "3"}, {"values": {"stufe": 1}}),
        ({"id": "8", "ST": "3"}, {"values": {"stufe": 3}, "changes": []}),
        corrections=[{**correction, "answer": name, "status": "confirmed"} for name in ("7", "99")],
    )
    assert _differences(found) == [[], []]


def test_a_correction_that_does_not_fit_a_case_is_bad_input(told: Make) -> None:
    reason = "Auf Rückfrage von der Kommune berichtigt."
    correction = {"answer": "7", "column": "ST", "expect": "3", "becomes": "1", "reason": reason}
    with pytest.raises(InputError, match=r"the correction of answer '7': cases\.yml, case 1"):
        told(
            ({"id": "7", "ST": "2"}, {"values": {"stufe": 1}}),
            corrections=[{**correction, "status": "assumed"}],
        )


def test_all_problems_of_a_file_are_told_at_once_with_the_nearest_names(
    tiny_study: Make, tmp_path: Path
) -> None:
    expect = {
        "values": {
            "einwoner": 1, "land": "bayer", "ziele": ["ziel_z"], "ziel_a": 2, "stufe": 4,
            "anteil": "viel", "anmerkung": 3,
        },
        "missing": {"stuffe": "dont_know", "land": "dont_know"},
        "changes": [{"column": "AGZ", "becomes": ""}],
    }  # fmt: skip
    content = {
        "wave": "2019",
        "common": {"ANTT": "1"},
        "cases": [
            {"case": "a", "answer": {"EWW": "1", "ags": "1"}, "expect": expect},
            {"case": "b", "answer": {}, "expect": {"excluded": "prang"}},
            {"case": "c", "answer": {}, "expect": {"refused": ["XY"]}},
        ],
    }
    with pytest.raises(InputError) as refused:
        assure(open_study(tiny_study()), _written(tmp_path, content))
    whats = [problem.what for problem in refused.value.problems]
    assert whats == [
        "this wave has no column 'ANTT'",
        "this wave has no column 'EWW'",
        "this wave has no column 'ags'",
        "this wave has no column 'AGZ'",
        "this wave has no item 'einwoner'",
        "this wave has no item 'stuffe'",
        "'bayer' is no value of 'land'",
        "'land' has a value above",
        "('ziel_z',) is no value of 'ziele'",
        "2 is no value of 'ziel_a'",
        "4 is no value of 'stufe'",
        "'viel' is no value of 'anteil'",
        "3 is no value of 'anmerkung'",
        "the screening of this wave knows no reason 'prang'",
        "this wave has no column 'XY'",
    ]
    expected = {problem.what: problem.expected for problem in refused.value.problems}
    assert expected["this wave has no column 'ANTT'"] == "perhaps ANT"
    assert expected["this wave has no column 'ags'"] == "perhaps AGS"
    assert expected["this wave has no item 'einwoner'"] == "perhaps einwohner"
    assert expected["4 is no value of 'stufe'"] == "a place on the scale, 1 to 3"
    assert all("cases.yml, line " in problem.where for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cases": []}, "at least 1"),
        ({"cases": [{"case": "a", "answer": {"EW": 12}, "expect": {}}]}, "write numbers and codes"),
        ({"cases": [{"case": "a", "answer": {}, "expect": {}}]}, "nothing is expected"),
        (
            {
                "cases": [
                    {
                        "case": "a",
                        "answer": {},
                        "expect": {"excluded": "test", "values": {"land": "sh"}, "type": "a"},
                    }
                ]
            },
            "excluded, values, type contradict each other",
        ),
        ({"wave": None}, "no wave is named"),
        ({"wave": "1999"}, "there is no wave '1999'"),
    ],
)
def test_a_broken_file_is_bad_input(
    tiny_study: Make, tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    sound = {"case": "a", "answer": {}, "expect": {"excluded": "test"}}
    content = {"wave": "2019", "cases": [sound], **change}
    path = _written(tmp_path, {key: value for key, value in content.items() if value is not None})
    with pytest.raises(InputError, match=message):
        assure(open_study(tiny_study()), path)


def test_the_wave_may_be_named_outside_the_file_and_not_twice_differently(
    tiny_study: Make, tmp_path: Path
) -> None:
    study = open_study(tiny_study())
    case = {"case": "a", "answer": {"AGS": "99999999"}, "expect": {"excluded": "test"}}
    assert _differences(assure(study, _written(tmp_path, {"cases": [case]}), "2019")) == [[]]
    path = _written(tmp_path, {"wave": "2019", "cases": [case]})
    assert _differences(assure(study, path, "2019")) == [[]]
    with pytest.raises(InputError, match="the file is about the wave '2019'"):
        assure(study, path, "2024")


def test_two_answers_of_one_name_are_bad_input(told: Make) -> None:
    with pytest.raises(InputError, match="another answer is called '7', too"):
        told(({"id": "7"}, {"excluded": "test"}), ({"id": "7"}, {"excluded": "test"}))


def test_a_type_needs_results_that_rest_on_the_same_files(told: Make) -> None:
    with pytest.raises(InputError, match="the wave 2019 has no results yet"):
        told(({}, {"type": "a"}))


def test_types_that_the_wave_does_not_know_are_bad_input(tiny_study: Make) -> None:
    study = open_study(tiny_study())
    expect = {"type": "einz", "second_type": "zwei"}
    content = {"cases": [{"case": "a", "answer": {}, "expect": expect}]}
    cases = CaseFile.model_validate(content)
    found = case_flaws(cases, open_wave(study, "2019"), study.codebook, ["eins", "zwei"])
    assert list(found) == [
        (("cases", 0, "expect", "type"), "this wave has no type 'einz'", "one of eins, zwei")
    ]


@pytest.fixture
def model() -> TypeCheck:
    """Two types by three goals, of which two may be chosen; the first goal alone is uncertain."""
    answers = possible_answers(3, 2)
    shares = [[0.6, 0.4] if chosen == (0,) else [1, 0] for chosen in answers]
    names = [Named(f"ziel_{letter}", letter) for letter in "abc"]
    types = [Named("eins", "Eins"), Named("zwei", "Zwei")]
    centres = [[0.9, 0.5, 0.2], [0.8, 0.5, 0.9]]
    return type_check(
        centres, shares, answers, goals=names, types=types, max_choices=2, threshold=0.75
    )


def test_types_are_those_of_the_typ_check(model: TypeCheck) -> None:
    stated = {"type": "eins", "second_type": "zwei", "certainty": 0.6, "mixed": True}
    outcome = Outcome(values={"ziel_a": 1, "ziel_b": 0, "ziel_c": 0})
    sound = checks_of_type(Expected.model_validate(stated), outcome, model)
    assert all(check.as_expected for check in sound)
    other = Expected(type="zwei", second_type="eins", certainty=0.59, mixed=False)
    told = [(one.expected, one.got) for one in checks_of_type(other, outcome, model)]
    assert told == [("zwei", "eins"), ("eins", "zwei"), ("0.59", "0.6"), ("no", "yes")]


@pytest.mark.parametrize("goals", [(0, 0, 0), (1, 1, 1), (None, None, None)])
def test_an_answer_without_a_type_is_a_difference(
    model: TypeCheck, goals: tuple[int | None, ...]
) -> None:
    outcome = Outcome(values=dict(zip(("ziel_a", "ziel_b", "ziel_c"), goals, strict=True)))
    (check,) = checks_of_type(Expected(type="eins"), outcome, model)
    assert not check.as_expected
    assert check.got == "no type: none or too many goals"


def test_the_table_of_cases_is_that_of_the_export(tiny_study: Make) -> None:
    """The same columns hold the same cells; brute force over all of them."""
    root = tiny_study([{"EW": "7"}, {"ST": ""}])
    study = open_study(root)
    wave = open_wave(study)
    raw = read_raw(wave, study.codebook)
    listed = [
        {"case": "a", "answer": dict(zip(raw.header, row, strict=True)), "expect": {"type": "a"}}
        for row in raw.cells.itertuples(index=False)
    ]
    made = case_table(CaseFile(cases=listed), wave, study.codebook, "cases.yml")
    assert set(made.header) == set(raw.header)
    for name in raw.header:
        assert made.column(name).tolist() == raw.column(name).tolist()


def test_columns_given_by_position_stand_at_their_place(tiny_study: Make) -> None:
    def by_position(wave: dict[str, Any]) -> None:
        wave["columns"]["land"] = {"column": {"at": 30, "header": "Name"}}
        wave["columns"]["stufe"] = {"column": {"at": 2, "header": "Name"}}
        wave["columns"]["anmerkung"] = {"column": {"at": 5, "header": "Text"}}

    study = open_study(tiny_study(wave=by_position))
    wave = open_wave(study)
    columns = case_columns(wave, study.codebook)
    assert (columns["column 30"], columns["column 2"], columns["Text"]) == (29, 1, 4)
    answer = {"column 30": "05", "column 2": "3", "Text": "x", "EW": "12"}
    case = {"case": "a", "answer": answer, "expect": {"type": "a"}}
    table: RawTable = case_table(CaseFile(cases=[case]), wave, study.codebook, "")
    read = pd.Series({name: table.cells.iat[0, at] for name, at in columns.items()})
    assert read[list(answer)].to_dict() == answer
    assert (read.drop([*answer, "id"]) == "").all()
    for item in ("land", "stufe", "anmerkung"):
        ref = wave.file.columns[item].column
        assert ref is not None
        table.position(deepcopy(ref))
