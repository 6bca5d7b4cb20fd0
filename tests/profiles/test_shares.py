from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.shares import OVERALL, shares_by_group, wilson_interval

# Ratios of exact counts.
ROUNDING = 1e-12


@pytest.fixture
def ticks() -> pd.DataFrame:
    """Forty cases, three items, some answers missing."""
    rng = np.random.default_rng(0)
    values = pd.DataFrame(rng.integers(0, 2, (40, 3)).astype(float), columns=["a", "b", "c"])
    return values.mask(rng.random(values.shape) < 0.2)


@pytest.fixture
def groups(ticks: pd.DataFrame) -> pd.Series:
    return pd.Series(np.arange(40) % 3, index=ticks.index)


@pytest.mark.parametrize(("count", "base"), [(0, 10), (3, 10), (10, 10), (81, 263), (1, 1)])
def test_wilson_interval_solves_the_score_equation(count: int, base: int) -> None:
    """Brute force: both ends p solve (share - p)² = z² p (1 - p) / base."""
    z = 1.959963984540054
    for end in wilson_interval(count, base):
        assert (count / base - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / base, abs=1e-12)


def test_wilson_interval_of_the_literature() -> None:
    """Special case: 81 of 263, Newcombe (1998), table I: 0.2553 to 0.3662."""
    low, high = wilson_interval([81], [263])
    assert (round(low[0], 4), round(high[0], 4)) == (0.2553, 0.3662)


def test_wilson_interval_covers_the_true_share() -> None:
    """Simulation: about 95 of 100 intervals hold the share they estimate."""
    counts = np.random.default_rng(1).binomial(100, 0.15, 4000)
    low, high = wilson_interval(counts, np.full(4000, 100))
    assert np.mean((low <= 0.15) & (high >= 0.15)) == pytest.approx(0.95, abs=0.02)


def test_wider_level_is_a_wider_interval() -> None:
    assert wilson_interval(3, 10, level=0.99)[0] < wilson_interval(3, 10, level=0.9)[0]


def test_no_base_no_interval() -> None:
    low, high = wilson_interval([0, 1], [0, 2])
    assert np.isnan([low[0], high[0]]).all()
    assert np.isfinite([low[1], high[1]]).all()


@pytest.mark.parametrize(
    ("count", "base", "level", "message"),
    [
        (3, 2, 0.95, "0 <= count <= base"),
        (-1, 2, 0.95, "0 <= count <= base"),
        (1, np.nan, 0.95, "0 <= count <= base"),
        (1, 2, 1.0, "level is 1.0"),
        (1, 2, 0, "level is 0"),
    ],
)
def test_impossible_shares_are_refused(
    count: float, base: float, level: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        wilson_interval(count, base, level=level)


def test_shares_are_those_of_a_loop(ticks: pd.DataFrame, groups: pd.Series) -> None:
    """Brute force: count every item in every group."""
    found = shares_by_group(ticks, groups).set_index(["item", "group"])
    for item in ticks:
        for group in range(3):
            inside = ticks.loc[groups == group, item].dropna()
            outside = ticks.loc[groups != group, item].dropna()
            row = found.loc[(item, group)]
            assert (row["count"], row["base"]) == (inside.sum(), len(inside))
            assert row["share"] == pytest.approx(inside.mean(), abs=ROUNDING)
            assert row["difference"] == pytest.approx(inside.mean() - outside.mean(), abs=ROUNDING)
            low, high = wilson_interval(inside.sum(), len(inside))
            assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))


def test_groups_add_up_to_overall(ticks: pd.DataFrame, groups: pd.Series) -> None:
    found = shares_by_group(ticks, groups)
    overall = found[found["group"] == OVERALL].set_index("item")
    parts = found[found["group"] != OVERALL].groupby("item")[["count", "base"]].sum()
    assert (overall[["count", "base"]] == parts).all(axis=None)
    assert overall["difference"].isna().all()
    np.testing.assert_allclose(overall["share"], ticks.mean())


def test_rows_come_by_item_then_group_in_the_order_of_categories(ticks: pd.DataFrame) -> None:
    names = pd.Categorical(["z", "a"] * 20, categories=["z", "unused", "a"])
    found = shares_by_group(ticks[["b", "a"]], pd.Series(names, index=ticks.index))
    assert found["item"].tolist() == ["b"] * 3 + ["a"] * 3
    assert found["group"].tolist() == ["z", "a", OVERALL] * 2


def test_order_of_rows_changes_nothing(ticks: pd.DataFrame, groups: pd.Series) -> None:
    order = np.random.default_rng(2).permutation(40)
    shuffled = shares_by_group(ticks.iloc[order], groups.iloc[order])
    pd.testing.assert_frame_equal(shares_by_group(ticks, groups), shuffled)


def test_one_group_has_no_rest(ticks: pd.DataFrame) -> None:
    """Special case: the only group is everyone."""
    found = shares_by_group(ticks, pd.Series("all of them", index=ticks.index))
    assert found["difference"].isna().all()
    assert (found["share"].to_numpy()[::2] == found["share"].to_numpy()[1::2]).all()


def test_a_group_without_answers_has_no_share() -> None:
    ticks = pd.DataFrame({"a": [1, 0, None, None]})
    found = shares_by_group(ticks, pd.Series(["x", "x", "y", "y"])).set_index("group")
    assert found.loc["y", ["share", "low", "high", "difference"]].isna().all()
    assert found.loc["y", "base"] == 0
    assert np.isnan(found.loc["x", "difference"])


@pytest.mark.parametrize(
    "column",
    [
        pd.array([True, False, None], dtype="boolean"),
        pd.array([1, 0, None], dtype="Int64"),
        [1.0, 0.0, np.nan],
        [True, False, None],
        [1, 0, pd.NA],
    ],
)
def test_all_ways_to_write_a_tick_are_read(column: object) -> None:
    found = shares_by_group(pd.DataFrame({"a": column}), pd.Series(["x", "x", "x"]))
    assert found.loc[0, ["count", "base"]].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("ticks", "groups", "message"),
    [
        ({"a": [0, 2]}, ["x", "y"], "item 'a' holds .*2.*; allowed: 0, 1 or missing"),
        ({"a": ["1", "0"]}, ["x", "y"], "item 'a' holds '1'"),
        ({"a": [0, 1]}, ["x", None], "1 cases have no group"),
        ({"a": [0, 1]}, ["x", "overall"], "a group is called 'overall'"),
        ({}, [], r"shape \(0, 0\)"),
    ],
)
def test_bad_arguments_are_refused(
    ticks: dict[str, object], groups: list[object], message: str
) -> None:
    frame = pd.DataFrame(ticks)
    with pytest.raises(ValueError, match=message):
        shares_by_group(frame, pd.Series(groups, index=frame.index, dtype=object))


def test_groups_of_other_cases_are_refused(ticks: pd.DataFrame, groups: pd.Series) -> None:
    with pytest.raises(ValueError, match="different indexes"):
        shares_by_group(ticks, groups.iloc[::-1])


def test_repeated_cases_are_refused(ticks: pd.DataFrame, groups: pd.Series) -> None:
    with pytest.raises(ValueError, match="each once"):
        shares_by_group(pd.concat([ticks, ticks]), pd.concat([groups, groups]))
