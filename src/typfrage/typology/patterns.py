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


def distinct_patterns(X: pd.DataFrame | ArrayLike, weights: ArrayLike | None = None) -> Patterns:
    """Find the distinct rows of a matrix and count them.

    Args:
        X: One row per case, one column per item, shape (n, p); numbers, none missing.
        weights: Number of cases that each row stands for, shape (n,); none = one each.

    Returns:
        The distinct rows with their frequencies.

    Raises:
        ValueError: If ``X`` is not a non-empty matrix of finite numbers, or the weights are not
            positive whole numbers.
    """
    matrix = finite_matrix(X)
    counts = None if weights is None else _whole_numbers(weights, len(matrix))
    points, of_case = distinct_rows(matrix)
    frequencies = np.bincount(of_case, counts, len(points)).astype(np.int64)
    return Patterns(
        points=read_only(points), weights=read_only(frequencies), of_case=read_only(of_case)
    )


def distinct_rows(matrix: Floats) -> tuple[Floats, Labels]:
    """Find the distinct rows of a matrix in time proportional to its size.

    Args:
        matrix: Shape (n, p), finite.

    Returns:
        The distinct rows in lexicographic order, shape (m, p), and the position of each row among
        them, shape (n,).
    """
    code = np.zeros(len(matrix), dtype=np.int64)
    kinds = 1
    for column in matrix.T:
        values, distinct = pd.factorize(column)
        if kinds * len(distinct) > np.iinfo(np.int64).max:
            code, seen = pd.factorize(code)
            kinds = len(seen)
        code = code * len(distinct) + values
        kinds *= len(distinct)
    of_row, seen = pd.factorize(code)
    first = np.empty(len(seen), dtype=np.intp)
    first[of_row[::-1]] = np.arange(len(matrix))[::-1]
    order = np.lexsort(matrix[first].T[::-1])
    return np.ascontiguousarray(matrix[first[order]]), order.argsort()[of_row]


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


def _whole_numbers(weights: ArrayLike, n: int) -> Floats:
    """Check that there is one positive whole number per row."""
    counts = np.asarray(weights, dtype=np.float64)
    if counts.shape != (n,) or not ((counts >= 1) & (counts % 1 == 0)).all():
        raise ValueError(f"weights {weights!r}; allowed: a positive whole number for each of {n}")
    return counts


def read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Protect an array of a frozen result against being changed in place."""
    array.setflags(write=False)
    return array
