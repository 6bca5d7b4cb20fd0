"""Tables whose margins are known, made coarse enough that no small cell follows from them.

Secondary suppression would withhold nearly everything of a table that has small cells next to
large ones in most rows and columns. Here cells below the threshold are left out together with those
of none, and the others are rounded up or down at random to twice the threshold. Rounded to the
nearest, they could be worked out by whoever rounds each table that has these margins.
"""

from __future__ import annotations

import hashlib
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.int64]


def rounding_unit(minimum_cases: int) -> int:
    """Return what moves are rounded to, wide enough that small ones do not follow from sums."""
    return 2 * minimum_cases if minimum_cases > 1 else 1


def secret_seed(*microdata: NDArray[np.generic]) -> int:
    """Return a seed that the same answers always give, and nobody can guess without all of them.

    Args:
        *microdata: What all municipalities answered; any shapes.
    """
    digest = hashlib.sha256()
    for array in microdata:
        digest.update(repr((array.dtype.str, array.shape)).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return int.from_bytes(digest.digest()[:8], "big")


def coarsened(counts: Counts, minimum_cases: int, rng: np.random.Generator) -> Counts:
    """Round the cells of a table whose margins are known, and leave out the small ones.

    Each cell is rounded up with a probability that makes its mean right. A row or column of which
    cells are left out tells how many these are together: at most what it holds beyond the smallest
    counts that can be rounded so. Where that is too little, the largest cell is rounded down.

    Args:
        counts: Cells, (rows × columns).
        minimum_cases: Threshold of the disclosure rules.
        rng: Rounds; seeded with :func:`secret_seed`.

    Returns:
        The cells, rounded, each by less than the unit; 0 = left out: below the threshold, or below
        the unit and rounded down.

    References:
        Fellegi (1975), Controlled random rounding.
        https://www150.statcan.gc.ca/n1/pub/12-001-x/1975002/article/54821-eng.pdf
    """
    if minimum_cases == 1:
        return counts.copy()
    unit = rounding_unit(minimum_cases)
    below, beyond = np.divmod(counts, unit)
    shown = np.where(
        counts < minimum_cases, 0, unit * (below + (unit * rng.random(counts.shape) < beyond))
    )
    while (at := _told(shown, counts, unit, minimum_cases)) is not None:
        shown[at] -= unit
    return shown


def _told(shown: Counts, counts: Counts, unit: int, minimum: int) -> tuple[int, int] | None:
    """Return a cell that tells too much of those left out in its row or column, if there is one."""
    least = np.where(shown > 0, np.maximum(shown - unit + 1, minimum), 0)
    for axis in (1, 0):
        play = counts.sum(axis=axis) - least.sum(axis=axis)
        left_out = (shown == 0).any(axis=axis) & (shown > 0).any(axis=axis)
        for line in np.flatnonzero(left_out & (play < minimum - 1)):
            cells = (shown > counts).take(line, 1 - axis) * shown.take(line, 1 - axis)
            other = int(cells.argmax())
            return (int(line), other) if axis == 1 else (other, int(line))
    return None
