"""One look for all figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes

from typfrage.shipped import shipped

FONT = "Source Sans 3"
INK = "#1d2a33"
MUTED = "#6b7881"
RULE = "#d5dbdf"
ACCENT = "#0b5c73"
FULL_WIDTH = 6.3
"""Inches: the text width of the PDF, so that type in figures has its true size there."""

MARKERS = {
    "circle": "o",
    "square": "s",
    "triangle": "^",
    "diamond": "D",
    "pentagon": "p",
    "cross": "X",
}

_SETTINGS: dict[str, Any] = {
    "font.family": FONT,
    "font.size": 9,
    "axes.titlesize": 9.5,
    "axes.titleweight": 600,
    "axes.titlelocation": "left",
    "axes.labelsize": 9,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "typfrage",
    "svg.fonttype": "path",
    "axes.unicode_minus": True,
}


@contextmanager
def theme() -> Iterator[None]:
    """Draw in the look of the study."""
    for path in sorted(shipped("assets/fonts").glob("*.ttf")):
        if not any(entry.fname == str(path) for entry in font_manager.fontManager.ttflist):
            font_manager.fontManager.addfont(path)
    with mpl.rc_context(cast(Any, _SETTINGS)):
        yield


def bare(axes: Axes, *, keep: str = "") -> None:
    """Remove the frame of a figure whose values stand beside the marks.

    Args:
        axes: Where.
        keep: Axis whose grid remains, ``x`` or ``y``.
    """
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.grid(visible=False)
    if keep:
        axes.grid(visible=True, axis=keep)  # type: ignore[arg-type]
