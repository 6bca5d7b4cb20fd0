"""The figure of the D-Team: who can learn how much from whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.plots.labels import row_height, wrapped
from typfrage.results.plots.theme import FULL_WIDTH, MUTED, RULE, bare, theme
from typfrage.results.type_names import TypeName

_CENTRED: dict[str, Any] = {"ha": "center", "va": "center"}


def team_matrix(data: Released, names: Sequence[TypeName], language: str) -> Figure:
    """Draw who can learn how much from whom.

    Args:
        data: Rows of learner × teacher: ``lessons`` and ``clear``, the number of strengths, and of
            those in which the learner lags clearly.
        names: The types, in the order of rows and columns.
        language: Language of the words.
    """
    say = speaker(language)
    counts = data.frame.pivot_table(
        index="learner", columns="teacher", values="lessons", sort=False, aggfunc="first"
    )
    clear = data.frame.pivot_table(
        index="learner", columns="teacher", values="clear", sort=False, aggfunc="first"
    )
    called = [name.name for name in names]
    most = max(1, int(np.nanmax(counts.to_numpy(float), initial=0)))
    above, beside = (
        [wrapped(name.short, width) for name in names] for width in (_head_width(len(names)), 24)
    )
    with theme():
        height = 0.75 + row_height(above, 0.3) + row_height(beside, 0.55) * len(names)
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, height))
        for row, one in enumerate(called):
            for column, other in enumerate(names):
                if row == column:
                    axes.add_patch(_tile(column, row, RULE, 0.35))
                    continue
                number = int(counts.at[one, other.name])
                axes.add_patch(_tile(column, row, other.colour, 0.12 + 0.5 * number / most))
                text = f"{number}" if number else "–"
                axes.text(column, row - 0.08, text, size=11, weight=600, **_CENTRED)
                sure = int(clear.at[one, other.name])
                if sure:
                    words = say("davon {number} deutlich", number=sure)
                    axes.text(column, row + 0.27, words, size=7, **_CENTRED)
        axes.set_xlim(-0.5, len(names) - 0.5)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xticks(range(len(names)), above, size=8.5)
        axes.set_yticks(range(len(names)), beside, size=8.5)
        axes.xaxis.tick_top()
        axes.set_xlabel(say("von"), size=8.5, color=MUTED)
        axes.xaxis.set_label_position("top")
        axes.set_ylabel(say("lernt"), size=8.5, color=MUTED)
        bare(axes)
    return figure


def _head_width(columns: int) -> int:
    """Characters of a line of a column's head, so that it does not touch the next."""
    return min(20, 72 // columns)


def _tile(column: int, row: int, colour: str, alpha: float) -> Rectangle:
    return Rectangle(
        (column - 0.48, row - 0.46), 0.96, 0.92, facecolor=colour, alpha=alpha, edgecolor="none"
    )
