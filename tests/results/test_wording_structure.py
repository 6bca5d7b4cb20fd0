"""Sentences about regression and weighting read well in every outcome, and tell no small count."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.results.made_up import raked_weights, structure_model

from typfrage.profiles.disclosure import Released
from typfrage.profiles.structure_model import StructureModel
from typfrage.results import wording

NAN = float("nan")
LABELS = {"ost": "Ostdeutsche Länder", "art=stadt": "Stadt (statt: Landkreis)"}


def _effects(*rows: tuple[float, float, float]) -> Released:
    """Effect, low and high of each type."""
    frame = pd.DataFrame(list(rows), columns=["effect", "low", "high"])
    labels = [f"Merkmal {at}" for at in range(len(frame))]
    frame = frame.assign(label=labels, type="Typ 2: a_b · c")
    return Released(frame, (), frame.isna(), 5)


UNSURE = (0.05, -0.01, 0.1)
SAYS = (
    "Die Struktur einer Kommune sagt etwas über ihren Typ (Likelihood-Quotienten-Test, {p}). "
    "Wie viel, zeigt ein Gütemaß, das bei null beginnt und mit der Vorhersage steigt: McFaddens "
    "Pseudo-R² beträgt 0,03. "
)


def _sentences(model: StructureModel, *effects: tuple[float, float, float]) -> str:
    return wording.regression_sentences(model, _effects(*effects), LABELS, (), 0.05, "de")


class TestRegression:
    @pytest.mark.parametrize(
        ("changed", "text"),
        [
            (
                {"status": "too_few"},
                "Für eine Regression sind die Typen zu klein: Auf jedes Merkmal müssten im "
                "kleinsten Typ wenigstens zehn Kommunen kommen. Sie wurde deshalb nicht gerechnet.",
            ),
            (
                {"status": "separated", "reasons": ("ost",)},
                "Die Regression lässt sich nicht schätzen, weil „Ostdeutsche Länder“ einen Typ "
                "vollständig bestimmt oder ausschließt. Werte, die ein Programm trotzdem ausgäbe, "
                "wären falsch.",
            ),
            (
                {"status": "separated", "reasons": ("ost", "art=stadt")},
                "Die Regression lässt sich nicht schätzen, weil „Ostdeutsche Länder“ und „Stadt "
                r"\(statt: Landkreis\)“ einen Typ vollständig bestimmen oder ausschließen. Werte, "
                "die ein Programm trotzdem ausgäbe, wären falsch.",
            ),
            (
                {"status": "collinear", "reasons": ("ost", "art=stadt")},
                "Die Regression lässt sich nicht schätzen, weil sich die Merkmale „Ostdeutsche "
                r"Länder“ und „Stadt \(statt: Landkreis\)“ auseinander ergeben.",
            ),
            (
                {"status": "not_converged", "left_out": 3},
                "Die Regression ließ sich nicht schätzen: Das Verfahren fand keine Lösung. "
                "Kommunen mit unvollständigen Angaben bleiben außen vor.",
            ),
        ],
    )
    def test_what_is_not_estimated_says_why(self, changed: dict[str, Any], text: str) -> None:
        nothing = dict.fromkeys(["lr_statistic", "lr_p", "pseudo_r2"], NAN)
        assert _sentences(structure_model(LABELS, **(nothing | changed))) == text

    def test_what_explains_nothing_is_told_with_its_test(self) -> None:
        assert _sentences(structure_model(LABELS, lr_p=0.721), UNSURE, UNSURE) == (
            "Dass sich der Typ einer Kommune aus ihrer Struktur vorhersagen lässt, ist nicht "
            "nachgewiesen: Alle Merkmale zusammen erklären nicht nachweisbar mehr als Zufall "
            "(Likelihood-Quotienten-Test, p\u202f=\u202f0,721; McFaddens Pseudo-R² beträgt 0,03). "
            "Keine einzelne Wirkung ist von null zu unterscheiden."
        )

    @pytest.mark.parametrize(
        ("effects", "text"),
        [
            (
                [UNSURE, (0.12, 0.03, 0.2)],
                "Eine von zwei Wirkungen ist einzeln von null zu unterscheiden, ohne Anpassung an "
                "die Zahl der Vergleiche: „Merkmal 1“ (Typ 2), +12 Prozentpunkte (Intervall +3 bis "
                "+20).",
            ),
            (
                [(0.01, 0.004, 0.02), (-0.014, -0.02, -0.005), UNSURE],
                "Zwei von drei Wirkungen sind einzeln von null zu unterscheiden, ohne Anpassung an "
                "die Zahl der Vergleiche: am größten „Merkmal 1“ (Typ 2), −1 Prozentpunkt "
                "(Intervall −2 bis 0).",
            ),
        ],
    )
    def test_the_largest_effect_is_told(
        self, effects: list[tuple[float, float, float]], text: str
    ) -> None:
        says = SAYS.format(p="p\u202f=\u202f0,012")
        assert _sentences(structure_model(LABELS), *effects) == says + text

    def test_a_tiny_p_value_is_told_as_a_bound(self) -> None:
        text = _sentences(structure_model(LABELS, lr_p=1e-9), UNSURE)
        assert text.startswith(SAYS.format(p="p\u202f<\u202f0,001"))

    def test_what_is_the_same_for_all_is_named(self) -> None:
        for constant, end in ((["A_1"], r"„A\_1“."), (["A", "B"], "„A“ und „B“.")):
            text = wording.regression_sentences(
                structure_model(LABELS), _effects(UNSURE), LABELS, constant, 0.05, "de"
            )
            same = "Ohne Unterschied zwischen den Kommunen und deshalb weggelassen: "
            assert same + end in text

    def test_how_few_answers_are_incomplete_is_not_counted(self) -> None:
        for left_out in (1, 4, 40):
            text = _sentences(structure_model(LABELS, left_out=left_out), UNSURE)
            assert "Kommunen mit unvollständigen Angaben bleiben außen vor." in text

    def test_the_figure_is_described_by_its_largest_effect(self) -> None:
        assert wording.alt_regression(_effects(UNSURE, (-0.12, -0.2, -0.03)), "de") == (
            "Punktdiagramm von 2 mittleren Wirkungen mit Intervallen; 1 davon schließt null aus. "
            "Am größten: Merkmal 1 (Typ 2), −12 Prozentpunkte."
        )
        assert "0 Wirkungen" in wording.alt_regression(_effects((NAN, NAN, NAN)), "de")


class TestInShort:
    OPEN = "Ob sich die Typen nach Art, Größe und Lage der Kommunen unterscheiden, ist offen."
    ALIKE = "Nach Art, Größe und Lage der Kommunen unterscheiden sich die Typen nicht gesichert."

    @pytest.mark.parametrize(
        ("p", "model", "text"),
        [
            ([], None, OPEN),
            ([NAN, NAN], structure_model(LABELS, status="too_few"), OPEN),
            (
                [0.2, NAN],
                None,
                "Soweit geprüft und veröffentlicht, unterscheiden sich die Typen "
                "nach Art, Größe und Lage der Kommunen nicht gesichert.",
            ),
            (
                [0.04, 0.05],
                None,
                "In ihrer Struktur unterscheiden sich die Typen gesichert: „Ostdeutsche Länder“ "
                r"und „Stadt \(statt: Landkreis\)“.",
            ),
            (
                [0.2, 0.2],
                structure_model(LABELS, lr_p=0.3),
                ALIKE + " Dass die Struktur einer Kommune ihren Typ vorhersagt, ist nicht "
                "nachgewiesen.",
            ),
            (
                [0.01, 0.2],
                structure_model(LABELS),
                "In ihrer Struktur unterscheiden sich die Typen gesichert: „Ostdeutsche Länder“. "
                "Alle Merkmale zusammen sagen etwas über den Typ einer Kommune, wenn auch nicht "
                "alles (Pseudo-R² 0,03).",
            ),
        ],
    )
    def test_differences_and_prediction_are_told(
        self, p: list[float], model: StructureModel | None, text: str
    ) -> None:
        tests = pd.DataFrame({"p_bh": p}, index=list(LABELS)[: len(p)])
        assert wording.structure_in_short(tests, LABELS, model, 0.05, "de") == text

    def test_the_level_is_the_waves_own(self) -> None:
        tests = pd.DataFrame({"p_bh": [0.04]}, index=["ost"])
        assert wording.structure_in_short(tests, LABELS, None, 0.01, "de") == self.ALIKE


def _composition(*pairs: tuple[float, float]) -> Released:
    frame = pd.DataFrame(list(pairs), columns=["share", "weighted_share"])
    frame = frame.assign(type=["die A", "Typ 2: a_b · c", "die C"][: len(frame)])
    return Released(frame, (), frame.isna(), 5)


def _strengths(*weighted: float) -> Released:
    frame = pd.DataFrame({"difference": [0.2] * len(weighted), "weighted": list(weighted)})
    return Released(frame.astype(float), (), frame.isna(), 5)


NOTHING = (_composition((NAN, NAN)), _strengths())


class TestWeighting:
    def test_all_that_weighting_does_is_told_in_turn(self) -> None:
        text = wording.weighting_sentences(
            raked_weights(trimmed=12, uncovered=2, off=0.063), 3,
            _composition((0.5, 0.45), (0.3, 0.412), (NAN, NAN)), _strengths(0.1, 0.2), 5, "de",
        )  # fmt: skip
        assert text == (
            "Der Designeffekt beträgt 1,2: Die 60 Antworten sagen gewichtet so viel wie 48 gleich "
            "gewichtete. Zwölf Gewichte sind gekappt. Zwei Länder oder Größenklassen sind unter "
            "den Antworten nicht vertreten und nicht hochzurechnen. Die Gewichte erreichen die "
            "Anteile der Grundgesamtheit nicht ganz; die größte Abweichung beträgt 6,3 "
            "Prozentpunkte. Kommunen ohne Angabe zu Land oder Größe bleiben außen vor. Die größte "
            "Verschiebung unter den Anteilen der Typen beträgt +11,2 Prozentpunkte (Typ 2). Beide "
            "Stärken haben auch gewichtet dieselbe Richtung."
        )

    def test_what_does_not_happen_is_not_told(self) -> None:
        assert wording.weighting_sentences(raked_weights(), 0, *NOTHING, 5, "de") == (
            "Der Designeffekt beträgt 1,2: Die 60 Antworten sagen gewichtet so viel wie 48 gleich "
            "gewichtete. Kein Gewicht musste gekappt werden."
        )

    @pytest.mark.parametrize(
        ("trimmed", "minimum", "text"),
        [
            (1, 5, "Wenige Gewichte sind gekappt."),
            (4, 5, "Wenige Gewichte sind gekappt."),
            (5, 5, "Fünf Gewichte sind gekappt."),
            (13, 5, "13 Gewichte sind gekappt."),
            (56, 5, "Fast alle Gewichte sind gekappt."),
            (1, 1, "Ein Gewicht ist gekappt."),
        ],
    )
    def test_few_trimmed_weights_are_not_counted(
        self, trimmed: int, minimum: int, text: str
    ) -> None:
        told = wording.weighting_sentences(
            raked_weights(trimmed=trimmed), 0, *NOTHING, minimum, "de"
        )
        assert told.endswith(text)

    def test_one_category_without_answers_is_told_in_the_singular(self) -> None:
        text = wording.weighting_sentences(raked_weights(uncovered=1), 0, *NOTHING, 5, "de")
        assert text.endswith(
            "Ein Land oder eine Größenklasse ist unter den Antworten nicht vertreten und nicht "
            "hochzurechnen."
        )

    def test_a_tiny_deviation_is_told_as_a_bound(self) -> None:
        text = wording.weighting_sentences(raked_weights(off=1e-6), 0, *NOTHING, 5, "de")
        assert text.endswith("die größte Abweichung beträgt weniger als 0,1 Prozentpunkte.")

    @pytest.mark.parametrize(
        ("weighted", "text"),
        [
            ([0.1], "Die eine Stärke hat auch gewichtet dieselbe Richtung."),
            ([-0.1], "Die eine Stärke hat gewichtet nicht mehr dieselbe Richtung."),
            ([0.1] * 3, "Alle drei Stärken haben auch gewichtet dieselbe Richtung."),
            ([0.0, -0.1], "Keine Stärke hat gewichtet dieselbe Richtung."),
            ([0.1, -0.1, -0.1], "Von drei Stärken hat eine auch gewichtet dieselbe Richtung."),
            ([0.1, 0.2, -0.1], "Von drei Stärken haben zwei auch gewichtet dieselbe Richtung."),
            ([0.1, NAN], "Die eine Stärke hat auch gewichtet dieselbe Richtung."),
        ],
    )
    def test_strengths_that_keep_their_direction_are_counted(
        self, weighted: list[float], text: str
    ) -> None:
        told = wording.weighting_sentences(
            raked_weights(), 0, NOTHING[0], _strengths(*weighted), 5, "de"
        )
        assert told.endswith(f"gekappt werden. {text}")


def test_what_was_not_computed_says_why_in_whole_sentences() -> None:
    for text in (wording.no_frame("de"), wording.no_regression("de")):
        assert text.count(". ") == 1
        assert text.endswith(".")
