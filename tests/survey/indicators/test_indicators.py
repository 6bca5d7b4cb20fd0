"""The indicators are checked against the questionnaire; every flaw says what and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.project import ROOT

from typfrage.problems import InputError, Problem
from typfrage.survey.indicators.indicator_flaws import indicator_flaws
from typfrage.survey.indicators.indicators import IndicatorFile
from typfrage.survey.questionnaire.codebook import MultipleItem
from typfrage.survey.waves.study import open_study, open_wave
from typfrage.survey.yaml_files.yaml_file import load_yaml

Make = Callable[..., Path]
LABEL = {"de": "Merkmal"}
PLAN: dict[str, Any] = {
    "id": "plan", "items": ["strategie"], "chosen": ["ja"], "label": LABEL,
}  # fmt: skip


def _section(*indicators: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"id": "teil", "title": {"de": "Teil"}, "indicators": list(indicators), **rest}


@pytest.fixture
def refused(tiny_study: Make) -> Callable[..., tuple[Problem, ...]]:
    """What is wrong with such sections, in a study whose types are formed by the goals."""
    root = tiny_study()
    codebook, path = open_study(root).codebook, root / "data" / "indicators.yml"

    def complaints(*sections: dict[str, Any], **regression: list[str]) -> tuple[Problem, ...]:
        path.write_text(json.dumps({"sections": sections, "regression": regression}))
        with pytest.raises(InputError) as caught:
            load_yaml(path, IndicatorFile, lambda file: indicator_flaws(file, codebook, "ziele"))
        return caught.value.problems

    return complaints


def test_the_shipped_indicators_fit_their_questionnaire() -> None:
    study = open_study(ROOT)
    assert study.indicators is not None
    file, codebook = study.indicators, study.codebook
    assert len(file.indicators) == sum(len(section.indicators) for section in file.sections)
    for one in file.indicators.values():
        assert (one.strength is None) == (one.lesson is None), one.id
    for section in file.sections:
        # What a municipality is, is no merit.
        assert not (section.structure and any(one.strength for one in section.indicators))
    # Each option that says something has an indicator where the question counts option by option.
    counted = {(item, option) for one in file.indicators.values() for item in one.items
               for option in one.chosen or ()}  # fmt: skip
    for name in ("handlungsfelder", "basiskomponenten", "gemeinschaft"):
        item = codebook.item(name)
        assert isinstance(item, MultipleItem)
        assert {(name, option) for option in item.substantive} <= counted


@pytest.mark.parametrize(
    ("changes", "place", "what", "expected"),
    [
        ({"items": ["nichts"]}, ".items[0]", "'nichts' is no question that can be counted",
         "one of land, einwohner, anteil, rolle, strategie, partner, felder, stufe"),
        ({"items": ["anmerkung"]}, ".items[0]", "'anmerkung' is no question that can be counted",
         "one of land, einwohner"),
        ({"items": ["ziele"], "chosen": ["ziel_a"]}, ".items[0]",
         "'ziele' forms the types; its differences are made, not found", "one of land, einwohner"),
        ({"chosen": ["vielleicht"]}, ".chosen[0]", "'vielleicht' is no option of 'strategie'",
         "one of ja, nein"),
        ({"items": ["partner", "rolle"], "label": LABEL}, ".chosen[0]",
         "'ja' is no option of 'rolle'", "one of leitung, amt"),
        ({"items": ["felder"], "chosen": ["feld_c"]}, ".chosen[0]",
         "'feld_c' is no option of 'felder'", "one of feld_a, feld_b"),
        ({"items": ["stufe"], "chosen": ["sehr_hoch"]}, ".chosen[0]",
         "'sehr_hoch' is no option of 'stufe'", "one of gering, mittel, hoch"),
        ({"chosen": None, "label": LABEL}, ".chosen", "'strategie' needs the options that count",
         "one of ja, nein"),
        ({"within": {"least": 1}}, ".within", "'strategie' is of kind 'single'", "for numbers"),
        ({"items": ["einwohner"], "chosen": None, "label": LABEL}, "",
         "'einwohner' is of kind 'number'", "within: { least: …, below: … }"),
        ({"items": ["einwohner"], "within": {"least": 1}, "label": LABEL}, ".chosen",
         "'einwohner' is of kind 'number' and has no options", "within:"),
        ({"items": ["stufe", "felder"], "chosen": None, "label": LABEL}, ".items",
         "'stufe' is of kind 'scale' and 'felder' is of kind 'multiple'", "questions of one kind"),
        ({"among": {"item": "stufe", "chosen": ["hoch"]}}, ".among.item",
         "'stufe' is no single-choice question", "one of land, rolle, strategie, partner"),
        ({"among": {"item": "rolle", "chosen": ["leitung", "ja"]}}, ".among.chosen[1]",
         "'ja' is no option of 'rolle'", "one of leitung, amt"),
        ({"chosen": ["ja", "nein"], "label": None}, ".label", "there is no label", "label: { … }"),
        ({"label": None}, ".label", "there is no label", "label: { … }"),
        ({"items": ["stufe", "stufe"]}, ".items", "items names one twice", "each once"),
        ({"items": ["strategie", "partner"], "label": None}, ".label", "there is no label",
         "label: { … }"),
        ({"label": {"en": "Strategy"}}, ".label", "there is no wording in 'de'", "de: …"),
        ({"strength": {"de": " "}}, ".strength", "there is no wording in 'de'", "de: …"),
        ({"lesson": {"en": "Plan"}}, ".lesson", "there is no wording in 'de'", "de: …"),
    ],
)  # fmt: skip
def test_what_contradicts_the_questionnaire_is_named(
    refused: Callable[..., tuple[Problem, ...]],
    changes: dict[str, Any],
    place: str,
    what: str,
    expected: str,
) -> None:
    problems = refused(_section(PLAN | changes))
    (problem,) = (one for one in problems if one.what == what)
    assert problem.where.startswith("indicators.yml")
    assert problem.where.endswith(f"sections[0].indicators[0]{place}")
    assert expected in problem.expected


def test_every_id_stands_once(refused: Callable[..., tuple[Problem, ...]]) -> None:
    problems = refused(_section(PLAN), _section(PLAN))
    assert [problem.what for problem in problems] == [
        "the id 'teil' is taken",
        "the id 'plan' is taken",
    ]


def test_sections_bear_titles_in_the_languages_of_the_study(
    refused: Callable[..., tuple[Problem, ...]],
) -> None:
    (problem,) = refused(_section(PLAN, title={"en": "Part"}))
    assert (problem.what, problem.expected) == ("there is no wording in 'de'", "de: …")
    assert problem.where.endswith("sections[0].title")


@pytest.mark.parametrize(
    ("key", "name", "allowed"),
    [
        ("categories", "stufe", "one of land, rolle, strategie"),
        ("categories", "partner", "one of land, rolle, strategie"),
        ("indicators", "planlos", "one of plan"),
        ("logarithms", "land", "one of einwohner, anteil"),
    ],
)
def test_a_regression_explains_by_what_all_were_asked_for(
    refused: Callable[..., tuple[Problem, ...]], key: str, name: str, allowed: str
) -> None:
    (problem,) = refused(_section(PLAN), **{key: [name]})
    assert problem.what == f"{name!r} is none of the {key} that all municipalities were asked for"
    assert problem.expected == allowed


@pytest.mark.parametrize(
    ("within", "what"),
    [
        ({}, "'within' gives neither 'least' nor 'below'"),
        ({"least": 10, "below": 10}, "no number lies from 10 on and below 10"),
    ],
)
def test_a_range_holds_something(
    refused: Callable[..., tuple[Problem, ...]], within: dict[str, int], what: str
) -> None:
    size = {"id": "groesse", "items": ["einwohner"], "within": within, "label": LABEL}
    (problem,) = refused(_section(size))
    assert problem.what == what


def test_all_that_is_wrong_is_told_at_once(refused: Callable[..., tuple[Problem, ...]]) -> None:
    broken = {"id": "x", "items": ["ziele", "nichts"], "among": {"item": "ags", "chosen": ["a"]}}
    assert len(refused(_section(broken, PLAN, PLAN), logarithms=["land"])) == 7


def test_a_wave_is_refused_whose_types_are_formed_by_an_indicator(tiny_study: Make) -> None:
    """Without a typology the study does not know the forming question, but the wave does."""
    root = tiny_study()
    goals = {"id": "ziel", "items": ["ziele"], "chosen": ["ziel_a"]}
    (root / "data" / "indicators.yml").write_text(json.dumps({"sections": [_section(goals)]}))
    with pytest.raises(InputError) as caught:
        open_wave(open_study(root))
    (problem,) = caught.value.problems
    assert problem.what == "indicators.yml counts 'ziele', which forms the types"
    assert problem.where.endswith("analysis.types_from")
