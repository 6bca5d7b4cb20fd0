from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.multinomial_logit import multinomial_logit
from typfrage.profiles.structure_design import structure_design

# R's optimiser stops this far from the maximum, where the likelihood is flat.
OPTIMUM = 1e-5


def test_coefficients_are_those_of_r(stored: Callable[[str], pd.DataFrame]) -> None:
    """R: nnet::multinom."""
    data = stored("structure")
    predictors = data[["size", "east"]].assign(kind=pd.Categorical(data["kind"]))
    columns = structure_design(predictors).columns
    found = multinomial_logit(
        np.column_stack([np.ones(len(data)), columns]), data["type"].to_numpy() - 1
    )
    assert found is not None
    terms = ["(Intercept)", "size", "east", "kindb", "kindc"]
    expected = stored("structure_coefficients").pivot(
        index="term", columns="type", values="coefficient"
    )
    np.testing.assert_allclose(found.coefficients, expected.loc[terms], atol=OPTIMUM)
    fit = stored("structure_fit").iloc[0]
    assert found.log_likelihood == pytest.approx(fit["log_likelihood"], abs=OPTIMUM)
    assert found.constant_only == pytest.approx(fit["constant_only"], abs=OPTIMUM)


def test_without_predictors_it_is_the_shares() -> None:
    """Special case: log odds of the shares, and their multinomial covariance."""
    outcome = np.repeat([0, 1, 2], [20, 50, 30])
    found = multinomial_logit(np.ones((100, 1)), outcome)
    assert found is not None
    np.testing.assert_allclose(found.coefficients, np.log([[2.5, 1.5]]), atol=1e-8)
    np.testing.assert_allclose(found.covariance, np.diag([1 / 50, 1 / 30]) + 1 / 20, rtol=1e-6)
    assert found.log_likelihood == pytest.approx(found.constant_only)


@pytest.mark.filterwarnings("error")
def test_newton_that_does_not_arrive_says_so_without_a_warning() -> None:
    """A few values far beyond all others make its first steps too long."""
    rng = np.random.default_rng(0)
    size = np.exp(rng.normal(0, 6, 60))
    outcome = (size + 3 * rng.standard_t(0.3, 60) > np.median(size)).astype(int)
    design = np.column_stack([np.ones(60), size / size.std()])
    assert multinomial_logit(design, outcome) is None


@pytest.mark.filterwarnings("error")
def test_a_search_that_is_given_up_has_no_result() -> None:
    rng = np.random.default_rng(1)
    design, outcome = np.column_stack([np.ones(60), rng.normal(size=60)]), np.arange(60) % 3
    assert multinomial_logit(design, outcome, iterations=1) is None
    assert multinomial_logit(design, outcome) is not None
