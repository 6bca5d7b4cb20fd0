"""The figure of shares then and now, one row a type or an item."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted
from typfrage.results.plots.labels import row_height, wrapped
from typfrage.results.plots.theme import ACCENT, FULL_WIDTH, INK, MUTED, RULE, bare, theme

_ROW = 0.36
_ROOM = 0.12
"""Share of the axis beside the highest value, for the difference in words."""


def then_and_now(
    data: Released,
    labels: Sequence[str],
    waves: tuple[str, str],
    language: str,
    *,
    colours: Sequence[str] = (),
) -> Figure:
    """Draw both shares of each row and the way between them, with the difference beside them.

    The earlier share is hollow, the later one filled; where a column ``earlier_low`` exists,
    intervals are drawn, too.

    Args:
        data: ``earlier_share``, ``later_share``, ``difference``; missing where withheld or where
            the row belongs to one wave only.
        labels: What each row is called.
        waves: Names of both waves.
        language: Language of the numbers.
        colours: Colour of each row; one for all if left out.
    """
    say = speaker(language)
    beside = [wrapped(label, 40) for label in labels]
    frame = data.rounded
    numbers = frame[["earlier_share", "later_share"]].astype("float64")
    ends = [key for key in ("earlier_high", "later_high") if key in frame]
    highest = frame[[*numbers, *ends]].astype("float64").max().max()
    edge = min(1.0, 0.1 * (int(highest * 10) + 1)) if highest == highest else 1.0
    with theme():
        height = row_height(beside, _ROW) * len(beside)
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 1.0 + height))
        for place, (_, row) in enumerate(frame.iterrows()):
            axes.axhspan(place - 0.5, place + 0.5, color=RULE, alpha=0.3 * (place % 2), lw=0)
            _row(axes, place, row, colours[place] if colours else ACCENT)
            if pd.notna(row["difference"]):
                text = formatted(row["difference"], Format("points"), language)
                axes.text(edge * (1 + _ROOM), place, text, va="center", ha="right", size=8.5)
        axes.text(
            edge * (1 + _ROOM), -0.62, say("Punkte"), ha="right", va="bottom", size=8, color=MUTED
        )
        axes.set_yticks(range(len(beside)), beside, size=8.5)
        axes.set_ylim(len(beside) - 0.5, -0.6)
        axes.set_xlim(0, edge * (1 + _ROOM))
        ticks = [tick for tick in axes.get_xticks() if tick <= edge + 1e-9]
        axes.set_xticks(ticks, [formatted(float(t), Format("share"), language) for t in ticks])
        bare(axes, keep="x")
        figure.legend(
            [_mark(INK, filled=False), _mark(INK, filled=True)],
            list(waves),
            loc="outside upper left",
            ncols=2,
            frameon=False,
            fontsize=8.5,
            handletextpad=0.2,
        )
    return figure


def _row(axes: Axes, place: int, row: pd.Series, colour: str) -> None:
    shares = [row[f"{side}_share"] for side in ("earlier", "later")]
    if not any(map(pd.isna, shares)):
        axes.plot(shares, [place] * 2, color=colour, lw=2.2, alpha=0.45, zorder=2)
    for side, share, filled, offset in zip(
        ("earlier", "later"), shares, (False, True), (-0.16, 0.16), strict=True
    ):
        if pd.isna(share):
            continue
        with_interval = f"{side}_low" in row.index
        y = place + offset if with_interval else place
        if with_interval:
            axes.plot([row[f"{side}_low"], row[f"{side}_high"]], [y] * 2, color=colour, lw=1.2)
        axes.plot(
            share,
            y,
            "o",
            ms=7,
            mec=colour,
            mew=1.4,
            mfc=colour if filled else "white",
            zorder=3,
            clip_on=False,
        )


def _mark(colour: str, *, filled: bool) -> Line2D:
    face = colour if filled else "white"
    return Line2D([], [], ls="", marker="o", ms=7, mec=colour, mew=1.4, mfc=face)
