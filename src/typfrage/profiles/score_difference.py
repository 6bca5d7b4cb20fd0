"""Interval of the difference of two shares, of other cases, of the same, or of partly the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from typfrage.profiles.shares import wilson_interval

Floats = NDArray[np.float64]


def difference_interval(
    first: tuple[ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike],
    *,
    correlation: ArrayLike = 0.0,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Compute the interval of a difference of shares from their Wilson limits (square and add).

    Without correlation this is Newcombe's method 10 for independent samples. With φ as the
    correlation it is his method 10 for pairs, of which it is also known as MOVER.

    Args:
        first: Number of ticks and of answers, any shape; the share that is subtracted.
        second: Number of ticks and of answers of the other share, same shape.
        correlation: Correlation of the two estimated shares, -1 … 1, same shape.
        level: Confidence level, above 0 and below 1.

    Returns:
        Lower and upper ends of second minus first, same shape; NaN where a base is 0.

    Raises:
        ValueError: If a count is not between 0 and its base, or another argument is out of range.

    References:
        Newcombe (1998), Interval estimation for the difference between independent proportions.
        https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
        Newcombe (1998), Improved confidence intervals for the difference between binomial
        proportions based on paired data.
        https://doi.org/10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C
        Zou & Donner (2008), Construction of confidence limits about effect measures.
        https://doi.org/10.1002/sim.3095
    """
    r = np.asarray(correlation, dtype=np.float64)
    if (np.abs(r) > 1).any():
        raise ValueError(f"correlation is {correlation!r}; allowed: -1 to 1")
    below_first, above_first = _reach(*first, level)
    below_second, above_second = _reach(*second, level)
    difference = _share(*second) - _share(*first)
    return (
        difference - _combined(below_second, above_first, r),
        difference + _combined(above_second, below_first, r),
    )


def corrected_phi(table: ArrayLike) -> Floats:
    """Compute φ of pairs of yes and no with Newcombe's continuity correction.

    The correction, half the number of pairs, is taken off a positive association only, and at most
    down to 0: it can only widen the interval.

    Args:
        table: Pairs with yes twice, yes then no, no then yes, and no twice, shape (..., 4).

    Returns:
        -1 … 1, shape (...); 0 where one of both is the same for all pairs, or there are none.

    References:
        See :func:`difference_interval`, the second.
    """
    a, b, c, d = np.moveaxis(np.asarray(table, dtype=np.float64), -1, 0)
    product = a * d - b * c
    corrected = np.where(product > 0, np.maximum(product - (a + b + c + d) / 2, 0), product)
    margins = np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    phi: Floats = np.divide(corrected, margins, out=np.zeros(margins.shape), where=margins > 0)
    return phi


def _share(count: ArrayLike, base: ArrayLike) -> Floats:
    counts, bases = np.broadcast_arrays(np.asarray(count, float), np.asarray(base, float))
    share: Floats = np.divide(counts, bases, out=np.full(bases.shape, np.nan), where=bases > 0)
    return share


def _reach(count: ArrayLike, base: ArrayLike, level: float) -> tuple[Floats, Floats]:
    """How far the Wilson limits lie below and above the share."""
    low, high = wilson_interval(count, base, level=level)
    share = _share(count, base)
    return share - low, high - share


def _combined(one: Floats, other: Floats, correlation: Floats) -> Floats:
    squares = one**2 - 2 * correlation * one * other + other**2
    reach: Floats = np.sqrt(np.maximum(squares, 0))
    return reach
