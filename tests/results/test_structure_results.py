"""Structure, regression and weighting are stored in every outcome, and say what they show."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.project import ROOT
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

from typfrage.profiles.structure_model import StructureModel
from typfrage.results import wording
from typfrage.results.structure import store_in_short, store_regression, store_weighting
from typfrage.survey.population.frame import frame_categories, load_frame
from typfrage.survey.population.raking import Weights

Make = Callable[..., Path]
KINDS = ("kreisangehoerige_gemeinde", "kreisfreie_stadt")
TUN = section(PLAN, LEVEL, FIELD)
SEIN = section(SIZE, id="sein", structure=True)


def _rows(planning: tuple[int, int] = (50, 10)) -> list[dict[str, str]]:
    """Every third answers from an office; sizes differ within the classes."""
    rows = answers(planning)
    for at, row in enumerate(rows):
        row["EW"] = str(int(row["EW"]) + 37 * (at * 29 % 100))
        if at % 3 == 0:
            row |= {"R[1]": "", "R[2]": "Y"}
    return rows


def _regression(wave: SmallWave) -> tuple[StructureModel | None, str]:
    model = store_regression(wave.run, wave.described, wave.clean, wave.solution)
    return model, wave.texts()["txt-regression"].strip()


class TestRegression:
    def test_effects_are_drawn_and_told(self, tiny_study: Make) -> None:
        chosen = {"categories": ["rolle"], "logarithms": ["einwohner"], "indicators": ["plan"]}
        wave = open_small_wave(tiny_study, TUN, SEIN, rows=_rows(), regression=chosen)
        model, text = _regression(wave)
        assert model is not None
        assert (model.status, model.n) == ("estimated", 100)
        assert text.startswith("Die Struktur einer Kommune sagt etwas über ihren Typ")
        assert "von sechs Wirkungen" in text
        assert text.endswith("{{< include /_results/current/fig-regression.md >}}")
        figure = wave.texts()["fig-regression"]
        assert "95\u2011%\u2011Intervall \\(n\u202f=\u202f100\\)" in figure
        table = pd.read_csv(wave.run.store.folder / "fig-regression.csv")
        assert table["label"].unique().tolist() == [
            "Personen (je Verdopplung)",
            "Vorgabe amt (statt: Vorgabe leitung)",
            "Plan",
        ]
        store_in_short(wave.run, wave.described, model)
        assert "sagen etwas über den Typ" in wave.texts()["txt-struktur-kurz"]

    @pytest.mark.parametrize(
        ("chosen", "planning", "status", "words"),
        [
            ({"indicators": ["plan"]}, (60, 0), "separated", "weil „Plan“ einen Typ"),
            ({"categories": ["land", "rolle"]}, (50, 10), "estimated", "weggelassen: „Frage land“"),
            (
                {"categories": ["rolle"], "logarithms": ["einwohner", "anteil"]},
                (50, 10),
                "estimated",
                r"weggelassen: „Prozent \(je Verdopplung\)“",
            ),
        ],
    )
    def test_what_cannot_be_estimated_or_explains_nothing_is_named(
        self,
        tiny_study: Make,
        chosen: dict[str, list[str]],
        planning: tuple[int, int],
        status: str,
        words: str,
    ) -> None:
        wave = open_small_wave(tiny_study, TUN, rows=_rows(planning), regression=chosen)
        model, text = _regression(wave)
        assert model is not None
        assert model.status == status
        assert words in text
        assert (wave.run.store.folder / "fig-regression.svg").is_file() == (status == "estimated")
        assert ("include" in text) == (status == "estimated")

    def test_small_types_are_refused(self, tiny_study: Make) -> None:
        rows = [*_rows()[:60], *_rows()[60:75]]
        chosen = {"categories": ["rolle"], "logarithms": ["einwohner"]}
        wave = open_small_wave(tiny_study, TUN, rows=rows, regression=chosen)
        model, text = _regression(wave)
        assert model is not None
        assert model.status == "too_few"
        assert "wenigstens zehn Kommunen" in text
        assert "include" not in text

    @pytest.mark.parametrize("chosen", [{}, {"categories": ["land"]}])
    def test_what_nothing_could_explain_is_not_computed(
        self, tiny_study: Make, chosen: dict[str, list[str]]
    ) -> None:
        """Nothing is named, or all municipalities are of the same Land."""
        wave = open_small_wave(tiny_study, TUN, SEIN, regression=chosen)
        assert _regression(wave) == (None, wording.no_regression("de"))
        store_in_short(wave.run, wave.described, None)
        text = wave.texts()["txt-struktur-kurz"].strip()
        assert text == (
            "Nach Art, Größe und Lage der Kommunen unterscheiden sich die Typen nicht gesichert."
        )

    def test_a_study_without_a_file_has_no_regression(self, tiny_study: Make) -> None:
        wave = open_small_wave(tiny_study)
        assert _regression(wave) == (None, wording.no_regression("de"))
        store_in_short(wave.run, wave.described, None)
        assert "ist offen" in wave.texts()["txt-struktur-kurz"]


def _with_kinds(codebook: dict[str, Any]) -> None:
    """Ask for the kind of municipality instead of the role."""
    item = next(item for item in codebook["items"] if item["id"] == "rolle")
    item["id"] = "art"
    for option, kind in zip(item["options"], KINDS, strict=True):
        option["id"] = kind


def _kinds_in_wave(wave: dict[str, Any]) -> None:
    del wave["columns"]["rolle"]
    wave["columns"]["art"] = {"ticks": dict(zip(KINDS, ("R[1]", "R[2]"), strict=True))}
    wave["analysis"]["trim_weights"] = 3


@pytest.fixture
def framed(tiny_study: Make) -> Callable[..., SmallWave]:
    """A wave of a study that has the shipped counts of all municipalities."""

    def opened(rows: list[dict[str, str]], *sections: dict[str, Any]) -> SmallWave:
        wave = open_small_wave(
            tiny_study, *sections, rows=rows, codebook=_with_kinds, wave=_kinds_in_wave
        )
        shutil.copytree(ROOT / "data" / "population", wave.run.study.data / "population")
        return wave

    return opened


def _bavarian(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Every second is in Bavaria, where most German municipalities are small."""
    for at, row in enumerate(rows):
        row["R[1]"], row["R[2]"] = "Y", ""
        if at % 2:
            row |= {"LAND": "09", "AGS": f"09{195_000 + at}"}
    return rows


def _weighted(wave: SmallWave) -> tuple[Weights | None, str]:
    weights = store_weighting(wave.run, wave.described, wave.clean, wave.solution)
    return weights, wave.texts()["txt-gewichtung"].strip()


class TestWeighting:
    def test_weighted_stands_beside_unweighted(self, framed: Callable[..., SmallWave]) -> None:
        wave = framed(_bavarian(answers()), TUN, SEIN)
        weights, text = _weighted(wave)
        assert weights is not None
        assert text.startswith("Der Designeffekt beträgt")
        assert "Beide Stärken haben auch gewichtet dieselbe Richtung." in text
        for table in ("tbl-gewichtung-typen", "tbl-gewichtung-staerken", "tbl-gewichtung"):
            assert f"{{{{< include /_results/current/{table}.md >}}}}" in text
        folder = wave.run.store.folder
        # Brute force: weighted shares of all, of what they do and not of what they are.
        shown = pd.read_csv(folder / "tbl-gewichtung.csv").set_index("label")
        assert shown.index.to_list() == ["Plan", "Feld B"]
        for label, key in (("Plan", "plan"), ("Feld B", "feld_b")):
            values = wave.described.indicators.values[key].dropna()
            share = np.average(values, weights=weights.values[values.index])
            assert shown.loc[label, "weighted"] == pytest.approx(share, abs=5e-3)
            assert shown.loc[label, "share"] == pytest.approx(values.mean(), abs=5e-3)
        strong = pd.read_csv(folder / "tbl-gewichtung-staerken.csv")
        of_type = wave.solution.labels == wave.names[0].label
        levels = wave.described.indicators.values["stufe"]
        own, rest = (
            np.average(levels[members], weights=weights.values[members])
            for members in (of_type, ~of_type)
        )
        assert strong["label"].to_list() == ["Plan", "Stufe"]
        assert strong["weighted"].iloc[1] == pytest.approx(own - rest, abs=5e-3)

    def test_few_that_a_filter_left_out_are_not_told(
        self, framed: Callable[..., SmallWave]
    ) -> None:
        """98 of 100 have a strategy and were asked for fields; two did not tell their level."""
        rows = _bavarian(answers(planning=(60, 38)))
        for at in (0, 99):
            rows[at]["ST"] = ""
        high = {"id": "hoch", "items": ["stufe"], "chosen": ["gering", "mittel"]}
        high |= {"label": {"de": "Nicht hoch"}}
        small = {"id": "klein", "items": ["einwohner"], "within": {"below": 20000}}
        wave = framed(rows, section(PLAN, FIELD, high, small | {"label": {"de": "Kleine"}}))
        _weighted(wave)
        table = pd.read_csv(wave.run.store.folder / "tbl-gewichtung.csv", dtype=str)
        withheld = table.set_index("label")["base"].to_dict()
        assert withheld == {"Plan": "100", "Feld B": ".", "Nicht hoch": "98", "Kleine": "100"}
        assert table.set_index("label")["share"].to_dict() == {
            "Plan": ".",
            "Feld B": ".",
            "Nicht hoch": ".",
            "Kleine": "0.5",
        }

    def test_margins_are_those_of_the_frame(self, framed: Callable[..., SmallWave]) -> None:
        """A special case: with one Land and one kind, weights restore the size classes."""
        rows = answers()
        for row in rows:
            row["R[1]"], row["R[2]"] = "Y", ""
        wave = framed(rows, TUN)
        weights, _ = _weighted(wave)
        assert weights is not None
        frame = load_frame(wave.run.study.data / "population")
        assert frame is not None
        categories = frame_categories(wave.clean, wave.run.study.codebook, frame)
        assert categories is not None
        population = frame.counts.loc["05", ["5", "6"]]
        weighted = weights.values.groupby(categories["size_class"]).sum() / len(wave.clean)
        assert weighted.to_list() == pytest.approx((population / population.sum()).to_list())

    def test_without_strengths_the_tables_are_stored_all_the_same(
        self, framed: Callable[..., SmallWave]
    ) -> None:
        wave = framed(_bavarian(answers()), section(FIELD))
        weights, text = _weighted(wave)
        assert weights is not None
        assert "Stärke" not in text
        assert pd.read_csv(wave.run.store.folder / "tbl-gewichtung-staerken.csv").empty

    def test_structure_alone_leaves_no_shares_to_compare(
        self, framed: Callable[..., SmallWave]
    ) -> None:
        wave = framed(_bavarian(answers()), SEIN)
        _weighted(wave)
        assert pd.read_csv(wave.run.store.folder / "tbl-gewichtung.csv").empty

    def test_without_a_frame_nothing_is_weighted(self, tiny_study: Make) -> None:
        wave = open_small_wave(tiny_study, TUN)
        assert _weighted(wave) == (None, wording.no_frame("de"))

    def test_a_frame_that_the_answers_do_not_meet_is_none(
        self, framed: Callable[..., SmallWave]
    ) -> None:
        wave = framed([row | {"EW": ""} for row in answers()], TUN)
        assert _weighted(wave) == (None, wording.no_frame("de"))
