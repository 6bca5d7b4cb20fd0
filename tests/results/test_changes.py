"""What has changed since the earlier wave: whole sentences for each kind of pair of waves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import TINY_WAVE
from tests.results.small_wave import section
from tests.results.small_waves import A_B, C_B, A, B, C, Stored, answers, compare

Make = Callable[..., Path]

EARLIER = answers((A, 40), (A_B, 20), (C, 30), (C_B, 10))
MOVED = answers((A, 20), (A_B, 10), (C, 50), (C_B, 20))
GOALS, STRATEGY = 5, 6
BEFORE = {"last": "2023-12-31"}
SECTIONS = {
    "fragebogen": "Der Fragebogen",
    "typen": "Die Typen",
    "panel": "Dieselben Kommunen",
    "trends": "Trends",
    "qualitaet": "Antworten",
}


def elsewhere(rows: list[dict[str, str]], number: int = 500) -> list[dict[str, str]]:
    """Give the same answers in other municipalities."""
    return [row | {"AGS": f"059{95_000 + number + at}"} for at, row in enumerate(rows)]


def dropped_and_added(codebook: dict[str, Any]) -> None:
    options = codebook["items"][GOALS]["options"]
    options[1]["valid"] = BEFORE
    new = {"id": "ziel_d", "code": "4", "label": {"de": "Neues Ziel"}}
    options.insert(3, new | {"valid": {"first": "2024-01-01"}})


def reworded(codebook: dict[str, Any]) -> None:
    option = codebook["items"][GOALS]["options"][1]
    option["former"] = [BEFORE | {"label": {"de": "Alte Worte"}}]
    question = codebook["items"][STRATEGY]
    question["former"] = [BEFORE | {"wording": {"de": "Alte Frage"}}]


def all_but_one_reworded(codebook: dict[str, Any]) -> None:
    for option in codebook["items"][GOALS]["options"][:2]:
        option["former"] = [BEFORE | {"label": {"de": f"Alt {option['id']}"}}]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, write_tiny_study: Make) -> Stored:
    """A panel of which 30 changed their type."""
    root = tmp_path_factory.mktemp("moved") / "study"
    return compare(partial(write_tiny_study, root), EARLIER, MOVED)


class TestWithoutEarlierWave:
    def test_only_a_sentence_is_stored(self, tiny_study: Make) -> None:
        stored = compare(tiny_study, EARLIER, None)
        assert stored.ids == {"txt-veraenderung-kurz", "txt-veraenderung-folie"}
        assert stored.text("folie").strip() == ""
        assert stored.text("kurz") == (
            "Dies ist die erste Welle der Befragung; was sich verändert hat, zeigt erst die "
            "nächste.\n"
        )

    def test_a_later_wave_that_is_compared_with_none_says_so(self, tiny_study: Make) -> None:
        stored = compare(tiny_study, EARLIER, MOVED, compare_with="none")
        assert stored.ids == {"txt-veraenderung-kurz", "txt-veraenderung-folie"}
        assert stored.text("folie").strip() == ""
        assert stored.text("kurz") == "Diese Welle ist mit keiner früheren verglichen.\n"


class TestQuestionnaire:
    def test_without_change_there_is_no_table(self, moved: Stored) -> None:
        text = moved.text("fragebogen")
        assert text.startswith(
            "Die Fragen und Vorgaben standen 2019 und 2024 in denselben Worten im Fragebogen. Vom "
            "Vergleich ist deshalb nichts ausgeschlossen.\n\n"
            "Die Ziele, nach denen die Typen gebildet werden, sind in beiden Wellen dieselben."
        )
        assert "2019 ist es bei allen Kommunen derselbe Typ." in text
        assert "tbl-veraenderung-fragebogen" not in moved.ids
        assert "tbl-veraenderung-fragebogen" not in text

    def test_reworded_questions_and_options_are_listed(self, tiny_study: Make) -> None:
        stored = compare(tiny_study, EARLIER, elsewhere(MOVED), codebook=reworded)
        text = stored.text("fragebogen")
        assert "Fragen: keine entfallen, keine neu, 1 umformuliert." in text
        assert "Vorgaben in Fragen beider Wellen: keine entfallen, keine neu, 1 umformu" in text
        assert "Ein Ziel bleibt beim Vergleich der Typen außen vor: „Vorgabe ziel\\_b“." in text
        assert "Gemeinsam sind den Wellen zwei." in text
        assert stored.csv("tbl-veraenderung-fragebogen")[1:] == [
            ["Vorgabe bei „Frage ziele“", "umformuliert", "Alte Worte", "Vorgabe ziel_b"],
            ["Frage", "umformuliert", "Alte Frage", "Frage strategie"],
            ["Frage", "anderer Filter", "Frage partner", "Frage partner"],
            ["Frage", "anderer Filter", "Frage felder", "Frage felder"],
        ]

    def test_dropped_and_added_goals_are_left_out(self, tiny_study: Make) -> None:
        ticks = {"ziel_a": "Z[1]", "ziel_c": "Z[3]", "ziel_d": "Z[2]", "kein_ziel": "Z[9]"}
        file = {"columns": TINY_WAVE["columns"] | {"ziele": {"ticks": ticks}}}
        later = answers((A, 50), (C, 50), first=500)
        stored = compare(tiny_study, EARLIER, later, codebook=dropped_and_added, **file)
        rows = stored.csv("tbl-veraenderung-fragebogen")[1:]
        assert [row[1:] for row in rows] == [
            ["entfallen", "Vorgabe ziel_b", ""],
            ["neu", "", "Neues Ziel"],
        ]
        assert (
            "Beim Vergleich der Typen bleiben zwei Ziele außen vor: „Vorgabe ziel\\_b“ und "
            "„Neues Ziel“." in stored.text("fragebogen")
        )


class TestTypes:
    def test_shares_then_and_now(self, moved: Stored) -> None:
        text = moved.text("typen")
        assert text.startswith(
            "Jedem Typ von 2019 entspricht 2024 ein Typ (@tbl-veraenderung-typen). Größer geworden "
            "ist ein Typ: Typ 1 von 2024 (von 40\u202f% auf 70\u202f%). Kleiner geworden ist ein "
            "Typ: Typ 2 von 2024 (von 60\u202f% auf 30\u202f%).\n"
        )
        assert "bei allen Kommunen dieselben Typen wie bei neuer Suche" in text
        rows = moved.csv("fig-veraenderung-typen")
        assert [row[:2] for row in rows[1:]] == [
            ["Typ 1 von 2019", "Typ 2 von 2024"],
            ["Typ 2 von 2019", "Typ 1 von 2024"],
        ]
        assert [row[rows[0].index("difference")] for row in rows[1:]] == ["-0.3", "0.3"]

    def test_nothing_changed(self, tiny_study: Make) -> None:
        stored = compare(tiny_study, EARLIER, elsewhere(EARLIER))
        nothing = "Bei keinem Typ hat sich der Anteil über den Zufall hinaus geändert."
        assert nothing in stored.text("typen")
        assert "geworden" not in stored.text("typen") + stored.text("kurz")
        assert stored.text("herkunft") == (
            "Beide Wellen sind synthetisch: Die Veränderungen sind erfunden.\n"
        )
        assert stored.text("antwort") == (
            "Gegenüber der Welle 2019 hat sich, soweit veröffentlicht, kein Anteil eines Typs über "
            "den Zufall hinaus geändert.\n"
        )

    def test_another_number_of_types_leaves_a_new_one(self, tiny_study: Make) -> None:
        stored = compare(
            tiny_study, EARLIER, elsewhere(MOVED), analysis={"k": 3, "k_range": [3, 3]}
        )
        text = stored.text("typen")
        assert text.startswith("2019 wurden zwei, 2024 drei Typen gebildet.")
        assert "Zwei Typen von 2019 kehren 2024 wieder" in text
        assert "Neu ist 2024: Typ 3 von 2024." in text
        assert "Jedem Typ" not in text

    def test_types_that_are_too_unlike_are_no_pairs(self, tiny_study: Make) -> None:
        later = answers((A, 60), (B, 40), first=500)
        stored = compare(
            tiny_study, answers((A, 60), (C, 40)), later, analysis={"match_threshold": 0.6}
        )
        assert stored.text("typen").startswith(
            "Kein Typ von 2019 kehrt 2024 wieder (@tbl-veraenderung-typen). Ohne Entsprechung "
            "bleibt 2024: Typ 1 von 2019 und Typ 2 von 2019. Neu ist 2024: Typ 1 von 2024 und Typ "
            "2 von 2024.\n"
        )
        assert stored.text("antwort").startswith("Kein Typ der Welle 2019 kehrt wieder.")

    def test_too_few_common_goals_refuse_the_comparison(self, tiny_study: Make) -> None:
        stored = compare(tiny_study, EARLIER, MOVED, codebook=all_but_one_reworded)
        why = (
            "Die Typen der beiden Wellen lassen sich nicht vergleichen: Weniger als zwei Ziele "
            "standen in beiden Wellen in denselben Worten zur Wahl.\n"
        )
        assert stored.text("typen") == why
        assert stored.text("kurz").startswith(
            "Mit der Welle 2019 lassen sich die Typen nicht vergleichen."
        )
        assert stored.text("panel").startswith("Weil sich die Typen nicht vergleichen lassen")
        assert not {id_ for id_ in stored.ids if id_.endswith(("-typen", "-panel"))} - {
            "txt-veraenderung-typen",
            "txt-veraenderung-panel",
        }

    def test_few_without_a_common_goal_are_told_by_no_number(self, tiny_study: Make) -> None:
        earlier = answers((A, 55), (C, 43), (B, 2))
        later = answers((A, 45), (C, 52), (B, 3), first=500)
        stored = compare(tiny_study, earlier, later, codebook=reworded)
        assert "(2019: weniger als fünf, 2024: weniger als fünf)" in stored.text("typen")
        assert "98" not in stored.everything
        assert "97" not in stored.everything.replace("0.97", "").replace("0,97", "")


class TestPanel:
    def test_moves_and_who_stayed(self, moved: Stored) -> None:
        text = moved.text("panel")
        assert text.startswith(
            "100 Kommunen haben 2019 und 2024 geantwortet und gehören in beiden Wellen zu einem "
            "Typ. Davon blieben 70\u202f% bei ihrem Typ"
        )
        assert (
            "Am häufigsten ist, soweit veröffentlicht, der Wechsel von „Typ 1 von 2019“ zu „Typ 1 "
            "von 2024“ (30 Kommunen)." in text
        )
        assert {"fig-veraenderung-panel", "tbl-veraenderung-panel"} <= moved.ids
        assert moved.csv("tbl-veraenderung-panel")[1:] == [
            ["Typ 1 von 2019", "30: 50\u202f% (38–62)", "30: 50\u202f% (38–62)", "60"],
            ["Typ 2 von 2019", "40: 100\u202f% (91–100)", "–", "40"],
        ]

    def test_all_of_the_most_frequent_moves_are_named(self, tiny_study: Make) -> None:
        later = answers((A, 40), (A_B, 10), (C, 10), (C, 20), (A, 10), (C_B, 10))
        text = compare(tiny_study, EARLIER, later).text("panel")
        assert "Am häufigsten sind, soweit veröffentlicht, die Wechsel von „Typ 1 von 2019“" in text
        assert "(je 10 Kommunen)." in text

    def test_what_types_found_with_error_mean_is_said(self, moved: Stored) -> None:
        text = moved.text("panel")
        assert "Ein Wechsel heißt nicht immer, dass sich eine Kommune geändert hat" in text
        assert "Um diesen Fehler bereinigt, blieben 70\u202f% bei ihrem Typ" in text

    def test_a_small_panel_is_not_corrected_and_says_why(self, tiny_study: Make) -> None:
        later = [*EARLIER[:12], *EARLIER[-12:], *elsewhere(EARLIER[20:80])]
        stored = compare(tiny_study, EARLIER, later)
        assert "24 Kommunen haben 2019 und 2024 geantwortet" in stored.text("panel")
        assert "bereinigt, blieben" not in stored.text("panel")
        assert "tbl-veraenderung-bereinigt" not in stored.ids

    @pytest.mark.parametrize(
        ("common", "sentence"),
        [
            (0, "Keine Kommune hat 2019 und 2024 geantwortet, soweit die Schlüssel das zeigen"),
            (3, "Zu wenige Kommunen haben 2019 und 2024 geantwortet"),
        ],
    )
    def test_without_panel_a_sentence_says_so(
        self, tiny_study: Make, common: int, sentence: str
    ) -> None:
        later = [*EARLIER[:common], *elsewhere(EARLIER[common:])]
        stored = compare(tiny_study, EARLIER, later)
        assert stored.text("panel").startswith(sentence)
        assert stored.text("panel").count(".") == 1
        assert not {"fig-veraenderung-panel", "tbl-veraenderung-panel"} & stored.ids
        assert "Beide Male" not in ",".join(stored.csv("tbl-veraenderung-trends")[0])
        assert "beide Male" not in stored.text("trends")

    def test_nearly_all_in_both_waves_are_not_counted(self, tiny_study: Make) -> None:
        later = [*MOVED[:-2], *elsewhere(MOVED[-2:])]
        text = compare(tiny_study, EARLIER, later).text("panel")
        assert text.startswith(
            "Fast alle Kommunen einer der beiden Wellen haben 2019 und 2024 geantwortet"
        )
        assert "98" not in text


class TestTrends:
    def test_what_rose_and_what_fell(self, moved: Stored) -> None:
        text = moved.text("trends")
        assert "Häufiger geworden: „Vorgabe ziel\\_c“ (+30 Prozentpunkte auf 70\u202f%)." in text
        assert "Seltener geworden: „Vorgabe ziel\\_a“ (−30 Prozentpunkte auf 30\u202f%)." in text
        assert "auch unter den Kommunen, die beide Male antworteten, in dieselbe Richtung" in text
        assert "Vorsicht" not in text
        assert "fig-veraenderung-trends" in moved.ids

    def test_how_many_rose_and_fell_is_said_in_short(self, moved: Stored) -> None:
        assert moved.text("antwort").endswith(
            "Über den Zufall hinaus häufiger geworden ist eines von 12 vergleichbaren Merkmalen, "
            "seltener eines.\n"
        )

    def test_other_goals_beside_them_ask_for_care(self, tiny_study: Make) -> None:
        text = compare(tiny_study, EARLIER, elsewhere(MOVED), codebook=reworded).text("trends")
        assert "Bei den Zielen ist Vorsicht geboten" in text

    def test_without_change_there_is_no_figure(self, tiny_study: Make) -> None:
        stored = compare(tiny_study, EARLIER, elsewhere(EARLIER))
        assert "hat sich keines über den Zufall hinaus geändert." in stored.text("trends")
        assert "fig-veraenderung-trends" not in stored.ids

    def test_indicators_of_the_study_are_compared(self, tiny_study: Make) -> None:
        plan = {"id": "plan", "items": ["strategie"], "chosen": ["ja"], "label": {"de": "Plan"}}
        later = [row | ({"S": "A2", "P": "N/A", "F[1]": "N/A", "F[2]": "N/A"} if at % 2 else {})
                 for at, row in enumerate(elsewhere(EARLIER))]  # fmt: skip
        earlier = [row | ({"S": "A2", "P": "N/A", "F[1]": "N/A", "F[2]": "N/A"} if at % 10 else {})
                   for at, row in enumerate(EARLIER)]  # fmt: skip
        stored = compare(tiny_study, earlier, later, sections=[section(plan)])
        assert "Häufiger geworden: „Plan“ (+40 Prozentpunkte auf 50\u202f%)." in stored.text(
            "trends"
        )
        assert "4 Merkmale lassen sich vergleichen" in stored.text("trends")


class TestQuality:
    def test_coverage_and_no_warning(self, moved: Stored) -> None:
        text = moved.text("qualitaet")
        assert text.startswith(
            "Aus der Welle 2019 sind 100 Kommunen ausgewertet (100,0\u202f% der angeschrieben"
        )
        assert text.rstrip().endswith("ergaben keine Warnung.")

    def test_warnings_in_words(self, tiny_study: Make) -> None:
        later = [row | {"EW": "90000", "ST": ""} for row in elsewhere(EARLIER[:45])]
        text = compare(tiny_study, EARLIER, later).text("qualitaet")
        assert f"ergaben {text.count(chr(10) + '- ')} Warnungen. Bevor" in text
        assert "- Weniger als halb so viele Kommunen antworteten 2024 wie 2019." in text
        assert "- Kein Schlüssel von 2019 kommt 2024 wieder vor." in text
        assert "- „Frage stufe“: Viel mehr Angaben fehlen als 2019" in text
        assert (
            "- „Frage einwohner“: Der Median hat sich gegenüber 2019 mehr als verdoppelt oder mehr "
            "als halbiert." in text
        )
        assert "keine Warnung" not in text

    def test_a_median_is_rounded_for_it_may_be_one_answer(self, tiny_study: Make) -> None:
        rows = [row | {"EW": "12345"} for row in EARLIER]
        stored = compare(tiny_study, rows, elsewhere(rows))
        assert "12.000" in ",".join(stored.csv("tbl-veraenderung-groessen")[1])
        assert "12345" not in stored.everything
        assert "12.345" not in stored.everything

    def test_others_who_answered_are_named(self, tiny_study: Make) -> None:
        later = [row | {"R[1]": "", "R[2]": "Y"} if at < 40 else row
                 for at, row in enumerate(elsewhere(EARLIER))]  # fmt: skip
        text = compare(tiny_study, EARLIER, later).text("qualitaet")
        assert "Die Zusammensetzung der Antwortenden hat sich geändert" in text
        assert "„Vorgabe amt“ (+40 Prozentpunkte auf 40\u202f%)" in text


class TestDisclosure:
    def test_the_larger_threshold_of_both_waves_holds(self, tiny_study: Make) -> None:
        few = answers((A, 52), (A_B, 4), (C, 44))
        later = answers((A, 70), (A_B, 10), (C, 20), first=500)
        stored = compare(tiny_study, few, later, analysis={"minimum_cases": 3})
        cells = [row for row in stored.csv("tbl-veraenderung-trends") if "Vorgabe ziel_b" in row]
        assert cells[0][2:4] == [".", "10\u202f%"]

    def test_no_key_is_published(self, moved: Stored) -> None:
        assert "05995" not in moved.everything

    def test_a_small_move_is_withheld_with_all_that_it_follows_from(self, tiny_study: Make) -> None:
        later = answers((A, 57), (C, 3), (A, 15), (C, 25))
        stored = compare(tiny_study, answers((A, 60), (C, 40)), later)
        rows = stored.csv("tbl-veraenderung-panel")[1:]
        assert [row[1:] for row in rows] == [[".", ".", "60"], [".", ".", "40"]]
        assert "fig-veraenderung-panel" not in stored.ids
        assert "Am häufigsten" not in stored.text("panel")


def test_an_english_study_reads_english(tiny_study: Make) -> None:
    """The same logic says it in English; the labels are the study's own."""

    def english(codebook: dict[str, Any]) -> None:
        codebook["languages"] = ["en"]
        for one in (codebook, *codebook["blocks"], *codebook["items"]):
            for key in ("title", "label", "wording", "unit"):
                if key in one:
                    one[key] = {"en": one[key]["de"]}
            for option in (*one.get("options", ()), *one.get("missing", ())):
                option["label"] = {"en": option["label"]["de"]}

    def titles(file: dict[str, Any]) -> None:
        file["title"] = {"en": "Wave"}
        for rule in file["screening"]:
            rule["label"] = {"en": rule["label"]["de"]}

    stored = compare(tiny_study, EARLIER, MOVED, codebook=english, first_wave=titles, language="en")
    assert stored.text("antwort").startswith(
        "Since wave 2019, the shares of two types have changed beyond chance. One type has become "
        "larger: Type 1 of 2024 (from 40\u202f% to 70\u202f%)."
    )
    assert "100 municipalities answered in both 2019 and 2024" in stored.text("panel")
    assert "„" not in stored.everything
    assert "Kommunen" not in stored.everything
