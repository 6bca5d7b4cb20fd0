"""Sentences about sections read well for none, one, some and all, told and untold."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from typfrage.profiles.disclosure import Released
from typfrage.results import wording
from typfrage.results.type_names import TypeName

NAN = float("nan")
NAMES = (
    TypeName("a", 0, "die Alphas", "#111111", "circle", None, 0.9),
    TypeName("b", 1, "Typ 2: Angabe_1 · Angabe_2", "#222222", "square", None, NAN),
)
UNTESTED = {"effect": NAN, "p_bh": NAN}
SURE, UNSURE = {"effect": 0.21, "p_bh": 0.01}, {"effect": 0.1, "p_bh": 0.4}


def _row(**changed: object) -> dict[str, object]:
    plain = {"indicator": "i", "label": "Merkmal i", "type": "a", "kind": "share", "value": 0.5}
    plain |= {"overall": 0.4, "rest": 0.3, "difference": 0.2, "effect": 0.2, "p_bh": 0.5}
    return plain | changed


def _table(*rows: dict[str, object]) -> Released:
    frame = pd.DataFrame(rows)
    return Released(frame, (), frame.isna(), 5)


def _section(*tests: dict[str, float]) -> tuple[Released, pd.DataFrame]:
    """Indicators with such tests, each with two types."""
    keys = [f"i{at}" for at in range(1, len(tests) + 1)]
    rows = [
        _row(indicator=key, label=f"Merkmal {key}", type=name, value=value)
        for key in keys
        for name, value in (("a", 0.2), ("b", 0.6))
    ]
    return _table(*rows), pd.DataFrame(list(tests), index=keys)


CLEAREST = (
    "Am weitesten gehen die Typen bei „Merkmal i1“ auseinander (Effekt 0,21): am höchsten Typ 2 "
    "(60\u202f%), am niedrigsten die Alphas (20\u202f%)."
)
NOTHING = (
    "Ob sich die Typen hier unterscheiden, ließ sich nicht prüfen, oder es wird nicht "
    "veröffentlicht, damit keine einzelne Kommune zu erkennen ist."
)


@pytest.mark.parametrize(
    ("tests", "text"),
    [
        ([UNTESTED], NOTHING),
        ([UNTESTED, UNTESTED], NOTHING),
        (
            [UNSURE],
            "Bei dem einen geprüften Merkmal ist kein Unterschied zwischen den Typen insgesamt "
            "gesichert. Was man sieht, kann Zufall sein.",
        ),
        (
            [SURE],
            "Bei dem einen geprüften Merkmal ist ein Unterschied zwischen den Typen gesichert. "
            + CLEAREST,
        ),
        (
            [UNSURE, UNSURE, UNTESTED],
            "Bei keinem der beiden geprüften Merkmale ist ein Unterschied zwischen den Typen "
            "insgesamt gesichert. Was man sieht, kann Zufall sein. Ein weiteres Merkmal bleibt "
            "ungeprüft oder geheim.",
        ),
        (
            [SURE, UNSURE, UNTESTED, UNTESTED],
            "Bei einem von zwei geprüften Merkmalen ist ein Unterschied zwischen den Typen "
            "gesichert: „Merkmal i1“. Was man sonst sieht, kann Zufall sein. Zwei weitere Merkmale "
            "bleiben ungeprüft oder geheim. " + CLEAREST,
        ),
        (
            [SURE, UNSURE, SURE | {"effect": 0.2}],
            "Bei zwei von drei geprüften Merkmalen ist ein Unterschied zwischen den Typen "
            "gesichert: „Merkmal i1“ und „Merkmal i3“. Was man sonst sieht, kann Zufall sein. "
            + CLEAREST,
        ),
        (
            [SURE, *[SURE | {"effect": 0.2}] * 12],
            "Bei allen 13 geprüften Merkmalen ist ein Unterschied zwischen den Typen gesichert. "
            + CLEAREST,
        ),
        (
            [SURE, SURE | {"effect": 0.2, "p_bh": 0.05}],
            "Bei beiden geprüften Merkmalen ist ein Unterschied zwischen den Typen gesichert. "
            + CLEAREST,
        ),
    ],
)
def test_a_section_says_where_the_types_differ(tests: list[dict[str, float]], text: str) -> None:
    data, tested = _section(*tests)
    assert wording.section_sentences(data, tested, NAMES, 0.05, "de") == text


def test_the_clearest_difference_comes_first() -> None:
    data, tested = _section(SURE, SURE | {"effect": 0.5})
    text = wording.section_sentences(data, tested, NAMES, 0.05, "de")
    assert "auseinander (Effekt 0,50)" in text
    assert "bei „Merkmal i2“" in text


class TestTypes:
    def test_differences_upwards_and_downwards_are_told_with_their_values(self) -> None:
        sure = {"p_bh": 0.01}
        data = _table(
            _row(label="A", effect=0.1, value=0.3, rest=0.0, **sure),
            _row(label="B", effect=0.3, kind="scale", value=3.26, rest=2.9, **sure),
            _row(label="C", difference=-0.2, value=0.0, rest=0.25, **sure),
            _row(label="D"),
            _row(label="A", type="b", p_bh=NAN),
            _row(label="B", type="b"),
        )
        assert wording.types_in_section(data, NAMES, 0.05, "de") == (
            "- **Die Alphas:** über den anderen bei „B“ (3,3 gegenüber 2,9) und „A“ (30\u202f% "
            "gegenüber 0\u202f%); unter den anderen bei „C“ (0\u202f% gegenüber 25\u202f%).\n"
            "- Ohne gesicherten Unterschied zu den anderen: Typ 2."
        )

    def test_a_type_may_only_lag(self) -> None:
        data = _table(_row(difference=-0.2, p_bh=0.05, value=0.1), _row(type="b", p_bh=NAN))
        assert wording.types_in_section(data, NAMES, 0.05, "de") == (
            "- **Die Alphas:** unter den anderen bei „Merkmal i“ (10\u202f% gegenüber 30\u202f%).\n"
            "- Nicht geprüft oder nicht veröffentlicht: Typ 2."
        )

    def test_where_no_type_stands_out_one_sentence_says_so(self) -> None:
        data = _table(_row(), _row(type="b"))
        assert wording.types_in_section(data, NAMES, 0.05, "de") == (
            "Kein einzelner Typ hebt sich in diesem Abschnitt gesichert von den anderen ab."
        )

    def test_where_nothing_is_known_of_any_type_one_sentence_says_so(self) -> None:
        data = _table(_row(p_bh=NAN), _row(type="b", p_bh=NAN))
        assert wording.types_in_section(data, NAMES, 0.05, "de") == (
            "Für die einzelnen Typen ist nichts geprüft oder veröffentlicht."
        )

    def test_types_of_the_same_name_both_have_their_line(self) -> None:
        names = [NAMES[0], replace(NAMES[1], name=NAMES[0].name)]
        data = _table(_row(p_bh=0.01), _row(type="b", p_bh=0.01))
        text = wording.types_in_section(data, names, 0.05, "de")
        assert text.count("- **Die Alphas:**") == 2


def test_labels_from_data_stay_text() -> None:
    data = _table(_row(label="*A* @b", p_bh=0.01), _row(type="b"))
    assert r"„\*A\* \@b“" in wording.types_in_section(data, NAMES, 0.05, "de")


class TestAlternativeTexts:
    def test_dots_are_described_by_the_highest_type_of_each_row(self) -> None:
        data = _table(
            _row(value=0.2), _row(type="b", value=0.6),
            _row(indicator="j", label="Merkmal j", value=0.0, overall=0.0),
            _row(indicator="j", label="Merkmal j", type="b", value=NAN, overall=0.0),
            _row(indicator="k", label="Merkmal k", value=NAN, overall=NAN),
        )  # fmt: skip
        assert wording.alt_field(data, NAMES, "de") == (
            "Punktdiagramm, je Zeile ein Merkmal, je Typ ein Zeichen. Am höchsten, soweit "
            "veröffentlicht – Merkmal i: Typ 2 60\u202f% (alle 40\u202f%); Merkmal j: "
            "die Alphas 0\u202f% (alle 0\u202f%)."
        )

    def test_dots_that_are_all_withheld_are_said_to_be_so(self) -> None:
        assert wording.alt_field(_table(_row(value=NAN)), NAMES, "de").endswith("geheim (.).")

    @pytest.mark.parametrize(
        ("values", "text"),
        [
            (
                [0.6, 0.1, 0.5],
                "Feld (3 Merkmale): am weitesten über dem Durchschnitt M0 (60\u202f%), "
                "am weitesten unter dem Durchschnitt M1 (10\u202f%)",
            ),
            ([0.1], "Feld (1 Merkmal): am weitesten unter dem Durchschnitt M0 (10\u202f%)"),
            (
                [0.6, NAN],
                "Feld (2 Merkmale, soweit veröffentlicht): am weitesten über dem Durchschnitt M0 "
                "(60\u202f%)",
            ),
            ([0.4, 0.4], "Feld (2 Merkmale): überall wie der Durchschnitt"),
            ([NAN, NAN], "Feld (2 Merkmale): nicht veröffentlicht"),
        ],
    )
    def test_a_position_is_described_by_its_extremes(self, values: list[float], text: str) -> None:
        data = _table(*(_row(label=f"M{at}", value=value) for at, value in enumerate(values)))
        assert wording.alt_position([("Feld", data)], NAMES[0], "de") == (
            f"Balken nach links und rechts vom Durchschnitt für die Alphas. {text}."
        )
        both = wording.alt_position([("Feld", data), ("Zweites", data)], NAMES[0], "de")
        assert both.count("; Zweites (") == 1

    def test_the_team_is_described_by_its_strongest_pair(self) -> None:
        pairs = [("A", "A", 0), ("A", "B", 2), ("B", "A", 5), ("B", "B", 0)]
        frame = pd.DataFrame(pairs, columns=["learner", "teacher", "lessons"])
        data = Released(frame, (), frame.isna(), 5)
        assert wording.alt_team(data, "de") == (
            "Matrix mit 4 Feldern, wer von wem lernen kann. Die meisten Stärken (5): Zeile „B“, "
            "Spalte „A“."
        )
        none = Released(frame.assign(lessons=0), (), frame.isna(), 5)
        assert wording.alt_team(none, "de") == (
            "Matrix, wer von wem lernen kann. In allen Feldern stehen 0 Stärken."
        )
