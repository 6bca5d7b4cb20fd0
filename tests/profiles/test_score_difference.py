"""Intervals of differences against R, published examples, each other, and simulation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.score_difference import corrected_phi, difference_interval

# R's values are stored with 15 digits.
STORED = 1e-12
# The papers print four decimals.
PRINTED = 5e-5
PAIRS = ["both", "before", "after", "never"]


def paired_interval(pairs: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    cells = pairs[PAIRS].to_numpy()
    n = cells.sum(axis=1)
    return difference_interval(
        (cells[:, :2].sum(axis=1), n),
        (cells[:, [0, 2]].sum(axis=1), n),
        correlation=corrected_phi(cells),
    )


def test_independent_samples_have_the_interval_of_r(stored: Callable[[str], pd.DataFrame]) -> None:
    """Rung 1."""
    r = stored("share_differences")
    for level in (95, 90):
        low, high = difference_interval((r.x1, r.n1), (r.x2, r.n2), level=level / 100)
        np.testing.assert_allclose(low, r[f"low{level}"], atol=STORED)
        np.testing.assert_allclose(high, r[f"high{level}"], atol=STORED)


def test_pairs_have_the_interval_of_r(stored: Callable[[str], pd.DataFrame]) -> None:
    """Rung 1."""
    r = stored("paired_differences")
    low, high = paired_interval(r)
    np.testing.assert_allclose(low, r.low, atol=STORED)
    np.testing.assert_allclose(high, r.high, atol=STORED)


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        ((48, 80), (56, 70), (0.0524, 0.3339)),
        ((3, 10), (9, 10), (0.1705, 0.8090)),
        ((2, 7), (6, 7), (0.0582, 0.8062)),
        ((0, 29), (5, 56), (-0.0381, 0.1926)),
    ],
)
def test_published_examples_of_independent_samples(
    first: tuple[int, int], second: tuple[int, int], printed: tuple[float, float]
) -> None:
    """Rung 1: Newcombe (1998), Table II, method 10."""
    assert difference_interval(first, second) == pytest.approx(printed, abs=PRINTED)


def test_published_example_of_pairs() -> None:
    """Rung 1: complete response before and after consolidation therapy (Cavo et al. 2012).

    As printed by Fagerland, Lydersen & Laake, who subtract after from before.
    """
    pairs = pd.DataFrame([[59, 6, 16, 80]], columns=PAIRS)
    assert np.ravel(paired_interval(pairs)) == pytest.approx([0.0046, 0.1186], abs=PRINTED)


def test_exchanging_the_samples_exchanges_the_ends() -> None:
    low, high = difference_interval((3, 20), (11, 25), correlation=0.3)
    assert difference_interval((11, 25), (3, 20), correlation=0.3) == pytest.approx((-high, -low))


def test_a_correlation_narrows_the_interval_and_a_negative_one_widens_it() -> None:
    widths = [
        np.subtract(*difference_interval((30, 80), (50, 90), correlation=r)[::-1])
        for r in (-0.5, 0.0, 0.5)
    ]
    assert widths[0] > widths[1] > widths[2]


def test_there_is_no_interval_without_answers() -> None:
    assert np.isnan(difference_interval((0, 0), (3, 9))).all()


def test_phi_without_variation_is_zero_and_never_gains_by_the_correction() -> None:
    tables = np.array([[5, 0, 3, 0], [0, 0, 0, 0], [3, 2, 2, 3], [1, 9, 9, 1]])
    assert corrected_phi(tables) == pytest.approx([0, 0, 0, -0.8])


def test_a_correlation_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="allowed: -1 to 1"):
        difference_interval((1, 2), (1, 2), correlation=1.2)
