"""Specification: the questionnaire of a day, and what is said of former words that never held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from typfrage.problems import InputError
from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook
from typfrage.survey.questionnaire.codebook_flaws import codebook_flaws
from typfrage.survey.waves.study import open_study, open_wave
from typfrage.survey.yaml_files.yaml_file import load_yaml

CHANGING = """\
id: small
title: { de: "Klein" }
languages: [de]
blocks:
  - { id: teil, label: { de: "Teil" } }
items:
  - { id: ags, kind: key, block: teil, evidence: R, format: ags, wording: { de: "Schlüssel" } }
  - id: ziele
    kind: multiple
    block: teil
    evidence: R
    wording: { de: "Ziele, neu" }
    former:
      - { last: 2019-12-31, wording: { de: "Ziele, alt" } }
      - { last: 2022-12-31, wording: { de: "Ziele, anders" } }
    valid: { first: 2018-12-01 }
    options:
      - { id: immer, code: "1", label: { de: "Immer" } }
      - { id: frueher, code: "2", label: { de: "Früher" }, valid: { last: 2019-12-31 } }
      - { id: neuer, code: "3", label: { de: "Neuer" }, valid: { first: 2020-01-01 } }
      - id: umgetauft
        code: "4"
        label: { de: "Neuer Name" }
        former: [{ last: 2019-12-31, label: { de: "Alter Name" } }]
  - id: stufen
    kind: scale
    block: teil
    evidence: R
    wording: { de: "Stufen" }
    asked_if: { item: ziele, chosen: [frueher, immer] }
    options:
      - { id: eins, code: "1", label: { de: "Eins" }, valid: { last: 2019-12-31 } }
      - id: zwei
        code: "2"
        label: { de: "Zwei" }
        former: [{ last: 2019-12-31, label: { de: "Mehr" } }]
  - id: nur_frueher
    kind: text
    block: teil
    evidence: R
    wording: { de: "Nur früher" }
    asked_if: { item: ziele, chosen: [frueher] }
    valid: { last: 2023-12-31 }
"""
EARLY, LATE = date(2019, 6, 1), date(2024, 3, 1)


def _load(folder: Path, text: str) -> Codebook:
    path = folder / "codebook.yml"
    path.write_text(text, encoding="utf-8")
    return load_yaml(path, Codebook, codebook_flaws)


@pytest.fixture
def on(tmp_path: Path) -> Callable[[date], Codebook]:
    return _load(tmp_path, CHANGING).on


def _labels(codebook: Codebook, name: str) -> list[str]:
    item = codebook.item(name)
    assert isinstance(item, ClosedItem)
    return [codebook.label(option.label) for option in item.options]


@pytest.mark.parametrize(
    ("day", "wording"),
    [
        (date(2019, 12, 31), "Ziele, alt"),
        (date(2020, 1, 1), "Ziele, anders"),
        (date(2022, 12, 31), "Ziele, anders"),
        (date(2023, 1, 1), "Ziele, neu"),
    ],
)
def test_each_wording_holds_until_its_last_day(
    on: Callable[[date], Codebook], day: date, wording: str
) -> None:
    assert on(day).labels()["stufen"] == "Stufen"
    assert on(day).label(on(day).item("ziele").wording) == wording


def test_a_day_has_its_options_in_its_words(on: Callable[[date], Codebook]) -> None:
    assert _labels(on(EARLY), "ziele") == ["Immer", "Früher", "Alter Name"]
    assert _labels(on(LATE), "ziele") == ["Immer", "Neuer", "Neuer Name"]


def test_a_scale_keeps_its_places_in_the_words_of_the_day(on: Callable[[date], Codebook]) -> None:
    assert _labels(on(EARLY), "stufen") == ["Eins", "Mehr"]
    assert _labels(on(LATE), "stufen") == ["Eins", "Zwei"]


def test_a_day_has_its_items(on: Callable[[date], Codebook]) -> None:
    assert [item.id for item in on(EARLY).items] == ["ags", "ziele", "stufen", "nur_frueher"]
    assert [item.id for item in on(LATE).items] == ["ags", "ziele", "stufen"]
    assert "nur_frueher" not in on(LATE).labels()


def test_a_filter_names_what_was_offered(on: Callable[[date], Codebook]) -> None:
    filters = [on(day).item("stufen").asked_if for day in (EARLY, LATE)]
    assert [one.chosen for one in filters if one] == [("frueher", "immer"), ("immer",)]


def test_a_filter_of_which_nothing_was_offered_stays(on: Callable[[date], Codebook]) -> None:
    condition = on(date(2021, 1, 1)).item("nur_frueher").asked_if
    assert condition is not None
    assert condition.chosen == ("frueher",)


def test_the_questionnaire_of_a_day_is_that_of_the_same_day(
    on: Callable[[date], Codebook],
) -> None:
    assert on(EARLY).on(EARLY) == on(EARLY)


@pytest.mark.parametrize(
    ("old", "new", "fragments"),
    [
        (
            "last: 2022-12-31",
            "last: 2019-12-31",
            ["items[1].former[1].last", "does not lie after 2019-12-31", "ascending"],
        ),
        (
            "last: 2019-12-31, wording",
            "last: 2018-11-30, wording",
            ["items[1].former[0].last", "began on 2018-12-01", "from 2018-12-01 on"],
        ),
        (
            'label: { de: "Neuer Name" }\n',
            'label: { de: "Neuer Name" }\n        valid: { last: 2019-12-31 }\n',
            ["items[1].options[3].former[0].last", "ended on 2019-12-31", "never have held"],
        ),
        (
            'wording: { de: "Ziele, alt" }',
            'wording: { en: "Goals" }',
            ["items[1].former[0].wording", "no wording in 'de'"],
        ),
        (
            'label: { de: "Alter Name" }',
            'label: { de: "" }',
            ["items[1].options[3].former[0].label", "no wording in 'de'"],
        ),
        (
            'label: { de: "Alter Name" }',
            'wording: { de: "Alter Name" }',
            ["items[1].options[3].former[0].label", "required key is missing"],
        ),
    ],
)
def test_former_words_that_never_held_are_refused(
    old: str, new: str, fragments: list[str], tmp_path: Path
) -> None:
    assert CHANGING.count(old) == 1
    with pytest.raises(InputError) as refused:
        _load(tmp_path, CHANGING.replace(old, new))
    assert [one for one in fragments if one not in str(refused.value)] == []


def test_the_shipped_codebook_is_whole_on_every_day_of_its_waves() -> None:
    root = Path(__file__).resolve().parents[3]
    codebook = load_yaml(root / "data" / "codebook.yml", Codebook, codebook_flaws)
    for first in (date(2018, 12, 1), date(2024, 3, 1)):
        for put in (codebook.on(first), codebook.on(first + timedelta(days=60))):
            assert list(codebook_flaws(put)) == []


def test_a_question_that_nobody_could_be_led_to_is_refused(
    tiny_study: Callable[..., Path],
) -> None:
    """The only option that leads to it was not offered in the wave."""

    def without_yes(codebook: dict[str, Any]) -> None:
        (strategy,) = (item for item in codebook["items"] if item["id"] == "strategie")
        strategy["options"][0]["valid"] = {"last": "2000-01-01"}

    study = open_study(tiny_study(codebook=without_yes))
    with pytest.raises(InputError) as refused:
        open_wave(study)
    assert "'partner' was asked depends on options of 'strategie'" in str(refused.value)
    assert "other validity dates" in str(refused.value)
