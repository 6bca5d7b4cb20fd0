"""The sentences about structure, regression and weighting in English."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.results.made_up import raked_weights, released, structure_model

from typfrage.profiles.disclosure import Released
from typfrage.results import wording
from typfrage.survey.population.raking import Weights

NAN = float("nan")
LABELS = {"east": "East", "kind=city": "City"}


def _effects(*rows: tuple[float, float, float]) -> Released:
    frame = pd.DataFrame(list(rows), columns=["effect", "low", "high"])
    labels = [f"Feature {at}" for at in range(len(frame))]
    frame = frame.assign(label=labels, type="Type 2: a · b")
    return Released(frame, (), frame.isna(), 5)


UNCLEAR = (0.05, -0.01, 0.1)


class TestStructure:
    @pytest.mark.parametrize(
        ("rows", "text"),
        [
            (
                [("A", 0.5, 0.1, 0.5), ("B", NAN, NAN, NAN)],
                "A 50\u202f% (all: 40\u202f%). None of this sets it apart significantly from the "
                "other types.",
            ),
            (
                [("A", 0.5, 0.1, 0.05), ("B", 0.0, -0.4, 0.01)],
                "A 50\u202f% (all: 40\u202f%) · B 0\u202f% (all: 40\u202f%). The difference from "
                "the other types is significant: higher in “A”, lower in “B”.",
            ),
            (
                [("A", 0.5, 0.1, 0.01)],
                "A 50\u202f% (all: 40\u202f%). The difference from the other types is significant: "
                "higher in “A”.",
            ),
            (
                [("A", 0.3, -0.1, 0.01)],
                "A 30\u202f% (all: 40\u202f%). The difference from the other types is significant: "
                "lower in “A”.",
            ),
            ([("A", NAN, NAN, NAN)], "What this type is made up of is not published."),
        ],
    )
    def test_a_type_is_told_by_its_municipalities(
        self, rows: list[tuple[str, float, float, float]], text: str
    ) -> None:
        frame = pd.DataFrame(rows, columns=["label", "value", "difference", "p_bh"])
        frame = frame.assign(kind="share", overall=0.4)
        data = Released(frame, (), frame.isna(), 5)
        assert wording.structure_lines(data, 0.05, "en") == text

    @pytest.mark.parametrize(
        ("p", "lr_p", "text"),
        [
            (
                [],
                None,
                "Whether the types differ in the kind, size and location of their "
                "municipalities is open.",
            ),
            (
                [0.2, NAN],
                None,
                "As far as tested and published, the types do not differ significantly in the "
                "kind, size or location of their municipalities.",
            ),
            (
                [0.2, 0.2],
                0.3,
                "The types do not differ significantly in the kind, size or location of their "
                "municipalities. It is not shown that the structure of a municipality predicts its "
                "type.",
            ),
            (
                [0.01, 0.02],
                0.01,
                "The types differ significantly in their structure: “East” and “City”. All "
                "features together say something about a municipality’s type, though not "
                "everything (pseudo-R² 0.03).",
            ),
        ],
    )
    def test_differences_and_prediction_in_short(
        self, p: list[float], lr_p: float | None, text: str
    ) -> None:
        tests = pd.DataFrame({"p_bh": p}, index=list(LABELS)[: len(p)])
        model = None if lr_p is None else structure_model(LABELS, lr_p=lr_p)
        assert wording.structure_in_short(tests, LABELS, model, 0.05, "en") == text


class TestRegression:
    @pytest.mark.parametrize(
        ("changed", "text"),
        [
            (
                {"status": "too_few"},
                "The types are too small for a regression: the smallest type would need at least "
                "ten municipalities for each feature. Therefore it was not computed.",
            ),
            (
                {"status": "separated", "reasons": ("east",)},
                "The regression cannot be estimated because “East” fully determines or rules out a "
                "type. Any values that a program reported nevertheless would be wrong.",
            ),
            (
                {"status": "separated", "reasons": ("east", "kind=city")},
                "The regression cannot be estimated because “East” and “City” fully determine or "
                "rule out a type. Any values that a program reported nevertheless would be wrong.",
            ),
            (
                {"status": "collinear", "reasons": ("east", "kind=city")},
                "The regression cannot be estimated because the features “East” and “City” follow "
                "from one another.",
            ),
            (
                {"status": "not_converged", "left_out": 3},
                "The regression could not be estimated: the algorithm found no solution. "
                "Municipalities with incomplete answers are left out.",
            ),
            (
                {"lr_p": 0.721},
                "It is not shown that a municipality’s type can be predicted from its structure: "
                "all features together do not demonstrably explain more than chance "
                "(likelihood-ratio test, p\u202f=\u202f0.721; McFadden’s pseudo-R² is 0.03). No "
                "single effect can be distinguished from zero.",
            ),
        ],
    )
    def test_what_explains_nothing_says_why(self, changed: dict[str, Any], text: str) -> None:
        data = _effects(UNCLEAR)
        found = wording.regression_sentences(
            structure_model(LABELS, **changed), data, LABELS, (), 0.05, "en"
        )
        assert found == text

    @pytest.mark.parametrize(
        ("effects", "text"),
        [
            (
                [UNCLEAR, (0.12, 0.03, 0.2)],
                "One of two effects can be distinguished from zero on its own, without adjustment "
                "for the number of comparisons: “Feature 1” (Type 2), +12 percentage points "
                "(interval +3 to +20).",
            ),
            (
                [(0.01, 0.004, 0.02), (-0.014, -0.02, -0.005), UNCLEAR],
                "Two of three effects can be distinguished from zero on their own, without "
                "adjustment for the number of comparisons: the largest is “Feature 1” (Type 2), −1 "
                "percentage point (interval −2 to 0).",
            ),
        ],
    )
    def test_the_largest_effect_is_told(
        self, effects: list[tuple[float, float, float]], text: str
    ) -> None:
        data = _effects(*effects)
        found = wording.regression_sentences(
            structure_model(LABELS), data, LABELS, ("A", "B"), 0.05, "en"
        )
        assert found == (
            "The structure of a municipality says something about its type (likelihood-ratio test, "
            "p\u202f=\u202f0.012). How much is shown by a measure of fit that starts at zero and "
            "rises as the prediction improves: McFadden’s pseudo-R² is 0.03. Without difference "
            f"between municipalities and therefore left out: “A” and “B”. {text}"
        )

    def test_the_figure_is_described(self) -> None:
        assert wording.alt_regression(_effects(UNCLEAR, (-0.12, -0.2, -0.03)), "en") == (
            "Dot plot of average effects with intervals, 2 in all; 1 of them excludes zero. "
            "Largest: Feature 1 (Type 2), −12 percentage points."
        )
        assert wording.alt_regression(_effects((NAN, NAN, NAN)), "en") == (
            "Dot plot of the effects; 0 effects are published."
        )
        assert wording.no_regression("en").endswith("Therefore no regression was computed.")


class TestWeighting:
    SAME = released(share=[NAN], weighted_share=[NAN], type=["a"])
    EFFECT = (
        "The design effect is 1.2: weighted, the 60 answers say as much as 48 equally weighted "
        "ones."
    )

    def _told(self, weights: Weights, *weighted: float, minimum: int = 5) -> str:
        frame = {"difference": [0.2] * len(weighted), "weighted": list(weighted)}
        strengths = Released(pd.DataFrame(frame, dtype=float), (), pd.DataFrame(), 5)
        text = wording.weighting_sentences(weights, 0, self.SAME, strengths, minimum, "en")
        assert text.startswith(self.EFFECT)
        return text.removeprefix(f"{self.EFFECT} ")

    @pytest.mark.parametrize(
        ("changed", "text"),
        [
            ({}, "No weight had to be trimmed."),
            ({"trimmed": 4}, "A few weights are trimmed."),
            ({"trimmed": 5}, "Five weights are trimmed."),
            ({"trimmed": 56}, "Almost all weights are trimmed."),
            (
                {"uncovered": 1},
                "No weight had to be trimmed. One state or size class has no answers, so that "
                "weighting cannot represent it.",
            ),
            (
                {"uncovered": 2, "off": 0.063},
                "No weight had to be trimmed. Two states or size classes have no answers, so that "
                "weighting cannot represent them. The weights do not quite reach the shares of the "
                "population; the largest deviation is 6.3 percentage points.",
            ),
            (
                {"off": 1e-6},
                "No weight had to be trimmed. The weights do not quite reach the shares of the "
                "population; the largest deviation is less than 0.1 percentage points.",
            ),
        ],
    )
    def test_its_costs_are_told(self, changed: dict[str, Any], text: str) -> None:
        assert self._told(raked_weights(**changed)) == text

    def test_a_single_trimmed_weight_is_told_where_it_may_be(self) -> None:
        assert self._told(raked_weights(trimmed=1), minimum=1) == "One weight is trimmed."

    @pytest.mark.parametrize(
        ("weighted", "text"),
        [
            ([0.1], "The one strength keeps its direction when weighted."),
            ([-0.1], "The one strength does not keep its direction when weighted."),
            ([0.1, 0.1], "Both strengths keep their direction when weighted."),
            (
                [0.1, 0.2, 0.05],
                "All three strengths keep their direction when weighted. For one, the weighted "
                "difference is less than half as large.",
            ),
            ([0.0, -0.1], "No strength keeps its direction when weighted."),
            ([0.1, -0.1, -0.1], "Of three strengths, one keeps its direction when weighted."),
            (
                [0.05, 0.05, -0.1],
                "Of three strengths, two keep their direction when weighted. For two, the weighted "
                "difference is less than half as large.",
            ),
        ],
    )
    def test_strengths_that_keep_their_direction_are_counted(
        self, weighted: list[float], text: str
    ) -> None:
        assert self._told(raked_weights(), *weighted) == f"No weight had to be trimmed. {text}"

    def test_the_largest_shift_is_told(self) -> None:
        composition = released(share=[0.3], weighted_share=[0.412], type=["Type 2: a · b"])
        none = Released(pd.DataFrame({"difference": [], "weighted": []}), (), pd.DataFrame(), 5)
        text = wording.weighting_sentences(raked_weights(), 3, composition, none, 5, "en")
        assert text.endswith(
            "Municipalities without a known state or size are left out. The largest shift among "
            "the shares of the types is +11.2 percentage points (Type 2)."
        )
        assert wording.no_frame("en").endswith("The results are unweighted.")
