"""What readers know of the items of types, and the items that they are called by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.profiles.published_centres import published_centres
from typfrage.typology import TypeSolution

Marks: TypeAlias = Mapping[int, Collection[str]]


def marking_items(
    solution: TypeSolution, marks: Marks, minimum_cases: int, *, most: int = 2
) -> tuple[tuple[str, ...], ...]:
    """Name the items in which each type lies furthest above all by its published shares.

    Args:
        solution: k types.
        marks: By number of a type the items that mark it in the study.
        minimum_cases: Threshold of the disclosure rules.
        most: Number of items per type.

    Returns:
        For each type at most so many items, the largest deviation in whole percent first; equal
        ones in the order of the items.
    """
    data = items_of_types(solution, marks, minimum_cases)
    above = (data.rounded["share"] - data.rounded["overall"]).fillna(0).round(2)
    table = above.to_numpy().reshape(len(solution.items), solution.k).T
    return tuple(
        tuple(solution.items[at] for at in np.argsort(-row, kind="stable")[:most] if row[at] > 0)
        for row in table
    )


def published_deviations(
    solution: TypeSolution, marks: Marks, minimum_cases: int
) -> NDArray[np.float64]:
    """Return how far the types lie above all, as far as readers know it.

    From exact deviations, and from what is computed of them, withheld ones would follow.

    Args:
        solution: k types.
        marks: By number of a type the items that mark it in the study.
        minimum_cases: Threshold of the disclosure rules.

    Returns:
        Shape (k, items), withheld shares as :func:`published_centres` takes them to be; NaN
        everywhere where the size of a type is withheld.
    """
    data = items_of_types(solution, marks, minimum_cases)
    if data.withheld["base"].any():
        return np.full(solution.centres.shape, np.nan)
    marking = {str(number): items for number, items in marks.items()}
    centres = published_centres(replace(data, frame=data.frame.astype({"type": str})), marking)
    known = centres[list(solution.items)].to_numpy(dtype=np.float64)
    return np.asarray(known - solution.sizes / solution.sizes.sum() @ known)


def items_of_types(solution: TypeSolution, marks: Marks, minimum_cases: int) -> Released:
    """Release how many of each type chose each item, by the same rules as the table of goals.

    Args:
        solution: k types.
        marks: By number of a type the items that mark it in the study.
        minimum_cases: Threshold of the disclosure rules.

    Returns:
        Rows of item × type in the order of both: ``label`` and ``type`` (item and number of the
        type), ``count``, ``share``, ``overall``, ``base``.
    """
    sizes = solution.sizes.astype(np.int64)
    counts = (solution.centres * sizes[:, None]).round().astype(np.int64)
    rows = [
        {
            "label": item,
            "type": label,
            "count": counts[label, at],
            "base": sizes[label],
            "overall_count": counts[:, at].sum(),
            "overall_base": sizes.sum(),
            "marking": item in marks.get(label, ()),
        }
        for at, item in enumerate(solution.items)
        for label in range(solution.k)
    ]
    frame = pd.DataFrame(rows)
    shares = {
        key: frame[f"{of}count"] / frame[f"{of}base"]
        for key, of in (("share", ""), ("overall", "overall_"))
    }
    return release(frame.assign(**shares), _COLUMNS, minimum_cases, *_SUMS)


_COLUMNS = (
    Column("label", ""),
    Column("type", ""),
    Column("count", "", "count", base="base"),
    Column("share", "", "share", count="count", base="base"),
    Column("overall", "", "share", count="overall_count", base="overall_base"),
    Column("base", "", "count"),
)
_SUMS = (
    Partition(across="type", within=("label",), count="base"),
    Partition(across="type", within=("label",), count="count", total="overall", spared="marking"),
)
