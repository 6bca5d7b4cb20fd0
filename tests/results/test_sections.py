"""A section has its figures, sentences and table under ids that chapters can include."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.results.small_wave import (
    FIELD,
    LEVEL,
    PLAN,
    SIZE,
    SmallWave,
    answers,
    open_small_wave,
    section,
)

from typfrage.results.description import describe, rows_of
from typfrage.results.sections import NOT_ASKED, NOTHING_ELSE, store_sections, store_tests
from typfrage.results.structure import store_structure

Make = Callable[..., Path]
NUMBER = {"id": "zahl", "items": ["felder"], "label": {"de": "Zahl der Felder"}}
TWICE = {"id": "stufe_2", "items": ["stufe"], "label": {"de": "Noch einmal"}}
ROLE = {"id": "leitung", "items": ["rolle"], "chosen": ["leitung"], "label": {"de": "Leitung"}}


def _stored(wave: SmallWave) -> dict[str, str]:
    store_sections(wave.run.store, wave.described, wave.run.study.indicators)
    return wave.texts()


def _included(text: str) -> list[str]:
    return [
        line.removeprefix("{{< include /_results/current/").removesuffix(".md >}}")
        for line in text.splitlines()
        if line.startswith("{{<")
    ]


@pytest.mark.parametrize(
    ("indicators", "figures"),
    [
        ([PLAN], []),
        ([PLAN, FIELD], ["fig-feld-e-government"]),
        ([PLAN, LEVEL], []),
        ([PLAN, LEVEL, FIELD], ["fig-feld-e-government"]),
        ([LEVEL, TWICE], ["fig-feld-e-government"]),
        (
            [PLAN, LEVEL, FIELD, TWICE],
            ["fig-feld-e-government", "fig-feld-e-government-2"],
        ),
        # Two scales of different length share no figure.
        ([LEVEL, NUMBER], []),
    ],
)
def test_indicators_of_one_unit_share_a_figure(
    tiny_study: Make, indicators: list[dict[str, Any]], figures: list[str]
) -> None:
    wave = open_small_wave(tiny_study, section(*indicators, id="e_government"))
    texts = _stored(wave)
    assert _included(texts["txt-feld-e-government"]) == [*figures, "tbl-feld-e-government"]
    assert {name for name in texts if name.startswith("fig")} == set(figures)
    for figure in figures:
        assert (wave.run.store.folder / f"{figure}.svg").is_file()


def test_a_section_says_first_what_differs_and_then_for_which_type(tiny_study: Make) -> None:
    texts = _stored(open_small_wave(tiny_study, section(PLAN, LEVEL, FIELD)))
    first, figure, types, table = texts["txt-feld-teil"].strip().split("\n\n")
    assert first.startswith("Bei zwei von drei geprüften Merkmalen")
    assert "fig-feld-teil" in figure
    assert types.startswith("- **Typ 1:** über den anderen bei „Plan“")
    assert "tbl-feld-teil" in table
    assert "| Plan | 83\u202f% ↑↑ | 25\u202f% ↓↓ | 60\u202f% | 100 |" in texts["tbl-feld-teil"]
    assert "\\(n\u202f=\u202f60 bis 100\\)" in texts["fig-feld-teil"]
    assert 'fig-alt="Punktdiagramm' in texts["fig-feld-teil"]


def test_scales_are_drawn_over_their_places(tiny_study: Make) -> None:
    texts = _stored(open_small_wave(tiny_study, section(LEVEL, TWICE)))
    assert "Mittelwert auf der Skala bis 3 nach Typen" in texts["fig-feld-teil"]
    assert "\\(n\u202f=\u202f100\\)" in texts["fig-feld-teil"]


def test_what_was_not_asked_says_so_under_the_same_id(tiny_study: Make) -> None:
    def later(codebook: dict[str, Any]) -> None:
        item = next(item for item in codebook["items"] if item["id"] == "stufe")
        item["valid"] = {"first": "2021-01-01"}

    wave = open_small_wave(
        tiny_study,
        section(PLAN),
        section(LEVEL, id="nach_her"),
        section(TWICE, id="sein", structure=True),
        codebook=later,
        wave=lambda file: file["columns"].pop("stufe"),
    )
    assert wave.described.indicators.left_out == ("stufe", "stufe_2")
    texts = _stored(wave)
    assert texts["txt-feld-nach-her"].strip() == NOT_ASKED
    assert "txt-feld-sein" not in texts
    store_structure(wave.run, wave.described)
    assert wave.texts()["txt-feld-sein"].strip() == NOT_ASKED


def test_structure_is_told_by_its_own_notebook(tiny_study: Make) -> None:
    wave = open_small_wave(
        tiny_study, section(PLAN), section(SIZE, ROLE, id="struktur", structure=True)
    )
    assert "txt-feld-struktur" not in _stored(wave)
    store_structure(wave.run, wave.described)
    text = wave.texts()["txt-feld-struktur"]
    assert _included(text) == ["fig-feld-struktur", "tbl-feld-struktur"]


def test_captions_tell_no_base_that_is_withheld(tiny_study: Make) -> None:
    """98 of 100 have a strategy and were asked for fields: the two others are a small count."""
    wave = open_small_wave(tiny_study, section(PLAN, FIELD, SIZE), rows=answers(planning=(60, 38)))
    texts = _stored(wave)
    assert "\\(n\u202f=\u202f100, soweit veröffentlicht\\)" in texts["fig-feld-teil"]
    for path in wave.run.store.folder.glob("*.csv"):
        cells = pd.read_csv(path, dtype=str).to_numpy().ravel().tolist()
        assert "98" not in cells
        assert not any(str(cell).startswith("0.98") for cell in cells)
    secret = [line for line in texts["tbl-feld-teil"].splitlines() if line.startswith("| Feld B")]
    assert secret == ["| Feld B | . | . | . | . |"]
    store_tests(wave.run.store, wave.described)
    tests = (wave.run.store.folder / "tbl-tests.md").read_text(encoding="utf-8")
    assert "| Feld B | . | . | . | . | . |" in tests


def test_where_all_is_withheld_no_base_is_told(tiny_study: Make) -> None:
    wave = open_small_wave(tiny_study, section(FIELD, PLAN), rows=answers(planning=(60, 38)))
    texts = _stored(wave)
    assert "steht für alle Kommunen. Synthetische Daten." in texts["fig-feld-teil"]
    assert "ließ sich nicht prüfen" in texts["txt-feld-teil"]


class TestDescription:
    def test_without_a_file_every_question_is_described(self, tiny_study: Make) -> None:
        wave = open_small_wave(tiny_study)
        described = wave.described
        assert list(described.indicators.sections) == ["teil"]
        assert described.indicators.labels["strategie_ja"] == "Frage strategie Vorgabe ja"
        assert "strategie_nein" not in described.indicators.labels
        assert described.sentences == {}, "what counts as a strength is for a study to say"
        assert described.strong.empty
        store_sections(wave.run.store, described, None)
        assert "txt-feld-teil" in wave.texts()

    def test_strengths_are_what_the_file_words(self, tiny_study: Make) -> None:
        described = open_small_wave(tiny_study, section(PLAN, LEVEL, FIELD)).described
        assert described.sentences == {"plan": "Sie planen.", "stufe": "Sie stehen hoch."}
        # Without a lesson of its own, an indicator is called by its label.
        assert described.lessons == {"plan": "planen", "stufe": "Stufe", "feld_b": "Feld B"}
        assert described.strong["indicator"].to_list() == ["plan", "stufe"]
        assert described.taught[["learner", "indicator", "kind"]].to_numpy().tolist() == [
            ["typ_2", "plan", "share"],
            ["typ_2", "stufe", "scale"],
        ]

    def test_what_is_withheld_is_no_strength(self, tiny_study: Make) -> None:
        described = open_small_wave(
            tiny_study, section(PLAN), rows=answers(planning=(57, 5))
        ).described
        assert described.comparison.by_type["p"].max() < 1e-6
        assert described.comparison.by_type["p_holm"].min() == 1, "nor does a rank tell of it"
        assert described.strong.empty
        assert described.taught.empty

    def test_rows_of_a_type_keep_what_is_withheld(self, tiny_study: Make) -> None:
        wave = open_small_wave(tiny_study, section(PLAN, FIELD), rows=answers(planning=(57, 5)))
        own = rows_of(wave.described.compared, "typ_2")
        assert own.frame["indicator"].to_list() == ["plan", "feld_b"]
        assert own.withheld["value"].all()

    def test_the_same_wave_is_described_the_same_again(self, tiny_study: Make) -> None:
        wave = open_small_wave(tiny_study, section(PLAN, LEVEL))
        again = describe(wave.run, wave.clean, wave.solution, wave.names)
        pd.testing.assert_frame_equal(again.compared.frame, wave.described.compared.frame)


def test_all_sections_stand_in_one_text_those_on_structure_last(tiny_study: Make) -> None:
    later = section(PLAN, id="spaeter")
    structure = section(SIZE, id="sein", structure=True)
    wave = open_small_wave(tiny_study, structure, later)
    text = _stored(wave)["txt-felder"]
    assert _included(text) == ["txt-feld-spaeter", "txt-feld-sein"]
    assert text.startswith("## ")


def test_without_sections_the_text_says_so(tiny_study: Make) -> None:
    wave = open_small_wave(tiny_study, section(PLAN))
    nothing = replace(wave.described.indicators, titles={}, sections={}, structural=frozenset())
    store_sections(wave.run.store, replace(wave.described, indicators=nothing), None)
    assert wave.texts()["txt-felder"].strip() == NOTHING_ELSE
