"""Sentences about strengths, lessons and structure read well for none, one and many."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.results.made_up import strong_rows

from typfrage.profiles.disclosure import Released
from typfrage.results import wording
from typfrage.results.type_names import TypeName

NAN = float("nan")
NAMES = (
    TypeName("a", 0, "die Alphas", "#111111", "circle", None, 0.9),
    TypeName("b", 1, "Typ 2: eins · zwei", "#222222", "square", None, NAN),
    TypeName("c", 2, "die Gammas", "#333333", "diamond", None, 0.9),
)
SENTENCES = {"i": "Sie planen [viel].", "j": "Sie zählen.", "k": "Sie teilen."}


class TestStrengths:
    def test_each_is_told_with_its_values_and_how_sure_it_is(self) -> None:
        strong = strong_rows(
            {"strict": True},
            {"indicator": "j", "kind": "scale", "value": 3.75, "rest": 3.0},
            {"indicator": "k", "rest": 0.0},
        )
        assert wording.strength_lines(strong, SENTENCES, {"j": 5}, language="de") == (
            "- Sie planen \\[viel\\]. [50\u202f% gegenüber 25\u202f%; streng gesichert]{.beleg}\n"
            "- Sie zählen. [3,8 gegenüber 3,0 von 5; gesichert]{.beleg}\n"
            "- Sie teilen. [50\u202f% gegenüber 0\u202f%; gesichert]{.beleg}"
        )

    def test_none_is_said_to_be_none(self) -> None:
        assert wording.strength_lines(strong_rows(), SENTENCES, {}, language="de") == (
            "In keinem Merkmal hebt sich dieser Typ deutlich und gesichert nach oben von den "
            "anderen ab."
        )

    @pytest.mark.parametrize(
        ("most", "lines", "end"),
        [
            (3, 3, "gesichert]{.beleg}"),
            (2, 2, "\n\nEine weitere steht in den Kapiteln zu den Feldern."),
            (1, 1, "\n\nZwei weitere stehen in den Kapiteln zu den Feldern."),
        ],
    )
    def test_what_does_not_fit_is_counted(self, most: int, lines: int, end: str) -> None:
        strong = strong_rows({}, {"indicator": "j"}, {"indicator": "k"})
        text = wording.strength_lines(strong, SENTENCES, {}, most, language="de")
        assert text.count("- ") == lines
        assert text.endswith(end)

    @pytest.mark.parametrize(
        ("strict", "tests", "text"),
        [
            ([], 0, "Vergleichen ließ sich nichts; Stärken sind deshalb nicht bekannt."),
            (
                [],
                1,
                "Der eine Vergleich ergab keine Stärke: keinen Unterschied nach oben, der "
                "gesichert und groß genug ist.",
            ),
            (
                [],
                1295,
                "1.295 Vergleiche ergaben keine Stärke: keinen Unterschied nach oben, der "
                "gesichert und groß genug ist.",
            ),
            (
                [False],
                295,
                "295 Vergleiche ergaben eine Stärke. Sie hält der strengen Prüfung nicht stand.",
            ),
            (
                [True],
                295,
                "295 Vergleiche ergaben eine Stärke. Sie hält auch der strengen Prüfung stand.",
            ),
            (
                [False, False],
                295,
                "295 Vergleiche ergaben zwei Stärken. Keine davon hält der strengen Prüfung stand.",
            ),
            (
                [True, False],
                295,
                "295 Vergleiche ergaben zwei Stärken. Eine davon hält auch der strengen Prüfung "
                "stand.",
            ),
            (
                [True, True],
                295,
                "295 Vergleiche ergaben zwei Stärken. Beide halten auch der strengen Prüfung "
                "stand.",
            ),
            (
                [True, True, False],
                295,
                "295 Vergleiche ergaben drei Stärken. Zwei davon halten auch der strengen Prüfung "
                "stand.",
            ),
            (
                [True] * 13,
                295,
                "295 Vergleiche ergaben 13 Stärken. Alle halten auch der strengen Prüfung stand.",
            ),
            (
                [True],
                1,
                "Der eine Vergleich ergab eine Stärke. Sie hält auch der strengen Prüfung stand.",
            ),
        ],
    )
    def test_the_overview_counts_strengths_and_tests(
        self, strict: list[bool], tests: int, text: str
    ) -> None:
        strong = strong_rows(*({"strict": one} for one in strict))
        found = wording.strengths_overview(strong, tests, named=True, secret=False, language="de")
        assert found == text

    def test_what_is_withheld_may_be_a_strength_too(self) -> None:
        strong = strong_rows({"strict": True})
        text = wording.strengths_overview(strong, 295, named=True, secret=True, language="de")
        assert text.startswith("295 Vergleiche ergaben, soweit veröffentlicht, eine Stärke.")
        none = wording.strength_lines(
            strong.iloc[:0], {"i": "Sie planen."}, {}, secret=True, language="de"
        )
        assert none.startswith("Soweit veröffentlicht, hebt sich dieser Typ in keinem Merkmal")

    def test_a_study_that_names_no_strengths_has_none(self) -> None:
        none = strong_rows({"strict": True}).iloc[:0]
        for text in (
            wording.strengths_overview(none, 295, named=False, secret=False, language="de"),
            wording.strength_lines(none, {}, {}, language="de"),
        ):
            assert text == "Was in dieser Befragung als Stärke gilt, ist nicht festgelegt."


class TestLessons:
    def _taught(self, *rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
        columns = ["teacher", "indicator", "kind", "teacher_value", "learner_value"]
        return pd.DataFrame(list(rows), columns=columns)

    def test_they_are_told_teacher_by_teacher(self) -> None:
        taught = self._taught(
            ("c", "j", "scale", 3.5, 2.0),
            ("b", "i", "share", 0.5, 0.0),
            ("b", "k", "share", 0.4, 0.3),
        )
        lessons = {"i": "mehr planen", "j": "zählen", "k": "teil_en"}
        assert wording.lesson_lines(taught, lessons, NAMES, "de") == (
            "- **Typ 2:** mehr planen (50\u202f% gegenüber 0\u202f%); teil\\_en (40\u202f% "
            "gegenüber 30\u202f%).\n"
            "- **Die Gammas:** zählen (3,5 gegenüber 2,0)."
        )

    def test_none_is_said_to_be_none(self) -> None:
        assert wording.lesson_lines(self._taught(), {}, NAMES, "de") == (
            "Die Auswertung findet, soweit veröffentlicht, keine gesicherte Stärke eines anderen "
            "Typs, in der dieser Typ unter den anderen liegt."
        )


class TestStructure:
    def _data(self, *rows: tuple[str, float, float, float]) -> Released:
        frame = pd.DataFrame(list(rows), columns=["label", "value", "difference", "p_bh"])
        frame = frame.assign(kind="share", overall=0.4)
        return Released(frame, (), frame.isna(), 5)

    @pytest.mark.parametrize(
        ("rows", "end"),
        [
            (
                [("A", 0.5, 0.1, 0.5), ("B", NAN, NAN, NAN)],
                "A 50\u202f% (alle: 40\u202f%). Von den anderen Typen hebt ihn davon nichts "
                "gesichert ab.",
            ),
            (
                [("A", 0.5, 0.1, 0.05), ("B", 0.0, -0.4, 0.01), ("C", 0.6, 0.3, 0.01)],
                "A 50\u202f% (alle: 40\u202f%) · B 0\u202f% (alle: 40\u202f%) · C 60\u202f% "
                "(alle: 40\u202f%). Gesichert ist der Unterschied zu den anderen Typen: mehr bei "
                "„A“ und „C“, weniger bei „B“.",
            ),
            (
                [("A", 0.3, -0.1, 0.01)],
                "A 30\u202f% (alle: 40\u202f%). Gesichert ist der Unterschied zu den anderen "
                "Typen: weniger bei „A“.",
            ),
            (
                [("A", NAN, NAN, NAN)],
                "Wie sich dieser Typ zusammensetzt, wird nicht veröffentlicht.",
            ),
        ],
    )
    def test_a_type_is_told_by_what_municipalities_belong_to_it(
        self, rows: list[tuple[str, float, float, float]], end: str
    ) -> None:
        assert wording.structure_lines(self._data(*rows), 0.05, "de") == end
