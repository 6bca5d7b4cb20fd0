"""Tables whose margins are known, made coarse enough that no small cell follows from them.

Secondary suppression would withhold nearly everything of a table that has small cells next to large
ones in most rows and columns. Here cells below the threshold are left out together with those of
none, and the others are rounded to twice the threshold.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.int64]


def rounding_unit(minimum_cases: int) -> int:
    """Return what moves are rounded to, wide enough that small ones do not follow from sums."""
    return 2 * minimum_cases if minimum_cases > 1 else 1


def coarsened(counts: Counts, minimum_cases: int) -> Counts:
    """Round the cells of a table whose margins are known, and leave out what would be told.

    Args:
        counts: Cells, (rows × columns).
        minimum_cases: Threshold of the disclosure rules.

    Returns:
        The cells, rounded; 0 = left out: below the threshold, or the smallest of a row or column
        whose rounded cells would tell that of one below.
    """
    unit = rounding_unit(minimum_cases)
    rounded = np.where(counts < minimum_cases, 0, (counts + unit // 2) // unit * unit)
    company = np.zeros(counts.shape, dtype=bool)
    while True:
        told = [
            (cells, beside)
            for table, hidden, sizes in (
                (rounded, company, counts.sum(axis=1)),
                (rounded.T, company.T, counts.sum(axis=0)),
            )
            for cells, beside, size in zip(table, hidden, sizes, strict=True)
            if _tells(cells, beside, int(size), unit, minimum_cases)
        ]
        if not told:
            return rounded
        for cells, beside in told:
            if (cells > 0).any():
                smallest = int(np.where(cells > 0, cells, np.iinfo(np.int64).max).argmin())
                cells[smallest], beside[smallest] = 0, True


def _tells(cells: Counts, beside: NDArray[np.bool_], size: int, unit: int, minimum: int) -> bool:
    """Tell whether a row's known sum leaves a small cell less play than it has anyway."""
    left_out = int(((cells == 0) & ~beside).sum())
    if left_out == 0 or beside.any() or minimum == 1 or not (cells > 0).any():
        return False
    highest = int((cells[cells > 0] + unit // 2 - 1).sum())
    return size - highest > (left_out - 1) * (minimum - 1)
