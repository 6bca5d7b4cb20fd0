from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from typfrage.profiles.means import mean_interval

# Double precision.
ROUNDING = 1e-9


def test_the_ends_are_the_means_that_a_t_test_just_does_not_reject() -> None:
    """Special case: the interval holds what the one-sample t test allows."""
    values = np.random.default_rng(0).integers(1, 6, 30)
    found = mean_interval(values, level=0.9)
    assert (found.base, found.value) == (30, pytest.approx(values.mean()))
    for end in (found.low, found.high):
        assert ttest_1samp(values, end).pvalue == pytest.approx(0.1, abs=ROUNDING)


def test_the_interval_covers_the_true_mean() -> None:
    """Simulation: about 95 of 100 intervals of fifteen values."""
    drawn = np.random.default_rng(1).normal(3, 1, (2000, 15))
    found = [mean_interval(values) for values in drawn]
    assert np.mean([f.low <= 3 <= f.high for f in found]) == pytest.approx(0.95, abs=0.015)


def test_missing_values_leave() -> None:
    assert mean_interval([1, np.nan, 4, 2]) == mean_interval([1, 4, 2])


@pytest.mark.parametrize(("values", "mean"), [([2], 2), ([3, 3, 3], 3), ([np.nan, 5], 5)])
def test_what_does_not_spread_has_no_interval(values: list[float], mean: float) -> None:
    found = mean_interval(values)
    assert found.value == mean
    assert np.isnan([found.low, found.high]).all()


@pytest.mark.parametrize("values", [[], [np.nan, np.nan]])
def test_no_values_no_mean(values: list[float]) -> None:
    found = mean_interval(values)
    assert found.base == 0
    assert np.isnan([found.value, found.low, found.high]).all()


@pytest.mark.parametrize("level", [0, 1])
def test_bad_levels_are_refused(level: float) -> None:
    with pytest.raises(ValueError, match="allowed: above 0 and below 1"):
        mean_interval([1, 2], level=level)
