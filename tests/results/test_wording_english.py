"""The sentences about types and the Typ-Check in English: one, none, many, withheld."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.results.made_up import released

from typfrage.profiles.type_check import Named, TypeCheck
from typfrage.profiles.worksheet import Worksheet
from typfrage.results import wording
from typfrage.results.type_check import Refusal
from typfrage.results.type_names import TypeName
from typfrage.results.wording import type_check
from typfrage.survey.waves.reference_types import ReferenceType

NAN = float("nan")
PRUDENT = TypeName("a", 0, "the prudent", "#111111", "circle", None, 0.9)
SECOND = TypeName("b", 1, "Type 2: no budget · no staff", "#222222", "square", None, NAN)
NAMES = (PRUDENT, SECOND)
SENTENCES = {"i": "They plan [much].", "j": "They count.", "k": "They share."}


class TestTypes:
    def test_the_overview_repeats_the_table(self) -> None:
        data = released(count=[1300, pd.NA], share=[0.75, NAN])
        text = (
            "The municipalities are divided among the prudent (75.0\u202f%, n\u202f=\u202f1,300) "
            "and Type 2: no budget · no staff (number not published)."
        )
        assert wording.types_overview(data, NAMES, "en") == text
        assert wording.alt_types(data, NAMES, "en") == f"Bar chart. {text}"

    @pytest.mark.parametrize(
        ("names", "expected", "text"),
        [
            (["a", "b"], ["a", "b"], "Every type found matches a type of the study."),
            (
                ["a"],
                ["a", "b"],
                "This type matches a type of the study: a. This type was not found again: b.",
            ),
            (
                ["a", "b", "x!"],
                ["a", "b", "c", "d"],
                "These types match a type of the study: a and b. This type remains without a "
                "match: x. These types were not found again: c and d.",
            ),
            (
                ["x!", "y!"],
                ["a"],
                "None of the types found matches a type of the study. These types remain without a "
                "match: x and y. This type was not found again: a.",
            ),
            (
                ["x!"],
                [],
                "There are no reference types for this survey; each type is named after the two "
                "items that set it apart most.",
            ),
        ],
    )
    def test_matching_is_told_for_one_none_and_many(
        self, names: list[str], expected: list[str], text: str
    ) -> None:
        found = [
            TypeName(
                *(name, 0, name.rstrip("!"), "#000000", "circle"),
                None if name.endswith("!") else ReferenceType.model_construct(id=name),
                0.9,
            )
            for name in names
        ]
        assert wording.matching_sentences(found, expected, "en") == text

    def test_an_absent_type_is_named(self) -> None:
        assert wording.absent_type("the bold", "en") == (
            "In this wave, no type found matches the goals that characterise the bold in the study."
        )


class TestPortraits:
    SIZE = "This type comprises 40 of the 1,000 municipalities (4.0\u202f%)."

    @pytest.mark.parametrize(
        ("deviation", "text"),
        [
            (
                [0.4, 0.2],
                "What sets it apart most from the average are the goals “A” (90\u202f% versus "
                "50\u202f% on average) and “B” (80\u202f% versus 60\u202f% on average).",
            ),
            (
                [0.4, -0.2],
                "What sets it apart most from the average is the goal “A” (90\u202f% versus "
                "50\u202f% on average).",
            ),
            (
                [NAN, 0.2],
                "As far as published, what sets it apart most from the average is the goal “B” "
                "(80\u202f% versus 60\u202f% on average).",
            ),
            ([0.0, -0.2], "No goal sets it apart from the average."),
            ([NAN, -0.2], "As far as published, no goal sets it apart from the average."),
            ([NAN, NAN], "The shares of its goals are not published."),
        ],
    )
    def test_a_type_is_introduced_by_size_and_goals(
        self, deviation: list[float], text: str
    ) -> None:
        goals = released(
            label=["A", "B"], share=[0.9, 0.8], overall=[0.5, 0.6], deviation=deviation
        )
        row = pd.Series({"count": 40, "share": 0.04})
        assert wording.type_portrait(row, goals, 1000, "en") == f"{self.SIZE} {text}"

    def test_what_is_withheld_is_not_told(self) -> None:
        secret = released(label=["A"], share=[NAN], overall=[0.5], deviation=[NAN], type=["a"])
        row = pd.Series({"count": pd.NA, "share": NAN})
        assert wording.type_portrait(row, secret, 1000, "en") == (
            "How many municipalities belong to this type is not published, so that no single one "
            "can be recognised. Nor are the shares of its goals published."
        )
        assert wording.alt_goals(secret, PRUDENT, "en") == (
            "Bar chart of the goals of the prudent, with the average of all municipalities as a "
            "line. The shares are not published."
        )
        assert wording.alt_heatmap(secret, [PRUDENT], "en") == (
            "Heat map of the goals by type. The shares are not published."
        )

    @pytest.mark.parametrize(
        ("shares", "goals", "heatmap"),
        [
            (
                [0.9, 0.8],
                "Chosen most often: A 90\u202f% and B 80\u202f%.",
                "Chosen most often – the prudent: A (90\u202f%).",
            ),
            (
                [NAN, 0.8],
                "Chosen most often, as far as published: B 80\u202f%.",
                "Chosen most often, as far as published – the prudent: B (80\u202f%).",
            ),
        ],
    )
    def test_figures_are_described(self, shares: list[float], goals: str, heatmap: str) -> None:
        data = released(label=["A", "B"], share=shares, type=["a", "a"])
        assert wording.alt_goals(data, PRUDENT, "en").endswith(f"as a line. {goals}")
        assert wording.alt_heatmap(data, [PRUDENT], "en").endswith(f"by type. {heatmap}")

    @pytest.mark.parametrize(
        ("count", "deviation", "strong", "lines"),
        [
            (
                1040,
                [0.4, 0.2],
                ["i"],
                [
                    "1,040 municipalities, 4.0\u202f%",
                    "Goals: A (90\u202f%) and B (10\u202f%)",
                    r"Greatest strength: They plan \[much\].",
                ],
            ),
            (
                1,
                [0.0, -0.4],
                [],
                [
                    "1 municipality, 4.0\u202f%",
                    "Goals: no focus",
                    "Greatest strength: none known",
                ],
            ),
            (
                pd.NA,
                [NAN, 0.1],
                ["j"],
                [
                    "Number not published",
                    "Goals, as far as published: B (10\u202f%)",
                    "Greatest strength: They count.",
                ],
            ),
            (
                pd.NA,
                [NAN, -0.1],
                [],
                [
                    "Number not published",
                    "Goals, as far as published: no focus",
                    "Greatest strength: none known",
                ],
            ),
            (
                pd.NA,
                [NAN, NAN],
                [],
                [
                    "Number not published",
                    "Goals: not published",
                    "Greatest strength: none known",
                ],
            ),
        ],
    )
    def test_a_card_has_three_lines(
        self, count: Any, deviation: list[float], strong: list[str], lines: list[str]
    ) -> None:
        row = pd.Series({"count": count, "share": 0.04})
        goals = released(label=["A", "B"], share=[0.9, 0.1], deviation=deviation)
        indicators = pd.DataFrame({"indicator": strong})
        assert wording.card(row, goals, indicators, SENTENCES, "en").split("\n\n") == lines


class TestTypeCheck:
    GOALS = tuple(Named(str(at), f"Goal {at}") for at in range(4))

    def _check(self, most: int | None) -> TypeCheck:
        return TypeCheck(self.GOALS, (), most, {})

    @pytest.mark.parametrize(
        ("most", "text"),
        [(1, "exactly one goal"), (3, "one to three goals"), (None, "one to four goals")],
    )
    def test_its_limit_is_told(self, most: int | None, text: str) -> None:
        assert type_check.limit(self._check(most), "en") == text

    @pytest.mark.parametrize("withheld", [True, False])
    def test_it_says_how_it_reckons(self, withheld: bool) -> None:
        paragraphs = type_check.how_it_reckons(
            self._check(3), replicates=1000, mixed_below=0.7, withheld=withheld, language="en"
        ).split("\n\n")
        assert paragraphs[0].startswith(
            "**The nearest type.** Choosing one to three goals allows 0 different answers."
        )
        assert paragraphs[1].startswith("**Certainty.** In 1,000 samples")
        assert "Below 70\u202f% it lies between two types." in paragraphs[1]
        secret = "**What is withheld.** Some shares are not published, so that no single"
        assert [text.startswith(secret) for text in paragraphs[3:]] == [True] * withheld

    def test_its_worksheet_is_explained(self) -> None:
        nothing = np.zeros((0, 0), dtype=np.int64)
        sheet = Worksheet(nothing.ravel(), nothing, agreeing=1025, answers=1500)
        for text in (
            type_check.where_the_worksheet_is(sheet, "en"),
            type_check.how_to_use_the_worksheet(self._check(3), sheet, "en"),
        ):
            assert "for 1,025 of 1,500 possible answers (68.3\u202f%)." in text

    @pytest.mark.parametrize(
        ("why", "end"),
        [
            (
                Refusal.TOO_MANY_ANSWERS,
                "because the question about goals allows too many answers.",
            ),
            (
                Refusal.SMALL_TYPE,
                "because one type has so few municipalities that their number is withheld.",
            ),
        ],
    )
    def test_without_it_the_reason_is_told(self, why: Refusal, end: str) -> None:
        found = type_check.no_type_check(why, "en")
        assert found == f"There is no type check for this wave {end}"
