"""The nearest type with pen and paper: points for every goal and type.

Of two squared distances the parts that depend on the answer alone cancel: the nearest centre c is
the one with the largest sum of 2c over the chosen goals, minus its own squared length. Neither what
is added to one goal's points in all types nor what is added to all start points changes which is
largest; so the smallest of each are zero. Rounded to few whole points, the sums lead to the nearest
type for most answers; for how many is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from typfrage.profiles.possible_answers import Answer, as_points
from typfrage.typology import assign
from typfrage.typology.patterns import Floats, finite_matrix, read_only

MOST_POINTS = 20
"""Largest number of points that one has to add on paper."""


@dataclass(frozen=True, eq=False)
class Worksheet:
    """Points that lead to a type.

    Attributes:
        start: Points that each type starts with, shape (k,), 0 or more.
        points: Points that a chosen goal adds to each type, shape (k, p), 0 or more.
        agreeing: Number of answers that the points give to their nearest type.
        answers: Number of answers compared.
    """

    start: NDArray[np.int64]
    points: NDArray[np.int64]
    agreeing: int
    answers: int


def worksheet(
    centres: ArrayLike, answers: Sequence[Answer], *, most_points: int = MOST_POINTS
) -> Worksheet:
    """Find the points with which most answers get their nearest type.

    Args:
        centres: Share of every goal in every type, shape (k, p), as readers know them (see
            :mod:`typfrage.profiles.published_centres`): then the points tell nothing else.
        answers: All possible answers.
        most_points: Largest number of points that is considered, at least 1.

    Returns:
        Of all scales the one with most agreement, of several the coarsest.

    Raises:
        ValueError: If the centres are no matrix of finite numbers, or ``most_points`` is below 1.
    """
    if most_points < 1:
        raise ValueError(f"most_points is {most_points}; allowed: at least 1")
    means = finite_matrix(centres, "centres")
    chosen = as_points(answers, means.shape[1])
    nearest = assign(chosen, means).labels
    goals, start = 2 * means, -(means**2).sum(axis=1)
    goals, start = goals - goals.min(axis=0), start - start.min()
    largest = max(float(goals.max()), float(start.max())) or 1.0
    best = None
    for most in range(1, most_points + 1):
        points, first = (_rounded(part * most / largest) for part in (goals, start))
        agreeing = int((highest(first, points, chosen) == nearest).sum())
        if best is None or agreeing > best.agreeing:
            best = Worksheet(first, points, agreeing, len(answers))
    assert best is not None
    return best


def highest(
    start: NDArray[np.int64], points: NDArray[np.int64], chosen: Floats
) -> NDArray[np.intp]:
    """Return the type with most points of each answer, among equals the first.

    Args:
        start: Shape (k,).
        points: Shape (k, p).
        chosen: Zeros and ones, shape (answers, p).
    """
    winner: NDArray[np.intp] = (start + chosen @ points.T).argmax(axis=1)
    return winner


def _rounded(values: Floats) -> NDArray[np.int64]:
    return read_only(np.rint(values).astype(np.int64))
