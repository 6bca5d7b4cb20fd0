from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import distinct_patterns
from typfrage.typology.latent_classes import fit_latent_classes
from typfrage.validity import UndefinedError, information_criteria


def test_criteria_are_those_of_the_models(choices: pd.DataFrame) -> None:
    """Special case: each model fitted to the cases."""
    found = information_criteria(distinct_patterns(choices), [3, 1, 2], starts=20, seed=1)
    assert found.k == (1, 2, 3)
    for place, classes in enumerate(found.k):
        model = fit_latent_classes(choices, classes, starts=20, seed=5)
        assert found.log_likelihood[place] == pytest.approx(model.log_likelihood, abs=1e-5)
        assert found.aic[place] == pytest.approx(model.aic, abs=1e-4)
        assert found.bic[place] == pytest.approx(model.bic, abs=1e-4)
    assert np.isnan(found.entropy_r2[0])
    assert found.chosen_bic == found.k[int(found.bic.argmin())]
    assert found.chosen_aic == found.k[int(found.aic.argmin())]


def test_planted_classes_are_counted() -> None:
    """Simulation: three classes with six items each ticked with 90 or 10 percent."""
    rng = np.random.default_rng(3)
    chance = np.where(np.repeat(np.eye(3), 2, axis=1) > 0, 0.9, 0.1)
    X = rng.random((600, 6)) < chance[rng.integers(3, size=600)]
    found = information_criteria(distinct_patterns(X), range(1, 5), starts=20, seed=1)
    assert found.chosen_bic == 3


def test_models_that_the_data_do_not_identify_have_no_criteria() -> None:
    """Closed form: three items have seven free cells, three classes eleven parameters."""
    X = np.random.default_rng(4).integers(0, 2, (80, 3))
    found = information_criteria(distinct_patterns(X), [1, 2, 3], starts=5, seed=1)
    assert np.isfinite(found.bic[:2]).all()
    assert np.isnan(found.bic[2])
    assert np.isnan(found.aic[2])


@pytest.mark.parametrize(
    ("X", "message"),
    [([[0, 2], [1, 0]], "other values than 0 and 1"), ([[0, 1], [1, 1]], "same answer everywhere")],
)
def test_where_there_are_no_classes_it_says_so(X: list[list[int]], message: str) -> None:
    with pytest.raises(UndefinedError, match=message):
        information_criteria(distinct_patterns(X), [1], seed=0)
