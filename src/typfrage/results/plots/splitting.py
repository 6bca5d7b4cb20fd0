"""The clustergram: how types split as their number grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import WITHHELD, Format, formatted
from typfrage.results.plots.theme import ACCENT, FULL_WIDTH, HALO, INK, MUTED, bare, theme
from typfrage.results.type_names import TypeName

_BAR = 0.13
"""Half the width of a type's bar, in steps of k."""

_SPACE = 0.06
"""Space between types, as a share of all municipalities."""

_HIDDEN = 0.02
"""Height of a type whose size is withheld."""


@dataclass
class _Node:
    """A type at its place; heights are shares of all municipalities.

    Attributes:
        top: Its upper edge.
        size: Its height.
        colour: That of the reported type which holds most of it.
        left: How much of its left side moves have taken.
        right: The same on the right.
    """

    top: float
    size: float
    colour: str
    left: float = 0.0
    right: float = 0.0


_Nodes = Mapping[tuple[int, str], _Node]


def clustergram(data: Released, names: Sequence[TypeName], reported: int, language: str) -> Figure:
    """Draw the types for every number of types and the moves between them.

    Args:
        data: Types and moves, see :func:`typfrage.results.tables.splitting`.
        names: The reported types, whose colours are carried through.
        reported: The number of types that is reported; it is shaded.
        language: Language of words and numbers.

    References:
        Schonlau (2002), The clustergram. https://doi.org/10.1177/1536867X0200200405
    """
    frame = data.frame
    types, moves = frame[frame["origin"] == ""], frame[frame["origin"] != ""]
    step = {int(k): at for at, k in enumerate(types["k"].unique())}
    n = float(types["count"].astype(float).groupby(types["k"]).sum().max()) or 1.0
    nodes = _placed(types, moves, {name.id: name.colour for name in names}, n)
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 4.8))
        axes.axvspan(step[reported] - 0.36, step[reported] + 0.36, color=ACCENT, alpha=0.08, lw=0)
        _draw_moves(axes, nodes, moves, step, reported, n)
        for (k, _), node in nodes.items():
            corner = (step[k] - _BAR, node.top)
            axes.add_patch(Rectangle(corner, 2 * _BAR, node.size, color=node.colour, lw=0))
        for k, type_, count in zip(types["k"], types["type"], types["count"], strict=True):
            number = WITHHELD if pd.isna(count) else formatted(count, Format(), language)
            node = nodes[int(k), type_]
            middle = node.top + node.size / 2
            axes.text(step[int(k)], middle, number, size=7, color="white", **_CENTRED)
        for name in names:
            node = nodes[reported, name.name]
            # Types without reference are called „Typ 1: …“; the number is enough here.
            text = name.name.partition(":")[0]
            axes.text(step[reported], node.top - 0.006, text, size=7.5, color=INK, **_ABOVE)
        lowest = max(node.top + node.size for node in nodes.values())
        axes.set_xlim(-0.4, len(step) - 0.6)
        axes.set_ylim(lowest + 0.02, -0.06)
        axes.set_xticks(list(step.values()), [str(k) for k in step])
        axes.set_xlabel(speaker(language)("Zahl der Typen"))
        axes.set_yticks([])
        bare(axes)
    return figure


_CENTRED: dict[str, Any] = {"ha": "center", "va": "center"}
_ABOVE: dict[str, Any] = {"ha": "center", "va": "bottom", "path_effects": HALO}


def _placed(
    types: pd.DataFrame, moves: pd.DataFrame, colours: Mapping[str, str], n: float
) -> dict[tuple[int, str], _Node]:
    """Stack the types of every number, each beside those that most of it comes from."""
    nodes: dict[tuple[int, str], _Node] = {}
    before = 0
    for k, rows in types.groupby("k", sort=True):
        into = moves[moves["k"] == k]
        order = sorted(
            range(len(rows)),
            key=lambda at, into=into, rows=rows, before=before: (  # type: ignore[misc]
                _origin(into[into["type"] == rows["type"].iloc[at]], nodes, before),
                at,
            ),
        )
        top = 0.0
        for at in order:
            row = rows.iloc[at]
            size = _HIDDEN if pd.isna(row["count"]) else float(row["count"]) / n
            nodes[int(k), row["type"]] = _Node(top, size, colours.get(row["like"], MUTED))
            top += size + _SPACE
        before = int(k)
    _centre(nodes)
    return nodes


def _origin(into: pd.DataFrame, nodes: _Nodes, before: int) -> float:
    """Mean place of the types that a type comes from, weighted by its municipalities."""
    if into.empty:
        return float("inf")
    sources = [nodes[before, origin] for origin in into["origin"]]
    middles = [source.top + source.size / 2 for source in sources]
    return float(np.average(middles, weights=into["count"].astype(float)))


def _centre(nodes: _Nodes) -> None:
    lowest = {k: max(n.top + n.size for (of, _), n in nodes.items() if of == k) for k, _ in nodes}
    for (k, _), node in nodes.items():
        node.top += (max(lowest.values()) - lowest[k]) / 2


def _draw_moves(
    axes: Axes,
    nodes: _Nodes,
    moves: pd.DataFrame,
    step: Mapping[int, int],
    reported: int,
    n: float,
) -> None:
    numbers = list(step)
    for before, after in pairwise(numbers):
        rows = moves[moves["k"] == after]
        ends = [
            (nodes[before, row["origin"]], nodes[after, row["type"]], float(row["count"]) / n)
            for _, row in rows.iterrows()
        ]
        # Moves are rounded: where they would stick out of the types they join, they are narrower.
        out = rows.groupby("origin")["count"].sum().astype(float) / n
        into = rows.groupby("type")["count"].sum().astype(float) / n
        fits = [
            min(1.0, source.size / out[row["origin"]], target.size / into[row["type"]])
            for (source, target, _), (_, row) in zip(ends, rows.iterrows(), strict=True)
        ]
        for at in sorted(range(len(ends)), key=lambda at: (ends[at][0].top, ends[at][1].top)):
            source, target, size = ends[at]
            height = size * fits[at]
            colour = target.colour if after <= reported else source.colour
            high = (source.top + source.right, target.top + target.left)
            _ribbon(axes, step[before] + _BAR, step[after] - _BAR, high, height, colour)
            source.right += height
            target.left += height


def _ribbon(
    axes: Axes, left: float, right: float, high: tuple[float, float], height: float, colour: str
) -> None:
    middle = (left + right) / 2
    (start, end), (low, bottom) = high, (high[0] + height, high[1] + height)
    points = [
        *((left, start), (middle, start), (middle, end), (right, end)),
        *((right, bottom), (middle, bottom), (middle, low), (left, low)),
        (left, start),
    ]
    curve = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.35, lw=0))
