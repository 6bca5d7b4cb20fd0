"""What the words of questions and options say."""

from __future__ import annotations

import pytest

from typfrage.survey.new_study.key import find_key, key_format
from typfrage.survey.new_study.words import (
    distinct,
    is_exclusive,
    is_residual,
    is_scale,
    most_choices,
    name_of,
    option_name,
)
from typfrage.survey.proposal.columns import Column


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("Choose up to five, by priority.", 5),
        ("Bitte wählen Sie bis zu drei Ziele aus.", 3),
        ("Höchstens 4 Antworten", 4),
        ("優先度の高いものを５つまで選択してください。", 5),
        ("Which goals?", None),
    ],
)
def test_the_largest_number_of_choices_stands_in_the_question(
    question: str, most: int | None
) -> None:
    assert most_choices(question) == most


@pytest.mark.parametrize(
    "label", ["Other", "Andere Funktion", "Sonstiges", "その他", "None of these"]
)
def test_options_that_say_nothing_of_their_own_are_residual(label: str) -> None:
    assert is_residual(label)


@pytest.mark.parametrize("label", ["Other municipalities do not cooperate with us at all", "Costs"])
def test_other_options_are_not(label: str) -> None:
    assert not is_residual(label)


def test_only_an_option_that_denies_all_others_is_exclusive() -> None:
    assert is_exclusive("No issues or problems")
    assert is_exclusive("Keines davon")
    assert not is_exclusive("Other")
    assert not is_exclusive("No budget")


def test_degrees_are_told_by_both_ends() -> None:
    assert is_scale(["gar nicht", "2", "3", "in hohem Maße"])
    assert is_scale(["Never", "Sometimes", "Always"])
    assert not is_scale(["Never", "Always"])
    assert not is_scale(["City", "Town", "Very small village"])


def test_ids_are_short_names_or_numbers() -> None:
    assert name_of("Z1", 4) == "z1"
    assert name_of("Welche Ziele verfolgen Sie?", 4) == "q4"
    assert name_of("課題", 4) == "q4"
    assert name_of("No", 4) == "q4"  # YAML would read it as false
    assert option_name("q4", "Effizienz & Effektivität", 1) == "q4_effizienz_effektivitaet"
    assert option_name("q4", "その他", 2) == "q4_2"
    assert distinct(["a", "a", "b", "a"], set()) == ["a", "a_2", "b", "a_3"]


def _column(name: str, values: list[str]) -> Column:
    return Column(0, name, name, counts=dict.fromkeys(values, 1))


def test_german_keys_are_found_without_the_zero_that_spreadsheets_lose() -> None:
    keys = _column("Schlüssel", [f"{1000000 + 7 * n}" for n in range(50)])
    numbers = _column("x", [f"{n}" for n in range(100, 150)])
    assert find_key([numbers, keys], 50) is keys
    assert key_format(keys) == ("ags", None)


def test_other_keys_get_a_pattern_of_their_length() -> None:
    keys = _column("code", [f"{n:06d}" for n in range(910000, 910050)])
    assert key_format(keys) == ("pattern", r"\d{6}")


def test_where_nothing_is_a_key_none_is_found() -> None:
    assert find_key([_column("x", ["a", "b"])], 2) is None
    assert key_format(None) == ("pattern", ".+")
