"""The figure of clear and mixed municipalities."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted
from typfrage.results.plots.theme import FULL_WIDTH, INK, MUTED, bare, called, row_height, theme
from typfrage.results.tables.certainty import clear_and_mixed
from typfrage.results.type_names import TypeName

_SHARE = Format("share")
_INSIDE = 0.12
"""A bar from this share on has room for its number."""


def mixed_by_type(data: Released, names: tuple[TypeName, ...], language: str) -> Figure:
    """Draw the share of each type's municipalities that are clear and that are mixed.

    Args:
        data: Two rows a type, in the order of ``names``: ``share``, the clear ones first.
        names: The types.
        language: Language of words and numbers.
    """
    say = speaker(language)
    written = [part.astype(float).to_numpy() for part in clear_and_mixed(data.frame)]
    drawn = [part.astype(float).to_numpy() for part in clear_and_mixed(data.rounded)]
    labels = called(names)
    with theme():
        figure, axes = plt.subplots(figsize=(FULL_WIDTH, 0.6 + row_height(labels) * len(names)))
        for place, (name, clear, mixed) in enumerate(zip(names, *drawn, strict=True)):
            if pd.isna(clear):
                text = say("nicht veröffentlicht")
                axes.text(0.01, place, text, va="center", size=8, color=MUTED)
                continue
            axes.barh(place, clear, color=name.colour, height=0.62)
            axes.barh(
                place, mixed, left=clear, color=name.colour, alpha=0.35, height=0.62,
                hatch="////", edgecolor="white", lw=0,
            )  # fmt: skip
            if clear >= _INSIDE:
                text = formatted(written[0][place], _SHARE, language)
                axes.text(clear / 2, place, text, color="white", weight=600, **_CENTRED)
            text = formatted(written[1][place], _SHARE, language)
            axes.text(1.015, place, text, va="center", color=INK)
        axes.text(0, -0.62, say("eindeutig"), size=8, color=MUTED)
        axes.text(1.0, -0.62, say("zwischen zwei Typen"), size=8, color=MUTED, ha="right")
        axes.set_yticks(np.arange(len(names)), labels)
        axes.set_ylim(len(names) - 0.5, -1)
        axes.set_xlim(0, 1.1)
        axes.set_xticks([])
        bare(axes)
    return figure


_CENTRED: dict[str, Any] = {"ha": "center", "va": "center"}
