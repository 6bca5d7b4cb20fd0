"""Each criterion is told in plain German, whatever it found."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from tests.results.made_up import released, verdict_on_one_type

from typfrage.profiles.disclosure import Column, Released
from typfrage.results import wording
from typfrage.results.findings import CRITERIA, Favour, Standing, Verdict
from typfrage.results.type_names import TypeName

NAN = float("nan")
K4 = "k\u202f=\u202f4"
SECRET = float("nan")
MORE = "In den Antworten steckt mehr als Zufall: Gruppen in Daten ohne Typen sind selten so"


def _name(name: str) -> TypeName:
    return TypeName(name, 0, name, "#000000", "circle", None, 0.9)


def _favour(criterion: str, favoured: int | None, **rest: Any) -> Favour:
    known: dict[str, Any] = {
        **{"computed": True, "value": 0.25, "reported": 4, "value_at_reported": 0.23},
        "at_the_end": False,
    }
    return Favour(criterion, favoured=favoured, **(known | rest))


def _all(*favoured: int | None) -> list[Favour]:
    return [_favour(name, k) for name, k in zip(CRITERIA, favoured, strict=True)]


class TestCriteria:
    def test_every_criterion_that_chooses_has_its_words(self) -> None:
        for criterion in CRITERIA:
            words = wording.criterion_words(criterion, "de")
            assert words.name
            assert words.sees
            assert words.blind

    @pytest.mark.parametrize("criterion", CRITERIA)
    @pytest.mark.parametrize(
        ("favour", "end"),
        [
            ({"favoured": 4}, "Das spricht für die berichtete Zahl von vier Typen."),
            ({"favoured": 3}, "Das spricht für drei Typen."),
            ({"favoured": 1, "value": NAN}, "Das spricht gegen jede Einteilung in Typen."),
            ({"favoured": None, "value": NAN}, f"Bei {K4} beträgt der Wert 0,2"),
            (
                {"favoured": None, "value": NAN, "value_at_reported": NAN},
                "spricht für keine der geprüften Zahlen.",
            ),
            (
                {"favoured": None, "computed": False},
                "ließ sich für diese Daten nicht berechnen.",
            ),
        ],
    )
    def test_each_case_has_a_plain_sentence(
        self, criterion: str, favour: dict[str, Any], end: str
    ) -> None:
        text = wording.criterion_sentences([_favour(criterion, **favour)], "de")
        name = wording.criterion_words(criterion, "de").name
        assert text.startswith(f"- **{name}.** ")
        assert end.removesuffix("0,2") in text
        assert "nan" not in text
        assert "None" not in text
        assert text.endswith(".")

    def test_the_value_at_the_reported_number_stands_beside_another_choice(self) -> None:
        text = wording.criterion_sentences([_favour("silhouette", 3)], "de")
        assert f"k\u202f=\u202f3 (0,25); bei {K4} sind es 0,23." in text

    def test_a_choice_at_the_end_of_the_range_is_no_end(self) -> None:
        text = wording.criterion_sentences([_favour("silhouette", 8, at_the_end=True)], "de")
        assert text.endswith("noch mehr Typen könnten noch besser abschneiden.")
        gap = wording.criterion_sentences([_favour("gap_1se", 8, at_the_end=True)], "de")
        assert "Keine kleinere Zahl genügt ihrer Regel" in gap
        assert "noch besser" not in gap

    @pytest.mark.parametrize(
        ("found", "parts"),
        [
            (_all(*[4] * 8), ["Alle berechneten Kriterien sprechen für vier Typen."]),
            (
                _all(*[3] * 8),
                ["Alle berechneten Kriterien sprechen für drei Typen, keines für vier Typen."],
            ),
            (
                _all(4, 2, 8, 1, 4, None, 2, 2),
                [
                    "Die Kriterien widersprechen sich.",
                    "Für die berichteten vier Typen sprechen die Silhouette und die Stabilität.",
                    "Gegen jede Einteilung spricht die Vorhersagestärke.",
                    "Für zwei Typen sprechen der Index von Calinski und Harabasz, das AIC und das "
                    "BIC.",
                    "Für acht Typen spricht die Gap-Statistik.",
                    "Für keine der geprüften Zahlen spricht die Instabilität.",
                    "keines entscheidet allein.",
                ],
            ),
            (
                [_favour("silhouette", 2), _favour("bic", 3)],
                ["Für die berichteten vier Typen spricht keines."],
            ),
            (
                [_favour(name, None, computed=False) for name in CRITERIA],
                ["Keines der Kriterien ließ sich für diese Daten berechnen."],
            ),
        ],
    )
    def test_agreement_and_contradiction_are_said_plainly(
        self, found: list[Favour], parts: list[str]
    ) -> None:
        text = wording.choice_of_k(found, published=True, language="de")
        for part in parts:
            assert part in text
        assert text.endswith(
            "Die berichtete Zahl von vier ist durch die veröffentlichte Typologie vorgegeben, "
            "nicht durch die Kriterien gewählt."
        )

    def test_a_wave_without_published_typology_sets_its_own_number(self) -> None:
        text = wording.choice_of_k(_all(*[4] * 8), published=False, language="de")
        assert "ist für diese Welle vorgegeben" in text

    def test_the_figure_is_described_by_what_each_favours(self) -> None:
        found = [
            _favour("silhouette", 8),
            _favour("gap_1se", None),
            _favour("bic", None, computed=False),
        ]
        assert wording.alt_criteria(found, 1, 8, "de").endswith(
            "Es spricht für – Silhouette: 8 (0,25); Gap-Statistik: keine Zahl; BIC: nicht "
            "berechenbar."
        )


class TestBenchmark:
    def _table(self, p_silhouette: float, p_jaccard: float) -> pd.DataFrame:
        values = {
            "silhouette": 0.23,
            "silhouette_mean": 0.14,
            "silhouette_high": 0.16,
            "silhouette_p": p_silhouette,
            "jaccard": 0.9,
            "jaccard_mean": 0.6,
            "jaccard_high": 0.78,
            "jaccard_p": p_jaccard,
        }
        return pd.DataFrame(values, index=[4])

    def test_more_than_chance_is_said_with_value_mean_and_p(self) -> None:
        text = wording.benchmark_sentences(self._table(0.005, 0.01), 4, (0.005, 0.2), "de")
        assert (
            "Silhouette der vier Typen beträgt 0,23. Daten ohne Typen erreichen im Mittel 0,14"
            in text
        )
        assert "ergibt das p\u202f=\u202f0,005. Die Typen sind deutlicher getrennt" in text
        assert "Das gilt auch, wenn man alle geprüften Zahlen von Typen bedenkt" in text
        assert "mehrere Zahlen von Typen geprüft wurden, kann es Zufall sein" in text

    def test_no_more_than_chance_is_said_too(self) -> None:
        text = wording.benchmark_sentences(self._table(0.3, 0.06), 4, (0.4, 0.1), "de")
        assert "Die Trennung belegt keine Typen." in text
        assert "Die Stabilität belegt keine Typen." in text
        assert "deutlicher" not in text
        assert "bedenkt" not in text.lower()

    def test_what_was_not_computed_is_not_claimed(self) -> None:
        half = wording.benchmark_sentences(self._table(0.005, NAN), 4, (NAN, NAN), "de")
        assert half.endswith("Die Stabilität ließ sich so nicht prüfen.")
        none = wording.benchmark_sentences(pd.DataFrame(), 4, (NAN, NAN), "de")
        assert "nicht berechnen" in none
        for alt in (
            wording.alt_benchmark(pd.DataFrame(), 4, "de"),
            wording.alt_benchmark(self._table(NAN, NAN), 4, "de"),
        ):
            assert "nicht berechnen" in alt
            assert ".." not in alt
            assert re.search(r"\d", alt)

    def test_the_figure_is_described(self) -> None:
        alt = wording.alt_benchmark(self._table(0.005, 0.01), 4, "de")
        assert "Trennung der Typen 0,23, ohne Typen im Mittel 0,14 (p\u202f=\u202f0,005)" in alt


class TestVerdict:
    FIRM = Verdict("stable", (), Standing.FIRM)
    QUALIFIED = Verdict("pattern", (), Standing.QUALIFIED)
    WEAK = Verdict("dissolved", (), Standing.WEAK)
    UNKNOWN = Verdict(None, (), Standing.UNKNOWN)

    def _text(
        self, verdicts: list[Verdict], p: tuple[float, float], synthetic: bool = False
    ) -> str:
        return wording.verdict(
            _all(4, 4, 2, 2, 2, 2, 2, 2), verdicts, p, synthetic=synthetic, language="de"
        )

    @pytest.mark.parametrize(
        ("p", "start"),
        [
            (
                (0.005, 0.01),
                f"{MORE} getrennt (p\u202f=\u202f0,005) und so beständig (p\u202f=\u202f0,010).",
            ),
            (
                (0.005, 0.5),
                f"{MORE} getrennt (p\u202f=\u202f0,005). Die Stabilität allein belegt es nicht.",
            ),
            (
                (0.5, 0.005),
                f"{MORE} beständig (p\u202f=\u202f0,005). Die Trennung allein belegt es nicht.",
            ),
            ((0.005, NAN), f"{MORE} getrennt (p\u202f=\u202f0,005). Alle"),
            (
                (0.5, 0.5),
                "Auch Daten ohne Typen können so gute Gruppen ergeben: Dass es Typen gibt, ist "
                "nicht belegt.",
            ),
            ((0.5, NAN), "Auch Daten ohne Typen können so gute Gruppen ergeben"),
            (
                (NAN, NAN),
                "Ob es mehr als zufällige Gruppen sind, ließ sich mit diesen Daten nicht prüfen.",
            ),
        ],
    )
    def test_the_first_question_is_whether_there_are_types(
        self, p: tuple[float, float], start: str
    ) -> None:
        assert self._text([self.FIRM] * 4, p).startswith(start)

    @pytest.mark.parametrize(
        ("verdicts", "sentence"),
        [
            ([FIRM] * 4, "Alle vier Typen sind gut gestützt."),
            ([FIRM] + [QUALIFIED] * 3, "Von vier Typen ist einer gut gestützt."),
            (
                [FIRM] * 2 + [WEAK] * 2,
                "Von vier Typen sind zwei gut gestützt, zwei sind nicht gestützt.",
            ),
            (
                [QUALIFIED] * 3 + [WEAK],
                "Keiner der vier Typen ist ohne Vorbehalt gut gestützt, einer ist nicht gestützt.",
            ),
            ([WEAK] * 4, "gut gestützt, keiner ist gestützt."),
            ([UNKNOWN] * 4, "Wie fest die vier Typen stehen, ließ sich nicht prüfen."),
        ],
    )
    def test_firm_types_are_counted_in_words(self, verdicts: list[Verdict], sentence: str) -> None:
        assert sentence in self._text(verdicts, (0.01, 0.01))

    @pytest.mark.parametrize(
        ("found", "sentence"),
        [
            (_all(*[4] * 8), "Dass es gerade vier Typen sind, sagen alle Kriterien."),
            (_all(*[2] * 8), "Dass es gerade vier Typen sind, sagt keines der Kriterien."),
            (_all(4, *[2] * 7), "nicht einhellig: Von acht spricht eines dafür."),
            (_all(*[4] * 7, None), "nicht einhellig: Von acht sprechen sieben dafür."),
            (
                [_favour("bic", None, computed=False)],
                "Ob es gerade vier Typen sind, ließ sich nicht prüfen.",
            ),
        ],
    )
    def test_the_criteria_are_counted_in_words(self, found: list[Favour], sentence: str) -> None:
        assert sentence in wording.verdict(
            found, [self.FIRM], (0.01, 0.01), synthetic=False, language="de"
        )

    @pytest.mark.parametrize("synthetic", [True, False])
    def test_synthetic_data_say_nothing_of_real_municipalities(self, synthetic: bool) -> None:
        text = self._text([self.FIRM] * 4, (0.01, 0.01), synthetic)
        assert ("Über wirkliche Kommunen sagt das nichts" in text) is synthetic


class TestTypes:
    def test_a_firm_type_is_told_with_all_that_supports_it(self) -> None:
        assert wording.type_verdicts(verdict_on_one_type(), [_name("die *A*")], "de") == (
            r"- **Die \*A\*: gut gestützt.** Der Typ findet sich in Stichproben sehr stabil wieder "
            "(Jaccard 0,90). Andere Verfahren finden ihn im Mittel mit einer Ähnlichkeit von 0,80 "
            "wieder. Seine Silhouette beträgt 0,20. 13\u202f% seiner Kommunen stehen zwischen zwei "
            "Typen."
        )

    def test_doubts_are_told_where_their_value_stands(self) -> None:
        data = verdict_on_one_type(elsewhere=0.4, silhouette=-0.01, mixed=0.6)
        text = wording.type_verdicts(data, [_name("a")], "de")
        assert "nicht gestützt" in text
        assert "finden ihn so nicht: Im Mittel beträgt die Ähnlichkeit 0,40." in text
        assert "ein anderer Typ mindestens ebenso nah" in text
        assert "Mindestens die Hälfte seiner Kommunen (60\u202f%) steht zwischen" in text

    def test_every_band_has_its_sentence(self) -> None:
        bands = [0.4, 0.55, 0.7, 0.8, 0.9]
        lines = {
            wording.type_verdicts(verdict_on_one_type(jaccard=b), [_name("a")], "de") for b in bands
        }
        assert len(lines) == len(wording.band_words("de")) == 5

    def test_what_is_unknown_or_withheld_is_not_told(self) -> None:
        data = verdict_on_one_type(jaccard=NAN, elsewhere=NAN, silhouette=SECRET, mixed=SECRET)
        assert wording.type_verdicts(data, [_name("a")], "de") == (
            "- **A: nicht geprüft.** Seine Stabilität ließ sich nicht berechnen. Wie viele seiner "
            "Kommunen zwischen zwei Typen stehen, wird nicht veröffentlicht. Mehr ist über ihn "
            "nicht bekannt."
        )
        none = wording.type_verdicts(verdict_on_one_type(mixed=0.0), [_name("a")], "de")
        assert none.endswith("Keine seiner Kommunen steht zwischen zwei Typen.")

    def test_stability_is_described(self) -> None:
        stability = released(jaccard=[0.8], band=["stabil"])
        assert "die X 0,80 (stabil)." in wording.alt_stability(stability, [_name("die X")], "de")


class TestMixed:
    def _overall(self, count: Any, share: float) -> Released:
        return released(count=[count], share=[share], base=[412])

    @pytest.mark.parametrize(
        ("count", "share", "shares", "text"),
        [
            (0, 0.0, [0.0, 0.0], "Keine der 412 Kommunen steht zwischen zwei Typen."),
            (
                50,
                0.1214,
                [0.2, 0.1],
                "Von 412 Kommunen stehen 50 (12,1\u202f%) zwischen zwei Typen. Je Typ reicht ihr "
                "Anteil von 10,0\u202f% (b) bis 20,0\u202f% (a).",
            ),
            (
                50,
                0.1214,
                [0.1, 0.1],
                "Von 412 Kommunen stehen 50 (12,1\u202f%) zwischen zwei Typen. In allen Typen ist "
                "ihr Anteil gleich groß.",
            ),
            (
                1,
                0.0024,
                [SECRET, SECRET],
                "Von 412 Kommunen steht 1 (0,2\u202f%) zwischen zwei Typen.",
            ),
            (
                pd.NA,
                SECRET,
                [SECRET, 0.1],
                "Wie viele Kommunen zwischen zwei Typen stehen, wird nicht veröffentlicht.",
            ),
        ],
    )  # fmt: skip
    def test_none_one_many_and_secret(
        self, count: Any, share: float, shares: list[float], text: str
    ) -> None:
        names = [_name("a"), _name("b")]
        assert wording.mixed_sentences(self._overall(count, share), shares, names, "de") == text

    def test_withheld_types_are_not_ranked(self) -> None:
        names = [_name("a"), _name("b"), _name("c")]
        text = wording.mixed_sentences(self._overall(50, 0.12), [SECRET, 0.1, 0.2], names, "de")
        assert "Soweit veröffentlicht, reicht ihr Anteil von 10,0\u202f% (b) bis" in text
        assert "a nicht veröffentlicht, b 10,0\u202f% und c" in wording.alt_mixed(
            [SECRET, 0.1, 0.2], names, "de"
        )


class TestAgreement:
    def _methods(self, *index: float) -> Released:
        names = ["k-Means", "PAM", "Ward", "latente Klassen"][: len(index) + 1]
        columns = (Column("method", "Verfahren"), Column("kmeans", "k-Means", "number", base="n"))
        return released(columns, method=names, kmeans=[1.0, *index])

    @pytest.mark.parametrize(
        ("index", "text"),
        [
            ((), "ließ sich für diese Daten kein anderes Verfahren vergleichen."),
            ((0.9,), "Mit k-Means verglichen beträgt der Rand-Index für PAM 0,90."),
            ((1.0,), "Ein anderes findet genau dieselben Typen wie k-Means."),
            ((1.0, 1.0), "Alle anderen Verfahren finden genau dieselben Typen wie k-Means."),
            (
                (0.3, 0.9, NAN),
                "Mit k-Means verglichen ist der Rand-Index am größten für Ward (0,90) und am "
                "kleinsten für PAM (0,30).",
            ),
        ],
    )
    def test_other_methods(self, index: tuple[float, ...], text: str) -> None:
        assert wording.agreement_of_methods(self._methods(*index), "de").endswith(text)
        assert "k-Means verglichen" in wording.alt_methods(self._methods(*index), "de")

    @pytest.mark.parametrize(
        ("index", "start"),
        [
            ([1, 1, 1 - 1e-12], "Alle drei Wiederholungen mit anderen Zufallszahlen finden"),
            ([1, 1, 0.9], "Zwei der drei Wiederholungen mit anderen Zufallszahlen finden"),
            ([1, 0.5, 0.9], "Nur eine der drei Wiederholungen mit anderen Zufallszahlen findet"),
            ([0.5, 0.9], "Keine der zwei Wiederholungen mit anderen Zufallszahlen findet"),
        ],
    )
    def test_other_starts(self, index: list[float], start: str) -> None:
        assert wording.agreement_of_starts(index, "de").startswith(start)

    @pytest.mark.parametrize(
        ("index", "shares", "text"),
        [
            (
                [0.5, 0.9],
                [0.7, 1.0],
                "Am stärksten ändern sich die Typen ohne „a“ (Index 0,50; 70,0\u202f% der Kommunen "
                "bleiben dann im selben Typ). Am wenigsten hängen sie von „b“ ab (0,90).",
            ),
            ([0.5], [SECRET], "Am stärksten ändern sich die Typen ohne „a“ (Index 0,50)."),
            (
                [1.0, 1.0],
                [1.0, 1.0],
                "Lässt man eine der Angaben weg, welche auch immer, bleiben die Typen dieselben.",
            ),
            (
                [NAN, NAN],
                [NAN, NAN],
                "Was ohne einzelne Angaben aus den Typen würde, ließ sich nicht berechnen.",
            ),
        ],
    )
    def test_without_items(self, index: list[float], shares: list[float], text: str) -> None:
        items = ["a", "b"][: len(index)]
        data = released(item=items, adjusted_rand=index, matched_share=shares)
        assert wording.agreement_without_items(data, "de") == text
        assert re.search(r"\d", wording.alt_items(data, "de"))


class TestSplitting:
    def _data(self) -> Released:
        return released(
            k=[2, 2, 3, 3, 3, 3, 3, 3],
            type=["2.1", "2.2", "A: x", "B", "C", "A: x", "B", "B"],
            origin=["", "", "", "", "", "2.1", "2.1", "2.2"],
            count=[60, 40, 40, 50, pd.NA, 40, 10, 40],
        )

    def test_origins_are_told_for_one_and_many(self) -> None:
        assert wording.splitting_sentences(self._data(), 3, "de") == (
            "Beim Schritt von zwei auf drei Typen stammen, soweit veröffentlicht, aus je einem "
            "Typ: A; aus mehreren Typen: B."
        )

    def test_without_moves_there_is_nothing_to_tell(self) -> None:
        assert wording.splitting_sentences(self._data(), 2, "de") == ""

    def test_the_figure_is_described_without_withheld_sizes(self) -> None:
        alt = wording.alt_splitting(self._data(), 3, "de")
        assert "B (50, vor allem aus Typ 2.2)" in alt
        assert "C (Zahl nicht veröffentlicht)" in alt
