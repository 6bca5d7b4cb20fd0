from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import ABSENT, assign, find_types
from typfrage.validity.resampling import Search, nearest_mean, streams


def test_streams_differ_by_purpose_and_keep_the_first_ones() -> None:
    few, more = streams(1, "gap", 2), streams(1, "gap", 3)
    draws = [np.random.default_rng(stream).random() for stream in (*few, *more)]
    assert draws[:2] == draws[2:4]
    other = np.random.default_rng(streams(1, "splits", 1)[0]).random()
    assert len({*draws, other}) == 4


@pytest.mark.parametrize("seed", range(5))
def test_nearest_mean_is_the_nearest_centre(seed: int) -> None:
    """Special case: assign(), with the means of the points that are present."""
    rng = np.random.default_rng(seed)
    points, weights = rng.normal(size=(30, 4)), rng.integers(1, 5, 30).astype(float)
    labels = rng.permutation(np.arange(30) % 3)
    labels[:6] = ABSENT
    means = np.stack(
        [np.average(points[labels == c], axis=0, weights=weights[labels == c]) for c in range(3)]
    )
    assert np.array_equal(nearest_mean(points, weights, labels, 3), assign(points, means).labels)


def test_equally_near_means_go_to_the_lowest() -> None:
    points, labels = np.array([[0.0], [1.0], [2.0]]), np.array([0, ABSENT, 1])
    assert nearest_mean(points, np.ones(3), labels, 2).tolist() == [0, 0, 1]


def test_fewer_patterns_than_types_are_types_of_their_own(choices: pd.DataFrame) -> None:
    search = Search.of([find_types(choices, 4, seed=1)], starts=2)
    weights = np.zeros(len(search.weights))
    weights[[3, 7]] = 2
    labels = search.partition(search.prepared(), weights, 4, np.random.default_rng(0))
    assert labels[[3, 7]].tolist() == [0, 1]
    assert (np.delete(labels, [3, 7]) == ABSENT).all()


def test_solutions_that_do_not_belong_together_are_refused(choices: pd.DataFrame) -> None:
    two, three = (find_types(choices, k, starts=2, seed=1) for k in (2, 3))
    ward = find_types(choices, 3, method="ward", seed=1)
    fewer = find_types(choices.iloc[:50], 3, starts=2, seed=1)
    for wrong in ([two, ward], [two, fewer]):
        with pytest.raises(ValueError, match="differ in method or patterns"):
            Search.of(wrong, 1)
    with pytest.raises(ValueError, match="ascending"):
        Search.of([three, two], 1)
    with pytest.raises(ValueError, match="solutions is empty"):
        Search.of([], 1)
