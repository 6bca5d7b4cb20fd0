"""A table of numbers from 0 to 1 as a figure: the darker a cell, the larger its number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from numpy.typing import NDArray

from typfrage.results.plots.theme import ACCENT, bare


def heatmap(
    axes: Axes,
    values: pd.DataFrame,
    words: pd.DataFrame,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    size: float,
    hidden: NDArray[np.bool_] | None = None,
) -> None:
    """Draw a cell for each number, with its words in it.

    Args:
        axes: Where.
        values: Numbers from 0 to 1, shape (rows, columns); nothing is drawn for NaN.
        words: What stands in the cells, of the same shape.
        rows: Labels of the rows.
        columns: Labels of the columns.
        size: Size of the words in points.
        hidden: Cells that are left out, of the same shape.
    """
    sns.heatmap(
        values.astype(float),
        mask=hidden,
        # seaborn draws the figure at once: labels must fit by then.
        xticklabels=columns,
        yticklabels=rows,
        annot=words.to_numpy(),
        fmt="",
        cmap=sns.light_palette(ACCENT, as_cmap=True),
        vmin=0,
        vmax=1,
        cbar=False,
        linewidths=1.5,
        linecolor="white",
        ax=axes,
        annot_kws={"size": size},
    )
    axes.set(xlabel="", ylabel="")
    axes.set_xticklabels(columns, rotation=0)
    axes.set_yticklabels(rows, rotation=0)
    bare(axes)
