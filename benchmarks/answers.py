"""Answers to "choose up to three of twelve" from four planted types."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

TYPES, ITEMS, SEED = 4, 12, 20201020
# How much likelier a type chooses one of its own three items than any other one.
LIKING, CLEAR_LIKING = 7, 40


def three_of_twelve(rows: int, liking_own: int = LIKING) -> Matrix:
    """Draw answers, shape (rows, 12): each type likes three items of its own."""
    rng = np.random.default_rng(SEED)
    liking = np.ones((TYPES, ITEMS))
    liking += (liking_own - 1) * np.repeat(np.eye(TYPES), ITEMS // TYPES, axis=1)
    chance = np.log(liking)[rng.integers(TYPES, size=rows)] + rng.gumbel(size=(rows, ITEMS))
    ranks = (-chance).argsort(axis=1).argsort(axis=1)
    return (ranks < rng.integers(1, 4, size=(rows, 1))).astype(np.float64)
