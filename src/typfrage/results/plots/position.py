"""The figure of one type: how far it lies above or below all municipalities."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.numbers import WITHHELD
from typfrage.results.plots.labels import row_height, wrapped
from typfrage.results.plots.theme import FULL_WIDTH, INK, MUTED, bare, theme
from typfrage.results.type_names import TypeName
from typfrage.results.values import value_text

_NARROW, _WIDE = 30, 64
"""Characters of a line of a label beside one of two panels, and beside one alone."""


def position(
    panels: Sequence[tuple[str, Released]], name: TypeName, language: str, significance: float
) -> Figure:
    """Draw how far a type lies above or below all municipalities, one panel a section.

    Args:
        panels: Title and rows of this type: ``label``, ``kind``, ``value``, ``overall``, ``p_bh``;
            in one panel at least one row, and rows of one unit. Long labels put each panel
            in a line of its own.
        name: The type.
        language: Language of the numbers.
        significance: Largest adjusted p-value of a filled bar.
    """
    long = any(len(label) > 2 * _NARROW for _, data in panels for label in data.frame["label"])
    width, across = (_WIDE, 1) if long else (_NARROW, min(len(panels), 2))
    lines = [panels[at : at + across] for at in range(0, len(panels), across)]
    rows = [max(len(data.frame) for _, data in line) for line in lines]
    heights = [most * _row_of(line, width) for line, most in zip(lines, rows, strict=True)]
    with theme():
        figure, grid = plt.subplots(
            len(lines),
            across,
            figsize=(FULL_WIDTH, 0.4 * len(lines) + sum(heights)),
            height_ratios=heights,
            squeeze=False,
        )
        for at, (axes, (title, data)) in enumerate(zip(grid.flat, panels, strict=False)):
            labels = [wrapped(label, width) for label in data.frame["label"]]
            drawn = data.rounded.assign(p_bh=data.frame["p_bh"], written=data.frame["value"])
            _diverging(axes, drawn, labels, name, language, significance)
            axes.set_title(title, size=8.5, color=INK, x=0, ha="left")
            axes.set_ylim(rows[at // across] - 0.5, -0.5)
        for axes in grid.flat[len(panels) :]:
            axes.set_axis_off()
    return figure


def _row_of(line: Sequence[tuple[str, Released]], width: int) -> float:
    """Inches of a row in panels that stand side by side."""
    labels = [wrapped(label, width) for _, data in line for label in data.frame["label"]]
    return row_height(labels, 0.16, 0.125)


def _diverging(
    axes: Axes,
    frame: pd.DataFrame,
    labels: Sequence[str],
    name: TypeName,
    language: str,
    significance: float,
) -> None:
    gaps = (frame["value"] - frame["overall"]).astype(float)
    widest = float(gaps.abs().max()) or 1.0
    if not np.isfinite(widest):
        widest = 1.0
    axes.axvline(0, color=INK, lw=0.8)
    for place, (row, gap) in enumerate(zip(frame.itertuples(), gaps, strict=True)):
        if pd.isna(gap):
            axes.text(0.03 * widest, place, WITHHELD, va="center", size=7.5, color=MUTED)
            continue
        differs = row.p_bh <= significance
        axes.barh(
            place,
            gap,
            height=0.62,
            color=name.colour if differs else "white",
            edgecolor=name.colour,
            lw=0.8,
        )
        side = 1 if gap >= 0 else -1
        text = value_text(row.written, row.kind, language)
        axes.text(
            gap + side * 0.06 * widest,
            place,
            text,
            va="center",
            ha="left" if side > 0 else "right",
            size=7.5,
        )
    axes.set_yticks(range(len(frame)), labels, size=7.5)
    axes.set_xlim(-1.45 * widest, 1.45 * widest)
    axes.set_xticks([])
    bare(axes)
