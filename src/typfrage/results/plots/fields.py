"""The figure of a section: the value of each type in every indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import WITHHELD, Format, formatted
from typfrage.results.plots.labels import legend, row_height, wrapped
from typfrage.results.plots.theme import FULL_WIDTH, INK, MARKERS, MUTED, RULE, bare, theme
from typfrage.results.type_names import TypeName
from typfrage.results.values import value_text

_ROW = 0.27
_BESIDE: dict[str, Any] = {"ha": "right", "size": 8, "color": MUTED}
_SPREAD = 0.2
"""Half the height over which the markers of a row are spread, so that none hides another."""


def field_dots(
    data: Released,
    names: Sequence[TypeName],
    language: str,
    *,
    highest: int | None = None,
    significance: float,
) -> Figure:
    """Draw the value of each type beside each other, one row an indicator.

    A filled marker differs from the other types by more than chance, a hollow one need not.

    Args:
        data: Rows of indicator × type of one kind: ``indicator``, ``label``, ``type``, ``value``,
            ``overall``, ``p_bh``.
        names: The types.
        language: Language of words and numbers.
        highest: Highest place of the scale; ``None`` for shares.
        significance: Largest adjusted p-value of a filled marker.
    """
    drawn = data.rounded.assign(p_bh=data.frame["p_bh"], written=data.frame["overall"])
    groups = [rows for _, rows in drawn.groupby("indicator", sort=False)]
    labels = [wrapped(rows["label"].iloc[0], 38) for rows in groups]
    kind = "share" if highest is None else "scale"
    with theme():
        height = row_height(labels, _ROW) * len(labels)
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 1.0 + height))
        least, most = (0.0, 1.0) if highest is None else (1.0, float(highest))
        edge = most + 0.09 * (most - least)
        for place, rows in enumerate(groups):
            axes.axhspan(place - 0.5, place + 0.5, color=RULE, alpha=0.3 * (place % 2), lw=0)
            overall = rows["overall"].iloc[0]
            axes.plot([overall] * 2, [place - 0.36, place + 0.36], color=INK, lw=1.4, zorder=2)
            written = rows["written"].iloc[0]
            text = WITHHELD if pd.isna(written) else value_text(written, kind, language)
            axes.text(edge, place, text, va="center", **_BESIDE)
            _markers(axes, place, rows, names, significance)
        axes.text(edge, -0.8, speaker(language)("alle"), va="bottom", **_BESIDE)
        axes.set_yticks(range(len(labels)), labels, size=8.5)
        axes.set_ylim(len(labels) - 0.4, -0.7)
        axes.set_xlim(least, most)
        ticks = np.linspace(0, 1, 6) if highest is None else np.arange(1, highest + 1)
        axes.set_xticks(ticks, [_tick(float(tick), kind, language) for tick in ticks])
        bare(axes, keep="x")
        legend(figure, names)
    return figure


def _markers(
    axes: Axes, place: int, rows: pd.DataFrame, names: Sequence[TypeName], significance: float
) -> None:
    offsets = np.linspace(-_SPREAD, _SPREAD, len(names)) if len(names) > 1 else [0.0]
    by_type = rows.set_index("type")
    for name, offset in zip(names, offsets, strict=True):
        value = by_type.at[name.id, "value"] if name.id in by_type.index else np.nan
        if pd.isna(value):
            continue
        differs = by_type.at[name.id, "p_bh"] <= significance
        axes.plot(
            value,
            place + offset,
            MARKERS[name.marker],
            ms=6,
            mec=name.colour,
            mew=1.3,
            mfc=name.colour if differs else "white",
            zorder=3,
            clip_on=False,
        )


def _tick(tick: float, kind: str, language: str) -> str:
    return formatted(tick, Format("share"), language) if kind == "share" else f"{tick:.0f}"
