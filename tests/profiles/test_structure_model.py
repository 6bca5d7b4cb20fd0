from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.structure_model import StructureModel, type_on_structure

# R's optimiser stops this far from the maximum, where the likelihood is flat.
OPTIMUM = 1e-5
# Newton's method from other starting values, units and reference categories.
ROUNDING = 1e-7


@pytest.fixture(scope="module")
def predictors(stored: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    data = stored("structure")
    return data[["size", "east"]].assign(kind=pd.Categorical(data["kind"]))


@pytest.fixture(scope="module")
def types(stored: Callable[[str], pd.DataFrame]) -> pd.Series:
    names = ["north", "west", "east", "south"]
    codes = stored("structure")["type"] - 1
    return pd.Series(pd.Categorical.from_codes(codes, names), index=codes.index)


@pytest.fixture(scope="module")
def model(predictors: pd.DataFrame, types: pd.Series) -> StructureModel:
    return type_on_structure(predictors, types)


def assert_nothing_estimated(model: StructureModel) -> None:
    assert model.effects.empty
    assert list(model.effects) == ["predictor", "type", "effect", "low", "high", "p"]
    assert np.isnan([model.lr_statistic, model.lr_p, model.pseudo_r2]).all()


def test_the_model_is_that_of_r(
    model: StructureModel, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: nnet::multinom, effects and intervals by the delta method, likelihood-ratio test."""
    assert (model.status, model.n, model.left_out) == ("estimated", 412, 0)
    assert model.types == ("north", "west", "east", "south")
    assert model.predictors == ("size", "east", "kind=b", "kind=c")
    table = stored("structure_effects")
    table["type"] = table["type"].map(dict(enumerate(model.types, start=1)))
    rows = model.effects.merge(table, on=["predictor", "type"], suffixes=("", "_r"))
    assert len(rows) == len(model.effects) == 16
    np.testing.assert_allclose(rows["effect"], rows["effect_r"], atol=OPTIMUM)
    z = 1.959963984540054
    np.testing.assert_allclose(rows["low"], rows["effect_r"] - z * rows["error"], atol=OPTIMUM)
    np.testing.assert_allclose(rows["high"], rows["effect_r"] + z * rows["error"], atol=OPTIMUM)
    fit = stored("structure_fit").iloc[0]
    assert model.lr_df == 12
    assert model.lr_statistic == pytest.approx(fit["lr_statistic"], abs=OPTIMUM)
    assert model.lr_p == pytest.approx(fit["lr_p"], rel=1e-4)
    assert model.pseudo_r2 == pytest.approx(1 - fit["log_likelihood"] / fit["constant_only"])


def test_p_is_0_05_where_the_interval_just_meets_0(model: StructureModel) -> None:
    """Special case: the interval whose level is 1 - p."""
    significant = (model.effects["low"] > 0) | (model.effects["high"] < 0)
    assert ((model.effects["p"] < 0.05) == significant).all()
    assert significant.any()
    assert not significant.all()


def test_order_of_cases_predictors_and_types_changes_the_order_only(
    model: StructureModel, predictors: pd.DataFrame, types: pd.Series
) -> None:
    order = np.random.default_rng(0).permutation(412)
    again = type_on_structure(
        predictors.iloc[order, ::-1],
        types.iloc[order].cat.reorder_categories(["south", "west", "north", "east"]),
    )
    keys = ["predictor", "type"]
    pd.testing.assert_frame_equal(
        again.effects.sort_values(keys, ignore_index=True),
        model.effects.sort_values(keys, ignore_index=True),
        atol=ROUNDING,
    )
    assert again.types == ("south", "west", "north", "east")
    assert again.lr_statistic == pytest.approx(model.lr_statistic)


def test_units_change_derivatives_only(
    model: StructureModel, predictors: pd.DataFrame, types: pd.Series
) -> None:
    other = predictors.assign(size=predictors["size"] * 1e5 - 7)
    again = type_on_structure(other, types)
    unit = np.where(again.effects["predictor"] == "size", 1e5, 1)
    for column in ("effect", "low", "high"):
        np.testing.assert_allclose(
            again.effects[column] * unit, model.effects[column], atol=ROUNDING
        )
    np.testing.assert_allclose(again.effects["p"], model.effects["p"], atol=ROUNDING)


def test_municipalities_with_a_missing_predictor_are_left_out(
    predictors: pd.DataFrame, types: pd.Series
) -> None:
    gaps = predictors.copy()
    gaps.loc[gaps.index % 10 == 0, "size"] = np.nan
    gaps.loc[gaps.index % 10 == 1, "kind"] = None
    found = type_on_structure(gaps, types)
    kept = gaps.index % 10 > 1
    assert (found.n, found.left_out) == (kept.sum(), (~kept).sum())
    same = type_on_structure(predictors[kept], types[kept])
    pd.testing.assert_frame_equal(found.effects, same.effects)


def test_intervals_cover_the_true_effects_where_ten_cases_a_predictor_are_just_met() -> None:
    """Simulation: three types of 20 to 50, two predictors; the truth from 200,000 cases."""
    rng = np.random.default_rng(1)
    slopes = np.array([[0.0, 0.3, -0.3], [0.0, 0.8, 0.2], [0.0, -0.5, 0.9]])

    def utilities(size: np.ndarray, east: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(size)), size, east]) @ slopes

    def shares(size: np.ndarray, east: np.ndarray) -> np.ndarray:
        odds = np.exp(utilities(size, east))
        return odds / odds.sum(axis=1, keepdims=True)

    many = rng.normal(size=200_000), rng.integers(0, 2, 200_000)
    step = (shares(many[0] + 1e-4, many[1]) - shares(many[0] - 1e-4, many[1])) / 2e-4
    switch = shares(many[0], many[1] * 0 + 1) - shares(many[0], many[1] * 0)
    true = np.concatenate([step.mean(axis=0), switch.mean(axis=0)])
    covered = []
    for _ in range(150):
        size, east = rng.normal(size=100), rng.integers(0, 2, 100)
        types = (utilities(size, east) + rng.gumbel(size=(100, 3))).argmax(axis=1)
        found = type_on_structure(pd.DataFrame({"size": size, "east": east}), pd.Series(types))
        if found.status == "estimated":
            covered.append((found.effects["low"] <= true) & (true <= found.effects["high"]))
    assert len(covered) > 100
    assert np.mean(covered) == pytest.approx(0.95, abs=0.03)


def test_without_structure_the_likelihood_ratio_is_uniform() -> None:
    """Simulation: types by lot."""
    rng = np.random.default_rng(2)
    p = [
        type_on_structure(
            pd.DataFrame({"a": rng.normal(size=150)}), pd.Series(rng.integers(0, 3, 150))
        ).lr_p
        for _ in range(150)
    ]
    assert np.mean(p) == pytest.approx(0.5, abs=4 * np.sqrt(1 / 12 / len(p)))
    assert np.mean(np.array(p) <= 0.05) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(p))


def test_separation_is_named_and_nothing_estimated(
    predictors: pd.DataFrame, types: pd.Series
) -> None:
    lot = np.random.default_rng(3).random(412) < 0.3
    telling = predictors.assign(mine=((types == "west") & lot).astype(int))
    found = type_on_structure(telling, types)
    assert (found.status, found.reasons) == ("separated", ("mine",))
    assert found.n == 412
    assert_nothing_estimated(found)


@pytest.mark.parametrize(("smallest", "status"), [(19, "too_few"), (20, "estimated")])
def test_ten_municipalities_per_predictor_are_needed(smallest: int, status: str) -> None:
    rng = np.random.default_rng(4)
    types = pd.Series(np.repeat(["a", "b"], [smallest, 60]))
    predictors = pd.DataFrame(rng.normal(size=(len(types), 2)), columns=["x", "y"])
    found = type_on_structure(predictors, types)
    assert (found.status, found.n) == (status, smallest + 60)
    assert found.effects.empty == (status == "too_few")


def test_a_type_that_lost_its_municipalities_is_too_small(
    predictors: pd.DataFrame, types: pd.Series
) -> None:
    """It is not left out in silence."""
    found = type_on_structure(predictors.mask(types == "west"), types)
    assert (found.status, found.left_out) == ("too_few", (types == "west").sum())
    assert found.types == ("north", "west", "east", "south")
    assert_nothing_estimated(found)


def test_one_type_is_too_few(predictors: pd.DataFrame, types: pd.Series) -> None:
    found = type_on_structure(predictors, types.astype(str).replace("^.*$", "all", regex=True))
    assert (found.status, found.types, found.lr_df) == ("too_few", ("all",), 0)
    assert_nothing_estimated(found)


def test_nobody_complete_is_too_few(predictors: pd.DataFrame, types: pd.Series) -> None:
    found = type_on_structure(predictors.assign(size=np.nan), types)
    assert (found.status, found.n, found.left_out) == ("too_few", 0, 412)


def test_no_convergence_is_said() -> None:
    """A few values far beyond all others make Newton's first steps too long."""
    rng = np.random.default_rng(0)
    size = np.exp(rng.normal(0, 6, 60))
    types = pd.Series(size + 3 * rng.standard_t(0.3, 60) > np.median(size))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = type_on_structure(pd.DataFrame({"size": size}), types)
    assert found.status == "not_converged"
    assert_nothing_estimated(found)


@pytest.mark.filterwarnings("error")
def test_inhabitants_as_they_are_converge() -> None:
    """Simulation: from villages to cities of millions, without a logarithm."""
    rng = np.random.default_rng(5)
    size = np.exp(rng.normal(9.5, 1.6, 412)).round()
    utility = np.outer(np.log(size) - 9.5, [0, 0.5, -0.5, 1]) + rng.gumbel(size=(412, 4))
    found = type_on_structure(pd.DataFrame({"size": size}), pd.Series(utility.argmax(axis=1)))
    assert found.status == "estimated"


def test_collinear_predictors_leave_no_estimate_and_are_named(
    predictors: pd.DataFrame, types: pd.Series
) -> None:
    found = type_on_structure(predictors.assign(twice=2 * predictors["size"] + 1), types)
    assert (found.status, found.reasons) == ("collinear", ("size", "twice"))
    assert_nothing_estimated(found)
    found = type_on_structure(predictors.assign(same=3), types)
    assert (found.status, found.reasons) == ("collinear", ("same",))


def test_bad_arguments_are_refused(predictors: pd.DataFrame, types: pd.Series) -> None:
    with pytest.raises(ValueError, match="allowed: one for each"):
        type_on_structure(predictors, types.iloc[::-1])
    with pytest.raises(ValueError, match="allowed: one for each"):
        type_on_structure(predictors, types.mask(types.index == 2))
    with pytest.raises(ValueError, match="at least one municipality and one predictor"):
        type_on_structure(predictors[[]], types)
    with pytest.raises(ValueError, match="level is 1"):
        type_on_structure(predictors, types, level=1)
    with pytest.raises(ValueError, match="predictor 'size' holds"):
        type_on_structure(predictors.assign(size=np.inf), types)
