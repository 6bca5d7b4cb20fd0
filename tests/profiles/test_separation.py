from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from typfrage.profiles.separation import separated

# Where an estimate exists, a hundredth of the penalty changes coefficients by less than this.
STABLE = 0.05

Numbers = NDArray[np.float64]


def frame(*columns: object) -> pd.DataFrame:
    return pd.DataFrame(dict(zip("abcdef", columns, strict=False)))


def reasons_a_line(points: NDArray[np.int64], outcome: NDArray[np.int64]) -> bool:
    """Brute force: some line through two distinct points has both outcomes on its sides."""
    side = np.where(outcome == 1, 1, -1)
    for first, second in combinations(np.unique(points, axis=0), 2):
        normal = np.array([first[1] - second[1], second[0] - first[0]])
        margins = side * ((points - first) @ normal)
        if margins.any() and ((margins >= 0).all() or (margins <= 0).all()):
            return True
    return False


def penalised_coefficients(x: Numbers, y: NDArray[np.int64], penalty: float) -> Numbers:
    """Multinomial logit with a ridge penalty, which always has an estimate."""
    design, k = np.column_stack([np.ones(len(x)), x]), int(y.max()) + 1

    def loss(flat: Numbers) -> float:
        linear = design @ flat.reshape(-1, k)
        likelihood = linear[np.arange(len(y)), y] - logsumexp(linear, axis=1)
        return float(penalty * (flat**2).sum() - likelihood.sum())

    return np.asarray(minimize(loss, np.zeros(design.shape[1] * k), method="BFGS").x)


def test_on_one_predictor_it_is_the_order_of_outcomes() -> None:
    """Special case, on extreme scales: the largest value of one, the smallest of the other."""
    found = {True: 0, False: 0}
    for seed in range(150):
        rng = np.random.default_rng(seed)
        x = rng.standard_t(0.15, 40) if seed % 2 else np.exp(rng.normal(0, 9, 40))
        y = x + rng.standard_t(0.3, 40) * 10.0 ** rng.integers(-6, 2) > np.median(x)
        if y.all() or not y.any():
            continue
        ordered = x[y].min() >= x[~y].max() or x[~y].min() >= x[y].max()
        assert separated(frame(x), pd.Series(y)) == (("a",) if ordered else ())
        found[ordered] += 1
    assert min(found.values()) > 30


def test_on_two_predictors_it_is_a_line_between_outcomes() -> None:
    """Brute force: all lines through two points of a grid."""
    rng = np.random.default_rng(0)
    found = {True: 0, False: 0}
    for _ in range(150):
        points = rng.integers(0, 4, (9, 2))
        outcome = (points @ [2, -1] + rng.normal(0, 1.5, 9) > 1).astype(int)
        if outcome.all() or not outcome.any() or len(np.unique(points, axis=0)) < 3:
            continue
        expected = reasons_a_line(points, outcome)
        assert bool(separated(frame(*points.T), pd.Series(outcome))) == expected
        found[expected] += 1
    assert min(found.values()) > 20


def test_with_three_outcomes_it_is_whether_the_estimate_runs_away() -> None:
    """Brute force: the coefficients grow without end as a penalty vanishes."""
    rng = np.random.default_rng(1)
    found = {True: 0, False: 0}
    for _ in range(30):
        x = rng.integers(0, 3, (18, 2)).astype(float)
        y = (x @ np.array([[0, 1.5, 0], [0, 0, 1.5]]) + rng.gumbel(size=(18, 3))).argmax(axis=1)
        if len(np.unique(y)) < 3:
            continue
        loose, tight = (penalised_coefficients(x, y, penalty) for penalty in (1e-4, 1e-6))
        runs_away = bool(np.abs(loose - tight).max() > STABLE)
        assert bool(separated(frame(*x.T), pd.Series(y))) == runs_away
        found[runs_away] += 1
    assert min(found.values()) > 5


def test_a_dummy_that_only_one_outcome_has_is_named() -> None:
    rng = np.random.default_rng(2)
    y = pd.Series(rng.integers(0, 4, 200))
    only = ((y == 2) & (rng.random(200) < 0.2)).astype(int)
    common = frame(rng.normal(size=200), only, rng.integers(0, 2, 200))
    assert separated(common, y) == ("b",)
    assert separated(common[["a", "c"]], y) == ()


def test_predictors_that_separate_together_are_both_named() -> None:
    """Special case: the outcome is whether a exceeds b; alone neither tells it."""
    rng = np.random.default_rng(3)
    a, b, c = rng.normal(size=(3, 100))
    assert separated(frame(a, b, c), pd.Series(a > b)) == ("a", "b")


def test_predictors_that_separate_each_alone_are_all_named() -> None:
    rng = np.random.default_rng(4)
    y = rng.integers(0, 3, 90)
    x = frame(rng.normal(size=90), y == 0, rng.normal(size=90), (y == 1) & (rng.random(90) < 0.3))
    assert separated(x, pd.Series(y)) == ("b", "d")


def test_levels_whose_first_separates_are_named_together() -> None:
    """Special case: all of the first level have one outcome, which the constant takes up."""
    rng = np.random.default_rng(5)
    level, y = rng.integers(0, 3, 120), rng.integers(0, 2, 120)
    y[level == 0] = 1
    assert separated(frame(level == 1, level == 2), pd.Series(y)) == ("a", "b")


def test_order_names_and_units_change_nothing() -> None:
    rng = np.random.default_rng(6)
    y = rng.integers(0, 3, 80)
    x = frame(rng.normal(size=80), (y == 1) & (rng.random(80) < 0.4), rng.normal(size=80))
    order = rng.permutation(80)
    other = (x.astype(float) * [1e6, -3, 1e-6] + [5, 1e4, 0]).iloc[order]
    names = pd.Series(np.array(["z", "x", "y"])[y])[order]
    assert separated(other, names) == separated(x, pd.Series(y)) == ("b",)


def test_collinear_predictors_separate_nothing() -> None:
    rng = np.random.default_rng(7)
    a, y = rng.normal(size=60), rng.integers(0, 2, 60)
    assert separated(frame(a, 2 * a + 1, np.ones(60)), pd.Series(y)) == ()


@pytest.mark.parametrize("outcome", [[0, 0, 0], ["a", "a", "a"]])
def test_one_outcome_separates_nothing(outcome: list[object]) -> None:
    assert separated(frame([1, 2, 3]), pd.Series(outcome)) == ()


def test_without_predictors_nothing_separates() -> None:
    assert separated(frame([1, 2])[[]], pd.Series([0, 1])) == ()


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1, np.nan], [0, 1], "allowed: finite numbers"),
        ([1, np.inf], [0, 1], "allowed: finite numbers"),
        ([1, 2], [0, np.nan], "allowed: one for each"),
        ([1, 2], [0], "allowed: one for each"),
    ],
)
def test_bad_arguments_are_refused(x: list[float], y: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        separated(frame(x), pd.Series(y))
