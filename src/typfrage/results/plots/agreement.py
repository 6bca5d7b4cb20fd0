"""Figures of agreement: between algorithms, and without single items."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import WITHHELD, Format, formatted
from typfrage.results.plots.heatmap import heatmap
from typfrage.results.plots.theme import ACCENT, FULL_WIDTH, INK, RULE, bare, theme

_TWO = Format("decimal", 2)


def agreement_of_methods(data: Released, language: str) -> Figure:
    """Draw the adjusted Rand index of every pair of algorithms.

    Args:
        data: One row an algorithm: ``method``, then a column for each in the same order.
        language: Language of the numbers.
    """
    frame, methods = data.frame, [column.key for column in data.columns[1:]]
    values = data.rounded[methods].astype(float)
    words = frame[methods].astype(float).map(lambda value: _word(value, language))
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.5 + 0.34 * len(frame)))
        called = frame["method"].to_list()
        twice = np.triu(np.ones(values.shape, dtype=bool), 1)
        heatmap(axes, values, words, rows=called, columns=called, size=9, hidden=twice)
    return figure


def agreement_without_items(data: Released, language: str) -> Figure:
    """Draw what becomes of the types without each item.

    Args:
        data: One row an item, the one that changes most first: ``item``, ``adjusted_rand``.
        language: Language of words and numbers.
    """
    frame = data.frame
    values, written = (rows["adjusted_rand"].astype(float) for rows in (data.rounded, frame))
    places = np.arange(len(frame))
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.65 + 0.23 * len(frame)))
        axes.hlines(places, 0, values, color=RULE, lw=1.2)
        axes.plot(values, places, "o", color=ACCENT, ms=6)
        for place, (value, exact) in enumerate(zip(values, written, strict=True)):
            at = 0.0 if pd.isna(value) else value
            axes.annotate(
                _word(exact, language),
                (at, place),
                xytext=(7, 0),
                textcoords="offset points",
                va="center",
                size=8,
                color=INK,
            )
        axes.set_yticks(
            places, [textwrap.shorten(text, 62, placeholder=" …") for text in frame["item"]], size=8
        )
        axes.set_ylim(len(frame) - 0.4, -0.6)
        axes.set_xlim(min(0.0, float(values.min(skipna=True) or 0)), 1.12)
        axes.set_xticks(np.linspace(0, 1, 5))
        axes.xaxis.set_major_formatter(lambda x, _: formatted(x, _TWO, language))
        axes.set_xlabel(speaker(language)("Rand-Index mit den berichteten Typen (1 = dieselben)"))
        bare(axes)
    return figure


def _word(value: float, language: str) -> str:
    return WITHHELD if pd.isna(value) else formatted(value, _TWO, language)
