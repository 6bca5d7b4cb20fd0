"""Whom the rule withholds as company tells nothing of who is small, even to those who know it.

Rung: brute force. Every table with a given sum goes through the rule; tables that look alike in
publication are the worlds among which a reader who knows the rule cannot tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from typfrage.profiles.company import Group, with_company

MINIMUM = 4
SMALL = set(range(1, MINIMUM))


def _group(counts: tuple[int, ...], bases: tuple[int, ...], spared: tuple[int, ...] = ()) -> Group:
    rows = len(counts)
    return Group(
        np.array(counts, dtype=float),
        np.array(bases, dtype=float),
        np.zeros(rows, dtype=bool),
        np.full(rows, np.inf),
        np.isin(np.arange(rows), spared),
    )


def _published(
    counts: tuple[int, ...], bases: tuple[int, ...], spared: tuple[int, ...]
) -> tuple[int | None, ...]:
    rest = np.subtract(bases, counts)
    small = (np.array(counts) > 0) & (np.array(counts) < MINIMUM) | (rest > 0) & (rest < MINIMUM)
    hidden = with_company(_group(counts, bases, spared), small, MINIMUM) if small.any() else small
    return tuple(None if secret else count for secret, count in zip(hidden, counts, strict=True))


def _tables(total: int, bases: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for start in product(*(range(min(base, total) + 1) for base in bases[:-1])):
        if 0 <= total - sum(start) <= bases[-1]:
            yield (*start, total - sum(start))


def _least_possible(total: int, bases: tuple[int, ...], spared: tuple[int, ...] = ()) -> set[int]:
    """Of every small cell, how many small values are possible to those who know the rule."""
    worlds: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in _tables(total, bases):
        worlds[_published(counts, bases, spared)].append(counts)
    numbers = set()
    for shown, alike in worlds.items():
        if all(value is None for value in shown):
            continue  # the whole row is withheld: there the sum is all that there is
        for at, value in enumerate(shown):
            small = {counts[at] for counts in alike} & SMALL
            if value is None and small:
                numbers.add(len(small))
    return numbers


@pytest.mark.parametrize(("rows", "total"), [(3, 9), (3, 20), (3, 27), (3, 33), (4, 9), (4, 16)])
def test_options_of_one_base_keep_every_small_value(rows: int, total: int) -> None:
    assert _least_possible(total, (total,) * rows) <= {len(SMALL)}


@pytest.mark.parametrize("total", [12, 20])
@pytest.mark.parametrize("bases", [(12, 15, 20), (9, 14, 30), (9, 9, 10, 11)])
def test_types_of_different_size_keep_every_small_value(bases: tuple[int, ...], total: int) -> None:
    assert _least_possible(total, bases) <= {len(SMALL)}


@pytest.mark.parametrize("spared", [(0,), (1,), (0, 2)])
@pytest.mark.parametrize("total", [12, 20])
def test_rows_that_are_spared_keep_every_small_value(total: int, spared: tuple[int, ...]) -> None:
    assert _least_possible(total, (9, 14, 30), spared) <= {len(SMALL)}


def test_rows_that_readers_look_for_are_company_last() -> None:
    small = np.array([True, *[False] * 3])
    counts, bases = (3, 60, 50, 40), (200, 90, 70, 80)
    hidden = with_company(_group(counts, bases, spared=(2,)), small, 5)
    assert hidden.tolist() == [True, False, False, True]
    hidden = with_company(_group((2, 0, 50, 0), bases, spared=(2,)), small, 5)
    assert hidden.tolist() == [True, False, True, False], "nobody else is there"


def test_company_is_chosen_by_base_and_place_and_not_by_its_count() -> None:
    for counts in ((3, 60, 50, 40), (3, 40, 60, 50), (3, 50, 40, 60)):
        hidden = with_company(_group(counts, (200,) * 4), np.array([True, *[False] * 3]), 5)
        assert hidden.tolist() == [True, False, False, True]
    hidden = with_company(
        _group((3, 60, 50, 40), (200, 90, 70, 80)), np.array([True, *[False] * 3]), 5
    )
    assert hidden.tolist() == [True, False, True, False]
