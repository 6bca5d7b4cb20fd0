"""What stands in the raw file becomes a value, a reason for its absence, or a complaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from typfrage.problems import Problem
from typfrage.survey.clean_answers import CleanAnswers

Clean = Callable[..., CleanAnswers]
Complain = Callable[..., tuple[Problem, ...]]

NOT_PUT = {"S": "A2", "P": "", "F[1]": "", "F[2]": ""}


def _source(**changes: object) -> dict[str, Callable[[dict[str, Any]], None]]:
    return {"wave": lambda wave: wave["source"].update(changes)}


def _rules(item: str, **rules: str) -> dict[str, Callable[[dict[str, Any]], None]]:
    return {"wave": lambda wave: wave["choices"].update({item: rules})}


def _cell(clean: CleanAnswers, column: str) -> tuple[object, object]:
    """The only answer's value, else the reason why there is none."""
    value, reason = clean.answers[column].iloc[0], clean.reasons[column].iloc[0]
    return (None if pd.isna(value) else value, None if pd.isna(reason) else reason)


def test_a_complete_answer_is_read_in_the_types_of_the_codebook(clean_rows: Clean) -> None:
    clean = clean_rows({"TX": "Ja, wir „bauen“; 1.500 m"})
    assert clean.reasons.isna().all(axis=None)
    assert clean.answers.iloc[0].to_dict() == {
        **{"land": "nrw", "einwohner": 12000, "anteil": 12.5, "rolle": "leitung"},
        **{"ziel_a": 1, "ziel_b": 0, "ziel_c": 1, "kein_ziel": 0},
        **{"strategie": "ja", "partner": "ja", "feld_a": 1, "feld_b": 0},
        **{"stufe": 2, "anmerkung": "Ja, wir „bauen“; 1.500 m"},
    }
    assert [str(dtype) for dtype in clean.answers.dtypes] == [
        *("category", "Int64", "Float64", "category"),
        *("Int8", "Int8", "Int8", "Int8"),
        *("category", "category", "Int8", "Int8", "Int8", "str"),
    ]


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "source", "value"),
        [
            ("12.500", {}, 12500),
            ("1.234.567", {}, 1234567),
            ("12500", {}, 12500),
            ("0012", {}, 12),
            ("12,500", {"thousands": ",", "decimal": "."}, 12500),
            ("12'500", {"thousands": "'"}, 12500),
            ("12 500", {"thousands": " "}, 12500),
            (" 12.500\u00a0", {}, 12500),
        ],
    )
    def test_whole_numbers_may_have_the_declared_separator(
        self, clean_rows: Clean, cell: str, source: dict[str, str], value: int
    ) -> None:
        clean = clean_rows({"EW": cell}, **_source(**source))
        assert _cell(clean, "einwohner") == (value, None)

    @pytest.mark.parametrize(
        "cell",
        [
            *("12.50", "1.2345", "0.500", "012.500", "12,500", "12.500,0", "12.500.00", "1e4"),
            *("zwölf", "12 500", "١٢", "+5", "--5", ".", "NaN", "inf", "0x10", "5 000 000", "<10"),
            *("0", "-3", "4000001", "99999999999999999999", "9" * 400),
        ],
    )
    def test_a_whole_number_in_doubt_or_out_of_bounds_is_refused(
        self, complaints: Complain, cell: str
    ) -> None:
        (problem,) = complaints({"EW": cell})
        assert problem.what == f"the value {cell!r} is no 'einwohner'"
        assert problem.expected == "a whole number from 1 to 4e+06"

    @pytest.mark.parametrize("cell", ["99999999999999999999", "9" * 400, "9" * 400 + ".5"])
    def test_a_number_beyond_what_can_be_held_is_refused_without_bounds_too(
        self, complaints: Complain, cell: str
    ) -> None:
        (problem,) = complaints({"ANT": cell}, **_source(thousands=None))
        assert problem.expected == "a number"

    @pytest.mark.parametrize(
        ("cell", "source", "value"),
        [
            ("12.5", {}, 12.5),
            ("-0.25", {"thousands": None}, -0.25),
            ("12,5", {"decimal": ","}, 12.5),
            ("1.234,5", {"decimal": ","}, 1234.5),
            ("1.234", {"decimal": ","}, 1234),
            ("1,234.5", {"thousands": ","}, 1234.5),
            ("12.500", {"thousands": None}, 12.5),
        ],
    )
    def test_decimals_are_read_with_the_declared_marks(
        self, clean_rows: Clean, cell: str, source: dict[str, str | None], value: float
    ) -> None:
        clean = clean_rows({"ANT": cell}, **_source(**source))
        assert _cell(clean, "anteil") == (value, None)

    @pytest.mark.parametrize(
        ("cell", "source"),
        [
            ("12.500", {}),  # thousands or decimals?
            ("12.5", {"decimal": ","}),
            ("12,5", {}),
            ("1,5,0", {"decimal": ","}),
        ],
    )
    def test_decimals_in_doubt_are_refused(
        self, complaints: Complain, cell: str, source: dict[str, str]
    ) -> None:
        (problem,) = complaints({"ANT": cell}, **_source(**source))
        assert problem.what == f"the value {cell!r} is no 'anteil'"


class TestWhyACellIsEmpty:
    @pytest.mark.parametrize(
        ("row", "column", "reason"),
        [
            ({"ST": ""}, "stufe", "not_answered"),
            ({"EW": "  "}, "einwohner", "not_answered"),
            ({"TX": ""}, "anmerkung", "not_answered"),
            ({"S": "A9", "P": "", "F[1]": ""}, "strategie", "dont_know"),
            ({"ANT": "-1"}, "anteil", "not_applicable"),
            ({"F[1]": "-8", "F[2]": "-8"}, "feld_b", "dont_know"),
            ({"F[1]": ""}, "feld_a", "not_answered"),
            ({"R[1]": ""}, "rolle", "not_answered"),
            (NOT_PUT, "partner", "not_asked"),
            (NOT_PUT, "feld_a", "not_asked"),
            ({**NOT_PUT, "P": "N/A", "F[1]": "N/A", "F[2]": "N/A"}, "partner", "not_asked"),
            ({**NOT_PUT, "P": "N/A", "F[1]": "N/A", "F[2]": "N/A"}, "feld_b", "not_asked"),
            ({**NOT_PUT, "S": "A9"}, "partner", "not_asked"),
            ({**NOT_PUT, "S": ""}, "feld_a", "not_asked"),
            ({**NOT_PUT, "F[1]": "-8", "F[2]": "-8"}, "feld_a", "not_asked"),
        ],
    )
    def test_each_emptiness_has_its_reason(
        self, clean_rows: Clean, row: dict[str, str], column: str, reason: str
    ) -> None:
        assert _cell(clean_rows(row), column) == (None, reason)

    def test_not_ticked_is_zero_and_not_missing(self, clean_rows: Clean) -> None:
        assert _cell(clean_rows(), "ziel_b") == (0, None)

    @pytest.mark.parametrize(
        ("row", "what"),
        [
            ({**NOT_PUT, "P": "Y"}, "an answer to 'partner', which was not put"),
            ({**NOT_PUT, "F[2]": "Y"}, "a tick to 'felder', which was not put"),
            ({"ST": "N/A"}, "'stufe' was not shown, though the codebook says"),
            ({"P": "N/A"}, "'partner' was not shown, though the codebook says"),
            ({"F[1]": "N/A", "F[2]": "N/A"}, "'felder' was not shown, though"),
            ({"R[1]": "N/A", "R[2]": "N/A"}, "'rolle' was not shown, though"),
            ({"F[1]": "N/A", "F[2]": "Y"}, "some options of 'felder' were shown and some"),
            ({"F[1]": "-8", "F[2]": "Y"}, "'felder' has ticks beside a code"),
        ],
    )
    def test_what_contradicts_the_filters_is_refused(
        self, complaints: Complain, row: dict[str, str], what: str
    ) -> None:
        (problem,) = complaints(row)
        assert problem.what.startswith(what)
        assert problem.where.startswith("raw.csv, row 2, column")

    def test_the_tools_own_code_for_not_seen_is_not_asked(self, clean_rows: Clean) -> None:
        code = {"code": "-77", "reason": "not_asked", "label": {"de": "nicht gesehen"}}

        def with_code(codebook: dict[str, Any]) -> None:
            for item in codebook["items"]:
                if item["id"] in ("partner", "stufe"):
                    item["missing"] = [code]

        clean = clean_rows({**NOT_PUT, "P": "-77", "ST": "-77"}, codebook=with_code)
        assert _cell(clean, "partner") == (None, "not_asked")
        assert _cell(clean, "stufe") == (None, "not_asked")

    def test_an_empty_tick_column_can_mean_not_shown_where_no_tick_is_0(
        self, clean_rows: Clean
    ) -> None:
        spss = _source(ticked=["1"], unticked=["0"], not_shown=[""])
        ticks = {"R[1]": "1", "R[2]": "0", "Z[1]": "0", "Z[2]": "1", "Z[3]": "0", "Z[9]": "0"}
        row = {**ticks, **NOT_PUT, "ST": ""}
        clean = clean_rows(row, **spss)
        assert _cell(clean, "ziel_b") == (1, None)
        assert _cell(clean, "feld_a") == (None, "not_asked")
        assert _cell(clean, "stufe") == (None, "not_answered")

    def test_a_filter_may_lie_on_ticks_and_on_scales(self, clean_rows: Clean) -> None:
        def filters(codebook: dict[str, Any]) -> None:
            items = {item["id"]: item for item in codebook["items"]}
            items["partner"]["asked_if"] = {"item": "ziele", "chosen": ["ziel_b", "ziel_c"]}
            items["felder"]["asked_if"] = {"item": "stufe", "chosen": ["mittel", "hoch"]}
            codebook["items"].remove(items["stufe"])
            codebook["items"].insert(1, items["stufe"])

        asked = {}
        unasked = {"Z[3]": "", "P": "", "ST": "1", "F[1]": ""}
        clean = clean_rows(asked, unasked, codebook=filters)
        assert clean.reasons[["partner", "feld_a"]].isna().to_numpy().tolist() == [
            [True, True],
            [False, False],
        ]
        assert set(clean.reasons.loc["05995002", ["partner", "feld_a"]]) == {"not_asked"}


class TestChoices:
    def test_unknown_codes_are_listed_all_at_once(self, complaints: Complain) -> None:
        rows = [{"S": "A3", "P": ""}, {"ST": "4"}, {"LAND": "5"}, {"Z[2]": "X"}]
        found = {(p.where.removeprefix("raw.csv, "), p.what) for p in complaints(*rows)}
        assert found >= {
            ('row 2, column "S"', "the code 'A3' is unknown in 'strategie'"),
            ('row 3, column "ST"', "the code '4' is unknown in 'stufe'"),
            ('row 4, column "LAND"', "the code '5' is unknown in 'land'"),
            ('row 5, column "Z[2]"', "the value 'X' is no tick"),
        }

    def test_an_unknown_code_is_refused_with_what_is_allowed(self, complaints: Complain) -> None:
        (problem,) = complaints({"ST": "hoch"})
        assert problem.expected == "one of '1', '2', '3'"
        assert "corrections.yml" in problem.mend

    def test_codes_of_the_export_are_recoded_at_once(self, clean_rows: Clean) -> None:
        def swap(wave: dict[str, Any]) -> None:
            wave["columns"]["stufe"]["recode"] = {"1": "3", "3": "1", "keine": ""}
            del wave["columns"]["stufe"]["recode"]["keine"]

        clean = clean_rows({"ST": "1"}, {"ST": "2"}, {"ST": "3"}, wave=swap)
        assert clean.answers["stufe"].to_list() == [3, 2, 1]

    def test_a_single_choice_may_stand_in_tick_columns(
        self, clean_rows: Clean, complaints: Complain
    ) -> None:
        clean = clean_rows({"R[1]": "", "R[2]": "Y"})
        assert _cell(clean, "rolle") == ("amt", None)
        (problem,) = complaints({"R[2]": "Y"})
        assert problem.what == "several options of 'rolle' are ticked"

    def test_too_many_choices_stop(self, complaints: Complain) -> None:
        (problem,) = complaints({"Z[2]": "Y"})
        assert problem.what == "3 options are ticked"
        assert problem.expected == "at most 2"

    def test_too_many_choices_are_kept_where_the_wave_says_so(self, clean_rows: Clean) -> None:
        clean = clean_rows({"Z[2]": "Y"}, {}, **_rules("ziele", too_many="keep"))
        assert clean.answers[["ziel_a", "ziel_b", "ziel_c"]].iloc[0].to_list() == [1, 1, 1]
        assert clean.audit.remarks.to_numpy().tolist() == [[2, "1", "ziele", "too_many"]]

    def test_an_exclusive_option_beside_others_stops(self, complaints: Complain) -> None:
        (problem,) = complaints({"Z[3]": "", "Z[9]": "Y"})
        assert problem.what == "'kein_ziel' is ticked beside other options"

    def test_an_exclusive_option_beside_others_is_kept_where_the_wave_says_so(
        self, clean_rows: Clean
    ) -> None:
        clean = clean_rows({"Z[3]": "", "Z[9]": "Y"}, **_rules("ziele", exclusive="keep"))
        assert clean.answers[["ziel_a", "kein_ziel"]].iloc[0].to_list() == [1, 1]
        assert clean.audit.remarks["rule"].to_list() == ["exclusive_beside_others"]

    def test_an_exclusive_option_beside_others_is_dropped_where_the_wave_says_so(
        self, clean_rows: Clean
    ) -> None:
        clean = clean_rows({"Z[9]": "Y"}, **_rules("ziele", exclusive="drop_exclusive"))
        assert clean.answers[["ziel_a", "ziel_c", "kein_ziel"]].iloc[0].to_list() == [1, 1, 0]
        (change,) = clean.audit.changes.to_dict("records")
        assert (change["rule"], change["item"], change["before"], change["after"]) == (
            *("drop_exclusive", "ziele"),
            *("Y", ""),
        )

    def test_an_exclusive_option_alone_stands(self, clean_rows: Clean) -> None:
        clean = clean_rows({"Z[1]": "", "Z[3]": "", "Z[9]": "Y"})
        assert _cell(clean, "kein_ziel") == (1, None)

    def test_no_tick_means_not_answered_or_none_as_the_wave_says(self, clean_rows: Clean) -> None:
        nothing = {"Z[1]": "", "Z[3]": ""}
        assert _cell(clean_rows(nothing), "ziel_a") == (None, "not_answered")
        clean = clean_rows(nothing, **_rules("ziele", nothing="none"))
        assert _cell(clean, "ziel_a") == (0, None)
        assert clean.audit.remarks.to_numpy().tolist() == [[2, "1", "ziele", "nothing_ticked"]]

    def test_rules_do_not_touch_who_was_not_asked(self, clean_rows: Clean) -> None:
        clean = clean_rows(NOT_PUT, **_rules("felder", nothing="none"))
        assert _cell(clean, "feld_a") == (None, "not_asked")
        assert clean.audit.remarks.empty

    def test_options_of_other_waves_need_no_column(self, clean_rows: Clean) -> None:
        def later(codebook: dict[str, Any]) -> None:
            for item in codebook["items"]:
                if item["id"] == "ziele":
                    new = {"id": "ziel_d", "code": "4", "label": {"de": "D"}}
                    item["options"].append({**new, "valid": {"first": "2021-01-01"}})
                    item["options"][1]["valid"] = {"last": "2019-12-31"}

        clean = clean_rows(codebook=later)
        assert "ziel_d" not in clean.answers
        assert "ziel_b" in clean.answers


def test_blanks_at_the_ends_are_removed_and_noted(clean_rows: Clean) -> None:
    clean = clean_rows({"ST": " 3", "Z[1]": "Y ", "S": "\tA1", "TX": " a  b ", "EW": "12 "})
    assert _cell(clean, "stufe") == (3, None)
    assert _cell(clean, "anmerkung") == ("a  b", None)
    changes = clean.audit.changes
    assert set(changes["rule"]) == {"blanks"}
    assert set(changes["column"]) == {"ST", "Z[1]", "S", "TX", "EW"}
