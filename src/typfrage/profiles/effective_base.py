"""Weighted sums by group, and the effective base that they rest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_NUMBERS = ("integer", "floating", "mixed-integer-float", "boolean", "empty")


@dataclass(frozen=True)
class WeightedSums:
    """Sums over the answers of each group.

    Attributes:
        weights: Σw, shape (groups, items).
        squares: Σw², same shape.
        values: Σwx, same shape.
    """

    weights: NDArray[np.float64]
    squares: NDArray[np.float64]
    values: NDArray[np.float64]

    @property
    def means(self) -> NDArray[np.float64]:
        """Weighted means, (groups, items); NaN without answers."""
        return quotient(self.values, self.weights, empty=np.nan)

    @property
    def effective_bases(self) -> NDArray[np.float64]:
        """Kish's effective numbers of answers (Σw)² / Σw², (groups, items); 0 without answers."""
        return quotient(self.weights**2, self.squares, empty=0)

    @property
    def effective_counts(self) -> NDArray[np.float64]:
        """The weighted mean's share of the effective base, (groups, items), for values of 0 and 1.

        With equal weights these are the very counts, without rounding.
        """
        counts = quotient(self.values * self.weights, self.squares, empty=0)
        return np.minimum(counts, self.effective_bases)


def weighted_sums(
    values: NDArray[np.float64], weights: NDArray[np.float64], members: NDArray[np.bool_]
) -> WeightedSums:
    """Sum the answers of each group, in a fixed order.

    Args:
        values: Answers, shape (n, items); NaN where there is none.
        weights: Shape (n,), numbers from 0.
        members: Whether a case belongs to a group, shape (groups, n).
    """
    answered = ~np.isnan(values)
    known = np.where(answered, values, 0)
    own = [np.where(member, weights, 0)[:, None] * answered for member in members]
    return WeightedSums(
        weights=np.stack([weight.sum(axis=0) for weight in own]),
        squares=np.stack([(weight**2).sum(axis=0) for weight in own]),
        values=np.stack([(weight * known).sum(axis=0) for weight in own]),
    )


def quotient(
    part: NDArray[np.float64], whole: NDArray[np.float64], *, empty: float
) -> NDArray[np.float64]:
    """Divide, with a value for what has nothing to divide by."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), empty)


def checked_weights(weights: pd.Series[float], cases: pd.Index) -> NDArray[np.float64]:
    """Bring weights to an array, shape (n,).

    Raises:
        ValueError: If they are of other cases, or one is negative, infinite or missing, or all
            are 0.
    """
    if not weights.index.equals(cases):
        raise ValueError(
            "weights and answers have different indexes; allowed: the same cases, in order"
        )
    values: NDArray[np.float64] = weights.to_numpy(dtype=float, na_value=np.nan)
    if not (np.isfinite(values) & (values >= 0)).all() or not values.any():
        raise ValueError(
            "weights are negative, infinite, missing or all 0; allowed: numbers from 0, one above"
        )
    return values


def checked_numbers(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Bring answers to an array, shape (n, items), NaN where one is missing.

    Raises:
        ValueError: If one is no finite number.
    """
    columns = []
    for item, column in frame.items():
        if pd.api.types.infer_dtype(column.dropna()) not in _NUMBERS:
            raise ValueError(f"item {item!r} holds no numbers; allowed: numbers or missing")
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
        if np.isinf(numbers).any():
            raise ValueError(f"item {item!r} holds an infinite number; allowed: finite or missing")
        columns.append(numbers)
    return np.stack(columns, axis=1)
