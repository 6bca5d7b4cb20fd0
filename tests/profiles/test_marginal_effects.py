from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.special import softmax
from statsmodels.discrete.discrete_model import Logit, MNLogit

from typfrage.profiles.marginal_effects import average_marginal_effects
from typfrage.profiles.multinomial_logit import MultinomialLogit, multinomial_logit
from typfrage.profiles.structure_design import structure_design

Numbers = NDArray[np.float64]

# R's optimiser stops this far from the maximum, where the likelihood is flat.
OPTIMUM = 1e-6
# Central differences with this step are right to its square, times the third derivative; rounding,
# counted twice in differences of differences, is of the same size.
STEP, DIFFERENCES = 1e-4, 1e-7
ROUNDING = 1e-10
SWITCHED = ((), (1,), (2, 3), (2, 3))


@pytest.fixture(scope="module")
def structure(stored: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """412 cases of four types: a number, a dummy, and a question of three levels."""
    return stored("structure")


@pytest.fixture(scope="module")
def design(structure: pd.DataFrame) -> Numbers:
    predictors = structure[["size", "east"]].assign(kind=pd.Categorical(structure["kind"]))
    found = structure_design(predictors)
    assert found.switched == SWITCHED
    return np.column_stack([np.ones(len(structure)), found.columns])


@pytest.fixture(scope="module")
def fit(structure: pd.DataFrame, design: Numbers) -> MultinomialLogit:
    found = multinomial_logit(design, structure["type"].to_numpy() - 1)
    assert found is not None
    return found


def numerical_effects(flat: Numbers, design: Numbers) -> Numbers:
    """Average probabilities with one predictor changed minus those without, shape (4, k)."""
    coefficients = flat.reshape(-1, design.shape[1]).T

    def average(changes: dict[int, object]) -> Numbers:
        changed = design.copy()
        for column, value in changes.items():
            changed[:, column] = value
        linear = np.column_stack([np.zeros(len(design)), changed @ coefficients])
        return softmax(linear, axis=1).mean(axis=0)

    size = design[:, 1]
    return np.array(
        [
            (average({1: size + STEP}) - average({1: size - STEP})) / (2 * STEP),
            average({2: 1}) - average({2: 0}),
            average({3: 1, 4: 0}) - average({3: 0, 4: 0}),
            average({3: 0, 4: 1}) - average({3: 0, 4: 0}),
        ]
    )


def test_effects_are_those_of_r(
    design: Numbers, fit: MultinomialLogit, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: differences of nnet::multinom's average probabilities, delta method with its vcov."""
    found = average_marginal_effects(design, fit.coefficients, fit.covariance, SWITCHED)
    table = stored("structure_effects")
    names = ["size", "east", "kind=b", "kind=c"]
    for column, values in (("effect", found.values), ("error", found.errors)):
        expected = table.pivot(index="predictor", columns="type", values=column).loc[names]
        np.testing.assert_allclose(values, expected, atol=OPTIMUM)


def test_effects_are_numerical_differences(design: Numbers, fit: MultinomialLogit) -> None:
    """Brute force: of average probabilities, and of these effects by each coefficient."""
    flat = fit.coefficients.T.ravel()
    found = average_marginal_effects(design, fit.coefficients, fit.covariance, SWITCHED)
    np.testing.assert_allclose(found.values, numerical_effects(flat, design), atol=DIFFERENCES)
    gradient = np.array(
        [
            (numerical_effects(flat + step, design) - numerical_effects(flat - step, design))
            / (2 * STEP)
            for step in STEP * np.eye(len(flat))
        ]
    ).reshape(len(flat), -1)
    errors = np.sqrt(np.diag(gradient.T @ fit.covariance @ gradient))
    np.testing.assert_allclose(found.errors.ravel(), errors, atol=DIFFERENCES)


def test_effects_over_the_outcomes_add_up_to_nothing(
    design: Numbers, fit: MultinomialLogit
) -> None:
    found = average_marginal_effects(design, fit.coefficients, fit.covariance, SWITCHED)
    np.testing.assert_allclose(found.values.sum(axis=1), 0, atol=ROUNDING)


@pytest.mark.parametrize("columns", [[0, 1], [0, 1, 2, 3]])
def test_effects_are_those_of_statsmodels_where_it_has_them(
    structure: pd.DataFrame, design: Numbers, columns: list[int]
) -> None:
    """Special cases: derivatives only; dummies with as many coefficients as outcomes."""
    part, dummies = design[:, columns], len(columns) > 2
    fit = MNLogit(structure["type"].to_numpy(), part).fit(disp=False)
    expected = fit.get_margeff(at="overall", dummy=dummies)
    switched = ((), (1,), (2,))[: len(columns) - 1]
    found = average_marginal_effects(part, fit.params, fit.cov_params(), switched)
    np.testing.assert_allclose(found.values, expected.margeff, atol=ROUNDING)
    np.testing.assert_allclose(found.errors, expected.margeff_se, atol=ROUNDING)


def test_two_outcomes_are_a_binary_logit(structure: pd.DataFrame, design: Numbers) -> None:
    """Special case: statsmodels' Logit, each dummy changed by itself."""
    outcome = (structure["type"].to_numpy() == 4).astype(int)
    fit = Logit(outcome, design).fit(disp=False)
    expected = fit.get_margeff(at="overall", dummy=True)
    found = average_marginal_effects(
        design, fit.params[:, None], fit.cov_params(), ((), (1,), (2,), (3,))
    )
    np.testing.assert_allclose(found.values[:, 1], expected.margeff, atol=ROUNDING)
    np.testing.assert_allclose(found.values[:, 0], -expected.margeff, atol=ROUNDING)
    for outcome_errors in found.errors.T:
        np.testing.assert_allclose(outcome_errors, expected.margeff_se, atol=ROUNDING)


def test_effects_of_a_saturated_model_are_differences_of_shares(structure: pd.DataFrame) -> None:
    """Special case: one question alone; Wald errors of a difference of two shares."""
    kind = pd.Categorical(structure["kind"])
    found = structure_design(pd.DataFrame({"kind": kind}))
    design = np.column_stack([np.ones(len(kind)), found.columns])
    fit = multinomial_logit(design, structure["type"].to_numpy() - 1)
    assert fit is not None
    effects = average_marginal_effects(design, fit.coefficients, fit.covariance, found.switched)
    table = pd.crosstab(structure["kind"], structure["type"]).to_numpy()
    sizes = table.sum(axis=1, keepdims=True)
    shares = table / sizes
    variance = shares * (1 - shares) / sizes
    np.testing.assert_allclose(effects.values, shares[1:] - shares[0], atol=ROUNDING)
    np.testing.assert_allclose(effects.errors**2, variance[1:] + variance[0], rtol=1e-6)


def test_extreme_coefficients_overflow_nothing() -> None:
    design = np.column_stack([np.ones(3), [-1.0, 0.0, 1.0]])
    found = average_marginal_effects(design, np.array([[0.0], [4000.0]]), np.eye(2), ((),))
    assert np.isfinite(found.values).all()
