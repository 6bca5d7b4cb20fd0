"""Figures of the goals that form the types."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import WITHHELD, Format, formatted
from typfrage.results.plots.heatmap import heatmap
from typfrage.results.plots.labels import wrapped
from typfrage.results.plots.theme import COLUMN_WIDTH, FULL_WIDTH, INK, MUTED, bare, theme
from typfrage.results.type_names import TypeName

_ROW_HEIGHT = 0.3
_HEADS_IN_A_ROW = 4
"""Names of more types do not fit beside each other."""
_SHARE = Format("share")


def type_sizes(data: Released, names: tuple[TypeName, ...], language: str) -> Figure:
    """Draw how many municipalities belong to each type.

    Args:
        data: One row a type, in the order of ``names``: ``type``, ``count``, ``share``.
        names: The types.
        language: Language of the numbers.
    """
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.5 + 0.42 * len(names)))
        frame = data.frame
        places = np.arange(len(names))
        shares = data.rounded["share"].astype(float).fillna(0)
        axes.barh(places, shares, color=[name.colour for name in names], height=0.62)
        for place, (count, share) in enumerate(zip(frame["count"], frame["share"], strict=True)):
            number = WITHHELD if pd.isna(count) else formatted(count, Format(), language)
            text = f" {_cell(share, language)}  (n = {number})"
            axes.text(shares[place], place, text, va="center", color=INK)
        axes.set_yticks(places, [wrapped(name.name, 34) for name in names])
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.set_xlim(0, float(shares.max()) * 1.3 or 1)
        bare(axes)
    return figure


def goal_heatmap(data: Released, names: tuple[TypeName, ...], language: str) -> Figure:
    """Draw the share of every goal in every type.

    Args:
        data: Rows of goal × type with ``label``, ``type``, ``share`` and ``overall``; goals in the
            order of the figure.
        names: The types, in the order of the columns.
        language: Language of the numbers.
    """
    shares = data.rounded.pivot_table(
        index="label", columns="type", values="share", sort=False, observed=False, dropna=False
    )[[name.id for name in names]]
    labels = [wrapped(str(label), 46) for label in shares.index]
    heads = [wrapped(name.short, 14) for name in names]
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.7 + _ROW_HEIGHT * len(shares)))
        words = shares.map(lambda share: _cell(share, language))
        heatmap(axes, shares, words, rows=labels, columns=heads, size=8.5)
        for row, column in zip(*np.nonzero(shares.isna().to_numpy()), strict=True):
            axes.text(column + 0.5, row + 0.5, WITHHELD, ha="center", va="center", size=8.5)
        crowded = len(names) > _HEADS_IN_A_ROW
        axes.set_xticklabels(
            heads,
            rotation=30 if crowded else 0,
            ha="left" if crowded else "center",
            size=8.5,
        )
        axes.xaxis.tick_top()
    return figure


def goal_bars(data: Released, name: TypeName, language: str) -> Figure:
    """Draw the goals of one type against the average of all municipalities, for half a page.

    Args:
        data: One row a goal: ``label``, ``share``, ``overall``; the largest share first.
        name: The type.
        language: Language of words and numbers.
    """
    frame = data.rounded
    places = np.arange(len(frame))
    with theme():
        figure, axes = plt.subplots(figsize=(COLUMN_WIDTH, 0.3 + 0.245 * len(frame)))
        axes.barh(places, frame["share"].astype(float).fillna(0), color=name.colour, height=0.6)
        axes.scatter(frame["overall"], places, marker="|", s=60, color=INK, lw=1.4, zorder=3)
        edge = float(frame[["share", "overall"]].astype(float).fillna(0).max().max())
        for place, share in enumerate(frame["share"]):
            text = _cell(share, language)
            axes.text(1.2 * edge, place, text, va="center", ha="right", size=7)
        axes.plot([0], [-1.05], "|", color=INK, ms=7, mew=1.4, clip_on=False)
        axes.text(0.04 * edge, -1.05, speaker(language)("alle"), va="center", size=7, color=MUTED)
        axes.set_yticks(places, [wrapped(label, 30) for label in frame["label"]], size=7)
        axes.tick_params(axis="y", pad=2)
        axes.set_ylim(len(frame) - 0.5, -1.5)
        axes.set_xlim(0, edge * 1.22 or 1)
        axes.set_xticks([])
        for label in axes.get_yticklabels():
            label.set_linespacing(0.9)
        bare(axes)
    return figure


def _cell(share: float, language: str) -> str:
    return WITHHELD if share != share else formatted(share, _SHARE, language)
