"""What the criteria take for granted about labels and frequencies, checked at the boundary."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from typfrage.typology.patterns import Floats, Labels


class UndefinedError(ValueError):
    """A criterion is not defined for such data; the message says why."""


def checked_labels(labels: ArrayLike, m: int) -> Labels:
    """Check that labels number a partition of m points.

    Args:
        labels: Type of each point, shape (m,).
        m: Number of points.

    Returns:
        The labels as integers.

    Raises:
        ValueError: If they are not whole numbers 0 … k-1, each in use.
    """
    values = np.asarray(labels)
    if values.shape != (m,):
        raise ValueError(f"labels have shape {values.shape}; allowed: ({m},), one for each point")
    whole = values.dtype.kind in "iu"
    if not whole or values.min() < 0 or values.max() >= m or not np.bincount(values).all():
        used = np.unique(values)
        if not np.array_equal(used, np.arange(len(used))):
            raise ValueError(f"labels are {used.tolist()}; allowed: 0 to k - 1, each in use")
    return values.astype(np.intp)


def checked_counts(weights: ArrayLike | None, m: int) -> Floats:
    """Check that frequencies are positive whole numbers, one for each of m points.

    Args:
        weights: Number of cases at each point, shape (m,); none = one each.
        m: Number of points.

    Returns:
        The frequencies as floats, shape (m,).

    Raises:
        ValueError: If they are anything else.
    """
    if weights is None:
        return np.ones(m)
    counts = np.asarray(weights, dtype=np.float64)
    if counts.shape != (m,) or not ((counts >= 1) & (counts % 1 == 0)).all():
        raise ValueError(
            f"weights have shape {counts.shape} and the smallest is {counts.min(initial=np.inf)}; "
            f"allowed: a positive whole number for each of {m} points"
        )
    return counts
