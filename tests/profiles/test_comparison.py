from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kruskal

from typfrage.profiles.adjustment import adjusted
from typfrage.profiles.comparison import Comparison, compare_types
from typfrage.profiles.contingency import association
from typfrage.profiles.means import mean_interval
from typfrage.profiles.shares import wilson_interval

# Sums in another order.
ROUNDING = 1e-9
NUMBERS = ["value", "low", "high", "rest", "difference", "effect", "p", "p_holm", "p_bh"]
NAMES = ("north", "west", "east", "south")


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    """240 cases: shares that differ, do not differ and are rare; two scales; answers missing."""
    rng = np.random.default_rng(0)
    at = np.arange(240) % 4
    frame = pd.DataFrame(
        {
            "differs": rng.random(240) < np.array([0.2, 0.5, 0.5, 0.8])[at],
            "alike": rng.random(240) < 0.4,
            "place": np.clip(rng.integers(1, 5, 240) + (at == 1), 1, 5),
            "rare": np.isin(np.arange(240), [0, 4, 8, 9]),
            "places": rng.integers(1, 4, 240),
        }
    ).astype(float)
    return frame.mask(rng.random(frame.shape) < 0.05)


@pytest.fixture(scope="module")
def types(values: pd.DataFrame) -> pd.Series:
    names = pd.Categorical.from_codes(np.arange(240) % 4, list(NAMES))
    return pd.Series(names, index=values.index)


@pytest.fixture(scope="module")
def found(values: pd.DataFrame, types: pd.Series) -> Comparison:
    return compare_types(values, types, scales=["place", "places"], seed=5)


def as_before(table: pd.DataFrame, before: pd.DataFrame, keys: list[str]) -> None:
    """Compare two tables whatever the order of their rows."""
    pd.testing.assert_frame_equal(
        table.sort_values(keys, ignore_index=True),
        before.sort_values(keys, ignore_index=True),
        rtol=ROUNDING,
    )


def test_every_indicator_meets_every_type_in_order(found: Comparison, values: pd.DataFrame) -> None:
    assert found.by_type["indicator"].tolist() == [name for name in values for _ in NAMES]
    assert found.by_type["type"].tolist() == [*NAMES] * 5
    assert found.overall["indicator"].tolist() == list(values)
    kinds = ["share", "share", "scale", "share", "scale"]
    assert found.overall["kind"].tolist() == kinds
    assert set(found.by_type["test"]) == {"chi_squared", "fisher", "kruskal_wallis"}
    assert set(found.overall["test"]) == {"chi_squared", "monte_carlo", "kruskal_wallis"}


def test_shares_are_those_of_a_loop(
    found: Comparison, values: pd.DataFrame, types: pd.Series
) -> None:
    """Brute force: count, and test the 2 × 2 table of every type against the rest."""
    for row in found.by_type[found.by_type["kind"] == "share"].itertuples():
        column = values[row.indicator]
        own, rest = column[types == row.type].dropna(), column[types != row.type].dropna()
        assert (row.count, row.base) == (own.sum(), len(own))
        assert (row.value, row.rest) == (pytest.approx(own.mean()), pytest.approx(rest.mean()))
        assert row.difference == pytest.approx(own.mean() - rest.mean())
        assert (row.low, row.high) == wilson_interval(own.sum(), len(own))
        test = association([[sum(x == 1), sum(x == 0)] for x in (own, rest)], seed=5)
        assert (row.effect, row.test, row.p) == (test.cramers_v, test.test, test.p)
        assert row.residual**2 == pytest.approx(test.statistic)
        assert np.sign(row.residual) == np.sign(row.difference)


def test_scales_are_those_of_a_loop(
    found: Comparison, values: pd.DataFrame, types: pd.Series
) -> None:
    """Brute force: means, and scipy's Kruskal–Wallis test of every type against the rest."""
    for row in found.by_type[found.by_type["kind"] == "scale"].itertuples():
        column = values[row.indicator]
        own, rest = column[types == row.type].dropna(), column[types != row.type].dropna()
        mean = mean_interval(own)
        assert (row.base, row.value, row.low, row.high) == (
            len(own),
            mean.value,
            mean.low,
            mean.high,
        )
        assert row.rest == pytest.approx(rest.mean())
        assert row.difference == pytest.approx(own.mean() - rest.mean())
        h, p = kruskal(own, rest)
        assert row.effect**2 == pytest.approx(h / (len(own) + len(rest) - 1))
        assert row.p == pytest.approx(p)
        assert row.count is pd.NA
        assert np.isnan(row.residual)


def test_overall_rows_compare_all_types(
    found: Comparison, values: pd.DataFrame, types: pd.Series
) -> None:
    """Brute force: the table of all types, scipy's test of all types."""
    for row in found.overall.itertuples():
        column = values[row.indicator]
        assert row.base == column.count()
        assert row.value == pytest.approx(column.mean())
        if row.kind == "share":
            test = association(pd.crosstab(types, column), seed=5)
            assert (row.effect, row.test) == (pytest.approx(test.cramers_v), test.test)
            assert (row.count, row.p) == (column.sum(), pytest.approx(test.p))
        else:
            h, p = kruskal(*(column[types == name].dropna() for name in NAMES))
            assert row.effect**2 == pytest.approx(h / (column.count() - 1))
            assert row.p == pytest.approx(p)


def test_both_tables_are_one_family(found: Comparison) -> None:
    """Brute force: Holm and Benjamini–Hochberg over all p-values at once."""
    p = pd.concat([found.by_type["p"], found.overall["p"]])
    assert found.tests == 25 == len(p)
    holm = pd.concat([found.by_type["p_holm"], found.overall["p_holm"]])
    bh = pd.concat([found.by_type["p_bh"], found.overall["p_bh"]])
    np.testing.assert_array_equal(holm, adjusted(p, "holm"))
    np.testing.assert_array_equal(bh, adjusted(p, "fdr_bh"))


def test_order_of_cases_changes_nothing(
    found: Comparison, values: pd.DataFrame, types: pd.Series
) -> None:
    order = np.random.default_rng(1).permutation(240)
    again = compare_types(values.iloc[order], types.iloc[order], scales=["place", "places"], seed=5)
    as_before(again.by_type, found.by_type, ["indicator", "type"])
    as_before(again.overall, found.overall, ["indicator"])


def test_order_of_indicators_and_types_changes_the_order_only(
    found: Comparison, values: pd.DataFrame, types: pd.Series
) -> None:
    again = compare_types(
        values[values.columns[::-1]],
        types.cat.reorder_categories(list(NAMES[::-1])),
        scales=["places", "place"],
        seed=5,
    )
    assert again.by_type["type"].tolist() == [*NAMES[::-1]] * 5
    as_before(again.by_type, found.by_type, ["indicator", "type"])
    as_before(again.overall, found.overall, ["indicator"])


def test_a_constant_indicator_changes_no_other_number(
    found: Comparison, values: pd.DataFrame, types: pd.Series
) -> None:
    """It has no test: the family, and so the adjusted p-values, stay the same."""
    more = values.assign(never=0, always=1.0, same=3)
    again = compare_types(more, types, scales=["place", "places", "same"], seed=5)
    assert again.tests == found.tests
    kept = again.by_type["indicator"].isin(values)
    pd.testing.assert_frame_equal(again.by_type[kept], found.by_type)
    constant = again.by_type[~kept]
    assert set(constant["test"]) == {"none"}
    assert constant[["effect", "p", "p_holm", "p_bh", "residual"]].isna().all(axis=None)
    assert (constant["difference"] == 0).all()
    same = constant[constant["indicator"] == "same"]
    assert (same["value"] == 3).all()
    assert same[["low", "high"]].isna().all(axis=None)


def test_a_type_without_answers_has_no_value_but_a_rest(
    values: pd.DataFrame, types: pd.Series
) -> None:
    unasked = values[["alike", "place"]].mask(types == "west")
    found = compare_types(unasked, types, scales=["place"], seed=0)
    west = found.by_type[found.by_type["type"] == "west"]
    assert (west["base"] == 0).all()
    assert west.drop(columns="rest")[["value", "difference", "effect", "p"]].isna().all(axis=None)
    np.testing.assert_allclose(west["rest"], unasked.mean(), rtol=ROUNDING)
    assert found.overall["p"].notna().all()
    others = compare_types(
        unasked[types != "west"], types[types != "west"], scales=["place"], seed=0
    )
    kept = found.by_type["type"] != "west"
    np.testing.assert_allclose(found.by_type.loc[kept, "p"], others.by_type["p"], rtol=ROUNDING)


def test_one_type_is_compared_with_nobody(values: pd.DataFrame) -> None:
    """Special case: the only type is everyone."""
    alone = pd.Series("all", index=values.index)
    found = compare_types(values, alone, scales=["place", "places"], seed=0)
    assert found.tests == 0
    assert set(found.by_type["test"]) == set(found.overall["test"]) == {"none"}
    missing = ["rest", "difference", "effect", "p", "p_holm", "p_bh", "residual"]
    assert found.by_type[missing].isna().all(axis=None)
    same = ["indicator", "count", "base", "value", "low", "high"]
    pd.testing.assert_frame_equal(found.by_type[same], found.overall[same])


def test_of_two_types_each_is_the_rest_of_the_other(values: pd.DataFrame, types: pd.Series) -> None:
    """Special case: both rows and the overall row are the same test."""
    two = types.map(lambda name: "x" if name in NAMES[:2] else "y")
    found = compare_types(values, two, scales=["place", "places"], seed=0)
    x, y = (found.by_type[found.by_type["type"] == name].set_index("indicator") for name in "xy")
    overall = found.overall.set_index("indicator")
    for column in ("p", "effect"):
        np.testing.assert_allclose(x[column], y[column], rtol=ROUNDING)
        np.testing.assert_allclose(x[column], overall[column], rtol=ROUNDING)
    np.testing.assert_allclose(x["difference"], -y["difference"], rtol=ROUNDING)
    np.testing.assert_allclose(x["residual"], -y["residual"], rtol=ROUNDING)


@pytest.mark.parametrize("missing", [np.nan, None])
def test_an_indicator_without_answers_is_defined(types: pd.Series, missing: object) -> None:
    values = pd.DataFrame({"a": missing, "b": missing}, index=types.index)
    found = compare_types(values, types, scales=["b"], seed=0)
    assert found.tests == 0
    assert (found.by_type["base"] == 0).all()
    assert found.by_type[[*NUMBERS, "residual"]].isna().all(axis=None)
    assert found.by_type["count"].tolist() == [0] * 4 + [pd.NA] * 4


def test_no_indicators_no_rows(values: pd.DataFrame, types: pd.Series, found: Comparison) -> None:
    empty = compare_types(values[[]], types, seed=0)
    assert (len(empty.by_type), len(empty.overall), empty.tests) == (0, 0, 0)
    pd.testing.assert_series_equal(empty.by_type.dtypes, found.by_type.dtypes)
    pd.testing.assert_series_equal(empty.overall.dtypes, found.overall.dtypes)


def test_all_ways_to_write_answers_are_read(
    found: Comparison, values: pd.DataFrame, types: pd.Series
) -> None:
    written = values.astype(dict.fromkeys(values, "Int64"))
    written["alike"] = written["alike"].astype("boolean")
    written["places"] = written["places"].astype(object)
    again = compare_types(written, types, scales={"place", "places"}, seed=5)
    pd.testing.assert_frame_equal(again.by_type, found.by_type)


def test_level_is_that_of_shares_and_means(values: pd.DataFrame, types: pd.Series) -> None:
    narrow, wide = (
        compare_types(values, types, scales=["place", "places"], level=level, seed=0).by_type
        for level in (0.8, 0.99)
    )
    assert (narrow["high"] < wide["high"]).all()
    assert (narrow["low"] >= wide["low"]).all()
    assert (narrow["low"] > wide["low"])[narrow["count"] != 0].all()
    pd.testing.assert_series_equal(narrow["p"], wide["p"])


@pytest.mark.parametrize(
    ("frame", "scales", "message"),
    [
        ({"a": [0, 2]}, [], "item 'a' holds .*2.*; allowed: 0, 1 or missing"),
        ({"a": [0, 2]}, ["b"], r"scales \['b'\] are no indicators; allowed: \['a'\]"),
        ({"a": ["1", "2"]}, ["a"], "scale 'a' holds other things; allowed: numbers or missing"),
        ({"a": [1, np.inf]}, ["a"], "scale 'a' holds other things"),
    ],
)
def test_bad_values_are_refused(frame: dict[str, object], scales: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compare_types(pd.DataFrame(frame), pd.Series(["x", "y"]), scales=scales, seed=0)


def test_bad_types_and_levels_are_refused(values: pd.DataFrame, types: pd.Series) -> None:
    scales = values[["place"]]
    with pytest.raises(ValueError, match="different indexes"):
        compare_types(scales, types.iloc[::-1], scales=["place"], seed=0)
    with pytest.raises(ValueError, match="1 cases have no group"):
        compare_types(scales, types.mask(types.index == 3), scales=["place"], seed=0)
    with pytest.raises(ValueError, match="level is 2"):
        compare_types(scales, types, scales=["place"], level=2, seed=0)
