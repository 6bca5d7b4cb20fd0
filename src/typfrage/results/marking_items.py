"""The items by which a type without counterpart is called, from its published shares alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, release
from typfrage.typology import TypeSolution


def marking_items(
    solution: TypeSolution, minimum_cases: int, *, most: int = 2
) -> tuple[tuple[str, ...], ...]:
    """Name the items in which each type lies furthest above all by its published shares.

    Args:
        solution: k types.
        minimum_cases: Threshold of the disclosure rules.
        most: Number of items per type.

    Returns:
        For each type at most so many items, the largest deviation in whole percent first; equal
        ones in the order of the items.
    """
    sizes = solution.sizes.astype(np.int64)
    counts = (solution.centres * sizes[:, None]).round().astype(np.int64)
    rows = [
        {
            "item": item,
            "type": label,
            "count": counts[label, at],
            "base": sizes[label],
            "overall_count": counts[:, at].sum(),
            "overall_base": sizes.sum(),
        }
        for at, item in enumerate(solution.items)
        for label in range(solution.k)
    ]
    frame = pd.DataFrame(rows)
    shares = {
        key: frame[f"{of}count"] / frame[f"{of}base"]
        for key, of in (("share", ""), ("overall", "overall_"))
    }
    data = release(frame.assign(**shares), _SHARES, minimum_cases, *_SUMS)
    above = (data.rounded["share"] - data.rounded["overall"]).fillna(0).round(2)
    table = above.to_numpy().reshape(len(solution.items), solution.k).T
    return tuple(
        tuple(solution.items[at] for at in np.argsort(-row, kind="stable")[:most] if row[at] > 0)
        for row in table
    )


_SHARES = (
    Column("count", "", "count", base="base"),
    Column("share", "", "share", count="count", base="base"),
    Column("overall", "", "share", count="overall_count", base="overall_base"),
    Column("base", "", "count"),
)
_SUMS = (
    Partition(across="type", within=("item",), count="base"),
    Partition(across="type", within=("item",), count="count", total="overall"),
)
