"""How far two partitions of the same cases, of any origin, have the same types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.validity.agreement import compare_partitions


@dataclass(frozen=True, eq=False)
class Correspondence:
    """How far the types of two partitions of the same municipalities are the same.

    Attributes:
        adjusted_rand: Rand index corrected for chance; 1 = the same partition.
        matched_share: Share of the municipalities that lie in matched types.
        counterpart: Type of the second partition with which each type of the first is matched,
            shape (k,); -1 = none, or a type that no municipality is in.
        jaccard: Municipalities in both types by those in one of both, shape (k,); NaN without
            counterpart.
    """

    adjusted_rand: float
    matched_share: float
    counterpart: Labels
    jaccard: Floats


def correspondence(first: ArrayLike, second: ArrayLike, k: int) -> Correspondence:
    """Match the types of two partitions of the same cases by the cases they share.

    Args:
        first: Type of each case, 0 … k-1, shape (n,).
        second: Type of each case in the other partition, shape (n,).
        k: Number of types of the first partition.

    Returns:
        How far both are the same.

    Raises:
        ValueError: If the partitions are of other lengths, or empty.
    """
    left, right = np.asarray(first), np.asarray(second)
    found = compare_partitions(left, right)
    counterpart = np.full(k, -1)
    # The matching is numbered without types that no case is in.
    counterpart[np.unique(left)] = np.append(np.unique(right), -1)[found.matching]
    overlap = [
        jaccard_index(left, right, number, other) for number, other in enumerate(counterpart)
    ]
    return Correspondence(
        adjusted_rand=found.adjusted_rand,
        matched_share=found.matched_share,
        counterpart=read_only(counterpart),
        jaccard=read_only(np.array(overlap)),
    )


def jaccard_index(first: Labels, second: Labels, one: int, other: int) -> float:
    """Divide the cases in both of two types by those in one of both.

    Args:
        first: Type of each case, shape (n,).
        second: Type of each case in the other partition, shape (n,).
        one: A type of the first partition.
        other: A type of the second; negative = none.

    Returns:
        0 … 1; NaN for no type, or types that no case is in.
    """
    inside, outside = first == one, second == other
    either = int((inside | outside).sum())
    if other < 0 or not either:
        return float("nan")
    return float((inside & outside).sum() / either)
