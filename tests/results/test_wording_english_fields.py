"""The sentences about sections and strengths in English: one, none, some, all, withheld."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.results.made_up import strong_rows

from typfrage.profiles.disclosure import Released
from typfrage.results import wording
from typfrage.results.type_names import TypeName

NAN = float("nan")
PRUDENT = TypeName("a", 0, "the prudent", "#111111", "circle", None, 0.9)
SECOND = TypeName("b", 1, "Type 2: no budget · no staff", "#222222", "square", None, NAN)
NAMES = (PRUDENT, SECOND)
SENTENCES = {"i": "They plan [much].", "j": "They count.", "k": "They share."}
UNTESTED = {"effect": NAN, "p_bh": NAN}
SURE, UNSURE = {"effect": 0.21, "p_bh": 0.01}, {"effect": 0.1, "p_bh": 0.4}
CLEAREST = (
    "The types differ most in “Feature i1” (effect 0.21): highest for Type 2 (60\u202f%), lowest "
    "for the prudent (20\u202f%)."
)


def _table(*rows: dict[str, object]) -> Released:
    frame = pd.DataFrame(list(rows))
    return Released(frame, (), frame.isna(), 5)


def _row(**changed: object) -> dict[str, object]:
    plain = {"indicator": "i", "label": "Feature i", "type": "a", "kind": "share", "value": 0.5}
    plain |= {"overall": 0.4, "rest": 0.3, "difference": 0.2, "effect": 0.2, "p_bh": 0.5}
    return plain | changed


class TestSections:
    def _section(
        self, tests: list[dict[str, float]], alone: float
    ) -> tuple[Released, pd.DataFrame]:
        """Indicators with such tests; the p-value of each single type is ``alone``."""
        keys = [f"i{at}" for at in range(1, len(tests) + 1)]
        rows = [
            _row(indicator=key, label=f"Feature {key}", type=name, value=value, p_bh=alone)
            for key in keys
            for name, value in (("a", 0.2), ("b", 0.6))
        ]
        return _table(*rows), pd.DataFrame(tests, index=keys)

    @pytest.mark.parametrize(
        ("tests", "alone", "text"),
        [
            (
                [UNTESTED, UNTESTED],
                0.5,
                "Whether the types differ here could not be tested, or is not published so that no "
                "single municipality can be recognised.",
            ),
            (
                [UNSURE],
                0.5,
                "As a whole, the types do not differ significantly in the one feature tested. What "
                "can be seen may be chance.",
            ),
            (
                [UNSURE, UNSURE, UNTESTED],
                0.01,
                "As a whole, the types do not differ significantly in either of the two features "
                "tested. Single types stand out all the same. One further feature remains untested "
                "or withheld.",
            ),
            (
                [UNSURE] * 3,
                0.5,
                "As a whole, the types do not differ significantly in any of the three features "
                "tested. What can be seen may be chance.",
            ),
            (
                [SURE, UNSURE, UNTESTED, UNTESTED],
                0.5,
                "The types differ significantly in one of two features tested: “Feature i1”. "
                "Anything else that can be seen may be chance. Two further features remain "
                f"untested or withheld. {CLEAREST}",
            ),
            (
                [SURE, UNSURE, SURE | {"effect": 0.2}],
                0.01,
                "The types differ significantly in two of three features tested: “Feature i1” and "
                f"“Feature i3”. In the others, single types stand out at most. {CLEAREST}",
            ),
            (
                [SURE],
                0.5,
                f"The types differ significantly in the one feature tested. {CLEAREST}",
            ),
            (
                [SURE, SURE],
                0.5,
                f"The types differ significantly in both features tested. {CLEAREST}",
            ),
            (
                [SURE] * 13,
                0.5,
                f"The types differ significantly in all 13 features tested. {CLEAREST}",
            ),
        ],
    )
    def test_a_section_says_where_the_types_differ(
        self, tests: list[dict[str, float]], alone: float, text: str
    ) -> None:
        data, tested = self._section(tests, alone)
        assert wording.section_sentences(data, tested, NAMES, 0.05, "en") == text

    @pytest.mark.parametrize(
        ("rows", "text"),
        [
            (
                [
                    _row(label="A", p_bh=0.01, effect=0.1, value=0.3, rest=0.0),
                    _row(label="B", p_bh=0.01, effect=0.3, kind="scale", value=3.26, rest=2.9),
                    _row(label="C", p_bh=0.01, difference=-0.2, value=0.0, rest=0.25),
                    _row(type="b"),
                ],
                "- **The prudent:** above the others in “B” (3.3 versus 2.9) and “A” (30\u202f% "
                "versus 0\u202f%); below the others in “C” (0\u202f% versus 25\u202f%).\n"
                "- Without a significant difference from the others: Type 2.",
            ),
            (
                [_row(p_bh=0.01), _row(type="b", p_bh=NAN)],
                "- **The prudent:** above the others in “Feature i” (50\u202f% versus 30\u202f%).\n"
                "- Not tested or not published: Type 2.",
            ),
            (
                [_row(), _row(type="b", difference=-0.2, p_bh=0.01)],
                "- **Type 2:** below the others in “Feature i” (50\u202f% versus 30\u202f%).\n"
                "- Without a significant difference from the others: the prudent.",
            ),
            (
                [_row(), _row(type="b")],
                "No single type stands out significantly from the others in this section.",
            ),
            (
                [_row(p_bh=NAN), _row(type="b", p_bh=NAN)],
                "Nothing is tested or published for the single types.",
            ),
        ],
    )
    def test_each_type_is_told_by_its_differences(
        self, rows: list[dict[str, object]], text: str
    ) -> None:
        assert wording.types_in_section(_table(*rows), NAMES, 0.05, "en") == text

    @pytest.mark.parametrize(
        ("values", "text"),
        [
            ([0.2, 0.6], "Highest – Feature i: Type 2 60\u202f% (all 40\u202f%)."),
            (
                [0.2, NAN],
                "Highest, as far as published – Feature i: the prudent 20\u202f% (all 40\u202f%).",
            ),
            ([NAN, NAN], "All values are withheld (.)."),
        ],
    )
    def test_dots_are_described(self, values: list[float], text: str) -> None:
        data = _table(_row(value=values[0]), _row(type="b", value=values[1]))
        assert wording.alt_field(data, NAMES, "en") == (
            f"Dot plot: one row for each feature, one symbol for each type. {text}"
        )

    @pytest.mark.parametrize(
        ("values", "text"),
        [
            (
                [0.6, 0.1, 0.5],
                "Field (3 features): F0 furthest above the average (60\u202f%), F1 furthest below "
                "the average (10\u202f%)",
            ),
            ([0.1], "Field (1 feature): F0 furthest below the average (10\u202f%)"),
            (
                [0.6, NAN],
                "Field (2 features, as far as published): F0 furthest above the average "
                "(60\u202f%)",
            ),
            ([0.4, 0.4], "Field (2 features): the same as the average throughout"),
            ([NAN, NAN], "Field (2 features): not published"),
        ],
    )
    def test_a_position_is_described(self, values: list[float], text: str) -> None:
        data = _table(*(_row(label=f"F{at}", value=value) for at, value in enumerate(values)))
        assert wording.alt_position([("Field", data)], PRUDENT, "en") == (
            f"Bars to the left and right of the average for the prudent. {text}."
        )

    def test_the_team_is_described(self) -> None:
        pairs = [("A", "A", 0), ("A", "B", 2), ("B", "A", 5), ("B", "B", 0)]
        frame = pd.DataFrame(pairs, columns=["learner", "teacher", "lessons"])
        data = Released(frame, (), frame.isna(), 5)
        none = Released(frame.assign(lessons=0), (), frame.isna(), 5)
        assert wording.alt_team(data, "en") == (
            "Matrix of 4 cells, who can learn from whom. Most strengths (5): row “B”, column “A”."
        )
        assert wording.alt_team(none, "en") == (
            "Matrix of who can learn from whom. All cells hold 0 strengths."
        )


class TestStrengths:
    @pytest.mark.parametrize(
        ("most", "further"),
        [
            (3, ""),
            (2, "\n\nOne more can be found in the chapters on the fields."),
            (1, "\n\nTwo more can be found in the chapters on the fields."),
        ],
    )
    def test_each_is_told_with_its_values(self, most: int, further: str) -> None:
        strong = strong_rows(
            {"strict": True},
            {"indicator": "j", "kind": "scale", "value": 3.75, "rest": 3.0},
            {"indicator": "k"},
        )
        lines = [
            r"- They plan \[much\]. [50 % versus 25 %; significant by the strict test]{.beleg}",
            "- They count. [3.8 versus 3.0 out of 5; significant]{.beleg}",
            "- They share. [50 % versus 25 %; significant]{.beleg}",
        ]
        told = "\n".join(lines[:most]).replace(" %", "\u202f%") + further
        found = wording.strength_lines(strong, SENTENCES, {"j": 5}, most, language="en")
        assert found == told

    @pytest.mark.parametrize(
        ("sentences", "secret", "text"),
        [
            (
                SENTENCES,
                False,
                "This type does not stand clearly and significantly above the others in any "
                "feature.",
            ),
            (
                SENTENCES,
                True,
                "As far as published, this type does not stand clearly and significantly above the "
                "others in any feature.",
            ),
            ({}, False, "What counts as a strength in this survey is not specified."),
        ],
    )
    def test_none_is_said_to_be_none(
        self, sentences: dict[str, str], secret: bool, text: str
    ) -> None:
        none = strong_rows()
        found = wording.strength_lines(none, sentences, {}, secret=secret, language="en")
        assert found == text

    @pytest.mark.parametrize(
        ("strict", "tests", "secret", "text"),
        [
            (
                [],
                0,
                False,
                "Nothing could be compared; strengths are therefore not known.",
            ),
            (
                [],
                1,
                False,
                "The one comparison yielded no strength: no difference upwards that is significant "
                "and large enough.",
            ),
            (
                [],
                1295,
                True,
                "As far as published, 1,295 comparisons yielded no strength: no difference upwards "
                "that is significant and large enough.",
            ),
            (
                [True],
                1,
                False,
                "The one comparison yielded one strength. It also stands up to the strict test.",
            ),
            (
                [False],
                295,
                True,
                "As far as published, 295 comparisons yielded one strength. It does not stand up "
                "to the strict test.",
            ),
            (
                [False, False],
                295,
                False,
                "295 comparisons yielded two strengths. None of them stands up to the strict test.",
            ),
            (
                [True, False],
                295,
                False,
                "295 comparisons yielded two strengths. One of them also stands up to the strict "
                "test.",
            ),
            (
                [True, True, False],
                295,
                False,
                "295 comparisons yielded three strengths. Two of them also stand up to the strict "
                "test.",
            ),
            (
                [True, True],
                295,
                False,
                "295 comparisons yielded two strengths. Both also stand up to the strict test.",
            ),
            (
                [True] * 13,
                295,
                False,
                "295 comparisons yielded 13 strengths. All of them also stand up to the strict "
                "test.",
            ),
        ],
    )
    def test_the_overview_counts_strengths_and_tests(
        self, strict: list[bool], tests: int, secret: bool, text: str
    ) -> None:
        strong = strong_rows(*({"strict": one} for one in strict))
        found = wording.strengths_overview(strong, tests, named=True, secret=secret, language="en")
        assert found == text

    def test_lessons_are_told_teacher_by_teacher(self) -> None:
        columns = ["teacher", "indicator", "kind", "teacher_value", "learner_value"]
        rows = [("b", "i", "share", 0.5, 0.0), ("b", "k", "scale", 3.5, 2.0)]
        taught = pd.DataFrame(rows, columns=columns)
        lessons = {"i": "plan more", "k": "share"}
        assert wording.lesson_lines(taught, lessons, NAMES, "en") == (
            "- **Type 2:** plan more (50\u202f% versus 0\u202f%); share (3.5 versus 2.0)."
        )
        assert wording.lesson_lines(taught.iloc[:0], {}, NAMES, "en") == (
            "As far as published, the analysis finds no significant strength of another type in "
            "which this type is below the others."
        )
