"""Answers as they would be expected from the published shares, for whoever has nothing else."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from typfrage.typology.patterns import Floats, finite_matrix

_ROUNDS = 200
_EDGE = 1e-6
"""Shares of none and of all have odds without end; these are near enough."""


def expected_answers(centres: ArrayLike, sizes: ArrayLike, points: ArrayLike) -> NDArray[np.int64]:
    """Count how many municipalities would give each possible answer, going by shares alone.

    Within a type all answers are as evenly spread as its shares allow (greatest entropy): each goal
    multiplies the frequency of an answer by its odds. Odds are fitted in turn until the shares are
    right, or as right as answers of so many goals can make them.

    Args:
        centres: Share of every goal in every type, shape (k, p), 0 … 1.
        sizes: Municipalities of each type, shape (k,).
        points: All possible answers, 0/1, shape (answers, p).

    Returns:
        Whole numbers that add up to all municipalities, shape (answers,).

    Raises:
        ValueError: If shapes do not fit.

    References:
        Deming & Stephan (1940), On a least squares adjustment of a sampled frequency table.
        https://doi.org/10.1214/aoms/1177731829
    """
    means, answers = finite_matrix(centres, "centres"), finite_matrix(points, "points")
    number = np.asarray(sizes, dtype=np.int64)
    if means.shape != (len(number), answers.shape[1]):
        raise ValueError(
            f"centres have shape {means.shape}; allowed: ({len(number)}, {answers.shape[1]}), one "
            "row a size and one column a goal"
        )
    expected = sum(
        size * _frequencies(row, answers) for row, size in zip(means, number, strict=True)
    )
    return _whole(np.asarray(expected), int(number.sum()))


def _frequencies(shares: Floats, answers: Floats) -> Floats:
    """Relative frequency of each answer in a type with these shares, shape (answers,)."""
    wanted = shares.clip(_EDGE, 1 - _EDGE)
    frequencies = np.full(len(answers), 1 / len(answers))
    for _ in range(_ROUNDS):
        for goal, share in enumerate(wanted):
            chosen = answers[:, goal] == 1
            own = frequencies[chosen].sum()
            frequencies[chosen] *= share / own
            frequencies[~chosen] *= (1 - share) / (1 - own)
    return frequencies


def _whole(expected: Floats, total: int) -> NDArray[np.int64]:
    """Round so that the sum is right: up where the remainders are largest."""
    whole = np.floor(expected).astype(np.int64)
    largest = np.argsort(whole - expected, kind="stable")
    whole[largest[: total - whole.sum()]] += 1
    return whole
