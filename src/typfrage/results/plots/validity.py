"""The figure of the types' stability."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted
from typfrage.results.plots.theme import (
    ACCENT,
    FULL_WIDTH,
    MARKERS,
    MUTED,
    bare,
    called,
    row_height,
    theme,
)
from typfrage.results.type_names import TypeName
from typfrage.results.wording import band_words
from typfrage.validity.jaccard import BANDS, DISSOLVED

_TWO_DIGITS = Format("decimal", 2)


def stability_of_types(data: Released, names: tuple[TypeName, ...], language: str) -> Figure:
    """Draw how stable each type is, on Hennig's bands.

    Args:
        data: One row a type, in the order of ``names``: ``jaccard``.
        names: The types.
        language: Language of words and numbers.
    """
    say = speaker(language)
    values, written = (rows["jaccard"].astype(float) for rows in (data.rounded, data.frame))
    labels = called(names)
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.85 + row_height(labels) * len(names)))
        edges = (0.0, DISSOLVED, *(smallest for _, smallest in reversed(BANDS)), 1.0)
        for number, word in enumerate(band_words(language).values()):
            axes.axvspan(
                edges[number], edges[number + 1], color=ACCENT, alpha=0.03 + 0.05 * number, lw=0
            )
            middle = (edges[number] + edges[number + 1]) / 2
            axes.text(middle, -0.75, word, ha="center", size=8, color=MUTED)
        for place, name in enumerate(names):
            axes.plot(values[place], place, marker=MARKERS[name.marker], color=name.colour, ms=8)
            axes.text(
                values[place],
                place - 0.28,
                formatted(written[place], _TWO_DIGITS, language),
                ha="center",
                size=8.5,
            )
        axes.set_yticks(np.arange(len(names)), labels)
        axes.set_ylim(len(names) - 0.5, -1)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(lambda x, _: formatted(x, _TWO_DIGITS, language))
        axes.set_xlabel(say("Mittlere Jaccard-Ähnlichkeit mit dem ähnlichsten Typ der Stichproben"))
        bare(axes)
    return figure
