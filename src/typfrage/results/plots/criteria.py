"""The figure of all criteria for every number of types, as small multiples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Released
from typfrage.results.findings import Favour
from typfrage.results.language import mark, speaker
from typfrage.results.numbers import WITHHELD, Format, formatted
from typfrage.results.plots.theme import (
    ACCENT,
    FULL_WIDTH,
    HALO,
    INK,
    MUTED,
    bare,
    theme,
    whole_steps,
)
from typfrage.validity.jaccard import RECOVERED
from typfrage.validity.prediction import CUTOFF

_LABEL_SIZE = 8


@dataclass(frozen=True)
class _Line:
    """One line of a panel.

    Attributes:
        column: Its values.
        criterion: The criterion whose favoured number it marks, if any.
        name: What stands beside it where a panel has two.
        colour: Its colour.
    """

    column: str
    criterion: str = ""
    name: str = ""
    colour: str = ACCENT


@dataclass(frozen=True)
class _Panel:
    """One small figure.

    Attributes:
        title: What it shows, with ``{limit}`` where there is one.
        lines: Its lines, the main one last.
        how: Format of its values.
        error: Column of standard errors.
        limit: A value from which the criterion holds.
    """

    title: str
    lines: tuple[_Line, ...]
    how: Format
    error: str = ""
    limit: float | None = None


_TWO = Format("decimal", 2)
_PANELS = (
    _Panel(mark("Silhouette (groß = getrennt)"), (_Line("silhouette", "silhouette"),), _TWO),
    _Panel(
        mark("Calinski–Harabasz (groß = getrennt)"),
        (_Line("calinski_harabasz", "calinski_harabasz"),),
        Format("decimal"),
    ),
    _Panel(
        mark("Gap-Statistik mit Standardfehler"),
        (_Line("gap", "gap_1se"),),
        _TWO,
        error="gap_se",
    ),
    _Panel(
        mark("Vorhersagestärke (gestrichelt: Grenze {limit})"),
        (_Line("prediction_strength", "prediction_strength"),),
        _TWO,
        limit=CUTOFF,
    ),
    _Panel(
        mark("Stabilität (Jaccard; gestrichelt: stabil ab {limit})"),
        (
            _Line("mean_jaccard", "", mark("Mittel der Typen"), MUTED),
            _Line("smallest_jaccard", "jaccard", mark("schwächster Typ")),
        ),
        _TWO,
        limit=RECOVERED,
    ),
    _Panel(
        mark("Instabilität (klein = beständig)"),
        (_Line("instability", "instability"),),
        Format("decimal", 3),
    ),
    _Panel(
        mark("Latente Klassen: AIC und BIC (klein = gut)"),
        (_Line("aic", "aic", mark("AIC"), MUTED), _Line("bic", "bic", mark("BIC"))),
        Format("decimal"),
    ),
    _Panel(mark("Latente Klassen: Entropie-R² (groß = trennscharf)"), (_Line("entropy_r2"),), _TWO),
)
_COLUMNS = 2


@dataclass(frozen=True, eq=False)
class _Shown:
    """What all panels show.

    Attributes:
        frame: The criteria by number of types, as coordinates.
        written: The same as numbers to write.
        withheld: Which of them are withheld.
        favoured: The number of types that each criterion favours.
        reported: The number of types that is reported.
        language: Language of words and numbers.
    """

    frame: pd.DataFrame
    written: pd.DataFrame
    withheld: pd.DataFrame
    favoured: Mapping[str, int | None]
    reported: int
    language: str


def criteria_by_k(data: Released, found: Sequence[Favour], reported: int, language: str) -> Figure:
    """Draw every criterion against the number of types.

    Args:
        data: One row a number of types, see :func:`typfrage.results.tables.criteria`.
        found: What each criterion favours; it is marked.
        reported: The number of types that is reported; it is shaded.
        language: Language of words and numbers.
    """
    shown = _Shown(
        data.rounded.astype(float).set_index("k"),
        data.frame.astype(float).set_index("k"),
        data.withheld.set_axis(data.frame["k"]),
        {one.criterion: one.favoured for one in found},
        reported,
        language,
    )
    rows = -(-len(_PANELS) // _COLUMNS)
    with theme():
        figure, grid = plt.subplots(rows, _COLUMNS, figsize=(FULL_WIDTH, 1.78 * rows))
        for axes, panel in zip(grid.flat, _PANELS, strict=True):
            _draw(axes, panel, shown)
        for axes in grid[-1]:
            axes.set_xlabel(speaker(language)("Zahl der Typen"))
    return figure


def _draw(axes: Axes, panel: _Panel, shown: _Shown) -> None:
    frame, reported, language = shown.frame, shown.reported, shown.language
    say = speaker(language)
    limit = "" if panel.limit is None else formatted(panel.limit, _TWO, language)
    axes.set_title(say(panel.title, limit=limit), size=9)
    axes.axvspan(reported - 0.4, reported + 0.4, color=ACCENT, alpha=0.1, lw=0)
    axes.set_xticks(frame.index)
    axes.set_xlim(frame.index.min() - 0.6, frame.index.max() + 0.6)
    bare(axes, keep="y")
    axes.yaxis.set_major_formatter(lambda y, _: formatted(y, panel.how, language))
    axes.yaxis.set_major_locator(whole_steps(4))
    columns = [line.column for line in panel.lines]
    hidden = shown.withheld[columns].any(axis=1)
    if not frame[columns].notna().to_numpy().any():
        axes.set_yticks([])
        text = WITHHELD if hidden.any() else say("nicht berechenbar")
        axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", color=MUTED)
        return
    for line in panel.lines:
        _draw_line(axes, panel, line, shown)
    for k in hidden.index[hidden]:
        place = axes.get_xaxis_transform()
        axes.text(k, 0.5, WITHHELD, transform=place, ha="center", size=14, weight=600, color=INK)
    if panel.limit is not None:
        axes.axhline(panel.limit, color=INK, lw=0.8, ls=(0, (4, 3)))
    axes.margins(y=0.24)
    if len(panel.lines) > 1:
        _name_lines(axes, panel, frame, language)


def _draw_line(axes: Axes, panel: _Panel, line: _Line, shown: _Shown) -> None:
    favoured = shown.favoured.get(line.criterion)
    whole = shown.frame[line.column]
    values = whole.dropna()
    if panel.error:
        axes.errorbar(
            whole.index,
            whole,
            shown.frame[panel.error],
            color=line.colour,
            lw=1.4,
            elinewidth=1,
            capsize=2.5,
        )
    axes.plot(whole.index, whole, color=line.colour, marker="o", ms=3, lw=1.4)
    main = line is panel.lines[-1]
    marked = [favoured, shown.reported] if main else [favoured]
    for k in dict.fromkeys(k for k in marked if k is not None and k in values.index):
        if k == favoured:
            axes.plot(k, values[k], marker="o", ms=7.5, color=line.colour, mec="white", mew=1)
        above = _above(values, k)
        axes.annotate(
            formatted(shown.written.at[k, line.column], panel.how, shown.language),
            (k, values[k]),
            xytext=(0, 6 if above else -6),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            size=_LABEL_SIZE,
            weight=600 if k == favoured else 400,
            color=INK,
            path_effects=HALO,
        )


def _above(values: pd.Series[float], k: int) -> bool:
    """Whether a point's label stands above it: away from its neighbours."""
    beside = values[(values.index >= k - 1) & (values.index <= k + 1) & (values.index != k)]
    return beside.empty or bool(values[k] >= beside.mean())


def _name_lines(axes: Axes, panel: _Panel, frame: pd.DataFrame, language: str) -> None:
    """Name two lines at the place where they are furthest apart at the right."""
    first, second = (frame[line.column].dropna() for line in panel.lines)
    last = min(first.index.max(), second.index.max())
    for line, other, own in ((panel.lines[0], second, first), (panel.lines[1], first, second)):
        above = own[last] >= other[last]
        axes.annotate(
            speaker(language)(line.name),
            (last + 0.5, own[last]),
            xytext=(0, 5 if above else -5),
            textcoords="offset points",
            ha="right",
            va="bottom" if above else "top",
            size=_LABEL_SIZE,
            color=line.colour,
            path_effects=HALO,
        )
