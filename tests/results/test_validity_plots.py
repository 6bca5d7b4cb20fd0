"""Figures of the statistical core show the released values, and nothing of what is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from tests.results.made_up import released

from typfrage.profiles.disclosure import Column, Released
from typfrage.results import plots
from typfrage.results.findings import CRITERIA, favours
from typfrage.results.numbers import WITHHELD
from typfrage.results.plots.theme import FULL_WIDTH
from typfrage.results.type_names import TypeName

NAN = float("nan")
NAMES = (
    TypeName("a", 0, "die A", "#111111", "circle", None, 0.9),
    TypeName("b", 1, "Typ 2: sehr lange Angabe · und noch eine", "#222222", "square", None, NAN),
)


def _texts(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


class TestCriteria:
    K = (1, 2, 3, 4)

    def _data(self, **changed: list[float]) -> Released:
        columns = {*CRITERIA.values(), "gap_se", "mean_jaccard", "entropy_r2"}
        known = {column: [NAN, 0.21, 0.34, 0.13] for column in columns}
        data = released(k=list(self.K), **(known | changed))
        return replace(data, withheld=data.withheld & False)

    def _figure(self, data: Released, chosen: dict[str, int | None]) -> Figure:
        found = favours(data.frame.set_index("k"), chosen, 2)
        return plots.criteria_by_k(data, found, 2, "de")

    def test_one_panel_a_criterion_at_text_width(self) -> None:
        figure = self._figure(self._data(), dict.fromkeys(CRITERIA, 3))
        assert len(figure.axes) == 8
        assert figure.get_size_inches()[0] == FULL_WIDTH
        for axes in figure.axes:
            # The shade of the reported number.
            shade = next(patch for patch in axes.patches if isinstance(patch, Rectangle))
            assert (shade.get_x(), shade.get_width()) == pytest.approx((1.6, 0.8))

    def test_the_favoured_and_the_reported_number_are_labelled_in_german(self) -> None:
        figure = self._figure(self._data(), dict.fromkeys(CRITERIA, 3))
        assert {text.get_text() for text in figure.axes[0].texts} == {"0,34", "0,21"}

    def test_a_criterion_that_favours_none_is_drawn_without_a_mark(self) -> None:
        figure = self._figure(self._data(), dict.fromkeys(CRITERIA, None))
        assert [text.get_text() for text in figure.axes[0].texts] == ["0,21"]

    def test_what_could_not_be_computed_is_said_to_be_so(self) -> None:
        data = self._data(aic=[NAN] * 4, bic=[NAN] * 4, entropy_r2=[NAN] * 4)
        figure = self._figure(data, dict.fromkeys(CRITERIA, 3))
        assert _texts(figure).count("nicht berechenbar") == 2

    def test_where_a_value_is_withheld_the_line_has_a_gap_with_its_sign(self) -> None:
        data = self._data(silhouette=[NAN, NAN, 0.34, 0.13], aic=[NAN] * 4, bic=[NAN] * 4)
        hidden = data.withheld.copy()
        hidden.loc[1, "silhouette"], hidden["bic"] = True, True
        figure = self._figure(replace(data, withheld=hidden), dict.fromkeys(CRITERIA, 3))
        silhouette = figure.axes[0]
        assert {text.get_text() for text in silhouette.texts} == {"0,34", WITHHELD}
        assert np.isnan(silhouette.lines[0].get_ydata()[1])
        assert _texts(figure).count("nicht berechenbar") == 0
        assert _texts(figure).count(WITHHELD) == 2

    def test_a_choice_without_a_value_is_no_error(self) -> None:
        self._figure(self._data(), dict.fromkeys(CRITERIA, 1))


class TestClustergram:
    def _data(self, **changed: Any) -> Released:
        long = NAMES[1].name
        values: dict[str, Any] = {
            "k": [1, 2, 2, 2, 2, 3, 3, 3, 3],
            "type": ["1.1", "die A", long, "die A", long, "3.1", "3.2", "3.3", "3.1"],
            "origin": ["", "", "", "1.1", "1.1", "", "", "", "die A"],
            "count": pd.array([60, 40, 20, 40, 30, 40, 15, 5, 30], dtype="Int64"),
            "like": ["", "a", "b", "", "", "a", "b", "", ""],
        }
        return released(**(values | changed))

    def test_types_bear_their_sizes_and_the_reported_ones_their_names(self) -> None:
        figure = plots.clustergram(self._data(), NAMES, 2, "de")
        texts = _texts(figure)
        assert texts[:6] == ["60", "40", "20", "40", "15", "5"]
        assert texts[6:] == ["die A", "Typ 2"]

    def test_each_move_is_a_ribbon_no_wider_than_its_types(self) -> None:
        figure = plots.clustergram(self._data(), NAMES, 2, "de")
        ribbons = [p for p in figure.axes[0].patches if isinstance(p, PathPatch)]
        heights = [np.ptp(ribbon.get_path().vertices[[0, 7], 1]) for ribbon in ribbons]
        # 40 and 30 of 60 are more than all: both are narrowed, the second to its type's 20.
        assert heights == pytest.approx([40 / 60 * 6 / 7, 30 / 60 * 2 / 3, 30 / 60])

    def test_colours_are_carried_through(self) -> None:
        figure = plots.clustergram(self._data(), NAMES, 2, "de")
        bars = [p for p in figure.axes[0].patches if isinstance(p, Rectangle)][1:]
        colours = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in bars]
        assert colours[1:5] == ["#111111", "#222222", "#111111", "#222222"]
        assert colours[0] == colours[5] not in ("#111111", "#222222")

    def test_a_withheld_type_tells_no_size(self) -> None:
        count = pd.array([60, pd.NA, pd.NA, 40, 15, 5], dtype="Int64")
        frame = self._data().frame
        rows = frame[frame["origin"] == ""].assign(count=count).reset_index(drop=True)
        figure = plots.clustergram(Released(rows, (), rows.isna(), 5), NAMES, 2, "de")
        assert _texts(figure)[1:3] == [".", "."]
        bars = [p for p in figure.axes[0].patches if isinstance(p, Rectangle)][2:4]
        assert bars[0].get_height() == bars[1].get_height()


class TestBenchmark:
    def _data(self) -> Released:
        return released(
            data=["Befragung", "ohne Typen", "ohne Typen"],
            silhouette=[0.5, 0.1, 0.2],
            jaccard=[0.1, 0.6, 0.6],
        )

    def test_the_survey_stands_against_data_without_types(self) -> None:
        figure = plots.without_types(self._data(), (0.005, 0.5), "de")
        assert "Befragung 0,50\np = 0,005" in _texts(figure)
        assert "Befragung 0,10\np = 0,500" in _texts(figure)
        assert sum(bar.get_height() for bar in figure.axes[0].patches) == 2

    def test_what_was_not_compared_is_said_to_be_so(self) -> None:
        empty = self._data().frame.iloc[:0]
        figure = plots.without_types(Released(empty, (), empty, 5), (NAN, NAN), "de")
        assert _texts(figure) == ["nicht berechenbar"] * 2
        figure = plots.without_types(self._data(), (0.5, NAN), "de")
        assert _texts(figure).count("nicht berechenbar") == 1

    def test_all_the_same_value_can_be_drawn(self) -> None:
        data = released(data=["a", "b"], silhouette=[0.5, 0.5], jaccard=[1.0, 1.0])
        plots.without_types(data, (1.0, 1.0), "de").canvas.draw()


def test_methods_stand_in_a_triangle_with_their_numbers() -> None:
    columns = (Column("method", "V"), *(Column(m, m, "number", base="n") for m in ("x", "y")))
    data = released(columns, method=["k-Means", "PAM"], x=[1.0, 0.25], y=[0.25, 1.0])
    figure = plots.agreement_of_methods(data, "de")
    assert sorted(filter(None, _texts(figure))) == ["0,25", "1,00", "1,00"]


def test_items_stand_with_their_numbers_even_without() -> None:
    data = released(item=["Ziel A", "Ziel B"], adjusted_rand=[-0.1, NAN])
    figure = plots.agreement_without_items(data, "de")
    assert _texts(figure) == ["−0,10", "."]
    nothing = released(item=["Ziel A"], adjusted_rand=[NAN])
    plots.agreement_without_items(nothing, "de").canvas.draw()


def test_mixed_municipalities_are_hatched_and_secret_ones_not_drawn() -> None:
    data = released(state=["eindeutig", "zwischen zwei Typen"] * 2, share=[0.75, 0.25, NAN, NAN])
    figure = plots.mixed_by_type(data, NAMES, "de")
    texts = _texts(figure)
    assert texts[:3] == ["75\u202f%", "25\u202f%", "nicht veröffentlicht"]
    assert len(figure.axes[0].patches) == 2


def test_stability_stands_on_hennigs_bands() -> None:
    data = released(jaccard=[0.8, 0.4])
    texts = _texts(plots.stability_of_types(data, NAMES, "de"))
    assert texts == ["aufgelöst", "zweifelhaft", "Muster", "stabil", "sehr stabil", "0,80", "0,40"]
