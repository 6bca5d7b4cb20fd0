"""Tables of how the panel moved between types."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Released
from typfrage.profiles.latent_transitions import LatentTransitions
from typfrage.profiles.transitions import Transitions
from typfrage.profiles.wave_disclosure import release_moves, without
from typfrage.profiles.wave_types import WaveTypes
from typfrage.results.language import speaker
from typfrage.results.numbers import NOTHING, Format, formatted
from typfrage.results.tables.changes_cells import share_cell
from typfrage.results.waves import Waves

STAYED, LEFT = "stayed", "left"


def moves(
    waves: Waves, types: WaveTypes, found: Transitions, latent: LatentTransitions
) -> Released:
    """Count the moves from each type to each, with shares of those who were in the type.

    Args:
        waves: The waves.
        types: Their types.
        found: How the panel moved.
        latent: The same corrected for the error of the types.

    Returns:
        Rows of earlier × later type, both in the order of the reports: ``before`` and ``after``
        (their names), ``stays``, ``count``, ``base``, ``share`` with ``low`` and ``high``, and
        ``corrected`` with ``corrected_low`` and ``corrected_high``.
    """
    say = speaker(waves.language)
    columns = (
        Column("before", say("Typ {wave}", wave=waves.ids[0])),
        Column("after", say("Typ {wave}", wave=waves.ids[1])),
        Column("stays", say("Verbleib")),
        Column("count", say("Kommunen"), "count", base="base"),
        Column("share", say("Anteil"), "share", 0, "count", "base"),
        Column("low", say("Anteil von"), "share", 0, "count", "base"),
        Column("high", say("Anteil bis"), "share", 0, "count", "base"),
        Column("corrected", say("Bereinigt"), "share", 0, "count", "base"),
        Column("corrected_low", say("Bereinigt von"), "share", 0, "count", "base"),
        Column("corrected_high", say("Bereinigt bis"), "share", 0, "count", "base"),
        Column("base", say("Basis"), "count"),
    )
    rows = _frame(waves, types, found, latent)
    gone = types.earlier.sizes - found.counts.sum(axis=1)
    come = types.later.sizes - found.counts.sum(axis=0)
    return release_moves(
        rows,
        pd.Series(gone, [name.short for name in waves.names[0]]),
        pd.Series(come, [name.short for name in waves.names[1]]),
        columns,
        waves.minimum_cases,
    )


def moves_matrix(data: Released, waves: Waves, prefix: str) -> Released:
    """Show shares with one row an earlier type and one column a later one.

    Args:
        data: As :func:`moves` returns it.
        waves: The waves.
        prefix: ``observed``, or ``corrected`` for the corrected shares.
    """
    say = speaker(waves.language)
    frame = data.frame
    before, after = frame["before"].unique().tolist(), frame["after"].unique().tolist()
    cells = pd.Series([_cell(row, prefix, waves.language) for _, row in frame.iterrows()])
    wide = pd.DataFrame({"before": before, "base": frame["base"].to_numpy()[:: len(after)]})
    hidden = pd.DataFrame(
        {"before": False, "base": data.withheld["base"].to_numpy()[:: len(after)]}
    )
    columns = [Column("before", say("{wave} ↓ · {later} →", wave=waves.ids[0], later=waves.ids[1]))]
    for at, name in enumerate(after):
        wide[f"after_{at}"] = cells.to_numpy()[at :: len(after)]
        hidden[f"after_{at}"] = data.withheld["share"].to_numpy()[at :: len(after)]
        columns.append(Column(f"after_{at}", name, flush=True))
    columns.append(Column("base", say("Basis"), "count"))
    order = [column.key for column in columns]
    return Released(
        wide[order].astype({"base": "Int64"}),
        tuple(columns),
        hidden[order].astype(bool),
        data.minimum_cases,
        data.partitions,
    )


def _frame(
    waves: Waves, types: WaveTypes, found: Transitions, latent: LatentTransitions
) -> pd.DataFrame:
    """Rows of all moves."""
    places = [_in_order(waves, side) for side in (0, 1)]
    rows = found.counts.sum(axis=1)
    pairs = dict(types.pairs)
    moved = [
        {
            "before": waves.names[0][a].short,
            "after": waves.names[1][b].short,
            "stays": STAYED if pairs.get(a) == b else LEFT if a in pairs else "",
            "count": int(found.counts[a, b]),
            "base": int(rows[a]),
            "share": found.shares[a, b],
            "low": found.low[a, b],
            "high": found.high[a, b],
            "corrected": latent.shares[a, b],
            "corrected_low": latent.low[a, b],
            "corrected_high": latent.high[a, b],
        }
        for a in places[0]
        for b in places[1]
    ]
    return pd.DataFrame(moved)


def _in_order(waves: Waves, side: int) -> list[int]:
    """Numbers of a wave's types in the order of its report, unnamed ones last."""
    order = {name.id: at for at, name in enumerate(waves.both[side].names)}
    names = waves.names[side]
    return sorted(range(len(names)), key=lambda a: (order.get(names[a].id, len(order)), a))


def _cell(row: pd.Series, prefix: str, language: str) -> str:
    if prefix == "corrected":
        low, high = row["corrected_low"], row["corrected_high"]
        return share_cell(row["corrected"], low, high, language)
    if row["count"] is pd.NA or pd.isna(row["share"]):
        return ""
    if row["count"] == 0:
        return NOTHING
    count = formatted(row["count"], Format(), language)
    return f"{count}: {share_cell(row['share'], row['low'], row['high'], language)}"


def shown(data: Released, *, corrected: bool) -> Released:
    """Leave out what figures need and readers do not.

    Args:
        data: As :func:`moves` returns it.
        corrected: Whether there are corrected shares.
    """
    unknown = () if corrected else ("corrected", "corrected_low", "corrected_high")
    return without(data, "stays", *unknown)
