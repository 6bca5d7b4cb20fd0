"""What exports get wrong in meaning, each with a message that says what, where, and how to mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from typfrage.problems import InputError, Problem
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.full_answers import holds_full_answers
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study, open_wave

Complain = Callable[..., tuple[Problem, ...]]

UNPUT = {"S": "A2", "P": "", "F[1]": "", "F[2]": ""}
IN_WORDS = {"S": "Vorgabe ja", "P": "vorgabe  JA", "ST": "Vorgabe hoch", "LAND": "Vorgabe nrw"}

# name, the cells of the second answer, what is said, the column, what was expected, the way out
BROKEN: list[tuple[str, dict[str, str], str, str, str, str]] = [
    ("unknown code", {"ST": "4"}, "the code '4' is unknown in 'stufe'", "ST", "'3'", "corrections"),
    ("label for code", {"ST": "hoch"}, "the code 'hoch' is unknown", "ST", "'3'", "corrections"),
    ("other tick", {"Z[2]": "x"}, "the value 'x' is no tick", "Z[2]", "'Y', ''", "corrections"),
    ("tick 1", {"F[1]": "1"}, "the value '1' is no tick", "F[1]", "'-8'", "rule in wave.yml"),
    ("decimal code", {"ST": "2.0"}, "the code '2.0' is unknown", "ST", "'2'", "corrections"),
    ("spreadsheet error", {"ST": "#N/A"}, "the code '#N/A' is unknown", "ST", "one of", "correct"),
    ("number in words", {"EW": "zwölf"}, "the value 'zwölf' is no", "EW", "a whole", "corrections"),
    ("too large", {"EW": "9999999"}, "is no 'einwohner'", "EW", "from 1 to 4e+06", "corrections"),
    ("unasked", {**UNPUT, "P": "Y"}, "'partner', which was not put", "P", "'strategie'", "correct"),
    ("unasked tick", {**UNPUT, "F[1]": "Y"}, "a tick to 'felder'", "F[1]", "of ja", "corrections"),
    ("don't know unasked", {**UNPUT, "S": "A9", "P": "N"}, "not put", "P", "only where", "correct"),
    ("asked, not shown", {"P": "N/A"}, "'partner' was not shown", "P", "an answer", "corrections"),
    ("shown in part", {"F[1]": "N/A"}, "some were not", "F[1]", "all options", "corrections"),
    ("tick beside code", {"F[2]": "-8"}, "ticks beside a code", "F[1]", "or the code", "correct"),
    ("two of one", {"R[2]": "Y"}, "several options of 'rolle'", "R[1]", "at most one", "correct"),
    ("too many", {"Z[2]": "Y"}, "3 options are ticked", "Z[1]", "at most 2", "corrections"),
    ("exclusive", {"Z[3]": "", "Z[9]": "Y"}, "'kein_ziel' is ticked", "Z[9]", "one of", "correct"),
    ("double key", {"AGS": "05995001"}, "stands in rows 2, 3", "AGS", "one answer", "superseded"),
    ("other Land", {"AGS": "09162000"}, "in another Land", "AGS", "two digits", "corrections"),
    ("no such Land", {"AGS": "44000000"}, "no Land has the number", "AGS", "eight", "corrections"),
    ("no key", {"AGS": ""}, "it is empty", "AGS", "eight digits", "corrections"),
]


@pytest.mark.parametrize(
    ("row", "what", "column", "expected", "mend"),
    [pytest.param(*case[1:], id=case[0]) for case in BROKEN],
)
def test_a_wrong_cell_is_refused_with_all_that_a_person_needs(
    complaints: Complain, row: dict[str, str], what: str, column: str, expected: str, mend: str
) -> None:
    (problem,) = complaints({}, row)
    assert what in problem.what
    assert problem.where == f'raw.csv, row 3, column "{column}"'
    assert expected in problem.expected
    assert mend in problem.mend
    assert problem.cell is not None
    assert (problem.cell.row, problem.cell.column) == (3, column)


def test_different_codes_in_one_question_are_refused(complaints: Complain) -> None:
    def wave(content: dict[str, Any]) -> None:
        content["source"]["missing"] = {"-7": "not_answered"}

    (problem,) = complaints({"F[1]": "-8", "F[2]": "-7"}, wave=wave)
    assert problem.what == "different codes for an empty answer stand in the columns of 'felder'"


class TestFullAnswers:
    def test_are_refused_once_for_the_whole_file(self, complaints: Complain) -> None:
        (problem,) = complaints(*[IN_WORDS] * 50)
        assert problem.what == (
            "the export holds full answers, not answer codes, in land, strategie, partner, stufe"
        )
        assert problem.where == "raw.csv, for instance column \"LAND\": 'Vorgabe nrw'"
        assert "with answer codes" in problem.mend
        assert "recode" in problem.mend

    def test_are_refused_though_some_words_differ(self, complaints: Complain) -> None:
        rows = [{"ST": "Vorgabe hoch"}] * 9 + [{"ST": "Vorgabe hoch, siehe unten"}]
        (problem,) = complaints(*rows)
        assert problem.what.endswith("in stufe")

    @pytest.mark.parametrize(("yes", "no"), [("Ja", "Nein"), ("Yes", "No"), ("yes ", "")])
    def test_are_refused_in_tick_columns(self, complaints: Complain, yes: str, no: str) -> None:
        (problem,) = complaints(*[{"Z[1]": yes, "Z[2]": no, "Z[3]": no, "Z[9]": no}] * 5)
        assert problem.what.endswith("in ziele")

    def test_in_a_single_cell_are_a_wrong_cell(self, complaints: Complain) -> None:
        (problem,) = complaints({}, {}, {"ST": "Vorgabe hoch"})
        assert problem.what == "the code 'Vorgabe hoch' is unknown in 'stufe'"

    def test_are_read_where_they_are_recoded(self, clean_rows: Callable[..., CleanAnswers]) -> None:
        def wave(content: dict[str, Any]) -> None:
            content["columns"]["stufe"]["recode"] = {"Vorgabe hoch": "3"}

        assert clean_rows({"ST": "Vorgabe hoch"}, wave=wave).answers["stufe"].to_list() == [3]

    @pytest.mark.parametrize(
        ("counts", "found"),
        [
            ({"Hoch": 5, "": 90}, "Hoch"),
            ({"hoch ": 3, "“Tief”": 2}, "hoch "),
            ({"Hoch": 5, "1": 6}, None),
            ({"Hoch": 5, "mittel": 5}, None),
            ({"1": 5, "": 2}, None),
            ({}, None),
        ],
    )
    def test_are_told_from_codes(self, counts: dict[str, int], found: str | None) -> None:
        cells = pd.Series(counts, index=pd.Index(list(counts), dtype="str"), dtype="int64")
        assert holds_full_answers(cells, ["1", "2"], ["Hoch", "Tief"]) == found


@pytest.mark.parametrize("option", ["", " [Vorgabe ja]"])
def test_questions_in_words_as_header_are_refused_once(
    tiny_study: Callable[..., Path], option: str
) -> None:
    raw = f"id;datum;AGS;Frage land;FRAGE  strategie{option}\r\n1;x;05315000;05;A1\r\n"
    study = open_study(tiny_study(raw=raw.encode()))
    with pytest.raises(InputError) as refused:
        read_raw(open_wave(study), study.codebook)
    (problem,) = refused.value.problems
    assert problem.what == "the header holds questions in words (2 columns), not their codes"
    assert "'Frage land'" in problem.where
    assert "question codes" in problem.mend
