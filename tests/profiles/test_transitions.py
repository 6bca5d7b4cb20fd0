"""Transitions of a panel: counted by hand, collapsed, and recovered from planted ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from typfrage.profiles.panel_table import stayed_share
from typfrage.profiles.percentile import percentiles
from typfrage.profiles.shares import wilson_interval
from typfrage.profiles.transitions import transitions
from typfrage.validity.agreement import adjusted_rand_index

# Sums of a few numbers in double precision.
ROUNDING = 1e-12
# Three standard errors of a share of 95 % among 250 samples.
COVERAGE = 0.041
PLANTED = np.array(
    [[0.6, 0.2, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1], [0.2, 0.1, 0.5, 0.2], [0.05, 0.05, 0.1, 0.8]]
)
SAME = [(0, 0), (1, 1), (2, 2), (3, 3)]


def types(values: str, keys: str) -> pd.Series:
    return pd.Series([int(value) for value in values], index=list(keys))


def panel(members: int, rng: np.random.Generator) -> tuple[pd.Series, pd.Series]:
    """Types of a panel whose transitions are planted."""
    before = rng.integers(0, 4, members)
    after = (rng.random(members)[:, None] > PLANTED.cumsum(axis=1)[before]).sum(axis=1)
    return pd.Series(before), pd.Series(after)


def test_only_municipalities_in_both_waves_count() -> None:
    """Rung 2: counted by hand."""
    found = transitions(
        types("00112", "abcde"), types("10010", "fedcb"), 3, 2, pairs=[(0, 0), (1, 1)], seed=0
    )
    assert found.members == 4
    assert found.counts.tolist() == [[1, 0], [1, 1], [1, 0]]
    assert found.shares.tolist() == [[1, 0], [0.5, 0.5], [1, 0]]
    assert found.stayed_base == 3
    assert found.stayed.value == pytest.approx(2 / 3)


def test_types_without_panel_members_have_no_shares() -> None:
    found = transitions(types("00", "ab"), types("01", "ab"), 2, 2, pairs=[(0, 0), (1, 1)], seed=0)
    for values in (found.shares, found.low, found.high):
        assert np.isnan(values[1]).all()
    assert np.isfinite(found.shares[0]).all()


def test_a_panel_without_members_says_nothing() -> None:
    found = transitions(types("01", "ab"), types("01", "cd"), 2, 2, pairs=[(0, 0), (1, 1)], seed=0)
    assert found.members == 0
    assert np.isnan(found.shares).all()
    assert np.isnan(
        [found.stayed.value, found.kappa.value, found.adjusted_rand, found.cramers_v]
    ).all()
    assert found.homogeneity.test == "none"


def test_the_same_types_are_perfect_agreement_under_any_names() -> None:
    """Rung 3."""
    before = pd.Series(np.arange(80) % 4)
    after = before.map({0: 2, 1: 0, 2: 3, 3: 1})
    found = transitions(before, after, 4, 4, pairs=[(0, 2), (1, 0), (2, 3), (3, 1)], seed=0)
    measures = [found.stayed.value, found.kappa.value, found.adjusted_rand, found.cramers_v]
    assert measures == pytest.approx([1, 1, 1, 1])
    assert (found.stayed.low, found.kappa.low) == pytest.approx((1, 1))
    assert found.homogeneity.reason == "singular"


def test_measures_are_those_of_the_single_municipalities() -> None:
    """Rung 2: κ from its definition, adjusted Rand index from labels."""
    before, after = panel(120, np.random.default_rng(3))
    found = transitions(before, after, 4, 4, pairs=SAME, seed=0)
    agreed = (before == after).mean()
    chance = sum((before == number).mean() * (after == number).mean() for number in range(4))
    assert found.kappa.value == pytest.approx((agreed - chance) / (1 - chance), abs=ROUNDING)
    assert found.stayed.value == pytest.approx(agreed, abs=ROUNDING)
    assert found.adjusted_rand == pytest.approx(adjusted_rand_index(before, after), abs=ROUNDING)


def test_unmatched_types_have_neither_kappa_nor_test() -> None:
    before, after = panel(60, np.random.default_rng(0))
    found = transitions(before, after, 4, 4, pairs=SAME[:3], seed=0)
    assert np.isnan(found.kappa.value)
    assert found.homogeneity.reason == "unmatched"
    assert found.stayed_base == (before < 3).sum()
    unmatched = transitions(before, after, 4, 4, pairs=[], seed=0)
    assert np.isnan(unmatched.stayed.value)
    assert np.isfinite(unmatched.adjusted_rand)


def test_intervals_cover_planted_transitions() -> None:
    """Rung 4: 250 panels of 190."""
    rng = np.random.default_rng(1)
    inside, stayed = [], []
    for _ in range(250):
        found = transitions(*panel(190, rng), 4, 4, pairs=SAME, replicates=150, seed=0)
        inside.append((found.low <= PLANTED) & (found.high >= PLANTED))
        stayed.append(found.stayed.low <= np.trace(PLANTED) / 4 <= found.stayed.high)
    assert np.mean(inside) == pytest.approx(0.95, abs=COVERAGE / 2)
    assert np.mean(inside, axis=0).min() > 0.95 - COVERAGE
    assert np.mean(stayed) == pytest.approx(0.95, abs=COVERAGE)


def test_resampling_would_cover_small_shares_too_seldom() -> None:
    """Rung 2: exact coverage of percentile and of Wilson's intervals, 8 % of 45 members."""
    counts = np.arange(46)
    chance = binom.pmf(counts, 45, 0.08)
    resampled = [binom.ppf([0.025, 0.975], 45, count / 45) / 45 for count in counts[1:45]]
    low, high = np.array([[0, 0], *resampled, [1, 1]]).T
    assert chance[(low <= 0.08) & (high >= 0.08)].sum() == pytest.approx(0.88, abs=0.01)
    low, high = wilson_interval(counts, np.full(46, 45))
    assert chance[(low <= 0.08) & (high >= 0.08)].sum() > 0.93


def test_the_same_seed_gives_the_same_intervals_whatever_the_order_of_rows() -> None:
    before, after = panel(90, np.random.default_rng(2))
    found = transitions(before, after, 4, 4, pairs=SAME, seed=4)
    again = transitions(
        before[::-1], after.sample(frac=1, random_state=1), 4, 4, pairs=SAME, seed=4
    )
    assert again.stayed == found.stayed
    assert again.kappa == found.kappa


def test_the_interval_of_who_stayed_rests_on_nothing_but_who_stayed() -> None:
    """With the seed, readers could try which counts fit: all with the same diagonal do."""
    tables = [[[20, 3, 9], [6, 25, 5], [2, 7, 30]], [[20, 9, 3], [1, 25, 10], [7, 2, 30]]]
    found = []
    for counts in np.array(tables):
        rows, columns = np.repeat(np.indices((3, 3)).reshape(2, -1), counts.ravel(), axis=1)
        pairs = [(number, number) for number in range(3)]
        found.append(transitions(pd.Series(rows), pd.Series(columns), 3, 3, pairs=pairs, seed=3))
    assert found[0].stayed == found[1].stayed
    assert found[0].stayed.low < found[0].stayed.value < found[0].stayed.high


@pytest.mark.parametrize(
    ("before", "after", "pairs", "message"),
    [
        (types("02", "ab"), types("01", "ab"), [], "allowed: 0 to 1"),
        (types("01", "aa"), types("01", "ab"), [], "each once"),
        (types("01", "ab"), types("01", "ab"), [(0, 0), (1, 0)], "at most once"),
        (types("01", "ab"), types("01", "ab"), [(0, 2)], "at most once"),
    ],
)
def test_what_is_no_panel_is_refused(
    before: pd.Series, after: pd.Series, pairs: list[tuple[int, int]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        transitions(before, after, 2, 2, pairs=pairs, seed=0)


def test_shares_may_stand_for_counts() -> None:
    table = np.array([[3.0, 1.0], [2.0, 4.0]])
    assert stayed_share(table / 10, [(0, 0), (1, 1)]) == pytest.approx(0.7)


def test_estimates_that_are_mostly_undefined_have_no_interval() -> None:
    samples = np.array([[0.1, np.nan], [0.2, np.nan], [0.3, 0.4]])
    low, high = percentiles(samples, 0.5)
    assert (low[0], high[0]) == pytest.approx((0.15, 0.25))
    assert np.isnan([low[1], high[1]]).all()
