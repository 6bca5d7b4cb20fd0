"""The figure of moves between types: a band for each, as wide as its municipalities are many."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from typfrage.profiles.disclosure import Released
from typfrage.results.plots.labels import wrapped
from typfrage.results.plots.theme import FULL_WIDTH, HALO, INK, MUTED, theme
from typfrage.results.tables.changes_panel import STAYED

_HEIGHT = 4.0
_GAP = 0.05
"""Space between two types, of the height of all."""
_NODE = 0.035
_LEFT, _RIGHT = 0.24, 0.76
_WRITTEN = 0.035
"""Bands of this share of the height or more bear their number."""


def moves(data: Released, waves: tuple[str, str], colours: Mapping[str, str]) -> Figure:
    """Draw how municipalities moved from the types on the left to those on the right.

    Who stayed is dark and outlined, so that the figure reads in grey, too. Withheld moves are
    left out.

    Args:
        data: Rows of earlier × later type: ``before``, ``after``, ``stays``, ``count``.
        waves: Names of both waves.
        colours: Colour of each earlier type, by its name.
    """
    frame = data.frame[["before", "after", "stays"]].assign(
        number=data.frame["count"].fillna(0).astype("int64")
    )
    sums = [frame.groupby(side, sort=False)["number"].sum() for side in ("before", "after")]
    unit = (1 - _GAP * (max(map(len, sums)) - 1)) / max(int(frame["number"].sum()), 1)
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, _HEIGHT))
        starts = _nodes(axes, sums[0], unit, left=True)
        ends = _nodes(axes, sums[1], unit, left=False)
        for row in frame[frame["number"] > 0].itertuples():
            height = row.number * unit
            place = starts[row.before], ends[row.after]
            _band(axes, *place, height, colours[row.before], stayed=row.stays == STAYED)
            if height >= _WRITTEN:
                _number(axes, place[0] + height / 2, row.number)
            starts[row.before] += height
            ends[row.after] += height
        axes.text(_LEFT, -0.04, waves[0], ha="right", va="bottom", color=MUTED)
        axes.text(_RIGHT, -0.04, waves[1], ha="left", va="bottom", color=MUTED)
        axes.set_xlim(0, 1)
        axes.set_ylim(1.01, -0.1)
        axes.axis("off")
    return figure


def _nodes(axes: Axes, totals: pd.Series[int], unit: float, *, left: bool) -> dict[str, float]:
    """Draw the types of one wave and return where the bands of each begin."""
    free = 1 - totals.sum() * unit
    gap = free / max(len(totals) - 1, 1)
    tops, top = {}, 0.0
    for name, number in totals.items():
        height = number * unit
        x = _LEFT - _NODE if left else _RIGHT
        axes.add_patch(Rectangle((x, top), _NODE, height, color=INK, lw=0))
        axes.text(
            x - 0.012 if left else x + _NODE + 0.012,
            top + height / 2,
            wrapped(str(name), 20),
            ha="right" if left else "left",
            va="center",
        )
        tops[str(name)] = top
        top += height + gap
    return tops


def _number(axes: Axes, y: float, number: int) -> None:
    axes.text(
        _LEFT + 0.03, y, str(number), va="center", size=8, color=INK, path_effects=HALO, zorder=4
    )


def _band(
    axes: Axes, start: float, end: float, height: float, colour: str, *, stayed: bool
) -> None:
    middle = (_LEFT + _RIGHT) / 2
    curve = [(_LEFT, start), (middle, start), (middle, end), (_RIGHT, end)]
    back = [(_RIGHT, end + height), (middle, end + height), (middle, start + height)]
    points = np.array([*curve, *back, (_LEFT, start + height), (_LEFT, start)])
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(
        PathPatch(
            Path(points, codes),
            facecolor=colour,
            alpha=0.85 if stayed else 0.3,
            edgecolor=INK if stayed else colour,
            lw=0.8 if stayed else 0.4,
        )
    )
