"""Each survey tool's signs and codes are read as its makers say, and can be overridden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from typfrage.problems import InputError, Problem
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.questionnaire.codebook import MissingReason
from typfrage.survey.raw_table import ColumnDescription
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.conventions import CONVENTIONS
from typfrage.survey.waves.source import Source
from typfrage.survey.waves.study import open_study, open_wave

Clean = Callable[..., CleanAnswers]
Complain = Callable[..., tuple[Problem, ...]]
Describe = Callable[..., CleanAnswers]

TICKS = ("R[1]", "R[2]", "Z[1]", "Z[2]", "Z[3]", "Z[9]", "F[1]", "F[2]")


def _source(**content: object) -> Source:
    return Source.model_validate(
        {"file": "raw.csv", "sha256": "0" * 64, "answer_id": "id", **content}
    )


def _convention(name: str, **more: object) -> dict[str, Callable[[dict[str, Any]], None]]:
    def wave(content: dict[str, Any]) -> None:
        kept = {key: content["source"][key] for key in ("file", "sha256", "answer_id")}
        content["source"] = {**kept, "convention": name, **more}

    return {"wave": wave}


def _ticks(signs: str, no: str, hidden: str | None = None) -> dict[str, str]:
    """Ticks of a whole answer; without the question on fields where a sign says so."""
    cells = {name: signs if name in ("R[1]", "Z[1]", "F[1]") else no for name in TICKS}
    return cells if hidden is None else {**cells, "F[1]": hidden, "F[2]": hidden}


@pytest.fixture
def clean_described(tiny_study: Callable[..., Path]) -> Describe:
    """Clean answers of a file that says which codes of which column are missing."""

    def cleaned(
        *rows: dict[str, str], described: dict[str, ColumnDescription], **changes: Any
    ) -> CleanAnswers:
        study = open_study(tiny_study(list(rows), **changes))
        wave = open_wave(study)
        raw = read_raw(wave, study.codebook)
        columns = tuple(described.get(name, ColumnDescription()) for name in raw.header)
        return clean(replace(raw, described=columns), wave, study.codebook)

    return cleaned


class TestThePreset:
    def test_without_a_name_all_is_as_before(self) -> None:
        source = _source()
        assert (source.ticked, source.unticked, source.not_shown) == (("Y",), ("",), ())
        assert (source.missing, source.not_chosen) == ({}, ())

    @pytest.mark.parametrize("name", CONVENTIONS)
    def test_fills_in_what_is_not_given(self, name: str) -> None:
        source, preset = _source(convention=name), CONVENTIONS[name]
        for part in ("ticked", "unticked", "not_shown", "not_chosen", "missing"):
            assert getattr(source, part) == getattr(preset, part), part

    @pytest.mark.parametrize("name", CONVENTIONS)
    def test_contradicts_itself_nowhere(self, name: str) -> None:
        preset = CONVENTIONS[name]
        assert not {*preset.ticked} & {*preset.unticked, *preset.not_shown, *preset.missing}
        assert not {*preset.unticked} & {*preset.not_shown}

    def test_gives_way_to_what_is_given(self) -> None:
        source = _source(convention="sosci", ticked=["1"], unticked=[], not_shown=["NA"])
        assert (source.ticked, source.unticked, source.not_shown) == (("1",), (), ("NA",))

    def test_adds_its_codes_to_those_that_are_given(self) -> None:
        source = _source(convention="unipark", missing={"-66": "not_answered", "-98": "dont_know"})
        assert source.missing == {
            "-77": MissingReason.NOT_ASKED,
            "-66": MissingReason.NOT_ANSWERED,
            "-99": MissingReason.NOT_ANSWERED,
            "-98": MissingReason.DONT_KNOW,
        }

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ({"convention": "qualtrics"}, "'limesurvey_csv', 'limesurvey_spss'"),
            ({"convention": ["spss"]}, "'limesurvey_csv', 'limesurvey_spss'"),
            ({"missing": {"": "not_answered"}}, "at least 1 character"),
            ({"missing": {"-9": "tired"}}, "'not_asked', 'not_answered', 'dont_know'"),
            ({"missing": ["-9"], "convention": "spss"}, "valid dictionary"),
            ({"missing": {"Y": "not_asked"}}, "stands under 'ticked' and under 'missing'"),
            ({"convention": "spss", "unticked": ["1"]}, "under 'ticked' and under 'unticked'"),
        ],
    )
    def test_refuses_what_it_does_not_know(self, content: dict[str, Any], message: str) -> None:
        with pytest.raises(ValidationError) as refused:
            _source(**content)
        assert message in str(refused.value)


class TestAnExport:
    @pytest.mark.parametrize(
        ("name", "yes", "no", "hidden"),
        [
            ("limesurvey_csv", "Y", "", "N/A"),
            ("limesurvey_csv", "Y", "", ""),
            ("limesurvey_spss", "1", "0", ""),
            ("limesurvey_sav", "1", "0", ""),
            ("limesurvey_sav", "Y", "0", ""),
            ("sosci", "2", "1", ""),
            ("unipark", "1", "0", "-77"),
            ("spreadsheet", "x", "", ""),
            ("spreadsheet", "Ja", "Nein", "Nein"),
            ("spss", "1", "0", ""),
            ("parquet", "true", "false", ""),
        ],
    )
    def test_is_read_by_its_signs(
        self, clean_rows: Clean, name: str, yes: str, no: str, hidden: str
    ) -> None:
        unput = {**_ticks(yes, no, hidden), "S": "A2", "P": ""}
        clean = clean_rows(_ticks(yes, no), unput, **_convention(name))
        assert clean.answers["ziel_a"].to_list() == [1, 1]
        assert clean.answers["ziel_b"].to_list() == [0, 0]
        assert clean.answers["rolle"].to_list() == ["leitung", "leitung"]
        assert clean.answers["feld_a"].iloc[0] == 1
        assert clean.reasons["feld_a"].iloc[1] == "not_asked"
        assert clean.reasons["partner"].iloc[1] == "not_asked"

    @pytest.mark.parametrize(
        ("name", "ticks", "row", "column", "reason"),
        [
            ("sosci", ("2", "1"), {"ST": "-9"}, "stufe", "not_answered"),
            ("sosci", ("2", "1"), {"ST": "-1"}, "stufe", "dont_know"),
            ("sosci", ("2", "1"), {"ST": ""}, "stufe", "not_answered"),
            ("sosci", ("2", "1"), {"EW": "-9"}, "einwohner", "not_answered"),
            ("unipark", ("1", "0"), {"ST": "0"}, "stufe", "not_answered"),
            ("unipark", ("1", "0"), {"ST": "-77"}, "stufe", "not_asked"),
            ("unipark", ("1", "0"), {"TX": "-66"}, "anmerkung", "not_asked"),
            ("unipark", ("1", "0"), {"EW": "-99"}, "einwohner", "not_answered"),
            ("unipark", ("1", "0"), {"F[1]": "-77", "F[2]": "-77"}, "feld_a", "not_asked"),
        ],
    )
    def test_is_read_by_its_codes(
        self,
        clean_rows: Clean,
        name: str,
        ticks: tuple[str, str],
        row: dict[str, str],
        column: str,
        reason: str,
    ) -> None:
        clean = clean_rows(_ticks(*ticks) | row, **_convention(name))
        assert clean.reasons[column].to_list() == [reason]

    def test_may_hold_options_with_the_code_of_nothing(self, clean_rows: Clean) -> None:
        """0 is not answered in EFS, but not where the scale itself begins with 0."""

        def zero(codebook: dict[str, Any]) -> None:
            (item,) = (item for item in codebook["items"] if item["id"] == "stufe")
            item["options"][0]["code"] = "0"

        clean = clean_rows(_ticks("1", "0") | {"ST": "0"}, codebook=zero, **_convention("unipark"))
        assert clean.answers["stufe"].to_list() == [1]

    def test_leaves_a_code_of_the_item_its_own_reason(self, clean_rows: Clean) -> None:
        clean = clean_rows(_ticks("2", "1") | {"ANT": "-1"}, **_convention("sosci"))
        assert clean.reasons["anteil"].to_list() == ["not_applicable"]

    def test_recodes_before_it_looks_for_codes(self, clean_rows: Clean) -> None:
        def wave(content: dict[str, Any]) -> None:
            _convention("sosci")["wave"](content)
            content["columns"]["stufe"]["recode"] = {"-1": "3"}

        clean = clean_rows(_ticks("2", "1") | {"ST": "-1"}, wave=wave)
        assert clean.answers["stufe"].to_list() == [3]

    def test_may_have_other_ticks_in_one_question(
        self, clean_rows: Clean, complaints: Complain
    ) -> None:
        def wave(content: dict[str, Any]) -> None:
            content["columns"]["ziele"] |= {"ticked": ["1"], "unticked": ["0"]}

        row = {"Z[1]": "1", "Z[2]": "0", "Z[3]": "0", "Z[9]": "0"}
        assert clean_rows(row, wave=wave).answers["ziel_a"].to_list() == [1]
        (problem,) = complaints(row | {"Z[2]": "Y"}, wave=wave)
        assert problem.what == "the value 'Y' is no tick"


class TestNumbersAndCodes:
    """98 may stand for "don't know" and may be a number."""

    CODES = {"98": "dont_know", "-98": "dont_know"}

    def _wave(self, wave: dict[str, Any]) -> None:
        wave["source"]["missing"] = dict(self.CODES)

    def test_what_can_be_no_number_is_a_code(self, clean_rows: Clean) -> None:
        clean = clean_rows({"EW": "-98"}, {"ANT": "-98"}, wave=self._wave)
        assert clean.reasons["einwohner"].iloc[0] == "dont_know"
        assert clean.reasons["anteil"].iloc[1] == "dont_know"

    @pytest.mark.parametrize("column", ["EW", "ANT"])
    def test_what_can_be_both_is_refused(self, complaints: Complain, column: str) -> None:
        (problem,) = complaints({column: "98"}, wave=self._wave)
        assert problem.what == "'98' may be a number, or the code for an empty answer"

    def test_a_file_that_describes_its_columns_decides(self, clean_described: Describe) -> None:
        described = {"EW": ColumnDescription(missing=("98",))}
        clean = clean_described({"EW": "98", "ANT": "98"}, described=described, wave=self._wave)
        assert clean.reasons["einwohner"].to_list() == ["dont_know"]
        assert clean.answers["anteil"].to_list() == [98]


class TestUserMissingValues:
    LABELS = {"8": "weiß nicht"}

    def test_without_a_reason_are_refused_once_a_column_and_code(
        self, clean_described: Describe
    ) -> None:
        described = {
            "ST": ColumnDescription("Stufe", self.LABELS, ("8", "9", "7")),
            "EW": ColumnDescription(missing=("99",)),
            "Z[2]": ColumnDescription(missing=("9",)),
        }
        with pytest.raises(InputError) as refused:
            clean_described(
                *[{"ST": "8"}, {"ST": "8"}, {"ST": "9"}, {"EW": "99"}, {"Z[2]": "9"}],
                described=described,
            )
        problems = refused.value.problems
        assert [problem.where.split("column ")[1] for problem in problems] == [
            *('"EW"', '"Z[2]"', '"ST"', '"ST"')
        ]
        assert "which it calls 'weiß nicht'" in problems[2].what
        assert "(2 answers)" in problems[2].what
        assert "source.missing" in problems[2].mend

    def test_with_a_reason_are_missing(self, clean_described: Describe) -> None:
        clean = clean_described(
            {"ST": "8"},
            described={"ST": ColumnDescription("Stufe", self.LABELS, ("8",))},
            wave=lambda wave: wave["source"].update(missing={"8": "dont_know"}),
        )
        assert clean.reasons["stufe"].to_list() == ["dont_know"]

    def test_that_the_codebook_calls_an_option_are_answers(self, clean_described: Describe) -> None:
        clean = clean_described({"ST": "3"}, described={"ST": ColumnDescription(missing=("3",))})
        assert clean.answers["stufe"].to_list() == [3]
