"""Weighted shares and means against R's survey package, the unweighted ones, and simulation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from typfrage.profiles.disclosure import Column, release
from typfrage.profiles.shares import OVERALL, shares_by_group, wilson_interval
from typfrage.profiles.weighted import weighted_composition, weighted_means, weighted_shares
from typfrage.survey.population.raking import rake

# Sums of a few hundred numbers in double precision; R's weights are stored with 15 digits.
ROUNDING = 1e-12
# Three standard errors of a share of 95 % among 300 samples.
COVERAGE = 0.038
UNWEIGHTED = ["item", "group", "count", "base", "share", "low", "high", "difference"]


@pytest.fixture
def ticks() -> pd.DataFrame:
    """Sixty cases, three items, some answers missing."""
    rng = np.random.default_rng(0)
    values = pd.DataFrame(rng.integers(0, 2, (60, 3)).astype(float), columns=["a", "b", "c"])
    return values.mask(rng.random(values.shape) < 0.2)


@pytest.fixture
def scales(ticks: pd.DataFrame) -> pd.DataFrame:
    """Two scales of five steps, with missing answers."""
    rng = np.random.default_rng(1)
    values = pd.DataFrame(rng.integers(1, 6, (60, 2)).astype(float), columns=["s", "t"])
    return values.mask(rng.random(values.shape) < 0.1)


@pytest.fixture
def groups(ticks: pd.DataFrame) -> pd.Series:
    names = pd.Categorical.from_codes(np.arange(60) % 3, ["z", "a", "m"])
    return pd.Series(names, index=ticks.index)


@pytest.fixture
def weights(ticks: pd.DataFrame) -> pd.Series:
    return pd.Series(np.random.default_rng(2).lognormal(sigma=0.8, size=60), index=ticks.index)


def ones(frame: pd.DataFrame, value: float = 1.0) -> pd.Series:
    return pd.Series(value, index=frame.index)


class TestAgainstR:
    @pytest.mark.parametrize("item", ["tick", "scale"])
    def test_means_are_those_of_svymean(
        self, item: str, stored: Callable[[str], pd.DataFrame]
    ) -> None:
        """R: survey::svymean with raked weights, overall and by group."""
        cases = stored("raking")
        expected = stored("raking_means").query("item == @item").set_index("group")["mean"]
        if item == "tick":
            found = weighted_shares(cases[["tick"]], cases["raked"], cases["group"])
            means = found.set_index("group")["share"]
        else:
            found = weighted_means(cases[["scale"]], cases["raked"], cases["group"])
            means = found.set_index("group")["mean"]
        assert means.index.tolist() == ["x", "y", "z", OVERALL]
        np.testing.assert_allclose(means.loc[expected.index], expected, atol=ROUNDING)


class TestEqualWeights:
    """Special case: weights that are all the same."""

    def test_shares_are_the_unweighted_ones_to_the_bit(
        self, ticks: pd.DataFrame, groups: pd.Series
    ) -> None:
        found = weighted_shares(ticks, ones(ticks), groups)
        pd.testing.assert_frame_equal(
            found[UNWEIGHTED], shares_by_group(ticks, groups), check_exact=True
        )
        assert (found["effective_base"] == found["base"]).all()

    @pytest.mark.parametrize("value", [0.1, 3.7])
    def test_their_size_does_not_count(
        self, ticks: pd.DataFrame, groups: pd.Series, value: float
    ) -> None:
        found = weighted_shares(ticks, ones(ticks, value), groups)
        pd.testing.assert_frame_equal(found[UNWEIGHTED], shares_by_group(ticks, groups))
        np.testing.assert_allclose(found["effective_base"], found["base"])

    def test_means_have_students_interval(self, scales: pd.DataFrame, groups: pd.Series) -> None:
        found = weighted_means(scales, ones(scales), groups, level=0.9).set_index(["item", "group"])
        for item in scales:
            for group in ["z", "a", "m", OVERALL]:
                own = scales[item] if group == OVERALL else scales.loc[groups == group, item]
                own = own.dropna()
                low, high = stats.t.interval(0.9, len(own) - 1, own.mean(), stats.sem(own))
                row = found.loc[(item, group)]
                assert row["base"] == row["effective_base"] == len(own)
                assert row[["mean", "low", "high"]].tolist() == pytest.approx(
                    [own.mean(), low, high]
                )

    def test_composition_is_the_same_twice(self, groups: pd.Series) -> None:
        found = weighted_composition(groups, ones(groups.to_frame()))
        for name in ("share", "low", "high"):
            weighted = "weighted_share" if name == "share" else f"weighted_{name}"
            assert (found[name] == found[weighted]).all()


class TestByHand:
    def test_shares_are_those_of_a_loop(
        self, ticks: pd.DataFrame, weights: pd.Series, groups: pd.Series
    ) -> None:
        """Brute force."""
        found = weighted_shares(ticks, weights, groups).set_index(["item", "group"])
        for item in ticks:
            for group in ["z", "a", "m", OVERALL]:
                asked = ticks[item].notna()
                inside = asked if group == OVERALL else asked & (groups == group)
                share = np.average(ticks.loc[inside, item], weights=weights[inside])
                base = weights[inside].sum() ** 2 / (weights[inside] ** 2).sum()
                row = found.loc[(item, group)]
                assert (row["count"], row["base"]) == (ticks.loc[inside, item].sum(), inside.sum())
                assert row["share"] == pytest.approx(share)
                assert row["effective_base"] == pytest.approx(base)
                low, high = wilson_interval(share * base, base)
                assert [row["low"], row["high"]] == pytest.approx([float(low), float(high)])
                outside = asked & ~inside
                if group == OVERALL:
                    assert np.isnan(row["difference"])
                else:
                    rest = np.average(ticks.loc[outside, item], weights=weights[outside])
                    assert row["difference"] == pytest.approx(share - rest)

    def test_whole_weights_are_cases_given_several_times(self, scales: pd.DataFrame) -> None:
        """Special case: the mean and spread of repeated cases, on a smaller base."""
        times = pd.Series(np.arange(60) % 4 + 1, index=scales.index)
        found = weighted_means(scales, times.astype(float)).set_index("item")
        for item in scales:
            repeated = scales.loc[scales.index.repeat(times), item].dropna()
            own = times[scales[item].notna()]
            base = own.sum() ** 2 / (own**2).sum()
            error = np.sqrt(repeated.var(ddof=0) * base / (base - 1) / base)
            low, high = stats.t.interval(0.95, base - 1, repeated.mean(), error)
            assert found.loc[item, ["mean", "low", "high"]].tolist() == pytest.approx(
                [repeated.mean(), low, high]
            )

    def test_composition_sets_weighted_beside_unweighted(self) -> None:
        types = pd.Series(pd.Categorical(["b", "b", "b", "a"], ["b", "a", "none"]))
        found = weighted_composition(types, pd.Series([1.0, 1.0, 1.0, 3.0]))
        assert found["type"].tolist() == ["b", "a", "none"]
        assert found["count"].tolist() == [3, 1, 0]
        assert found["share"].tolist() == [0.75, 0.25, 0]
        assert found["weighted_share"].tolist() == [0.5, 0.5, 0]
        assert found["effective_base"].tolist() == [3, 3, 3]
        low, high = wilson_interval(1.5, 3)
        assert found.loc[0, ["weighted_low", "weighted_high"]].tolist() == [low, high]


class TestInvariance:
    def test_order_of_cases_changes_nothing(
        self, ticks: pd.DataFrame, scales: pd.DataFrame, weights: pd.Series, groups: pd.Series
    ) -> None:
        order = np.random.default_rng(3).permutation(60)
        for compute, values in ((weighted_shares, ticks), (weighted_means, scales)):
            shuffled = compute(values.iloc[order], weights.iloc[order], groups.iloc[order])
            pd.testing.assert_frame_equal(shuffled, compute(values, weights, groups))

    def test_size_of_weights_changes_nothing(
        self, ticks: pd.DataFrame, weights: pd.Series, groups: pd.Series
    ) -> None:
        scaled = weighted_shares(ticks, weights * 1000, groups)
        pd.testing.assert_frame_equal(scaled, weighted_shares(ticks, weights, groups))

    def test_without_groups_there_are_the_overall_rows(
        self, ticks: pd.DataFrame, scales: pd.DataFrame, weights: pd.Series, groups: pd.Series
    ) -> None:
        for compute, values in ((weighted_shares, ticks), (weighted_means, scales)):
            whole = compute(values, weights, groups)
            expected = whole[whole["group"] == OVERALL].reset_index(drop=True)
            pd.testing.assert_frame_equal(compute(values, weights), expected)

    def test_a_case_without_weight_changes_no_share(
        self, ticks: pd.DataFrame, weights: pd.Series
    ) -> None:
        without = weighted_shares(ticks.iloc[:-1], weights.iloc[:-1])
        found = weighted_shares(ticks, weights.where(weights.index < 59, 0))
        np.testing.assert_allclose(found["share"], without["share"])
        np.testing.assert_allclose(found["effective_base"], without["effective_base"])


class TestNothingToSay:
    def test_a_group_without_answers_has_no_share(self) -> None:
        frame = pd.DataFrame({"a": [1, 0, None, None]})
        names = pd.Series(["x", "x", "y", "y"])
        found = weighted_shares(frame, ones(frame), names).set_index("group")
        assert found.loc["y", ["share", "low", "high", "difference"]].isna().all()
        assert found.loc["y", ["count", "base", "effective_base"]].tolist() == [0, 0, 0]
        # The rest of x has no answer.
        assert np.isnan(found.loc["x", "difference"])

    def test_a_mean_of_one_answer_has_no_interval(self) -> None:
        frame = pd.DataFrame({"s": [4.0, None, None]})
        found = weighted_means(frame, ones(frame)).iloc[0]
        assert (found["base"], found["mean"]) == (1, 4)
        assert np.isnan([found["low"], found["high"]]).all()

    def test_two_answers_of_very_unequal_weight_have_no_interval(self) -> None:
        frame = pd.DataFrame({"s": [4.0, 1.0]})
        found = weighted_means(frame, pd.Series([1.0, 0.1])).iloc[0]
        assert found["effective_base"] < 2
        assert np.isnan(found["low"])

    def test_answers_without_weight_have_no_share(self) -> None:
        frame = pd.DataFrame({"a": [1, 0, 1]})
        names = pd.Series(["x", "x", "y"])
        found = weighted_shares(frame, pd.Series([1.0, 1.0, 0.0]), names).set_index("group")
        assert (found.loc["y", "base"], found.loc["y", "effective_base"]) == (1, 0)
        assert np.isnan(found.loc["y", "share"])

    def test_all_and_none(self) -> None:
        rng = np.random.default_rng(4)
        frame = pd.DataFrame({"all": [1] * 40, "none": [0] * 40})
        found = weighted_shares(frame, pd.Series(rng.lognormal(size=40))).set_index("item")
        assert found["share"].to_dict() == {"all": 1, "none": 0}
        assert found.loc["all", "high"] == pytest.approx(1)
        assert found.loc["none", "low"] == pytest.approx(0)


def test_intervals_cover_the_population_they_are_weighted_to() -> None:
    """Simulation: classes answer at rates from 2 to 40 %; raked intervals hold the true share.

    About 95 of 100 do, while unweighted intervals miss it nearly always.
    """
    rng = np.random.default_rng(5)
    sizes, rates = np.array([7000, 2000, 1000]), np.array([0.02, 0.1, 0.4])
    chance = np.array([0.3, 0.45, 0.6])
    truth = (sizes * chance).sum() / sizes.sum()
    population = {"size": pd.Series(sizes, index=["s", "m", "l"])}
    weighted, plain = [], []
    for _ in range(300):
        drawn = rng.binomial(sizes, rates)
        frame = pd.DataFrame({"size": np.repeat(["s", "m", "l"], drawn)})
        ticked = pd.DataFrame({"a": rng.binomial(1, np.repeat(chance, drawn))})
        for found, weights in (
            (weighted, rake(frame, population).values),
            (plain, ones(frame)),
        ):
            row = weighted_shares(ticked, weights).iloc[0]
            found.append(row["low"] <= truth <= row["high"])
    assert np.mean(weighted) == pytest.approx(0.95, abs=COVERAGE)
    assert np.mean(plain) < 0.1


def test_a_table_of_weighted_shares_can_be_released(
    ticks: pd.DataFrame, weights: pd.Series, groups: pd.Series
) -> None:
    """The unweighted counts go with the shares, so that small ones withhold them."""
    found = weighted_shares(ticks.assign(rare=[1.0] * 3 + [0.0] * 57), weights, groups)
    columns = (
        Column("item", "Angabe"),
        Column("count", "Kommunen", "count", base="base"),
        Column("share", "gewichtet", "share", count="count", base="base"),
        Column("effective_base", "wirksame Basis", "number", base="base"),
    )
    withheld = release(found, columns, 5).withheld
    assert withheld.loc[found["item"] == "rare", "share"].all()


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0, -1.0], "negative"),
        ([1.0, np.nan], "missing"),
        ([1.0, np.inf], "infinite"),
        ([0.0, 0.0], "all 0"),
    ],
)
def test_bad_weights_are_refused(weights: list[float], message: str) -> None:
    frame = pd.DataFrame({"a": [0, 1]})
    for compute in (weighted_shares, weighted_means):
        with pytest.raises(ValueError, match=message):
            compute(frame, pd.Series(weights))


def test_weights_of_other_cases_are_refused(ticks: pd.DataFrame, weights: pd.Series) -> None:
    with pytest.raises(ValueError, match="different indexes"):
        weighted_shares(ticks, weights.iloc[::-1])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1.0, np.inf], "item 'a' holds an infinite number"),
        (["1", "2"], "item 'a' holds no numbers"),
    ],
)
def test_bad_values_are_refused(values: list[Any], message: str) -> None:
    frame = pd.DataFrame({"a": values})
    with pytest.raises(ValueError, match=message):
        weighted_means(frame, ones(frame))


def test_ticks_and_types_are_checked() -> None:
    frame = pd.DataFrame({"a": [0, 2]})
    with pytest.raises(ValueError, match=r"item 'a' holds .*2.*; allowed: 0, 1 or missing"):
        weighted_shares(frame, ones(frame))
    with pytest.raises(ValueError, match="level is 1"):
        weighted_means(frame, ones(frame), level=1)
    with pytest.raises(ValueError, match="1 cases have no type"):
        weighted_composition(pd.Series(["x", None]), ones(frame))


@pytest.mark.parametrize(
    "column",
    [pd.array([1, 0, None], dtype="Int8"), [True, False, None], [1.0, 0.0, np.nan]],
)
def test_all_ways_to_write_an_answer_are_read(column: object) -> None:
    frame = pd.DataFrame({"a": column})
    assert weighted_shares(frame, ones(frame)).loc[0, ["count", "base"]].tolist() == [1, 2]
    assert weighted_means(frame, ones(frame)).loc[0, "mean"] == 0.5


def test_an_item_that_nobody_answered_is_read() -> None:
    frame = pd.DataFrame({"a": [None, None], "b": [1, 2]})
    found = weighted_means(frame, ones(frame))
    assert found["base"].tolist() == [0, 2]
    assert np.isnan(found.loc[0, "mean"])
