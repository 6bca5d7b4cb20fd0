"""Categorical answers as codes: any values, any number of categories, missing ones allowed."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from typfrage.typology.patterns import Labels, read_only

Codes: TypeAlias = NDArray[np.int32]
Categories: TypeAlias = Mapping[Hashable, tuple[Any, ...]]

MISSING = -1
"""Code of an answer that is not there."""

UNSEEN = -2
"""Code of an answer that is none of the known categories."""

# Keys of whole rows stay below this and so within 64 bits.
LARGEST_KEY = 2**62


@dataclass(frozen=True, eq=False)
class AnswerPatterns:
    """The distinct rows of categorical answers, sorted by their codes.

    Attributes:
        codes: Position of each answer among its item's categories, shape (m, p); ``MISSING``
            where there is no answer, ``UNSEEN`` where it is none of the categories.
        of_case: Position of each case's pattern in ``codes``, shape (n,).
        categories: The values of each item, sorted, by the item's name.
    """

    codes: Codes
    of_case: Labels
    categories: Categories

    @property
    def items(self) -> tuple[Hashable, ...]:
        """Names of the p items."""
        return tuple(self.categories)

    @property
    def first(self) -> Codes:
        """First column of each item, and their number, on one axis of all categories, (p + 1,)."""
        sizes = [len(values) for values in self.categories.values()]
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)

    @property
    def columns(self) -> Codes:
        """Column of each answer on that axis, shape (m, p); ``MISSING`` where it has none."""
        return np.where(self.codes < 0, MISSING, self.codes + self.first[:-1])

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Whether a pattern holds an answer with a known category to any item, shape (m,)."""
        return np.asarray((self.codes >= 0).any(axis=1))

    @property
    def unseen(self) -> NDArray[np.bool_]:
        """Whether a pattern holds an answer that is none of the categories, shape (m,)."""
        return np.asarray((self.codes == UNSEEN).any(axis=1))


def answer_patterns(
    X: pd.DataFrame | ArrayLike, categories: Categories | None = None, *, unseen: str = "error"
) -> AnswerPatterns:
    """Code categorical answers and find their distinct rows.

    Args:
        X: One row per case, one column per item, shape (n, p): numbers, strings or any other
            hashable values; NaN, None and ``pandas.NA`` are missing answers.
        categories: The values of each item, if they are known already. A DataFrame must then hold
            all these items, whatever stands beside them; an array one column for each.
        unseen: What becomes of a value that is none of ``categories``: ``"error"``, or
            ``"missing"``, which marks it as unseen and gives it no column.

    Returns:
        The patterns. Without ``categories`` they are those that occur; items of an array are
        named by their position.

    Raises:
        ValueError: If ``X`` is no non-empty matrix, repeats an item, holds infinite numbers, or
            lacks one of the items or values in ``categories``.
        TypeError: If a value is not hashable.
    """
    frame = answer_frame(X)
    if categories is not None:
        frame = _with_items(frame, tuple(categories), named=isinstance(X, pd.DataFrame))
    codes = np.empty(frame.shape, dtype=np.int32)
    found: dict[Hashable, tuple[Any, ...]] = {}
    for j, item in enumerate(frame.columns):
        raw, values = _factorised(frame.iloc[:, j], item)
        known = categories[item] if categories is not None else _sorted(values)
        position = {value: code for code, value in enumerate(known)}
        if unseen == "error":
            _check_seen(item, values, position, known)
        # The last entry is where a raw code of -1, a missing answer, points.
        recode = [*(position.get(value, UNSEEN) for value in values), MISSING]
        codes[:, j] = np.asarray(recode, dtype=np.int32)[raw]
        found[item] = tuple(known)
    points, of_case = distinct_rows(codes)
    return AnswerPatterns(read_only(points), read_only(of_case), found)


def answer_frame(X: pd.DataFrame | ArrayLike) -> pd.DataFrame:
    """Check that an argument is a non-empty matrix of named columns.

    Args:
        X: One row per case, one column per item, shape (n, p).

    Returns:
        The same as a DataFrame; the columns of anything else are named by their position.

    Raises:
        ValueError: If it is not.
    """
    if isinstance(X, pd.DataFrame):
        frame = X
    else:
        # Lists may mix types, which NumPy would turn into text.
        values = X if isinstance(X, np.ndarray) else np.asarray(X, dtype=object)
        if values.ndim != 2:
            raise ValueError(f"X has shape {values.shape}; allowed: (cases, items)")
        frame = pd.DataFrame(values)
    if 0 in frame.shape:
        raise ValueError(
            f"X has shape {frame.shape}; allowed: (cases, items), at least one of each"
        )
    repeated = frame.columns[frame.columns.duplicated()]
    if len(repeated):
        raise ValueError(f"X has more than one column {repeated[0]!r}; allowed: one per item")
    return frame


def _with_items(frame: pd.DataFrame, items: tuple[Hashable, ...], *, named: bool) -> pd.DataFrame:
    """Choose the columns of known items, by name or, of an array, by position."""
    if not named:
        if frame.shape[1] != len(items):
            raise ValueError(f"X has {frame.shape[1]} columns; allowed: one for each of {items}")
        return frame.set_axis(list(items), axis=1)
    absent = [item for item in items if item not in frame.columns]
    if absent:
        raise ValueError(f"X lacks the items {absent}; it has {list(frame.columns)}")
    return frame[list(items)]


def _factorised(column: pd.Series[Any], item: Hashable) -> tuple[Labels, list[Any]]:
    """Code the values of a column in order of appearance, -1 for missing ones."""
    try:
        raw, values = pd.factorize(column)
    except TypeError as error:
        raise TypeError(
            f"item {item!r} holds what is no category ({error}); an argument must be a string or "
            "a number, or else hashable"
        ) from error
    distinct = values.tolist()
    if any(isinstance(value, float) and math.isinf(value) for value in distinct):
        raise ValueError(f"item {item!r} holds an infinite number; allowed: categories")
    return raw, distinct


def _sorted(values: Iterable[Any]) -> list[Any]:
    """Sort categories; where types do not compare, by type and wording."""
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=lambda value: (type(value).__name__, str(value)))


def _check_seen(
    item: Hashable, values: list[Any], position: Mapping[Any, int], known: Iterable[Any]
) -> None:
    """Refuse a value that is no category of its item."""
    for value in values:
        if value not in position:
            raise ValueError(
                f"item {item!r} holds {value!r}; allowed: {', '.join(map(repr, known))}, or none"
            )


def distinct_rows(codes: Codes) -> tuple[Codes, Labels]:
    """Find the distinct rows of codes.

    Args:
        codes: Shape (n, p), from ``UNSEEN`` upwards.

    Returns:
        The m distinct rows in lexicographic order, shape (m, p), and which of them each row is,
        shape (n,).
    """
    key = np.zeros(len(codes), dtype=np.int64)
    keys = 1
    for column in codes.T:
        sizes = int(column.max()) - UNSEEN + 1
        if keys > LARGEST_KEY // sizes:
            key, distinct = pd.factorize(key, sort=True)
            keys = len(distinct)
        key = key * sizes + (column - UNSEEN)
        keys *= sizes
    of_case, distinct = pd.factorize(key, sort=True)
    example = np.empty(len(distinct), dtype=np.intp)
    example[of_case] = np.arange(len(codes))
    return codes[example], of_case.astype(np.intp)
