"""One look for all figures."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from typfrage.results.type_names import TypeName
from typfrage.shipped import shipped

# The same as in assets/typfrage.css and _extensions/typfrage/typst-template.typ; a test compares.
FONT = "Source Sans 3"
INK = "#1c2426"
MUTED = "#566468"
RULE = "#d3dcde"
TINT = "#eff5f6"
ACCENT = "#0b5c6b"
SIZE = 9
"""Points: the small type of the PDF."""
SIZE_TINY = 8
"""Points: the tiny type of the PDF, for what fills little room."""
FULL_WIDTH = 6.3
"""Inches: the text width of the PDF, so that type in figures has its true size there."""
COLUMN_WIDTH = 3.03
"""Inches: one of the two columns of a Steckbrief in the PDF."""

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
    "font.size": SIZE,
    "axes.titlesize": SIZE,
    "axes.titleweight": 600,
    "axes.titlelocation": "left",
    "axes.labelsize": SIZE,
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


_ABOUT_LABELS = r"Glyph \d+ |constrained_layout not applied"
"""What matplotlib warns of where a label has signs that the font lacks, or leaves no room to draw.

Every label also stands in the table below the figure; printed in a notebook, the warning would be
published.
"""


@contextmanager
def theme() -> Iterator[None]:
    """Draw in the look of the study, whatever the user's own settings are."""
    for path in sorted(shipped("assets/fonts").glob("*.ttf")):
        if not any(entry.fname == str(path) for entry in font_manager.fontManager.ttflist):
            font_manager.fontManager.addfont(path)
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", _ABOUT_LABELS, UserWarning)
        mpl.rcdefaults()
        mpl.rcParams.update(cast(Any, _SETTINGS))
        yield


def whole_steps(most: int) -> MaxNLocator:
    """Return a locator of at most so many ticks whose labels need no more digits than they have."""
    return MaxNLocator(most, steps=[1, 2, 5, 10])


def called(names: Sequence[TypeName]) -> list[str]:
    """Return the names of types, wrapped to stand beside a row."""
    return [textwrap.fill(name.name, width=34, break_long_words=False) for name in names]


def row_height(labels: Sequence[str]) -> float:
    """Return the inches that a row needs so that its label does not touch the next."""
    return max(0.42, 0.17 * max(label.count("\n") + 1 for label in labels))


HALO = [withStroke(linewidth=2.2, foreground="white")]
"""Keeps text readable that stands on lines or areas."""


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
