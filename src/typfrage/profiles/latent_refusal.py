"""Why transitions between types cannot be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import pandas as pd

# Fewer say little of a dozen shares, with or without error.
LEAST_MEMBERS = 30

Wave = tuple[pd.DataFrame, pd.Series, int]
"""Goals, types and number of types."""


class Uncorrected(StrEnum):
    """Why transitions cannot be corrected."""

    FEW_MEMBERS = "few_members"
    ONE_TYPE = "one_type"
    NO_CLASSES = "no_classes"
    OTHER_CLASSES = "other_classes"


def answers_of_types(goals: pd.DataFrame, types: pd.Series[int], k: int) -> Wave:
    """Choose the municipalities that have a type, in the order of their keys.

    Args:
        goals: (municipalities × goals) 0/1, indexed by key.
        types: Type of each municipality that has one, indexed by key.
        k: Number of types.

    Returns:
        Their goals, their types, and k.

    Raises:
        ValueError: If one of them has no goals or other values than 0 and 1.
    """
    if not types.index.isin(goals.index).all():
        raise ValueError("municipalities with a type have no goals; allowed: goals of each of them")
    ordered = types.sort_index()
    own = goals.loc[ordered.index]
    if not own.isin([0, 1]).all(axis=None):
        raise ValueError("goals hold other things; allowed: 0 and 1 for each municipality")
    return own.astype("float64"), ordered, k


def refusal(members: int, waves: Sequence[Wave]) -> Uncorrected | None:
    """Say what stands against a correction, as far as it is known before classes are fitted.

    Args:
        members: Municipalities in both waves.
        waves: Goals, types and number of types of both waves.

    Returns:
        The reason; ``None`` if there is none.
    """
    k1, k2 = (k for _, _, k in waves)
    if min(k1, k2) < 2:
        return Uncorrected.ONE_TYPE
    if members < max(LEAST_MEMBERS, k1 * k2):
        return Uncorrected.FEW_MEMBERS
    for goals, _, k in waves:
        varying = goals.loc[:, goals.nunique() > 1]
        p = varying.shape[1]
        # As many free parameters as the cells of the goals' cross table can tell apart.
        identified = 2**p - 1 >= k - 1 + k * p
        if not identified or len(varying.drop_duplicates()) < k:
            return Uncorrected.NO_CLASSES
    return None
