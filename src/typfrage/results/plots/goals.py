"""Figures of the goals that form the types."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.numbers import WITHHELD, Format, formatted
from typfrage.results.plots.theme import ACCENT, FULL_WIDTH, INK, MARKERS, MUTED, bare, theme
from typfrage.results.type_names import TypeName

_ROW_HEIGHT = 0.3
_DARK_CELL = 0.55
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
        axes.barh(places, frame["share"], color=[name.colour for name in names], height=0.62)
        for place, (count, share) in enumerate(zip(frame["count"], frame["share"], strict=True)):
            number = formatted(count, Format(), language)
            text = f" {formatted(share, _SHARE, language)}  (n = {number})"
            axes.text(share, place, text, va="center", color=INK)
        axes.set_yticks(places, [textwrap.fill(name.name, 34) for name in names])
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.set_xlim(0, float(frame["share"].max()) * 1.3)
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
    shares = data.frame.pivot_table(
        index="label", columns="type", values="share", sort=False, observed=False, dropna=False
    )[[name.id for name in names]]
    labels = shares.map(lambda share: _cell(share, language))
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.7 + _ROW_HEIGHT * len(shares)))
        sns.heatmap(
            shares.astype(float),
            annot=labels.to_numpy(),
            fmt="",
            cmap=sns.light_palette(ACCENT, as_cmap=True),
            vmin=0,
            vmax=1,
            cbar=False,
            linewidths=1.5,
            linecolor="white",
            ax=axes,
            annot_kws={"size": 8.5},
        )
        axes.set(xlabel="", ylabel="")
        axes.set_xticklabels([textwrap.fill(name.name, 18) for name in names], rotation=0)
        axes.set_yticklabels([textwrap.fill(str(label), 46) for label in shares.index], rotation=0)
        axes.xaxis.tick_top()
        bare(axes)
    return figure


def goal_bars(data: Released, name: TypeName, language: str, average: str) -> Figure:
    """Draw the goals of one type against the average of all municipalities.

    Args:
        data: One row a goal: ``label``, ``share``, ``overall``; the largest share first.
        name: The type.
        language: Language of the numbers.
        average: What the average is called.
    """
    frame = data.frame
    places = np.arange(len(frame))
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.65 + 0.27 * len(frame)))
        shares = frame["share"].astype(float).fillna(0)
        axes.barh(places, shares, color=name.colour, height=0.62)
        axes.scatter(
            frame["overall"], places, marker="|", s=130, color=INK, linewidths=1.6, zorder=3
        )
        edge = np.maximum(shares, frame["overall"].astype(float))
        for place, share in enumerate(frame["share"]):
            axes.text(edge[place] + 0.012, place, _cell(share, language), va="center", size=8.5)
        axes.annotate(
            average,
            (float(frame["overall"].iloc[0]), -0.42),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            size=8,
            color=MUTED,
        )
        axes.set_yticks(places, [textwrap.fill(str(label), 46) for label in frame["label"]])
        axes.set_ylim(len(frame) - 0.5, -1.1)
        axes.set_xlim(0, min(1.08, float(edge.max()) + 0.12))
        axes.set_xticks([])
        axes.plot([-0.012], [-0.85], marker=MARKERS[name.marker], color=name.colour, clip_on=False)
        bare(axes)
    return figure


def _cell(share: float, language: str) -> str:
    return WITHHELD if share != share else formatted(share, _SHARE, language)
