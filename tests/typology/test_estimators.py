from __future__ import annotations

import pickle
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from typfrage.typology import find_types
from typfrage.typology.estimators import KMeansTypes, PamTypes, WardTypes

ESTIMATORS = [KMeansTypes(random_state=1), PamTypes(), WardTypes()]
METHOD_OF = {"KMeansTypes": "kmeans", "PamTypes": "pam", "WardTypes": "ward"}

every_estimator = pytest.mark.parametrize(
    "estimator", ESTIMATORS, ids=lambda estimator: type(estimator).__name__
)


@parametrize_with_checks([KMeansTypes(), PamTypes(), PamTypes(metric="euclidean"), WardTypes()])
def test_scikit_learn_finds_nothing_wrong(
    estimator: KMeansTypes, check: Callable[[object], None]
) -> None:
    check(estimator)


@every_estimator
@pytest.mark.parametrize("k", [1, 2, 4, 8])
def test_types_are_those_of_find_types(
    estimator: KMeansTypes, k: int, choices: pd.DataFrame
) -> None:
    """Special case: whole weights and the same seed."""
    fitted = clone(estimator).set_params(n_clusters=k).fit(choices)
    solution = find_types(choices, k, method=METHOD_OF[type(estimator).__name__], seed=1)
    assert np.array_equal(fitted.labels_, solution.labels)
    if not isinstance(fitted, PamTypes):
        np.testing.assert_array_equal(fitted.cluster_centers_, solution.centres)
        assert fitted.inertia_ == solution.total_within_ss


@every_estimator
def test_weights_are_repeated_rows(estimator: KMeansTypes, choices: pd.DataFrame) -> None:
    """Special case: a weight of 3 is three rows, a weight of 0 none."""
    weights = np.random.default_rng(0).integers(0, 4, len(choices))
    weighted = clone(estimator).fit(choices, sample_weight=weights)
    repeated = clone(estimator).fit(choices.loc[choices.index.repeat(weights)])
    np.testing.assert_array_equal(weighted.cluster_centers_, repeated.cluster_centers_)
    np.testing.assert_array_equal(weighted.labels_.repeat(weights), repeated.labels_)
    assert weighted.inertia_ == repeated.inertia_


@every_estimator
def test_absent_rows_are_predicted(estimator: KMeansTypes, choices: pd.DataFrame) -> None:
    weights = np.random.default_rng(1).integers(0, 2, len(choices))
    fitted = clone(estimator).fit(choices, sample_weight=weights)
    absent = weights == 0
    np.testing.assert_array_equal(fitted.labels_[absent], fitted.predict(choices)[absent])


@every_estimator
@pytest.mark.parametrize("seed", range(5))
def test_order_of_rows_changes_nothing(
    estimator: KMeansTypes, seed: int, choices: pd.DataFrame
) -> None:
    """Weights that are no whole numbers and many equal rows: even the last bits stay."""
    rng = np.random.default_rng(seed)
    weights = rng.random(len(choices))
    order = rng.permutation(len(choices))
    fitted = clone(estimator).fit(choices, sample_weight=weights)
    shuffled = clone(estimator).fit(choices.iloc[order], sample_weight=weights[order])
    np.testing.assert_array_equal(fitted.labels_[order], shuffled.labels_)
    np.testing.assert_array_equal(fitted.cluster_centers_, shuffled.cluster_centers_)
    assert fitted.inertia_ == shuffled.inertia_


@every_estimator
def test_clusters_are_ordered_by_weight(estimator: KMeansTypes, choices: pd.DataFrame) -> None:
    """Weights far below one: what counts is their sum, not its whole part."""
    weights = np.random.default_rng(3).random(len(choices)) / len(choices)
    fitted = clone(estimator).fit(choices, sample_weight=weights)
    assert (np.diff(np.bincount(fitted.labels_, weights)) <= 0).all()


@every_estimator
def test_predicted_is_the_nearest_centre(estimator: KMeansTypes, choices: pd.DataFrame) -> None:
    """Brute force: sort the distances of every case."""
    fitted = clone(estimator).fit(choices)
    gaps = np.abs(choices.to_numpy()[:, None] - fitted.cluster_centers_)
    distances = gaps.mean(axis=2) if isinstance(fitted, PamTypes) else (gaps**2).sum(axis=2)
    own = distances[np.arange(len(choices)), fitted.predict(choices)]
    np.testing.assert_allclose(own, distances.min(axis=1))


def test_a_medoid_is_nearest_in_its_own_metric() -> None:
    """Special case: 0010 differs from 1000 in two items, from 1111 in three, but shares one there.

    By Jaccard's distance it is 1 from the former, 3/4 from the latter.
    """
    X = np.repeat([[1, 0, 0, 0], [1, 1, 1, 1]], [3, 2], axis=0)
    matching, jaccard = PamTypes(2).fit(X), PamTypes(2, metric="jaccard").fit(X)
    assert (matching.metric_, jaccard.metric_) == ("simple_matching", "jaccard")
    assert matching.predict([[0, 0, 1, 0], [0, 1, 1, 1]]).tolist() == [0, 1]
    assert jaccard.predict([[0, 0, 1, 0], [0, 1, 1, 1]]).tolist() == [1, 1]


@every_estimator
def test_it_works_in_a_pipeline(
    estimator: KMeansTypes, stored: Callable[[str], pd.DataFrame]
) -> None:
    iris = stored("iris")
    pipeline = make_pipeline(StandardScaler(), clone(estimator).set_params(n_clusters=3))
    labels = pipeline.fit_predict(iris)
    scaled = StandardScaler().fit_transform(iris)
    assert np.array_equal(labels, clone(estimator).set_params(n_clusters=3).fit(scaled).labels_)
    assert pipeline.predict(iris.iloc[:5]).shape == (5,)
    assert pipeline[-1].n_features_in_ == 4


@every_estimator
def test_clones_keep_the_parameters(estimator: KMeansTypes, choices: pd.DataFrame) -> None:
    fitted = clone(estimator).set_params(n_clusters=3).fit(choices)
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    assert not hasattr(copy, "labels_")
    again = pickle.loads(pickle.dumps(fitted))
    assert np.array_equal(again.predict(choices), fitted.predict(choices))


def test_a_shared_source_of_random_numbers_is_used_up(choices: pd.DataFrame) -> None:
    """Special case: with one start, different draws reach different partitions."""
    source = np.random.RandomState(0)
    found = {KMeansTypes(8, n_init=1, random_state=source).fit(choices).inertia_ for _ in range(5)}
    assert len(found) > 1


@every_estimator
@pytest.mark.parametrize("k", [0, 4, 2.0, True, None])
def test_a_number_of_clusters_out_of_range_is_refused(estimator: KMeansTypes, k: object) -> None:
    with pytest.raises(ValueError, match=r"n_clusters is .*; allowed: 1 to .* rows with weight, 3"):
        clone(estimator).set_params(n_clusters=k).fit([[0.0], [1.0], [2.0], [2.0]])


@every_estimator
@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, 1], "one number from 0 for each of 3 rows"),
        ([1, 1, -1], "one number from 0 for each of 3 rows"),
        ([1, 1, np.nan], "one number from 0 for each of 3 rows"),
        ([0, 0, 0], "sample_weight is zero everywhere"),
        ([1, 0, 1], "distinct rows with weight, 2"),
    ],
)
def test_bad_weights_are_refused(
    estimator: KMeansTypes, weights: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        clone(estimator).set_params(n_clusters=3).fit([[0], [1], [2]], sample_weight=weights)


@pytest.mark.parametrize("starts", [0, 1.5])
def test_a_number_of_starts_out_of_range_is_refused(starts: float) -> None:
    with pytest.raises(ValueError, match="n_init is"):
        KMeansTypes(1, n_init=starts).fit([[0], [1]])


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(ValueError, match="metric is 'cosine'; allowed: simple_matching, jaccard"):
        PamTypes(1, metric="cosine").fit([[0], [1]])
