"""All answers that "choose up to so many of these" allows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations
from math import comb

import numpy as np

from typfrage.typology.patterns import Floats, read_only

Answer = tuple[int, ...]
"""Positions of the chosen items, ascending."""


def number_of_answers(items: int, max_choices: int | None) -> int:
    """Count the answers that choose at least one item.

    Args:
        items: Number of items p, at least 1.
        max_choices: Largest number of items that may be chosen; none = all.

    Raises:
        ValueError: If either is less than 1.
    """
    return sum(comb(items, size) for size in _sizes(items, max_choices))


def possible_answers(items: int, max_choices: int | None) -> tuple[Answer, ...]:
    """List the answers that choose at least one item, those of few items first.

    Args:
        items: Number of items p, at least 1.
        max_choices: Largest number of items that may be chosen; none = all.

    Raises:
        ValueError: If either is less than 1.
    """
    sizes = _sizes(items, max_choices)
    return tuple(chain.from_iterable(combinations(range(items), size) for size in sizes))


def as_points(answers: Sequence[Answer], items: int) -> Floats:
    """Write answers as rows of zeros and ones, shape (answers, items)."""
    points = np.zeros((len(answers), items))
    for row, chosen in zip(points, answers, strict=True):
        row[list(chosen)] = 1
    return read_only(points)


def _sizes(items: int, max_choices: int | None) -> range:
    most = items if max_choices is None else min(items, max_choices)
    if most < 1:
        raise ValueError(f"up to {max_choices} of {items} items; allowed: at least 1 of each")
    return range(1, most + 1)
