"""Distinct answer patterns and how often each occurs.

"Choose up to three of twelve" has 299 possible answers, however many municipalities answer. All
algorithms work on the distinct patterns with their frequencies as weights: the numbers are those
of the full data, and the cost stops growing with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.intp]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Patterns:
    """The distinct rows of a matrix, sorted lexicographically.

    The order of the patterns does not depend on the order of the cases, so nothing that is
    computed from ``points`` and ``weights`` does either.

    Attributes:
        points: Distinct rows, shape (m, p).
        weights: Number of cases that show each pattern, shape (m,), positive integers.
        of_case: Position of each case's pattern in ``points``, shape (n,).
    """

    points: Floats
    weights: NDArray[np.int64]
    of_case: Labels

    @property
    def mean(self) -> Floats:
        """Mean of every column over all cases, shape (p,)."""
        mean: Floats = np.average(self.points, axis=0, weights=self.weights)
        return mean


def distinct_patterns(X: pd.DataFrame | ArrayLike) -> Patterns:
    """Find the distinct rows of a matrix and count them.

    Args:
        X: One row per case, one column per item, shape (n, p); numbers, none missing.

    Returns:
        The distinct rows with their frequencies.

    Raises:
        ValueError: If ``X`` is not a non-empty matrix of finite numbers.
    """
    points, of_case, counts = np.unique(
        finite_matrix(X), axis=0, return_inverse=True, return_counts=True
    )
    return Patterns(
        points=read_only(points),
        weights=read_only(counts.astype(np.int64)),
        of_case=read_only(of_case.reshape(-1).astype(np.intp)),
    )


def finite_matrix(X: pd.DataFrame | ArrayLike, name: str = "X") -> Floats:
    """Check that an argument is a non-empty matrix of finite numbers.

    Args:
        X: The argument, shape (n, p).
        name: What the message calls it.

    Returns:
        The same values as float64; negative zeros become zeros.

    Raises:
        ValueError: If it is not; the message names the first offending place.
    """
    try:
        values = X.to_numpy(dtype=float, na_value=np.nan) if isinstance(X, pd.DataFrame) else X
        matrix: Floats = np.asarray(values, dtype=np.float64) + 0.0
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold numbers only: {error}") from error
    if matrix.ndim != 2 or 0 in matrix.shape:
        raise ValueError(
            f"{name} has shape {matrix.shape}; allowed: (cases, items), at least one of each"
        )
    if not np.isfinite(matrix).all():
        row, column = np.argwhere(~np.isfinite(matrix))[0]
        raise ValueError(
            f"{name} holds {matrix[row, column]} in row {row}, column {column}; allowed: finite "
            "numbers (exclude cases with missing answers first)"
        )
    return matrix


def read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Protect an array of a frozen result against being changed in place."""
    array.setflags(write=False)
    return array
