from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.adjustment import Method, adjusted

# Double precision, and the fifteen digits that R has stored.
ROUNDING = 1e-12


@pytest.mark.parametrize("method", ["holm", "fdr_bh"])
def test_adjusted_p_values_are_those_of_r(
    method: Method, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: p.adjust, with ties and missing values."""
    table = stored("adjusted")
    np.testing.assert_allclose(adjusted(table["p"], method), table[method], atol=ROUNDING)


def test_holm_is_the_step_down_of_the_paper() -> None:
    """Brute force: the i-th smallest times the number not smaller, never below those before."""
    p = np.random.default_rng(0).random(20) / 10
    expected, largest = np.empty(20), 0.0
    for place, at in enumerate(np.argsort(p)):
        largest = max(largest, min(1.0, (20 - place) * p[at]))
        expected[at] = largest
    np.testing.assert_allclose(adjusted(p, "holm"), expected, atol=ROUNDING)


@pytest.mark.parametrize("method", ["holm", "fdr_bh"])
def test_missing_tests_do_not_count(method: Method) -> None:
    found = adjusted([[0.01, np.nan], [0.04, 0.03]], method)
    assert np.isnan(found[0, 1])
    np.testing.assert_allclose(
        found[~np.isnan(found)], adjusted([0.01, 0.04, 0.03], method), atol=ROUNDING
    )


@pytest.mark.parametrize("p", [[], [np.nan, np.nan], [0.03]])
def test_families_of_none_and_one_stay_as_they_are(p: list[float]) -> None:
    """Special case."""
    np.testing.assert_array_equal(adjusted(p, "holm"), p)
    np.testing.assert_array_equal(adjusted(p, "fdr_bh"), p)


def test_the_argument_stays_as_it_is() -> None:
    p = np.array([0.01, 0.02])
    adjusted(p, "holm")
    assert p.tolist() == [0.01, 0.02]


def test_bad_arguments_are_refused() -> None:
    for p in ([-0.1, 0.2], [0.2, 1.1]):
        with pytest.raises(ValueError, match="allowed: 0 to 1, or NaN"):
            adjusted(p, "holm")
    with pytest.raises(ValueError, match="allowed: holm, fdr_bh"):
        adjusted([0.1], "bonferroni")  # type: ignore[arg-type]
