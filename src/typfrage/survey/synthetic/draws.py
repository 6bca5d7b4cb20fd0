"""Random numbers for synthetic waves.

Only uniform numbers are taken from the generator, and everything else is computed from them: what
NumPy's other methods draw may change from version to version, and a wave must not.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]


def uniform(rng: np.random.Generator, *shape: int) -> Floats:
    """Return numbers strictly between 0 and 1."""
    return np.clip(rng.random(shape), np.finfo(float).tiny, None)


def normal(rng: np.random.Generator, *shape: int) -> Floats:
    """Return standard normal numbers."""
    drawn: Floats = ndtri(uniform(rng, *shape))
    return drawn


def gumbel(rng: np.random.Generator, *shape: int) -> Floats:
    """Return standard Gumbel numbers.

    The order of log weights plus Gumbel noise is a Plackett–Luce draw (Yellott 1977).
    """
    drawn: Floats = -np.log(-np.log(uniform(rng, *shape)))
    return drawn


def ranked(scores: Floats) -> NDArray[np.intp]:
    """Return positions from the highest score to the lowest."""
    return np.argsort(-scores, kind="stable")


def some(rng: np.random.Generator, among: NDArray[np.bool_], share: float) -> NDArray[np.intp]:
    """Return positions of a random share of the true cells, in random order."""
    places = np.flatnonzero(among)
    shuffled = places[ranked(uniform(rng, len(places)))]
    return shuffled[: round(share * len(places))]


def quota_counts(shares: list[float], total: int) -> list[int]:
    """Split a whole number in proportion to shares that add up to one."""
    bounds = [0, *(round(float(bound) * total) for bound in np.cumsum(shares))]
    bounds[-1] = total
    return [upper - lower for lower, upper in pairwise(bounds)]
