"""Means of answers on a scale, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t


@dataclass(frozen=True)
class Mean:
    """A mean with Student's t interval.

    Attributes:
        base: Number of values that are not missing.
        value: Their mean; NaN without any.
        low: Lower end of the interval; NaN for fewer than two values, or equal ones, which say
            nothing of how far values spread.
        high: Upper end of the interval, likewise.
    """

    base: int
    value: float
    low: float
    high: float


def mean_interval(values: ArrayLike, *, level: float = 0.95) -> Mean:
    """Compute a mean with Student's t interval.

    Args:
        values: Shape (n,); NaN = missing, left out.
        level: Confidence level, above 0 and below 1.

    Raises:
        ValueError: If the level is out of range.

    References:
        Student (1908), The probable error of a mean. https://doi.org/10.1093/biomet/6.1.1
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; allowed: above 0 and below 1")
    numbers = np.asarray(values, dtype=np.float64)
    given = numbers[~np.isnan(numbers)]
    mean = float(given.mean()) if len(given) else np.nan
    if len(given) < 2 or (given == given[0]).all():
        return Mean(len(given), mean, np.nan, np.nan)
    error = given.std(ddof=1) / np.sqrt(len(given))
    low, high = t.interval(level, len(given) - 1, loc=mean, scale=error)
    return Mean(len(given), mean, float(low), float(high))
