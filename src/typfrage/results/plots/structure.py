"""The figure of the regression: how structure changes the probability of each type."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted
from typfrage.results.plots.labels import legend, row_height, wrapped
from typfrage.results.plots.theme import FULL_WIDTH, INK, MARKERS, RULE, bare, theme
from typfrage.results.type_names import TypeName

_POINTS = Format("points")
_ROW = 0.5
_SPREAD = 0.3


def marginal_effects(data: Released, names: Sequence[TypeName], language: str) -> Figure:
    """Draw each effect with its interval; filled where the interval leaves out zero.

    Args:
        data: Rows of property × type: ``label``, ``type``, ``effect``, ``low``, ``high``.
        names: The types.
        language: Language of words and numbers.
    """
    exact = data.frame
    drawn = data.rounded.assign(differs=(exact["low"] > 0) | (exact["high"] < 0))
    labels = exact["label"].drop_duplicates().to_list()
    beside = [wrapped(label, 32) for label in labels]
    with theme():
        height = row_height(beside, _ROW) * len(labels)
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.9 + height))
        axes.axvline(0, color=INK, lw=0.9)
        offsets = np.linspace(-_SPREAD, _SPREAD, len(names))
        for place, label in enumerate(labels):
            axes.axhspan(place - 0.5, place + 0.5, color=RULE, alpha=0.3 * (place % 2), lw=0)
            rows = drawn[drawn["label"] == label].set_index("type")
            for name, offset in zip(names, offsets, strict=True):
                if name.name not in rows.index:
                    continue
                row = rows.loc[name.name]
                y = place + offset
                axes.plot([row["low"], row["high"]], [y, y], color=name.colour, lw=1.3)
                axes.plot(
                    row["effect"],
                    y,
                    MARKERS[name.marker],
                    ms=6,
                    mec=name.colour,
                    mew=1.3,
                    mfc=name.colour if row["differs"] else "white",
                )
        axes.set_yticks(range(len(labels)), beside, size=8.5)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        ticks = axes.get_xticks()
        axes.set_xticks(ticks, [formatted(float(tick), _POINTS, language) for tick in ticks])
        axes.set_xlabel(speaker(language)("Prozentpunkte"))
        bare(axes, keep="x")
        legend(figure, names)
    return figure
