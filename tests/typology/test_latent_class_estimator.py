from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from typfrage.typology.latent_class_estimator import LatentClassAnalysis
from typfrage.typology.latent_classes import fit_latent_classes

ROUNDING = 1e-9


@pytest.mark.filterwarnings("ignore:.*answers that were not in the data of fit")
@parametrize_with_checks([LatentClassAnalysis(), LatentClassAnalysis(1, n_init=3)])
def test_scikit_learn_accepts_it(estimator: LatentClassAnalysis, check: Any) -> None:
    check(estimator)


def test_it_is_the_model(choices: pd.DataFrame) -> None:
    """Special case: the function and the estimator find the same, and score it alike."""
    estimator = LatentClassAnalysis(3, n_init=20, random_state=4).fit(choices)
    model = fit_latent_classes(choices, 3, starts=50, seed=1)
    assert estimator.log_likelihood_ == pytest.approx(model.log_likelihood)
    assert estimator.score_samples(choices).sum() == pytest.approx(model.log_likelihood)
    assert estimator.score(choices) == pytest.approx(model.log_likelihood / len(choices))
    assert estimator.aic(choices) == pytest.approx(model.aic)
    assert estimator.bic(choices) == pytest.approx(model.bic)
    assert estimator.weights_ == pytest.approx(model.shares, abs=1e-4)
    assert np.array_equal(estimator.labels_, model.labels)
    assert np.array_equal(estimator.predict(choices), estimator.labels_)
    assert list(estimator.feature_names_in_) == list(choices)
    assert estimator.converged_


def test_missing_answers_and_text_are_taken() -> None:
    """Special case: what is not answered does not count; a row without answers says nothing."""
    X = pd.DataFrame(
        {
            "a": list("xxyyx") * 8 + [None],
            "b": list("uvvuu") * 8 + [None],
            "c": list("ppqqp") * 8 + [None],
        }
    )
    estimator = LatentClassAnalysis(2, random_state=0).fit(X)
    assert [values.tolist() for values in estimator.categories_] == [
        ["x", "y"],
        ["u", "v"],
        ["p", "q"],
    ]
    assert [block.shape for block in estimator.probabilities_] == [(2, 2)] * 3
    assert estimator.score_samples(X)[-1] == pytest.approx(0, abs=ROUNDING)
    np.testing.assert_allclose(estimator.predict_proba(X)[-1], estimator.weights_)
    assert estimator.bic(X) == pytest.approx(estimator.bic(X[:-1]))


def test_an_unseen_answer_warns_or_is_refused(choices: pd.DataFrame) -> None:
    """Special case: it has probability zero, and the other answers decide the class."""
    estimator = LatentClassAnalysis(3, n_init=5, random_state=4).fit(choices)
    strange, blank = choices[:3].astype(float), choices[:3].astype(float)
    strange.iloc[1, 2], blank.iloc[1, 2] = 7, np.nan
    with pytest.warns(UserWarning, match="1 rows hold answers that were not in the data of fit"):
        given = estimator.predict_proba(strange)
    assert np.array_equal(given, estimator.predict_proba(blank))
    with pytest.warns(UserWarning, match="1 rows"):
        assert np.isneginf(estimator.score_samples(strange)).tolist() == [False, True, False]
    strict = LatentClassAnalysis(3, n_init=5, unseen="error", random_state=4).fit(choices)
    with pytest.raises(ValueError, match=r"item 2 holds 7\.0; allowed: 0, 1"):
        strict.predict(strange)


def test_it_can_be_stored(choices: pd.DataFrame) -> None:
    estimator = LatentClassAnalysis(2, n_init=3, random_state=4).fit(choices)
    again = pickle.loads(pickle.dumps(estimator))
    assert np.array_equal(again.predict_proba(choices), estimator.predict_proba(choices))


def test_an_unknown_treatment_of_the_unseen_is_refused() -> None:
    with pytest.raises(ValueError, match="unseen is 'guess'; allowed: missing, error"):
        LatentClassAnalysis(unseen="guess").fit([[0, 1], [1, 0]])
