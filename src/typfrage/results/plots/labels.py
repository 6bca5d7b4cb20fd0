"""Labels that fit: broken into lines, with room for each, and a legend of the types."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from typfrage.results.plots.theme import MARKERS
from typfrage.results.type_names import TypeName

_LINE = 0.15
"""Inches of a line of a label."""
_LEGEND = 0.3
"""Inches that every figure has for a legend of one line."""
_NO_WORD = re.compile(r"(\S{45})(?=\S)")
"""So many characters without a blank, and more."""


def legend(figure: Figure, names: Sequence[TypeName]) -> None:
    """Name the types above the figure, each with its marker, in as few lines as they fit."""
    handles = [Line2D([], [], ls="", marker=MARKERS[n.marker], color=n.colour, ms=6) for n in names]
    labels = [wrapped(name.short, 60) for name in names]
    for columns in range(min(len(names), 4), 0, -1):
        drawn = figure.legend(
            handles,
            labels,
            loc="outside upper left",
            ncols=columns,
            frameon=False,
            fontsize=8.5,
            handletextpad=0.2,
            columnspacing=1.4,
        )
        extent = drawn.get_window_extent()
        if extent.width <= figure.bbox.width or columns == 1:
            break
        drawn.remove()
    more = extent.height / figure.dpi - _LEGEND
    figure.set_figheight(figure.get_figheight() + max(0.0, more))


def row_height(labels: Sequence[str], least: float, line: float = _LINE) -> float:
    """Return the inches that every row needs so that no label touches the next."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    return max(least, line * lines + 0.04)


def wrapped(text: str, width: int) -> str:
    """Break a label into lines of at most so many characters; a word stays whole.

    What is longer than any word would leave no room for the figure.
    """
    words = _NO_WORD.sub(r"\1 ", str(text))
    return textwrap.fill(words, width, break_long_words=False)
