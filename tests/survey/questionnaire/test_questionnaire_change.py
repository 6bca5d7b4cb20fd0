"""Specification: what changed between two days of a questionnaire, and what stays comparable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.questionnaire.codebook_flaws import codebook_flaws
from typfrage.survey.questionnaire.questionnaire_change import (
    Change,
    QuestionnaireChange,
    questionnaire_change,
)
from typfrage.survey.yaml_files.yaml_file import load_yaml

ROOT = Path(__file__).resolve().parents[3]
EARLIER, LATER = date(2018, 12, 1), date(2024, 3, 1)
ENDED = ", valid: { last: 2023-12-31 }"
BEGAN = ", valid: { first: 2024-01-01 }"
RENAMED = ', former: [{ last: 2023-12-31, label: { de: "anders" } }]'
REWORDED = ', former: [{ last: 2023-12-31, wording: { de: "anders" } }]'

FRAME = """\
id: small
title: {{ de: "Klein" }}
languages: [de]
blocks: [{{ id: teil, label: {{ de: "Teil" }} }}]
items:
  - {{ id: ags, kind: key, block: teil, evidence: R, format: ags, wording: {{ de: "Schlüssel" }} }}
  - id: ziele
    kind: multiple
    block: teil
    evidence: R
    max_choices: 2
    wording: {{ de: "Ziele" }}
    options:
      - {{ id: ziel_a, code: "1", label: {{ de: "A" }}{ziel_a} }}
      - {{ id: ziel_b, code: "2", label: {{ de: "B" }}{ziel_b} }}
      - {{ id: ziel_c, code: "3", label: {{ de: "C" }}{ziel_c} }}
      - {{ id: ziel_keins, code: "4", label: {{ de: "Keins" }}, residual: true{ziel_keins} }}
  - id: alles
    kind: multiple
    block: teil
    evidence: R
    wording: {{ de: "Alles" }}
    options:
      - {{ id: alles_a, code: "1", label: {{ de: "A" }}{alles_a} }}
      - {{ id: alles_b, code: "2", label: {{ de: "B" }}{alles_b} }}
      - {{ id: alles_c, code: "3", label: {{ de: "C" }}{alles_c} }}
  - {{ id: lage, kind: single, block: teil, evidence: R, wording: {{ de: "Lage" }}{lage},
      options: [{{ id: ja, code: "1", label: {{ de: "Ja" }}{ja} }},
                {{ id: halb, code: "2", label: {{ de: "Halb" }}{halb} }},
                {{ id: nein, code: "3", label: {{ de: "Nein" }}{nein} }}] }}
  - {{ id: nach_lage, kind: text, block: teil, evidence: R, wording: {{ de: "Nach" }}{nach_lage},
      asked_if: {{ item: lage, chosen: [ja, halb] }} }}
  - {{ id: nach_allem, kind: scale, block: teil, evidence: R, wording: {{ de: "Nach allem" }},
      asked_if: {{ item: alles, chosen: [alles_c] }},
      options: [{{ id: eins, code: "1", label: {{ de: "Eins" }}{eins} }},
                {{ id: zwei, code: "2", label: {{ de: "Zwei" }} }}] }}
  - {{ id: danach, kind: text, block: teil, evidence: R, wording: {{ de: "Danach" }},
      asked_if: {{ item: nach_allem, chosen: [zwei] }} }}
"""
PLACES = (
    "ziel_a", "ziel_b", "ziel_c", "ziel_keins", "alles_a", "alles_b", "alles_c", "lage", "ja",
    "halb", "nein", "nach_lage", "eins",
)  # fmt: skip
ALL = ("ags", "ziele", "alles", "lage", "nach_lage", "nach_allem", "danach")

Changed = Callable[..., QuestionnaireChange]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The change of a small questionnaire in which the given places differ."""

    def change(**differences: str) -> QuestionnaireChange:
        path = tmp_path / "codebook.yml"
        text = FRAME.format(**dict.fromkeys(PLACES, "") | differences)
        path.write_text(text, encoding="utf-8")
        codebook = load_yaml(path, Codebook, codebook_flaws)
        return questionnaire_change(codebook, EARLIER, LATER)

    return change


def test_nothing_changed(changed: Changed) -> None:
    change = changed()
    assert change.items_that(Change.KEPT) == ALL == change.comparable_items
    assert change.options_changed == ()
    assert change.common_goals("ziele") == ("ziel_a", "ziel_b", "ziel_c")
    assert change.excluded_goals("ziele") == {}
    assert change.comparable_options("ziele")[-1] == "ziel_keins"


def test_a_dropped_item(changed: Changed) -> None:
    change = changed(nach_lage=ENDED)
    assert change.items_that(Change.DROPPED) == ("nach_lage",)
    one = next(one for one in change.items if one.id == "nach_lage")
    assert (one.before, one.after) == ({"de": "Nach"}, None)
    assert "nach_lage" not in change.comparable_items


def test_an_added_item(changed: Changed) -> None:
    change = changed(nach_lage=BEGAN)
    assert change.items_that(Change.ADDED) == ("nach_lage",)
    assert "nach_lage" not in change.comparable_items


def test_a_reworded_item_has_both_texts(changed: Changed) -> None:
    change = changed(lage=REWORDED)
    one = next(one for one in change.items if one.id == "lage")
    assert (one.change, one.before, one.after) == (
        Change.REWORDED,
        {"de": "anders"},
        {"de": "Lage"},
    )
    assert "lage" not in change.comparable_items
    assert change.comparable_options("lage") == ("ja", "halb", "nein")


def test_goals_of_one_day_or_other_words_are_excluded_with_their_reason(changed: Changed) -> None:
    change = changed(ziel_a=ENDED, ziel_b=BEGAN, ziel_c=RENAMED)
    assert change.common_goals("ziele") == ()
    assert change.excluded_goals("ziele") == {
        "ziel_a": Change.DROPPED,
        "ziel_b": Change.ADDED,
        "ziel_c": Change.REWORDED,
    }


def test_residual_options_are_neither_common_nor_excluded_goals(changed: Changed) -> None:
    change = changed(ziel_keins=ENDED)
    assert change.common_goals("ziele") == ("ziel_a", "ziel_b", "ziel_c")
    assert change.excluded_goals("ziele") == {}
    assert change.options_that(Change.DROPPED, "ziele") == ("ziel_keins",)


def test_options_of_a_limited_question_compete(changed: Changed) -> None:
    change = changed(ziel_a=ENDED, alles_a=ENDED)
    assert change.options_changed == ("ziele", "alles")
    assert "ziele" not in change.comparable_items
    assert "alles" in change.comparable_items
    assert change.comparable_options("alles") == ("alles_b", "alles_c")


@pytest.mark.parametrize("difference", [ENDED, BEGAN, RENAMED])
def test_a_single_choice_is_comparable_only_with_all_its_options(
    difference: str, changed: Changed
) -> None:
    change = changed(nein=difference)
    assert change.options_changed == ("lage",)
    assert "lage" not in change.comparable_items
    assert "nach_lage" in change.comparable_items


def test_a_step_of_a_scale_that_ended_is_told(changed: Changed) -> None:
    change = changed(eins=ENDED)
    assert change.options_that(Change.DROPPED, "nach_allem") == ("eins",)
    assert "nach_allem" not in change.comparable_items


@pytest.mark.parametrize(
    ("place", "difference"),
    [("halb", ENDED), ("halb", BEGAN), ("ja", RENAMED), ("lage", REWORDED)],
)
def test_a_filter_that_lets_others_through_changes_the_question_behind_it(
    place: str, difference: str, changed: Changed
) -> None:
    change = changed(**{place: difference})
    assert change.filter_changed == {"nach_lage"}
    assert "nach_lage" in change.options_changed
    assert "nach_lage" not in change.comparable_items


def test_a_changed_filter_reaches_through_filters(changed: Changed) -> None:
    change = changed(alles_c=RENAMED)
    assert change.filter_changed == {"nach_allem", "danach"}


@pytest.mark.parametrize(("place", "difference"), [("alles_c", ENDED), ("lage", ENDED)])
def test_questions_whose_filter_ended_are_not_comparable(
    place: str, difference: str, changed: Changed
) -> None:
    behind = {"alles_c": "nach_allem", "lage": "nach_lage"}[place]
    assert behind not in changed(**{place: difference}).comparable_items


def test_what_belonged_to_neither_day_is_not_told(changed: Changed) -> None:
    change = changed(
        nach_lage=", valid: { first: 2020-01-01, last: 2021-01-01 }",
        ziel_a=", valid: { first: 2020-01-01, last: 2021-01-01 }",
    )
    assert "nach_lage" not in [one.id for one in change.items]
    assert "ziel_a" not in [one.id for one in change.options["ziele"]]


def test_both_ways_say_the_same_mirrored(changed: Changed) -> None:
    forth = changed(ziel_a=ENDED, ziel_b=BEGAN, alles_a=RENAMED, nach_lage=ENDED)
    back = changed(ziel_a=BEGAN, ziel_b=ENDED, alles_a=RENAMED, nach_lage=BEGAN)
    assert forth.comparable_items == back.comparable_items
    assert forth.items_that(Change.DROPPED) == back.items_that(Change.ADDED)
    for item in ("ziele", "alles"):
        assert forth.options_that(Change.DROPPED, item) == back.options_that(Change.ADDED, item)
        assert forth.comparable_options(item) == back.comparable_options(item)


@pytest.mark.parametrize("item", ["nach_lage", "nichts"])
def test_only_closed_questions_of_both_days_have_options(item: str, changed: Changed) -> None:
    with pytest.raises(ValueError, match=r"allowed: ziele, alles, lage, nach_allem"):
        changed().comparable_options(item)


def test_the_earlier_day_comes_first(changed: Changed) -> None:
    with pytest.raises(ValueError, match="lies after the later one"):
        questionnaire_change(
            load_yaml(ROOT / "data" / "codebook.yml", Codebook, codebook_flaws), LATER, EARLIER
        )
