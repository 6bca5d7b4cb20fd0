"""Changes of shares between waves against R, their special cases, and simulation."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.adjustment import adjusted
from typfrage.profiles.trend import trend

# R's values are stored with 15 digits.
STORED = 1e-12
# Three standard errors of a share of 95 % among 1,000 samples.
COVERAGE = 0.021
CELLS = {"both": (1, 1), "before": (1, 0), "after": (0, 1), "never": (0, 0)}


def wave(ticks: int, answers: int, name: str) -> pd.DataFrame:
    """One item of so many answers, under keys of the wave's own."""
    values = (np.arange(answers) < ticks).astype(float)
    return pd.DataFrame({"item": values}, index=[f"{name}{at}" for at in range(answers)])


def paired(counts: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two waves of municipalities that all answered twice."""
    rows = [values for name, values in CELLS.items() for _ in range(int(counts[name]))]
    both = pd.DataFrame(rows, columns=["first", "second"], dtype=float)
    return tuple(both[[name]].set_axis(["item"], axis=1) for name in both)  # type: ignore[return-value]


def test_waves_without_common_municipalities_are_independent_samples(
    stored: Callable[[str], pd.DataFrame],
) -> None:
    """Rung 1: interval from prop.test's Wilson limits, p of prop.test without correction."""
    for row in stored("share_differences").itertuples():
        found = trend(wave(row.x1, row.n1, "a"), wave(row.x2, row.n2, "b")).iloc[0]
        assert found["panel"] == 0
        assert found[["low", "high"]].tolist() == pytest.approx([row.low95, row.high95], abs=STORED)
        assert found["p"] == pytest.approx(row.p, abs=STORED, nan_ok=True)


def test_waves_of_the_same_municipalities_are_pairs(stored: Callable[[str], pd.DataFrame]) -> None:
    """Rung 1: interval as in R, p of mcnemar.test without correction."""
    for _, row in stored("paired_differences").iterrows():
        found = trend(*paired(row)).iloc[0]
        assert found["panel"] == row[list(CELLS)].sum()
        assert found[["low", "high"]].tolist() == pytest.approx([row.low, row.high], abs=STORED)
        assert found["p"] == pytest.approx(row.p, abs=STORED)


@pytest.mark.parametrize("panel", [0, 60, 120])
@pytest.mark.parametrize("change", [0.0, 0.15])
def test_intervals_cover_the_change(panel: int, change: float) -> None:
    """Rung 4: shares of 30 % and 30 % or 45 % in waves that overlap in none, half or all."""
    rng = np.random.default_rng(panel)
    samples, n = 1000, 120
    liking = rng.normal(size=(2 * n - panel, samples))
    first, second = (
        np.sqrt(0.6) * liking + np.sqrt(0.4) * rng.normal(size=liking.shape) for _ in range(2)
    )
    # Quantiles of the standard normal distribution at 30 % and 45 %.
    later = pd.DataFrame(second[n - panel :] < {0.0: -0.5244, 0.15: -0.1257}[change])
    later.index = later.index + n - panel
    found = trend(pd.DataFrame(first[:n] < -0.5244).astype(float), later.astype(float))
    assert (found["panel"] == panel).all()
    covered = ((found["low"] <= change) & (change <= found["high"])).mean()
    assert covered == pytest.approx(0.95, abs=COVERAGE)
    if change == 0:
        assert (found["p"] < 0.05).mean() == pytest.approx(0.05, abs=COVERAGE)


def test_overlap_that_agrees_makes_the_interval_narrower() -> None:
    rng = np.random.default_rng(0)
    first = pd.DataFrame({"item": rng.integers(0, 2, 100).astype(float)})
    second = first.copy()
    second.iloc[:10] = 1 - second.iloc[:10]
    apart = second.set_axis(second.index + 1000)
    widths = [
        (row["high"] - row["low"]).iloc[0] for row in (trend(first, second), trend(first, apart))
    ]
    assert widths[0] < widths[1]


def test_panel_only_is_the_trend_of_those_in_both_waves() -> None:
    rng = np.random.default_rng(1)
    first = pd.DataFrame(rng.integers(0, 2, (80, 3)), columns=list("abc"))
    second = pd.DataFrame(rng.integers(0, 2, (70, 3)), columns=list("cab"), index=range(30, 100))
    both = first.index.intersection(second.index)
    pd.testing.assert_frame_equal(
        trend(first, second, panel_only=True), trend(first.loc[both], second.loc[both])
    )
    assert (trend(first, second, panel_only=True)["earlier_base"] == 50).all()


def test_missing_answers_leave_the_base_of_their_item_and_of_the_panel() -> None:
    first = pd.DataFrame({"a": [1, 0, np.nan, 1], "b": [np.nan] * 4})
    second = pd.DataFrame({"a": [1, np.nan, 1, 0], "b": [1, 0, 0, 1]})
    found = trend(first, second).set_index("item")
    assert found.loc["a", ["earlier_base", "later_base", "panel"]].tolist() == [3, 3, 2]
    empty = found.loc["b"]
    assert empty[["earlier_share", "difference", "low", "high", "p", "p_bh"]].isna().all()
    assert not empty["changed"]


def test_nullable_ticks_are_understood() -> None:
    first = pd.DataFrame({"a": pd.array([1, 0, None], dtype="Int8")})
    assert trend(first, first)["earlier_base"].item() == 2


def test_nothing_is_tested_where_nobody_in_a_complete_panel_changed() -> None:
    first = pd.DataFrame({"a": [1.0, 0.0, 1.0, 0.0]})
    found = trend(first, first).iloc[0]
    assert found["difference"] == 0
    assert np.isnan(found["p"])
    assert found["low"] < 0 < found["high"]


def test_all_items_are_one_family_and_small_changes_do_not_count() -> None:
    """Rung 3: Benjamini–Hochberg as in the project's own function, which is tested against R."""
    earlier = pd.concat(
        [wave(x, 1000, "a").set_axis([str(x)], axis=1) for x in (300, 301, 500)], axis=1
    )
    later = pd.concat(
        [
            wave(x + d, 1000, "b").set_axis([str(x)], axis=1)
            for x, d in ((300, 200), (301, 60), (500, 5))
        ],
        axis=1,
    )
    found = trend(earlier, later, minimum_change=0.1)
    assert found["p_bh"].tolist() == pytest.approx(adjusted(found["p"], "fdr_bh").tolist())
    assert found["changed"].tolist() == [True, False, False]
    assert trend(earlier, later)["changed"].tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("earlier", "later", "message"),
    [
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]}), "the same items in both"),
        (pd.DataFrame({"a": [2]}), pd.DataFrame({"a": [1]}), "0, 1 or missing"),
        (pd.DataFrame({"a": [1, 1]}, index=[3, 3]), pd.DataFrame({"a": [1]}), "each once"),
    ],
)
def test_what_is_no_pair_of_waves_is_refused(
    earlier: pd.DataFrame, later: pd.DataFrame, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        trend(earlier, later)


def test_all_combinations_of_answers_give_shares_between_zero_and_one() -> None:
    """Rung 2: every table of none or one pair of each kind; ends lie within -1 … 1."""
    for cells in product(range(2), repeat=4):
        if sum(cells):
            found = trend(*paired(pd.Series(cells, index=list(CELLS)))).iloc[0]
            assert -1 - STORED <= found["low"] <= found["difference"] + STORED
            assert found["difference"] - STORED <= found["high"] <= 1 + STORED
