"""The goals that two waves have in common, and who chose any of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import pandas as pd

# With a single goal there are but two answers, and nothing that a type could be marked by.
LEAST_GOALS = 2


class NotComparable(StrEnum):
    """Why types cannot be compared."""

    FEW_COMMON_GOALS = "few_common_goals"
    NO_ANSWERS = "no_answers"
    FEW_PATTERNS = "few_patterns"


class NotComparableError(ValueError):
    """Two waves whose types cannot be compared.

    Attributes:
        reason: Why.
    """

    def __init__(self, reason: NotComparable, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def shared_goals(
    earlier: pd.DataFrame, later: pd.DataFrame, common: Sequence[str]
) -> tuple[str, ...]:
    """Put the common goals of two waves into the order of the earlier one.

    Args:
        earlier: (municipalities × goals) of the earlier wave.
        later: The same of the later wave.
        common: Names of goals.

    Raises:
        NotComparableError: If there are fewer than two.
        ValueError: If one of them is not in both waves.
    """
    absent = [goal for goal in common if goal not in earlier or goal not in later]
    if absent:
        raise ValueError(f"goals {absent} are not in both waves; allowed: goals of both")
    names = tuple(str(goal) for goal in earlier if goal in set(common))
    if len(names) < LEAST_GOALS:
        raise NotComparableError(
            NotComparable.FEW_COMMON_GOALS,
            f"common goals are {list(names)}; allowed: at least {LEAST_GOALS}",
        )
    return names


def answers_to(goals: pd.DataFrame, common: tuple[str, ...], k: int, wave: str) -> pd.DataFrame:
    """Leave out municipalities that chose none of the common goals.

    Args:
        goals: (municipalities × goals) 0/1 of one wave.
        common: Names of the common goals.
        k: Number of types that will be looked for.
        wave: The wave's name in messages.

    Returns:
        (municipalities × common goals) 0/1.

    Raises:
        NotComparableError: If there are fewer different answers than types.
        ValueError: If an answer is missing.
    """
    if goals.isna().any(axis=None):
        raise ValueError(f"{wave} goals hold missing answers; allowed: 0 and 1")
    chosen = goals[list(common)].astype("float64")
    kept = chosen[(chosen != 0).any(axis=1)]
    distinct = len(kept.drop_duplicates())
    if not distinct:
        raise NotComparableError(
            NotComparable.NO_ANSWERS,
            f"nobody in the {wave} wave chose a common goal; allowed: at least {k} different "
            "answers",
        )
    if distinct < k:
        raise NotComparableError(
            NotComparable.FEW_PATTERNS,
            f"the {wave} wave has {distinct} different answers to the common goals; allowed: at "
            f"least {k}, the number of types",
        )
    return kept
