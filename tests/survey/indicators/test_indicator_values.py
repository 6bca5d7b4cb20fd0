"""Each kind of question becomes the numbers that a person would count by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.conftest import TINY_CODEBOOK
from tests.project import ROOT

from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.indicators.indicator_values import (
    Indicators,
    default_indicators,
    indicators_of,
)
from typfrage.survey.indicators.indicators import IndicatorFile
from typfrage.survey.questionnaire.codebook import Codebook, SingleItem
from typfrage.survey.waves.study import open_study

NAN = np.nan
NOT_ASKED = {"P": "N/A", "F[1]": "N/A", "F[2]": "N/A"}
ROWS = (
    {"EW": "24999", "ST": "1"},
    {"EW": "25000", "ST": "2", "P": "N", "F[2]": "Y", "R[1]": "", "R[2]": "Y"},
    {"EW": "99999", "ST": "3", "S": "A2", **NOT_ASKED},
    {"EW": "100000", "ST": "3", "S": "A9", "R[1]": "", "R[2]": "Y", **NOT_ASKED},
    {"EW": "", "ST": "", "S": "", "R[1]": "", **NOT_ASKED},
)
"""Strategy: yes, yes, no, don't know, no answer."""


@pytest.fixture
def codebook() -> Codebook:
    return Codebook.model_validate(TINY_CODEBOOK)


@pytest.fixture
def answers(clean_rows: Callable[..., CleanAnswers]) -> pd.DataFrame:
    return clean_rows(*ROWS).answers


def _file(*indicators: dict[str, Any], **section: Any) -> IndicatorFile:
    named = [
        {"id": f"n{at}", "label": {"de": "Merkmal"}} | one for at, one in enumerate(indicators)
    ]
    teil = {"id": "teil", "title": {"de": "Teil"}, "indicators": named, **section}
    return IndicatorFile.model_validate({"sections": [teil]})


def _same(found: pd.Series, expected: list[float]) -> bool:
    return np.array_equal(found.to_numpy(), np.array(expected, dtype=float), equal_nan=True)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({"items": ["strategie"], "chosen": ["ja"]}, [1, 1, 0, NAN, NAN]),
        ({"items": ["strategie"], "chosen": ["ja", "nein"]}, [1, 1, 1, NAN, NAN]),
        ({"items": ["partner"], "chosen": ["nein"]}, [0, 1, NAN, NAN, NAN]),
        ({"items": ["felder"], "chosen": ["feld_b"]}, [0, 1, NAN, NAN, NAN]),
        ({"items": ["felder"], "chosen": ["feld_a", "feld_b"]}, [1, 1, NAN, NAN, NAN]),
        ({"items": ["felder"]}, [1, 2, NAN, NAN, NAN]),
        ({"items": ["stufe"]}, [1, 2, 3, 3, NAN]),
        ({"items": ["stufe"], "chosen": ["mittel", "hoch"]}, [0, 1, 1, 1, NAN]),
        ({"items": ["einwohner"], "within": {"below": 25000}}, [1, 0, 0, 0, NAN]),
        ({"items": ["einwohner"], "within": {"least": 25000, "below": 100000}}, [0, 1, 1, 0, NAN]),
        ({"items": ["einwohner"], "within": {"least": 100000}}, [0, 0, 0, 1, NAN]),
        # One at least of several questions; who was put one of them belongs to the base.
        ({"items": ["strategie", "partner"], "chosen": ["nein"]}, [0, 1, 1, NAN, NAN]),
        (
            {
                "items": ["stufe"],
                "chosen": ["gering", "mittel"],
                "among": {"item": "rolle", "chosen": ["amt"]},
            },
            [NAN, 1, NAN, 0, NAN],
        ),
    ],
)
def test_answers_are_counted_as_by_hand(
    answers: pd.DataFrame, codebook: Codebook, plan: dict[str, Any], expected: list[float]
) -> None:
    found = indicators_of(answers, codebook, _file(plan))
    assert _same(found.values["n0"], expected)
    assert found.values.index.equals(answers.index)


def test_an_option_that_says_nothing_is_not_counted(
    clean_rows: Callable[..., CleanAnswers], codebook: Codebook
) -> None:
    none = {"Z[1]": "", "Z[3]": "", "Z[9]": "Y"}
    answers = clean_rows({}, none, {"Z[3]": ""}).answers
    found = indicators_of(answers, codebook, _file({"items": ["ziele"]}))
    assert _same(found.values["n0"], [2, 0, 1])
    assert found.highest == {"n0": 3}


def _described(answers: pd.DataFrame, codebook: Codebook) -> Indicators:
    file = IndicatorFile.model_validate(
        {
            "sections": [
                {
                    "id": "tun",
                    "title": {"de": "Was sie tun"},
                    "portrait": True,
                    "indicators": [
                        {"id": "plan", "items": ["strategie"], "chosen": ["ja"]},
                        {"id": "stufe", "items": ["stufe"], "label": {"de": "Stufe"}},
                        {"id": "partner", "items": ["partner"], "chosen": ["ja"]},
                        {"id": "zahl", "items": ["felder"], "label": {"de": "Zahl"}},
                        {
                            "id": "beides",
                            "items": ["strategie", "partner"],
                            "chosen": ["ja"],
                            "label": {"de": "Eins von beiden"},
                        },
                        {
                            "id": "leitung",
                            "items": ["stufe"],
                            "among": {"item": "rolle", "chosen": ["leitung"]},
                            "label": {"de": "Stufe bei der Leitung"},
                        },
                    ],
                },
                {
                    "id": "sein",
                    "title": {"de": "Was sie sind"},
                    "structure": True,
                    "indicators": [{"id": "bayern", "items": ["land"], "chosen": ["bayern"]}],
                },
            ]
        }
    )
    return indicators_of(answers, codebook, file)


def test_indicators_say_what_they_are(answers: pd.DataFrame, codebook: Codebook) -> None:
    found = _described(answers, codebook)
    assert found.scales == {"stufe", "zahl", "leitung"}
    assert found.highest == {"stufe": 3, "zahl": 2, "leitung": 3}
    assert found.labels["plan"] == "Vorgabe ja"
    assert found.labels["beides"] == "Eins von beiden"
    # A filter, or what it is about; not where one of several questions was put to all.
    assert found.filtered == {"partner", "zahl", "leitung"}
    assert (found.structural, found.portrayed) == ({"sein"}, ("tun",))
    assert found.titles == {"tun": "Was sie tun", "sein": "Was sie sind"}
    assert found.of("sein", "nichts") == ("bayern",)
    assert found.left_out == ()


def test_what_a_wave_did_not_ask_is_left_out(answers: pd.DataFrame, codebook: Codebook) -> None:
    found = _described(answers.drop(columns=["land", "rolle", "partner", "feld_b"]), codebook)
    assert found.left_out == ("partner", "zahl", "beides", "leitung", "bayern")
    assert set(found.values) == set(found.labels) == {"plan", "stufe"}
    assert found.sections == {"tun": ("plan", "stufe")}
    assert found.titles == {"tun": "Was sie tun"}
    assert found.structural == frozenset()


class TestWhatTheQuestionnaireHas:
    """Items and options of other days do not count; what nothing is left of is left out."""

    @staticmethod
    def _without(codebook: Codebook, *names: str) -> Codebook:
        """The questionnaire of a day on which these items and options were not put."""
        ended = {"last": "2000-01-01"}
        content = codebook.model_dump(mode="json")
        for item in content["items"]:
            for one in (item, *item.get("options", ())):
                if one["id"] in names:
                    one["valid"] = ended
        return Codebook.model_validate(content).on(date(2018, 12, 1))

    def test_of_several_questions_those_count_that_were_put(
        self, answers: pd.DataFrame, codebook: Codebook
    ) -> None:
        """Strategy alone is left: yes, yes, no, don't know, no answer."""
        put = self._without(codebook, "partner")
        found = indicators_of(
            answers.drop(columns="partner"),
            put,
            _file({"items": ["strategie", "partner"], "chosen": ["nein"]}),
        )
        assert _same(found.values["n0"], [0, 0, 1, NAN, NAN])
        assert found.plan["n0"].items == ("strategie",)

    def test_of_several_options_those_count_that_were_offered(
        self, answers: pd.DataFrame, codebook: Codebook
    ) -> None:
        put = self._without(codebook, "feld_b")
        plan = {"items": ["felder"], "chosen": ["feld_a", "feld_b"]}
        found = indicators_of(answers.drop(columns="feld_b"), put, _file(plan))
        assert found.plan["n0"].chosen == ("feld_a",)
        assert list(found.values) == ["n0"]

    @pytest.mark.parametrize(
        ("gone", "plan"),
        [
            ("stufe", {"items": ["stufe"]}),
            ("felder", {"items": ["felder"]}),
            ("einwohner", {"items": ["einwohner"], "within": {"below": 25000}}),
            ("feld_b", {"items": ["felder"], "chosen": ["feld_b"]}),
            ("amt", {"items": ["rolle"], "chosen": ["amt"]}),
            (
                "amt",
                {
                    "items": ["stufe"],
                    "chosen": ["gering"],
                    "among": {"item": "rolle", "chosen": ["amt"]},
                },
            ),
            (
                "rolle",
                {
                    "items": ["stufe"],
                    "chosen": ["gering"],
                    "among": {"item": "rolle", "chosen": ["amt"]},
                },
            ),
        ],
    )
    def test_an_indicator_of_which_nothing_is_left_is_left_out(
        self, gone: str, plan: dict[str, Any], answers: pd.DataFrame, codebook: Codebook
    ) -> None:
        put = self._without(codebook, gone)
        columns = [name for item in put.items for name in item.columns if name in answers]
        found = indicators_of(answers[columns], put, _file(plan))
        assert found.left_out == ("n0",)
        assert found.values.empty

    def test_a_number_of_options_counts_those_that_were_offered(
        self, answers: pd.DataFrame, codebook: Codebook
    ) -> None:
        put = self._without(codebook, "feld_b")
        found = indicators_of(answers.drop(columns="feld_b"), put, _file({"items": ["felder"]}))
        assert found.highest == {"n0": 1}
        assert _same(found.values["n0"], [1, 1, NAN, NAN, NAN])


def test_a_study_may_have_nothing_to_describe_by(answers: pd.DataFrame, codebook: Codebook) -> None:
    found = indicators_of(answers, codebook, None)
    assert found.values.shape == (len(answers), 0)
    assert not found.sections


def test_whoever_left_out_one_of_several_questions_may_have_meant_it(
    clean_rows: Callable[..., CleanAnswers], codebook: Codebook
) -> None:
    """No strategy or no partner: asked for a partner and silent is neither yes nor no."""
    rows = ({"S": "A1", "P": ""}, {"S": "A1", "P": "N"}, {"S": "A1"}, {"S": "A2", **NOT_ASKED})
    file = _file({"items": ["strategie", "partner"], "chosen": ["nein"]})
    found = indicators_of(clean_rows(*rows).answers, codebook, file)
    assert _same(found.values["n0"], [NAN, 1, 0, 1])


class TestWithoutAFile:
    def test_every_closed_question_but_the_forming_one_is_counted(
        self, answers: pd.DataFrame, codebook: Codebook
    ) -> None:
        file = default_indicators(codebook, "ziele")
        assert file is not None
        (section,) = file.sections
        assert (section.id, section.portrait) == ("teil", True)
        assert [one.id for one in section.indicators] == [
            *(f"land_{land}" for land in ("sh", "nrw", "bayern", "saarland")),
            *("rolle_leitung", "strategie_ja", "partner_ja", "feld_a", "feld_b", "stufe"),
        ]
        found = indicators_of(answers, codebook, file)
        assert found.labels["rolle_leitung"] == "Frage rolle Vorgabe leitung"
        assert found.labels["feld_a"] == "Vorgabe feld_a"
        assert found.labels["stufe"] == "Frage stufe"
        assert found.scales == {"stufe"}

    def test_a_study_that_asked_nothing_else_has_none(self, codebook: Codebook) -> None:
        only = [item for item in codebook.items if item.id in ("ags", "ziele", "anmerkung")]
        asked = codebook.model_copy(update={"items": tuple(only)})
        assert default_indicators(asked, "ziele") is None

    def test_the_japanese_study_is_described_by_all_it_asked(self) -> None:
        codebook = open_study(ROOT / "tests" / "studies" / "japan").codebook
        file = default_indicators(codebook, "problems")
        assert file is not None
        ids = [one.id for section in file.sections for one in section.indicators]
        assert len(ids) == len(set(ids))
        assert not any(one.items == ("problems",) for one in file.indicators.values())
        singles = [item for item in codebook.items if isinstance(item, SingleItem)]
        offered = {item.id: [o.id for o in item.options if not o.residual] for item in singles}
        expected = {
            f"{name}_{option}"
            for name, options in offered.items()
            for option in (options[:1] if len(options) == 2 else options)
        }
        assert expected <= set(ids)
        assert "continuity" in ids
