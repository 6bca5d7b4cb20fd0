"""Tables of what more or fewer municipalities say than in the earlier wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.profiles.linked_disclosure import told_bases
from typfrage.profiles.trend import trend
from typfrage.profiles.wave_disclosure import (
    adjusted_among_told,
    few_answered_so,
    panel_bases,
    withhold_both,
)
from typfrage.results.language import speaker
from typfrage.results.tables.changes_cells import Cell, in_words, p_of, plain_share, points_of
from typfrage.results.waves import Waves
from typfrage.survey.indicators.indicator_change import comparable_indicators
from typfrage.survey.indicators.indicator_values import (
    Indicators,
    default_indicators,
    indicators_of,
)
from typfrage.survey.indicators.indicators import IndicatorFile


@dataclass(frozen=True, eq=False)
class Comparable:
    """What can be compared as shares: common goals, and indicators that mean the same.

    Attributes:
        goals: The common goals.
        indicators: All indicators of each wave.
        keys: Those that are compared: shares of what municipalities do.
        scales: Comparable indicators that are no shares and are left out.
    """

    goals: tuple[str, ...]
    indicators: tuple[Indicators, Indicators]
    keys: tuple[str, ...]
    scales: tuple[str, ...]


def comparable(waves: Waves, planned: IndicatorFile | None) -> Comparable:
    """Find what can be compared.

    Args:
        waves: The waves.
        planned: The study's indicators; ``None`` for one of every closed question.
    """
    types_from = waves.later.wave.file.analysis.types_from
    file = planned or default_indicators(waves.later.codebook, types_from)
    earlier, later = (indicators_of(wave.clean.answers, wave.codebook, file) for wave in waves.both)
    structure = set(later.of(*later.structural))
    same = [
        name
        for name in (() if file is None else comparable_indicators(file, waves.change))
        if name in earlier.values and name in later.values and name not in structure
    ]
    scales = earlier.scales | later.scales
    return Comparable(
        goals=tuple(waves.common),
        indicators=(earlier, later),
        keys=tuple(name for name in same if name not in scales),
        scales=tuple(name for name in same if name in scales),
    )


def trends(waves: Waves, found: Comparable) -> Released:
    """Compare the shares of both waves, of all who answered and of the panel alone.

    A share is withheld in the one wave without regard to the other; the difference with either.
    The panel's shares are withheld, too, where they would tell those of few others, or how few
    gave the same answers in both waves, and with those of all.

    Returns:
        One row an item, by section: ``section``, ``label``; ``earlier_share``, ``later_share``,
        ``difference`` with ``low`` and ``high``, and ``p_bh``; the same of the panel with
        ``panel_`` before each.
    """
    say = speaker(waves.language)
    frame = _frame(waves, found)
    columns = (
        Column("section", say("Bereich"), grouped=True),
        Column("label", say("Merkmal")),
        *_columns("", waves),
        *_columns("panel_", waves),
    )
    data = release(frame, columns, waves.minimum_cases)
    for who in ("", "panel_"):
        rest = (f"{who}{key}" for key in ("difference", "low", "high", "p_bh"))
        data = withhold_both(data, f"{who}earlier_share", f"{who}later_share", *rest)
        data = adjusted_among_told(data, f"{who}p_bh", frame[f"{who}p"])
    return data


def trends_shown(data: Released, waves: Waves, *, panel: bool) -> Released:
    """Show the same with intervals in the cells of their differences.

    Args:
        data: As :func:`trends` returns it.
        waves: The waves.
        panel: Whether there is a panel to show.
    """
    say, language = speaker(waves.language), waves.language
    cells: dict[str, Cell] = {
        side: (id_, f"{side}_share", plain_share(f"{side}_share", language))
        for side, id_ in zip(("earlier", "later"), waves.ids, strict=True)
    }
    cells["difference"] = (say("Punkte"), "difference", points_of("", language))
    cells["p_bh"] = (say("p-Wert"), "p_bh", p_of("p_bh", language))
    if panel:
        cells["panel"] = (say("Beide Male"), "panel_difference", points_of("panel_", language))
    return in_words(data, data.columns[:2], cells)


def most_changed(data: Released, significance: float, most: int) -> Released:
    """Return what changed beyond chance, the largest change first.

    Args:
        data: As :func:`trends` returns it.
        significance: Largest adjusted p-value of a change that counts.
        most: Number of rows.
    """
    rows = changed(data, significance).sort_values(key=lambda d: -d.abs(), kind="stable")
    return data.rows(rows.index[:most])


def changed(data: Released, significance: float) -> pd.Series[float]:
    """Return the differences beyond chance, in the order of the table."""
    sure = data.frame["p_bh"].astype("float64") <= significance
    return data.frame["difference"][sure].astype("float64")


def _columns(who: str, waves: Waves) -> Sequence[Column]:
    say = speaker(waves.language)

    def head(what: str) -> str:
        return say("{what}, nur wer beide Male antwortete", what=what) if who else what

    sides = zip(("earlier", "later"), waves.ids, strict=True)
    own = (f"{who}earlier_count", f"{who}earlier_base")
    return (
        *(
            Column(
                f"{who}{side}_share",
                head(say("Anteil {wave}", wave=id_)),
                "share",
                count=f"{who}{side}_count",
                base=f"{who}{side}_base",
            )
            for side, id_ in sides
        ),
        Column(f"{who}difference", head(say("Unterschied")), "number", 2, *own),
        Column(f"{who}low", head(say("Unterschied von")), "number", 2, *own),
        Column(f"{who}high", head(say("Unterschied bis")), "number", 2, *own),
        Column(f"{who}p_bh", head(say("p-Wert")), "number", 3, *own),
    )


def _frame(waves: Waves, found: Comparable) -> pd.DataFrame:
    ticks = [_ticks(waves, found, side) for side in (0, 1)]
    panel = waves.panel
    within = [each.loc[panel] for each in ticks]
    frame = trend(*ticks).assign(
        section=[_section(name, waves, found) for name in ticks[0]],
        label=[_label(name, waves, found) for name in ticks[0]],
    )
    alone = trend(*within).add_prefix("panel_")
    frame = pd.concat([frame, alone], axis=1)
    few = few_answered_so(within[0], within[1], waves.minimum_cases)
    for at, side in enumerate(("earlier", "later")):
        everyone = _told(ticks[at], waves, found, at)
        own = _told(within[at], waves, found, at)
        rest = _told(ticks[at].drop(panel), waves, found, at)
        bases = panel_bases(own, everyone, waves.minimum_cases)
        # Where the rest of a question's options would tell, so would all without the panel.
        bases = bases.mask((rest["told"] == 0) & (rest["base"] > 0), 0)
        frame[f"{side}_base"] = everyone["told"].to_numpy()
        told = (own["told"] > 0) & (everyone["told"] > 0) & ~few
        frame[f"panel_{side}_base"] = bases.where(told, 0).to_numpy()
    return frame


def _ticks(waves: Waves, found: Comparable, side: int) -> pd.DataFrame:
    goals = waves.both[side].goals[list(found.goals)]
    return pd.concat([goals, found.indicators[side].values[list(found.keys)]], axis=1)


def _told(ticks: pd.DataFrame, waves: Waves, found: Comparable, side: int) -> pd.DataFrame:
    """Counts and bases of some municipalities, and the bases on which shares may be told."""
    whole = pd.DataFrame({"count": ticks.sum(), "base": ticks.count()})
    indicators = found.indicators[side]
    values = indicators.values.loc[ticks.index]
    shares = values[[name for name in values if name not in indicators.scales]]
    every = pd.DataFrame({"count": shares.sum(), "base": shares.count()}).rename_axis("indicator")
    told = whole["base"].copy()
    if len(every):
        own = told_bases(every, indicators, len(ticks), waves.minimum_cases)
        told.loc[list(found.keys)] = own[list(found.keys)]
    return whole.assign(told=told)


def _section(name: str, waves: Waves, found: Comparable) -> str:
    if name in found.goals:
        say = speaker(waves.language)
        return say("Vorrangige Ziele")
    later = found.indicators[1]
    return next(later.titles[id_] for id_, names in later.sections.items() if name in names)


def _label(name: str, waves: Waves, found: Comparable) -> str:
    if name in found.goals:
        return waves.later.codebook.labels()[name]
    return found.indicators[1].labels[name]
