"""Coarse cells tell no small count, though rows and columns are known."""

from __future__ import annotations

import numpy as np
import pytest

from typfrage.profiles.coarsening import coarsened, rounding_unit

MINIMUM = 5


def test_without_a_threshold_moves_are_exact() -> None:
    counts = np.array([[1, 30], [0, 2]])
    assert np.array_equal(coarsened(counts, 1), counts)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (4, 0), (5, 10), (14, 10), (15, 20)])
def test_moves_are_rounded_to_twice_the_threshold(count: int, shown: int) -> None:
    # Enough others are left out for none to follow from the sums.
    counts = np.diag([count, 50, 50, 50])
    assert coarsened(counts, MINIMUM)[0, 0] == shown


def test_a_single_small_move_takes_company_with_it() -> None:
    counts = np.array([[54, 4], [30, 60]])
    cells = coarsened(counts, MINIMUM)
    # 54 is shown as 50, at most 54: the 58 of the row would leave at least 4 for the other.
    assert cells[0].tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(200))
def test_no_small_move_follows_from_rows_or_columns(seed: int) -> None:
    """Brute force on each margin: what is left out may be 0 as well as just below 5."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.choice([0.3, 3, 40], size=(3, 4)))
    shown = coarsened(counts, MINIMUM)
    half = rounding_unit(MINIMUM) // 2
    for cells, exact in [
        *zip(shown, counts, strict=True),
        *zip(shown.T, counts.T, strict=True),
    ]:
        company = (cells == 0) & (exact >= MINIMUM)
        left_out = int((cells == 0).sum())
        if company.any() or not left_out or not (cells > 0).any():
            continue
        least = exact.sum() - (cells[cells > 0] + half - 1).sum()
        assert least <= (left_out - 1) * (MINIMUM - 1)
