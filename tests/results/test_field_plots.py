"""Figures of sections show the released values, nothing withheld, and no text upon another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from typfrage.profiles.disclosure import Released
from typfrage.results import plots
from typfrage.results.plots.theme import FULL_WIDTH
from typfrage.results.type_names import TypeName

NAN = float("nan")
LONG = (
    "Wie weit sind die Vorhaben zur Digitalisierung der Verwaltung in Ihrer Kommune gediehen, und "
    "wer hat sie zu verantworten? Sie stehen noch am Anfang"
)
COLOURS = ("#111111", "#222222", "#333333", "#444444", "#555555", "#666666")
SHAPES = ("circle", "square", "triangle", "diamond", "pentagon", "cross")
# Pixels by which a text may stick out, or touch another: rounding of extents.
SLACK = 1.5


def _types(k: int, called: str = "Typ {}") -> tuple[TypeName, ...]:
    return tuple(
        TypeName(f"t{at}", at, called.format(at + 1), COLOURS[at], SHAPES[at], None, NAN)
        for at in range(k)
    )


def _data(
    names: Sequence[TypeName], labels: Sequence[str], kind: str = "share", **changed: object
) -> Released:
    """Values from 0 to 1, or 1 to 5; every second differs by more than chance."""
    rows = [
        {
            "indicator": f"i{row}",
            "label": label,
            "type": name.id,
            "kind": kind,
            "value": (row + at) % 5 / 4 * (1 if kind == "share" else 4) + (kind == "scale"),
            "overall": 0.5 if kind == "share" else 3.0,
            "p_bh": 0.01 if at % 2 else 0.5,
        }
        | changed
        for row, label in enumerate(labels)
        for at, name in enumerate(names)
    ]
    frame = pd.DataFrame(rows)
    return Released(frame, (), frame.isna(), 5)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def _legible(figure: Figure) -> None:
    """No text sticks out of the figure, and no two labels of one axis touch."""
    figure.canvas.draw()
    for text in figure.findobj(Text):
        if not text.get_visible() or not text.get_text().strip():
            continue
        box = text.get_window_extent()
        assert box.x0 >= -SLACK, text
        assert box.y0 >= -SLACK, text
        assert box.x1 <= figure.bbox.x1 + SLACK, text
        assert box.y1 <= figure.bbox.y1 + SLACK, text
    for axes in figure.axes:
        beside = [label for label in axes.get_yticklabels() if label.get_text()]
        heights = sorted((label.get_window_extent() for label in beside), key=lambda b: b.y0)
        assert all(upper.y0 >= lower.y1 - SLACK for lower, upper in pairwise(heights))
        below = [label for label in axes.get_xticklabels() if label.get_text()]
        widths = sorted((label.get_window_extent() for label in below), key=lambda b: b.x0)
        assert all(right.x0 >= left.x1 - SLACK for left, right in pairwise(widths))


def _markers(figure: Figure) -> list[Line2D]:
    return [line for line in figure.axes[0].lines if line.get_marker() not in ("None", "", None)]


def _texts(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


class TestDots:
    def _figure(
        self, data: Released, names: Sequence[TypeName], highest: int | None = None
    ) -> Figure:
        return plots.field_dots(data, names, "de", highest=highest, significance=0.05)

    @pytest.mark.parametrize("k", [1, 2, 4, 6])
    @pytest.mark.parametrize("labels", [["Merkmal"], ["Merkmal", LONG, "M", LONG + "."]])
    def test_it_is_legible_whatever_names_and_labels(self, k: int, labels: list[str]) -> None:
        for called in ("Typ {}", "die sehr lange benannten Kommunen der Gruppe {}"):
            names = _types(k, called)
            figure = self._figure(_data(names, labels), names)
            _legible(figure)
            assert figure.get_size_inches()[0] == FULL_WIDTH
            assert len(figure.legends) == 1
            assert len(figure.legends[0].get_texts()) == k

    def test_a_marker_is_filled_where_the_type_differs(self) -> None:
        names = _types(2)
        markers = _markers(self._figure(_data(names, ["M"]), names))
        assert [to_hex(one.get_markerfacecolor()) for one in markers] == ["#ffffff", "#222222"]
        assert [one.get_marker() for one in markers] == ["o", "s"]
        assert [float(one.get_xdata()[0]) for one in markers] == [0.0, 0.25]

    def test_what_is_withheld_is_not_drawn_and_is_a_point(self) -> None:
        names = _types(2)
        data = _data(names, ["M", "N"])
        data.frame.loc[0, ["value", "p_bh"]] = NAN
        data.frame.loc[[2, 3], ["value", "overall", "p_bh"]] = NAN
        figure = self._figure(data, names)
        assert len(_markers(figure)) == 1
        assert _texts(figure) == ["50\u202f%", ".", "alle"]
        _legible(figure)
        _legible(self._figure(_data(names, ["M"], value=NAN, overall=NAN, p_bh=NAN), names))

    def test_a_type_that_has_no_row_is_not_drawn(self) -> None:
        names = _types(3)
        figure = self._figure(_data(names[:2], ["M"]), names)
        assert len(_markers(figure)) == 2

    def test_two_questions_may_have_the_same_label(self) -> None:
        names = _types(2)
        figure = self._figure(_data(names, ["Ja", "Ja"]), names)
        assert len(_markers(figure)) == 4
        assert len(figure.axes[0].get_yticklabels()) == 2

    def test_shares_run_from_none_to_all_and_scales_over_their_places(self) -> None:
        names = _types(2)
        axes = self._figure(_data(names, ["M"]), names).axes[0]
        ticks = [label.get_text() for label in axes.get_xticklabels()]
        assert ticks == [f"{share}\u202f%" for share in (0, 20, 40, 60, 80, 100)]
        figure = self._figure(_data(names, ["M"], "scale"), names, 5)
        axes = figure.axes[0]
        assert [label.get_text() for label in axes.get_xticklabels()] == list("12345")
        assert axes.get_xlim() == (1, 5)
        assert _texts(figure)[0] == "3,0"


class TestPosition:
    def _figure(self, panels: list[tuple[str, Released]]) -> Figure:
        figure = plots.position(panels, _types(1)[0], "de", 0.05)
        _legible(figure)
        return figure

    def _panel(self, *values: float, label: str = "M{}", **changed: object) -> Released:
        frame = pd.DataFrame(
            {
                "label": [label.format(at) for at in range(len(values))],
                "kind": "share",
                "value": values,
                "overall": 0.5,
                "p_bh": [0.01 if at % 2 else 0.5 for at in range(len(values))],
            }
        ).assign(**changed)
        return Released(frame, (), frame.isna(), 5)

    def test_bars_reach_from_the_average_and_are_filled_where_they_differ(self) -> None:
        figure = self._figure([("Feld", self._panel(0.25, 0.75, 0.5))])
        bars = [
            (bar.get_x(), bar.get_width(), to_hex(bar.get_facecolor()))
            for bar in figure.axes[0].patches
        ]
        assert bars == [(0, -0.25, "#ffffff"), (0, 0.25, "#111111"), (0, 0.0, "#ffffff")]
        assert _texts(figure) == ["25\u202f%", "75\u202f%", "50\u202f%"]
        assert figure.axes[0].get_title(loc="left") == "Feld"

    @pytest.mark.parametrize("panels", [1, 2, 3, 5])
    @pytest.mark.parametrize(
        "label", ["M{}", "Merkmal mit einem Namen {} in zwei Zeilen", LONG + "{}"]
    )
    def test_it_is_legible_whatever_panels_and_labels(self, panels: int, label: str) -> None:
        """Panels of several sizes; none is wider than the page, and each has its title."""
        data = [
            (f"Abschnitt {at}", self._panel(*[0.3] * (1 + 3 * at), label=label))
            for at in range(panels)
        ]
        figure = self._figure(data)
        assert figure.get_size_inches()[0] == FULL_WIDTH
        shown = [axes for axes in figure.axes if axes.axison]
        assert len(shown) == panels
        assert [len(axes.patches) for axes in shown] == [1 + 3 * at for at in range(panels)]

    def test_what_is_withheld_is_a_point(self) -> None:
        figure = self._figure([("Feld", self._panel(NAN, 0.6, p_bh=NAN))])
        assert _texts(figure) == [".", "60\u202f%"]
        assert len(figure.axes[0].patches) == 1
        nothing = self._figure([("Feld", self._panel(NAN, NAN, overall=NAN, p_bh=NAN))])
        assert _texts(nothing) == [".", "."]

    def test_a_type_like_the_average_can_be_drawn(self) -> None:
        self._figure([("Feld", self._panel(0.5, 0.5))])


class TestTeam:
    def _figure(
        self, names: Sequence[TypeName], lessons: dict[tuple[int, int], tuple[int, int]]
    ) -> Figure:
        rows = [
            {"learner": one.name, "teacher": other.name, "lessons": lessons.get((i, j), (0, 0))[0],
             "clear": lessons.get((i, j), (0, 0))[1]}
            for i, one in enumerate(names) for j, other in enumerate(names)
        ]  # fmt: skip
        frame = pd.DataFrame(rows)
        figure = plots.team_matrix(Released(frame, (), frame.isna(), 5), names, "de")
        _legible(figure)
        return figure

    def test_each_pair_has_its_number_and_how_much_of_it_is_clear(self) -> None:
        figure = self._figure(_types(2), {(0, 1): (3, 2), (1, 0): (1, 0)})
        assert _texts(figure) == ["3", "davon 2 deutlich", "1"]
        assert len(figure.axes[0].patches) == 4

    def test_without_lessons_every_field_is_empty(self) -> None:
        assert _texts(self._figure(_types(3), {})) == ["–"] * 6

    @pytest.mark.parametrize("k", [1, 2, 6])
    @pytest.mark.parametrize(
        "called", ["Typ {}", "die sehr lange benannten Kommunen der Gruppe {}"]
    )
    def test_it_is_legible_whatever_names(self, k: int, called: str) -> None:
        self._figure(_types(k, called), {(0, k - 1): (12, 11)})


class TestMarginalEffects:
    def _data(self, names: Sequence[TypeName], labels: Sequence[str]) -> Released:
        rows = [
            (label, name.name, 0.1, 0.1 - 0.3 * (at % 2) - 0.05, 0.2)
            for label in labels
            for at, name in enumerate(names)
        ]
        frame = pd.DataFrame(rows, columns=["label", "type", "effect", "low", "high"])
        return Released(frame, (), frame.isna(), 5)

    def test_an_effect_is_filled_where_its_interval_leaves_out_zero(self) -> None:
        names = _types(2)
        figure = plots.marginal_effects(self._data(names, ["Ost"]), names, "de")
        markers = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "s")]
        assert [to_hex(one.get_markerfacecolor()) for one in markers] == ["#111111", "#ffffff"]
        intervals = [
            line.get_xdata() for line in figure.axes[0].lines if len(line.get_xdata()) == 2
        ]
        assert np.allclose(intervals[1:], [(0.05, 0.2), (-0.25, 0.2)])
        _legible(figure)
        ticks = [label.get_text() for label in figure.axes[0].get_xticklabels()]
        assert {"−20", "0", "+20"} <= set(ticks)

    @pytest.mark.parametrize("k", [2, 6])
    def test_it_is_legible_whatever_names_and_labels(self, k: int) -> None:
        names = _types(k, "die sehr lange benannten Kommunen der Gruppe {}")
        data = self._data(names, ["Ost", LONG, f"{LONG}!"])
        _legible(plots.marginal_effects(data, names, "de"))
