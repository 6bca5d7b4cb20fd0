"""The columns of the regression are those that were chosen, asked and differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.conftest import TINY_CODEBOOK

from typfrage.survey.indicators.indicator_values import indicators_of
from typfrage.survey.indicators.indicators import IndicatorFile, Regression
from typfrage.survey.indicators.regressors import Regressors, regressors
from typfrage.survey.questionnaire.codebook import Codebook

FILE = IndicatorFile.model_validate(
    {
        "sections": [
            {
                "id": "sein",
                "title": {"de": "Sein"},
                "indicators": [
                    {
                        "id": "bayern",
                        "items": ["land"],
                        "chosen": ["bayern"],
                        "label": {"de": "In Bayern"},
                    }
                ],
            }
        ]
    }
)
ANSWERS = pd.DataFrame(
    {
        "einwohner": pd.array([10, 1000, 0, None, 100, 100], dtype="Int64"),
        "land": ["nrw", "bayern", "nrw", "nrw", "bayern", None],
        "rolle": ["amt", "leitung", "amt", "leitung", "amt", "amt"],
        "strategie": ["ja", "ja", "ja", "ja", "nein", None],
    },
    index=pd.Index(list("abcdef"), name="ags"),
)


@pytest.fixture
def codebook() -> Codebook:
    return Codebook.model_validate(TINY_CODEBOOK)


def _chosen(codebook: Codebook, answers: pd.DataFrame, **chosen: tuple[str, ...]) -> Regressors:
    indicators = indicators_of(answers, codebook, FILE)
    return regressors(answers, codebook, indicators, Regression(**chosen))


def test_columns_are_logarithms_categories_and_shares(codebook: Codebook) -> None:
    found = _chosen(
        codebook, ANSWERS, logarithms=("einwohner",), categories=("rolle",), indicators=("bayern",)
    )
    # A number that has no logarithm is missing, as one that was not given.
    expected = np.log2([10, 1000, np.nan, np.nan, 100, 100])
    assert np.array_equal(found.values["einwohner"], expected, equal_nan=True)
    assert np.array_equal(found.values["bayern"], [0, 1, 0, 0, 1, np.nan], equal_nan=True)
    assert found.values["rolle"].cat.categories.to_list() == ["leitung", "amt"]
    assert found.values.index.equals(ANSWERS.index)
    assert found.constant == ()
    assert found.labels["einwohner"] == "Personen (je Verdopplung)"
    assert found.labels["rolle=amt"] == "Vorgabe amt (statt: Vorgabe leitung)"
    assert found.labels["bayern"] == "In Bayern"


def test_what_does_not_differ_explains_nothing_and_is_named(codebook: Codebook) -> None:
    found = _chosen(codebook, ANSWERS.drop("e"), logarithms=("einwohner",),
                    categories=("strategie",), indicators=("bayern",))  # fmt: skip
    assert found.constant == ("Frage strategie",)
    assert list(found.values) == ["einwohner", "bayern"]


def test_levels_are_compared_with_the_first_that_occurs_in_the_model(codebook: Codebook) -> None:
    """``sh`` does not occur; ``strategie`` is left out, and its gap with it."""
    answers = ANSWERS.assign(
        strategie=["ja"] * 5 + [None], land=["nrw", "bayern"] * 2 + ["nrw", "saarland"]
    )
    found = _chosen(codebook, answers, categories=("land", "strategie"))
    assert found.constant == ("Frage strategie",)
    assert found.labels["land=bayern"] == "Vorgabe bayern (statt: Vorgabe nrw)"
    # Only the municipality without an answer on the strategy is in the Saarland.
    assert found.labels["land=saarland"] == "Vorgabe saarland (statt: Vorgabe nrw)"
    assert "land=nrw" not in found.labels


def test_labels_name_the_question_where_there_are_several(codebook: Codebook) -> None:
    """Two questions of yes and no would else be called the same."""
    answers = ANSWERS.assign(partner=["ja", "nein", "nein", "ja", "ja", "nein"])
    found = _chosen(codebook, answers, categories=("strategie", "partner"))
    assert found.labels["strategie=nein"] == "Frage strategie Vorgabe nein (statt: Vorgabe ja)"
    assert found.labels["partner=nein"] == "Frage partner Vorgabe nein (statt: Vorgabe ja)"
    assert len(set(found.labels.values())) == len(found.labels)


def test_what_a_wave_did_not_ask_is_no_column(codebook: Codebook) -> None:
    found = _chosen(codebook, ANSWERS[["rolle"]], logarithms=("einwohner", "anteil"),
                    categories=("land", "rolle"), indicators=("bayern",))  # fmt: skip
    assert list(found.values) == ["rolle"]
    assert _chosen(codebook, ANSWERS).values.shape == (6, 0)
