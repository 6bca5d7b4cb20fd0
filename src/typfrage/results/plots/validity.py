"""Figures of the question whether the types are real."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.numbers import Format, formatted
from typfrage.results.plots.theme import ACCENT, FULL_WIDTH, INK, MARKERS, MUTED, bare, theme
from typfrage.results.type_names import TypeName
from typfrage.results.wording import BAND_WORDS
from typfrage.validity.jaccard import BANDS, DISSOLVED

_TWO_DIGITS = Format("decimal", 2)


def criteria_by_k(data: Released, chosen: int, language: str) -> Figure:
    """Draw silhouette and stability against the number of types.

    Args:
        data: One row a number of types: ``k``, ``silhouette``, ``mean_jaccard``,
            ``smallest_jaccard``.
        chosen: The number of types that the study reports; it is marked.
        language: Language of the numbers.
    """
    frame = data.frame
    with theme():
        figure, (left, right) = plt.subplots(1, 2, figsize=(FULL_WIDTH, 2.6))
        _line(left, frame["k"], frame["silhouette"], ACCENT, language)
        left.set_title("Mittlere Silhouette")
        _line(right, frame["k"], frame["mean_jaccard"], ACCENT, language)
        _line(right, frame["k"], frame["smallest_jaccard"], MUTED, language, below=True)
        right.set_title("Stabilität (Jaccard)")
        right.set_ylim(0, 1.05)
        right.set_xlim(None, float(frame["k"].max()) + 0.5 * len(frame))
        last = frame.iloc[-1]
        right.annotate("Mittel\nder Typen", (last["k"], last["mean_jaccard"]), **_beside(ACCENT))
        right.annotate("schwächster\nTyp", (last["k"], last["smallest_jaccard"]), **_beside(MUTED))
        left.set_ylim(0, float(frame["silhouette"].max()) * 1.3)
        right.set_yticks(np.linspace(0, 1, 5))
        for axes in (left, right):
            axes.axvspan(chosen - 0.4, chosen + 0.4, color=ACCENT, alpha=0.08, lw=0)
            axes.set_xticks(frame["k"])
            axes.set_xlabel("Zahl der Typen k")
            bare(axes, keep="y")
            axes.yaxis.set_major_formatter(lambda x, _: formatted(x, _TWO_DIGITS, language))
    return figure


def stability_of_types(data: Released, names: tuple[TypeName, ...], language: str) -> Figure:
    """Draw how stable each type is, on Hennig's bands.

    Args:
        data: One row a type, in the order of ``names``: ``jaccard``.
        names: The types.
        language: Language of the numbers.
    """
    values = data.frame["jaccard"].astype(float)
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.85 + 0.42 * len(names)))
        edges = (0.0, DISSOLVED, *(smallest for _, smallest in reversed(BANDS)), 1.0)
        for number, word in enumerate(BAND_WORDS.values()):
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
                formatted(values[place], _TWO_DIGITS, language),
                ha="center",
                size=8.5,
            )
        axes.set_yticks(np.arange(len(names)), [textwrap.fill(name.name, 34) for name in names])
        axes.set_ylim(len(names) - 0.5, -1)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(lambda x, _: formatted(x, _TWO_DIGITS, language))
        axes.set_xlabel("Mittlere Jaccard-Ähnlichkeit mit dem ähnlichsten Typ der Stichproben")
        bare(axes)
    return figure


def _line(
    axes: Axes,
    k: np.ndarray,
    values: np.ndarray,
    colour: str,
    language: str,
    *,
    below: bool = False,
) -> None:
    axes.plot(k, values, color=colour, marker="o", ms=4, lw=1.6)
    for x, y in zip(k, values, strict=True):
        axes.annotate(
            formatted(y, _TWO_DIGITS, language),
            (x, y),
            xytext=(0, -11 if below else 6),
            textcoords="offset points",
            ha="center",
            size=7.5,
            color=INK,
        )


def _beside(colour: str) -> dict[str, object]:
    return {
        "xytext": (8, 0),
        "textcoords": "offset points",
        "va": "center",
        "size": 8,
        "color": colour,
    }
