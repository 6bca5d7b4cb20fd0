"""Sentences read well for one, none and many, and say only what the tables show."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.results.made_up import released

from typfrage.profiles.disclosure import Released
from typfrage.results import wording
from typfrage.results.type_names import TypeName
from typfrage.survey.waves.reference_types import ReferenceType

NAN = float("nan")


def _name(name: str, *, matched: bool = True) -> TypeName:
    reference = ReferenceType.model_construct(id=name) if matched else None
    return TypeName(name, 0, name, "#000000", "circle", reference, 0.9)


def test_the_overview_repeats_the_table() -> None:
    data = released(count=[1300, pd.NA], share=[0.75, float("nan")])
    text = wording.types_overview(data, [_name("die A"), _name("die B")], "de")
    assert text == (
        "Die Kommunen verteilen sich auf die A (75,0\u202f%, n\u202f=\u202f1.300) "
        "und die B (Zahl nicht veröffentlicht)."
    )


@pytest.mark.parametrize(
    ("names", "expected", "text"),
    [
        (["a", "b"], ["a", "b"], "Jeder gefundene Typ entspricht einem Typ der Studie."),
        (
            ["a"],
            ["a", "b"],
            "Einem Typ der Studie entspricht dieser Typ: a. "
            "Nicht wiedergefunden wurde dieser Typ: b.",
        ),
        (
            ["a", "b", "x!"],
            ["a", "b", "c", "d"],
            "Einem Typ der Studie entsprechen diese Typen: a und b. "
            "Ohne Entsprechung bleibt dieser Typ: x. "
            "Nicht wiedergefunden wurden diese Typen: c und d.",
        ),
        (
            ["x!", "y!"],
            ["a"],
            "Keiner der gefundenen Typen entspricht einem Typ der Studie. "
            "Ohne Entsprechung bleiben diese Typen: x und y. "
            "Nicht wiedergefunden wurde dieser Typ: a.",
        ),
    ],
)
def test_matching_is_told_for_one_none_and_many(
    names: list[str], expected: list[str], text: str
) -> None:
    found = [_name(name.rstrip("!"), matched=not name.endswith("!")) for name in names]
    assert wording.matching_sentences(found, expected, "de") == text


def test_without_reference_types_nothing_is_matched() -> None:
    assert "keine Referenztypen" in wording.matching_sentences(
        [_name("x", matched=False)], [], "de"
    )


class TestPortraits:
    ROW = pd.Series({"count": 40, "share": 0.4})
    GOALS = released(
        label=["A", "B", "C"],
        share=[0.9, 0.8, 0.1],
        overall=[0.5, 0.6, 0.4],
        deviation=[0.4, 0.2, -0.3],
    )

    def test_a_type_is_introduced_by_size_and_goals(self) -> None:
        assert wording.type_portrait(self.ROW, self.GOALS, 100, "de") == (
            "Zu diesem Typ gehören 40 der 100 Kommunen (40,0\u202f%). Am stärksten heben ihn die "
            "Ziele „A“ (90\u202f% gegenüber 50\u202f% im Durchschnitt) und „B“ (80\u202f% "
            "gegenüber 60\u202f% im Durchschnitt) vom Durchschnitt ab."
        )

    def test_one_goal_is_told_in_the_singular(self) -> None:
        one = released(label=["A", "B"], share=[0.9, 0.1], overall=[0.5] * 2, deviation=[0.4, -0.4])
        assert "Am stärksten hebt ihn das Ziel „A“" in wording.type_portrait(
            self.ROW, one, 100, "de"
        )

    def test_a_type_like_the_average_is_said_to_be_like_it(self) -> None:
        none = released(label=["A"], share=[0.5], overall=[0.5], deviation=[0.0])
        assert wording.type_portrait(self.ROW, none, 100, "de").endswith(
            "Kein Ziel hebt ihn vom Durchschnitt ab."
        )

    def test_what_is_withheld_is_neither_told_nor_taken_for_average(self) -> None:
        nan = float("nan")
        secret = released(label=["A"], share=[nan], overall=[0.5], deviation=[nan])
        row = pd.Series({"count": pd.NA, "share": nan})
        text = wording.type_portrait(row, secret, 100, "de")
        assert text == (
            "Wie viele Kommunen zu diesem Typ gehören, wird nicht veröffentlicht, damit keine "
            "einzelne zu erkennen ist. Auch die Anteile seiner Ziele werden nicht veröffentlicht."
        )
        assert "so wenige" not in text
        for alt in (
            wording.alt_goals(secret, _name("x"), "de"),
            wording.alt_heatmap(
                Released(secret.frame.assign(type="x"), (), secret.withheld, 5), [_name("x")], "de"
            ),
        ):
            assert alt.endswith("Die Anteile werden nicht veröffentlicht.")

    @pytest.mark.parametrize(
        ("shares", "told"),
        [
            (
                [NAN, 0.8, 0.9],
                "Geheim bleibt der Anteil des Ziels „A“, das ihn in der Studie kennzeichnet.",
            ),
            (
                [NAN, NAN, 0.9],
                "Geheim bleiben die Anteile der Ziele „A“ und „B“, die ihn in der Studie "
                "kennzeichnen.",
            ),
            ([0.9, 0.8, NAN], "vom Durchschnitt ab."),
        ],
    )
    def test_no_other_goal_seems_to_mark_a_type_whose_own_are_withheld(
        self, shares: list[float], told: str
    ) -> None:
        goals = released(
            label=["A", "B", "C"], share=shares, overall=[0.5] * 3,
            deviation=[share - 0.5 for share in shares],
        )  # fmt: skip
        text = wording.type_portrait(self.ROW, goals, 100, "de", ("A", "B"))
        assert text.endswith(told)
        lines = wording.card(
            self.ROW, goals, pd.DataFrame(columns=["indicator"]), {}, "de", ("A", "B")
        )
        assert ("Kennzeichnend, aber geheim: A" in lines) == ("Geheim" in told)

    def test_alternative_texts_repeat_the_figures(self) -> None:
        assert wording.alt_goals(self.GOALS, _name("die X"), "de").endswith(
            "Am häufigsten: A 90\u202f%, B 80\u202f% und C 10\u202f%."
        )
        sizes = released(count=[40], share=[0.4])
        assert "die X (40,0\u202f%, n\u202f=\u202f40)" in wording.alt_types(
            sizes, [_name("die X")], "de"
        )


class TestCards:
    STRONG = pd.DataFrame({"indicator": ["j", "i"]})
    SENTENCES = {"i": "Sie planen.", "j": "Sie teilen [viel]."}

    def _card(self, row: dict[str, Any], goals: Released, strong: pd.DataFrame) -> list[str]:
        return wording.card(pd.Series(row), goals, strong, self.SENTENCES, "de").split("\n\n")

    def test_size_goals_and_the_largest_strength_stand_in_three_lines(self) -> None:
        row = {"count": 1040, "share": 0.4}
        assert self._card(row, TestPortraits.GOALS, self.STRONG) == [
            "1.040 Kommunen, 40,0\u202f%",
            "Ziele: A (90\u202f%) und B (80\u202f%)",
            r"Größte Stärke: Sie teilen \[viel\].",
        ]

    @pytest.mark.parametrize(
        ("deviation", "wants"),
        [
            ([0.4, -0.4], "Ziele: A (90\u202f%)"),
            ([0.0, -0.4], "Ziele: kein Schwerpunkt"),
            ([float("nan"), -0.4], "Ziele, soweit veröffentlicht: kein Schwerpunkt"),
            ([float("nan"), 0.1], "Ziele, soweit veröffentlicht: B (10\u202f%)"),
            ([float("nan")] * 2, "Ziele: nicht veröffentlicht"),
        ],
    )
    def test_what_there_is_not_is_said_to_be_missing(
        self, deviation: list[float], wants: str
    ) -> None:
        goals = released(label=["A", "B"], share=[0.9, 0.1], deviation=deviation)
        row = {"count": pd.NA, "share": float("nan")}
        assert self._card(row, goals, self.STRONG.iloc[:0]) == [
            "Zahl nicht veröffentlicht",
            wants,
            "Größte Stärke: keine bekannt",
        ]

    def test_one_municipality_is_told_in_the_singular(self) -> None:
        row = {"count": 1, "share": 0.01}
        size = self._card(row, TestPortraits.GOALS, self.STRONG)[0]
        assert size == "1 Kommune, 1,0\u202f%"


def test_what_is_withheld_may_be_the_largest() -> None:
    """An Optimierer's goal that nearly all chose is withheld: the next is not the largest."""
    goals = released(
        label=["A", "B"],
        share=[float("nan"), 0.2],
        overall=[0.5, 0.1],
        deviation=[float("nan"), 0.1],
    )
    text = wording.type_portrait(TestPortraits.ROW, goals, 100, "de")
    assert "Soweit veröffentlicht, hebt ihn am stärksten das Ziel „B“" in text
    assert "Am häufigsten, soweit veröffentlicht: B 20" in wording.alt_goals(
        goals, _name("x"), "de"
    )
    none = released(
        label=["A", "B"],
        share=[float("nan"), 0.1],
        overall=[0.5, 0.2],
        deviation=[float("nan"), -0.1],
    )
    text = wording.type_portrait(TestPortraits.ROW, none, 100, "de")
    assert text.endswith("Soweit veröffentlicht, hebt ihn kein Ziel vom Durchschnitt ab.")


def test_goals_alone_may_be_withheld() -> None:
    secret = released(label=["A"], share=[float("nan")], deviation=[float("nan")])
    text = wording.type_portrait(TestPortraits.ROW, secret, 100, "de")
    assert text.endswith("(40,0\u202f%). Die Anteile seiner Ziele werden nicht veröffentlicht.")


def test_names_and_labels_from_data_stay_text() -> None:
    hostile = _name("*Typ* <b>@fig-x</b>", matched=False)
    text = wording.matching_sentences([hostile], ["die Alphas"], "de")
    assert r"\*Typ\* \<b\>\@fig-x\</b\>" in text
    assert wording.absent_type("die [x](y)", "de").count(r"\[x\]\(y\)") == 1
