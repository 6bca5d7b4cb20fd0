"""The attacker finds the ends of a range, no more and no less. Rung: brute force."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tests.attack.unknowns import Unknowns


@pytest.mark.parametrize("seed", range(6))
def test_ranges_are_those_of_all_whole_numbers_that_fit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    high = rng.integers(3, 7, size=4)
    truth = rng.integers(0, high + 1)
    rows = rng.integers(-1, 3, size=(3, 4))
    unknowns = Unknowns()
    for at, most in enumerate(high):
        unknowns.number(("count", at), 0, most)
    for row in rows:
        unknowns.know(dict(enumerate(row.tolist())), row @ truth - 0.5, row @ truth + 1.5)
    worlds = np.array(
        [
            world
            for world in product(*(range(most + 1) for most in high))
            if all(-0.5 <= row @ world - row @ truth <= 1.5 for row in rows)
        ]
    )
    found = unknowns.ranges(dict.fromkeys(range(4), lambda low, high: False))
    assert found == {
        at: (least, most)
        for at, (least, most) in enumerate(zip(worlds.min(axis=0), worlds.max(axis=0), strict=True))
    }


def test_what_contradicts_itself_is_an_error() -> None:
    unknowns = Unknowns()
    first, second = (unknowns.number(("count", at), 0, 4) for at in (0, 1))
    unknowns.know({first: 1.0, second: 1.0}, 9, 9)
    with pytest.raises(ValueError, match="contradicts"):
        unknowns.ranges({first: lambda low, high: False})
