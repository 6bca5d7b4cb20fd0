"""What the codes of a column mean: special cases with a known answer (rung 3)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from typfrage.survey.proposal.codes import Codes, compare_codes
from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.reason_words import reason_of, says_tick
from typfrage.survey.questionnaire.codebook import ClosedItem, MissingReason
from typfrage.survey.waves.study import Study

SCALE = {
    "1": "Gar nicht",
    "2": "In geringem Maße",
    "3": "Teilweise",
    "4": "Überwiegend",
    "5": "In hohem Maße",
}


def codes(
    study: Study,
    name: str,
    counts: Mapping[str, int],
    values: Mapping[str, str] | None = None,
    before: Mapping[str, str] | None = None,
) -> Codes:
    item = study.codebook.item(name)
    assert isinstance(item, ClosedItem)
    column = Column(0, "v_1", "v_1", values=values or {}, counts=counts)
    return compare_codes(column, item, item.options, {"", "-9"}, before or {})


def test_a_scale_that_runs_the_other_way_is_turned_round(shipped: Study) -> None:
    turned = {str(6 - int(code)): label for code, label in SCALE.items()}
    found = codes(shipped, "management_daten", dict.fromkeys("12345", 20), turned)

    assert found.recode == {"5": "1", "4": "2", "2": "4", "1": "5"}
    assert not found.undecided


def test_labels_of_the_ends_alone_leave_the_codes_between_as_they_are(shipped: Study) -> None:
    ends = {code: SCALE[code] for code in "15"}
    found = codes(shipped, "management_daten", dict.fromkeys("12345", 20), ends)

    assert found.recode == {}
    assert found.unknown == ()


def test_turned_ends_leave_the_codes_between_to_a_person(shipped: Study) -> None:
    """2 would be read as the codebook's 2, and mean its 4."""
    ends = {"1": SCALE["5"], "5": SCALE["1"]}
    found = codes(shipped, "management_daten", dict.fromkeys("12345", 20), ends)

    assert found.undecided
    assert found.unknown == ("2", "3", "4")


def test_texts_in_cells_are_recoded_with_those_that_nobody_gave(shipped: Study) -> None:
    """The map does not tell which answers were given, nor how often."""
    found = codes(shipped, "glasfaser", {"Wir sind dafür": 60, "wir sind dagegen": 1})

    assert found.recode == {
        "Wir sind dafür": "A1",
        "Wir haben uns noch nicht entschieden": "A2",
        "Wir sind dagegen": "A3",
        "wir sind dagegen": "A3",
    }
    assert list(found.recode.values()) == sorted(found.recode.values())


def test_codes_without_words_are_unknown_and_rare_ones_not_named(shipped: Study) -> None:
    found = codes(shipped, "glasfaser", {"1": 60, "2": 30, "3": 4, "A1": 7, "-9": 50})

    assert found.recode == {}
    assert found.unknown == ("1", "2")
    assert found.rare


def test_the_codes_of_the_last_wave_hold_again_without_words(shipped: Study) -> None:
    found = codes(
        shipped, "glasfaser", {"1": 60, "2": 30}, before={"1": "A1", "2": "A2", "3": "A3"}
    )

    assert found.recode == {"1": "A1", "2": "A2"}
    assert found.unknown == ()


def test_new_absent_and_reworded_options_are_told(shipped: Study) -> None:
    values = {
        "1": "Im Büro der Verwaltungsleitung",
        "2": "Bei einer oder einem Digitalbeauftragten (CDO)",
        "3": "In der IT-Abteilung",
        "4": "In einer eigenen Gesellschaft",
        "8": "weiß nicht",
        "9": "keine Angabe",
    }
    found = codes(shipped, "verantwortung", dict.fromkeys("123489", 20), values)

    assert found.recode == {"1": "A1", "2": "A2", "3": "A3", "8": "A9"}
    assert found.new == {"4": "In einer eigenen Gesellschaft"}
    assert found.reasons == {"9": MissingReason.NOT_ANSWERED}
    assert found.reworded == {"A2": values["2"]}
    assert [option.id for option in found.absent] == ["fachbereiche"]


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("nicht gestellt", MissingReason.NOT_ASKED),
        ("Not shown", MissingReason.NOT_ASKED),
        ("Keine Angabe", MissingReason.NOT_ANSWERED),
        ("Weiß nicht / kann ich nicht sagen", MissingReason.DONT_KNOW),
        ("Don’t know", MissingReason.DONT_KNOW),
        ("entfällt", MissingReason.NOT_APPLICABLE),
        ("Gar nicht", None),
        ("Keine davon", None),
        ("Sonstiges", None),
        ("", None),
    ],
)
def test_reasons_are_read_from_words(label: str, reason: MissingReason | None) -> None:
    assert reason_of(label) is reason


@pytest.mark.parametrize(
    ("label", "tick"),
    [("genannt", True), ("Nicht gewählt", False), ("not quoted", False), ("Ja", True), ("7", None)],
)
def test_ticks_are_read_from_words(label: str, tick: bool | None) -> None:
    assert says_tick(label) is tick
