"""Municipalities in two waves, by type before and after."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.typology.patterns import Floats

Pair = tuple[int, int]
"""A type of the earlier wave and its counterpart in the later one."""


def panel_counts(
    before: pd.Series[int], after: pd.Series[int], k1: int, k2: int
) -> NDArray[np.int64]:
    """Count the municipalities in both waves by type before and after.

    Args:
        before: Type of each municipality of the earlier wave, 0 … k1-1, indexed by key.
        after: The same of the later wave, 0 … k2-1.
        k1: Number of types in the earlier wave.
        k2: Number of types in the later wave.

    Returns:
        Counts, shape (k1, k2).

    Raises:
        ValueError: If a key repeats, or a type is out of range or missing.
    """
    both = before.index.intersection(after.index)
    first, second = (
        _checked_types(types, k, name).loc[both].to_numpy(dtype=np.int64)
        for types, k, name in ((before, k1, "before"), (after, k2, "after"))
    )
    return np.bincount(first * k2 + second, minlength=k1 * k2).reshape(k1, k2).astype(np.int64)


def checked_pairs(pairs: Sequence[Pair], k1: int, k2: int) -> tuple[Pair, ...]:
    """Put matched types into the order of the earlier ones.

    Raises:
        ValueError: If a type is out of range or in more than one pair.
    """
    matched = tuple(sorted((int(first), int(second)) for first, second in pairs))
    firsts, seconds = [first for first, _ in matched], [second for _, second in matched]
    distinct = len(set(firsts)) == len(set(seconds)) == len(matched)
    if not distinct or not set(firsts) <= set(range(k1)) or not set(seconds) <= set(range(k2)):
        raise ValueError(
            f"pairs are {list(pairs)}; allowed: types 0 to {k1 - 1} with types 0 to {k2 - 1}, each "
            "at most once"
        )
    return matched


def stayed_share(counts: NDArray[np.generic], pairs: Sequence[Pair]) -> Floats:
    """Compute the share that is still in the counterpart of its type.

    Args:
        counts: Municipalities by type before and after, or their shares, shape (..., k1, k2).
        pairs: The matched types.

    Returns:
        By those whose type has a counterpart, shape (...); NaN if there are none.
    """
    firsts, seconds = [first for first, _ in pairs], [second for _, second in pairs]
    could = counts[..., firsts, :].sum(axis=(-2, -1), dtype=np.float64)
    stayed = counts[..., firsts, seconds].sum(axis=-1, dtype=np.float64)
    share: Floats = np.divide(stayed, could, out=np.full(could.shape, np.nan), where=could > 0)
    return share


def _checked_types(types: pd.Series[int], k: int, name: str) -> pd.Series[int]:
    if types.index.has_duplicates:
        raise ValueError(f"{name} repeats keys; allowed: each once")
    if not types.isin(range(k)).all():
        raise ValueError(f"{name} holds other things than types; allowed: 0 to {k - 1}")
    return types
