"""What may be told of two waves side by side, to readers who have the publications of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.profiles.adjustment import adjusted
from typfrage.profiles.disclosure import Column, Partition, Released, is_small, release

_REST = "not in the panel: "
_PASSES = 3
"""What is withheld in its row may need company in its column, and so on."""


def rounding_hides(
    counts: Sequence[int],
    left_out: int,
    minimum_cases: int,
    reported: Sequence[int] | None = None,
    moved: int = 0,
) -> bool:
    """Tell whether printed shares leave open how few municipalities are in no type.

    Readers know how many answered. They try each number of municipalities without type below the
    threshold, and look for counts of the types that are printed as the same whole percent. Of types
    that are nearly the reported ones they also know about how large they are.

    Args:
        counts: Municipalities of each type.
        left_out: Municipalities without type.
        minimum_cases: Threshold of the disclosure rules.
        reported: Sizes of the same types as the report tells them, with all municipalities in them.
        moved: Municipalities that are in another type there.

    Returns:
        Whether every number below the threshold remains possible; without ``reported``, none at
        all, too. ``True`` where ``left_out`` is no small number.
    """
    if not is_small(left_out, minimum_cases):
        return True
    n = sum(counts) + left_out
    for tried in range(0 if reported is None else 1, min(minimum_cases, n)):
        limits = [(0, n)] * len(counts)
        if reported is not None:
            limits = [(size - tried - moved, size + moved) for size in reported]
        if not _fits(counts, n - tried, limits):
            return False
    return True


def _fits(counts: Sequence[int], base: int, limits: Sequence[tuple[int, int]]) -> bool:
    """Tell whether counts of another base are printed the same and add up to it."""
    printed, own = _percent(base), _percent(sum(counts))
    ranges = [
        [n for n in np.flatnonzero(printed == own[count]) if low <= n <= high]
        for count, (low, high) in zip(counts, limits, strict=True)
    ]
    return all(ranges) and bool(sum(map(min, ranges)) <= base <= sum(map(max, ranges)))


def _percent(base: int) -> NDArray[np.float64]:
    """The share of every count in whole percent, shape (base + 1,)."""
    return np.round(100 * np.arange(base + 1) / base)


def release_moves(
    moves: pd.DataFrame,
    gone: pd.Series[int],
    come: pd.Series[int],
    columns: tuple[Column, ...],
    minimum_cases: int,
) -> Released:
    """Withhold what must be kept secret of how the panel moved between types.

    Readers know, or nearly know, the size of each type in each wave. So the panel's members of a
    type tell how many of it are not in the panel, in the earlier wave by the published number of
    members, in the later one by the sum of the moves. They also know how many of the panel stayed
    in their types, so that those counts have a known sum, too.

    Args:
        moves: Rows of earlier × later type: ``before``, ``after``, ``count``, ``base`` (the panel's
            municipalities in ``before``), ``stays`` (groups the rows whose sum is published).
        gone: Municipalities of each earlier type that are not in the panel.
        come: The same of each later type.
        columns: What the columns of ``moves`` hold; shares rest on ``count`` and ``base``.
        minimum_cases: Threshold of the disclosure rules.
    """
    cells = moves.assign(
        row=moves["before"], column=moves["after"], sum=moves["stays"], whole=moves["after"],
        type=moves["before"] + "|" + moves["after"], unseen=False,
    )  # fmt: skip
    # Stand beside each cell for the members that its type has outside the panel.
    twins = cells.assign(base=moves["before"].map(gone), count=0, unseen=True)
    twins = twins.assign(**dict.fromkeys(("row", "column", "sum", "whole"), f"{_REST}gone"))
    ends = pd.DataFrame({"column": come.index, "count": come.to_numpy(), "unseen": True})
    ends = ends.assign(base=moves["count"].sum() + come.sum())
    for key in ("before", "after", "row", "sum", "whole", "type"):
        ends[key] = _REST + ends["column"].astype(str) + key
    rows = pd.concat([cells, twins, ends], ignore_index=True)
    in_turn = [
        Partition(across="unseen", within=("type",), count="base", unseen="unseen"),
        Partition(across="before", within=("whole",), count="base"),
        Partition(across="after", within=("row",), count="count"),
        Partition(across="before", within=("column",), count="count", unseen="unseen"),
        Partition(across="before", within=("sum",), count="count"),
    ] * _PASSES
    released = release(rows, columns, minimum_cases, *in_turn)
    return released.rows(released.frame.index[: len(moves)])


def panel_bases(panel: pd.DataFrame, everyone: pd.DataFrame, minimum_cases: int) -> pd.Series[int]:
    """Return the panel's bases, 0 where its counts would tell those of few other municipalities.

    Args:
        panel: By item: ``count`` and ``base`` among the panel.
        everyone: The same among all who answered the wave.
        minimum_cases: Threshold of the disclosure rules.
    """
    count, base = everyone["count"] - panel["count"], everyone["base"] - panel["base"]
    rest = pd.concat([count, base, base - count], axis=1)
    secret = ((rest > 0) & (rest < minimum_cases)).any(axis=1)
    return panel["base"].mask(secret, 0)


def few_answered_so(
    earlier: pd.DataFrame, later: pd.DataFrame, minimum_cases: int
) -> pd.Series[bool]:
    """Tell of which items only few of the panel gave one of the four pairs of answers.

    From both shares of the panel, their difference and its interval, and the p-values, readers can
    work out how many ticked an item twice, never, or only once: what is published of an item has
    few solutions in whole numbers, often one.

    Args:
        earlier: (panel × items) 0/1 of the earlier wave, missing where not answered.
        later: The same municipalities and items of the later wave.
        minimum_cases: Threshold of the disclosure rules.
    """
    both = 2 * earlier.astype("float64") + later.astype("float64")
    counts = pd.DataFrame({pair: (both == pair).sum() for pair in range(4)})
    return ((counts > 0) & (counts < minimum_cases)).any(axis=1)


def without(data: Released, *keys: str) -> Released:
    """Drop columns that the rules needed and readers do not."""
    kept = tuple(column for column in data.columns if column.key not in keys)
    shown = [column.key for column in kept]
    return replace(data, frame=data.frame[shown], columns=kept, withheld=data.withheld[shown])


def withhold_both(data: Released, first: str, second: str, *dependent: str) -> Released:
    """Withhold what would tell the one of two shares from the other.

    Args:
        data: A released table.
        first: Column of a share.
        second: Column of the other.
        dependent: Columns that rest on both, such as their difference.
    """
    secret = data.withheld[first] | data.withheld[second]
    withheld = data.withheld.copy()
    for key in dependent:
        withheld[key] |= secret
    return replace(data, frame=data.frame.mask(withheld), withheld=withheld)


def adjusted_among_told(data: Released, key: str, p: pd.Series[float]) -> Released:
    """Adjust p-values anew, by Benjamini and Hochberg, over the rows that are told.

    Their ranks among all would tell between which of them those lie that are withheld.

    Args:
        data: A released table.
        key: Its column of adjusted p-values.
        p: p-value of every row, in their order; NaN = no test.
    """
    told = p.set_axis(data.frame.index).mask(data.withheld[key])
    return replace(data, frame=data.frame.assign(**{key: adjusted(told, "fdr_bh")}))
