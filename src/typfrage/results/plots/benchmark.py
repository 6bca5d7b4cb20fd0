"""What data without types reach, with the value of the survey."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted
from typfrage.results.plots.theme import ACCENT, FULL_WIDTH, INK, MUTED, bare, theme, whole_steps

_TWO = Format("decimal", 2)
_THREE = Format("decimal", 3)
_BINS = 24


def without_types(data: Released, p_values: tuple[float, float], language: str) -> Figure:
    """Draw silhouette and stability of data without types as histograms.

    Args:
        data: The survey's row first, then one for each matrix without types: ``silhouette``,
            ``jaccard``; no rows where nothing was compared.
        p_values: For silhouette and stability the share of data without types that reaches the
            survey.
        language: Language of words and numbers.
    """
    say = speaker(language)
    with theme():
        figure, panels = plt.subplots(1, 2, figsize=(FULL_WIDTH, 2.3))
        titles = (say("Silhouette"), say("Stabilität (Jaccard, Mittel)"))
        for axes, key, title, p in zip(
            panels, ("silhouette", "jaccard"), titles, p_values, strict=True
        ):
            axes.set_title(title, size=9)
            values = data.rounded[key].astype(float)
            if values.empty or pd.isna(p):
                axes.set_axis_off()
                axes.text(0.5, 0.5, say("nicht berechenbar"), ha="center", color=MUTED)
            else:
                _panel(axes, values.iloc[1:], float(values.iloc[0]), p, language)
        panels[0].set_ylabel(say("Datensätze ohne Typen"))
    return figure


def _panel(axes: Axes, without: pd.Series[float], value: float, p: float, language: str) -> None:
    say = speaker(language)
    low, high = min(without.min(), value), max(without.max(), value)
    spread = (high - low) or 0.01
    axes.hist(without, bins=np.linspace(low, high, _BINS + 1).tolist(), color=MUTED, alpha=0.55)
    tallest = axes.get_ylim()[1]
    axes.axvline(value, ymax=0.8, color=ACCENT, lw=2)
    own = say("Befragung {value}", value=formatted(value, _TWO, language))
    text = f"{own}\np = {formatted(p, _THREE, language)}"
    right = value > (low + high) / 2
    axes.text(
        value,
        tallest * 1.3,
        text,
        ha="right" if right else "left",
        va="top",
        size=8,
        color=ACCENT,
    )
    axes.text(
        0.0 if right else 1.0,
        0.97,
        say("grau: ohne Typen"),
        transform=axes.transAxes,
        ha="left" if right else "right",
        va="top",
        size=8,
        color=INK,
    )
    axes.set_ylim(0, tallest * 1.32)
    axes.set_xlim(low - 0.05 * spread, high + 0.05 * spread)
    axes.xaxis.set_major_locator(whole_steps(5))
    axes.xaxis.set_major_formatter(lambda x, _: formatted(x, _TWO, language))
    bare(axes)
