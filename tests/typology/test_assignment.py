from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import assign, find_types


@pytest.mark.parametrize("k", [1, 2, 4, 8])
def test_cases_that_formed_the_types_keep_theirs(choices: pd.DataFrame, k: int) -> None:
    """Special case: a k-means partition is that of its nearest centres, up to ties."""
    solution = find_types(choices, k, seed=1)
    found = assign(choices, solution.centres)
    tied = np.isclose(found.distances, found.second_distances)
    assert np.array_equal(found.labels[~tied], solution.labels[~tied])


def test_distances_are_those_of_a_loop(choices: pd.DataFrame) -> None:
    """Brute force: sort the distances of every case."""
    centres = find_types(choices, 5, seed=1).centres
    found = assign(choices, centres)
    for case, row in enumerate(choices.to_numpy()):
        distances = np.array([np.linalg.norm(row - centre) for centre in centres])
        assert found.distances[case] == pytest.approx(np.sort(distances)[0])
        assert found.second_distances[case] == pytest.approx(np.sort(distances)[1])
        assert distances[found.labels[case]] == pytest.approx(found.distances[case])
        assert found.labels[case] != found.second[case]


def test_among_equally_near_types_the_lowest_is_taken() -> None:
    found = assign([[0.5], [0.1 + 0.2]], [[0.0], [1.0], [0.6]])
    assert found.labels.tolist() == [2, 0]
    assert found.second.tolist() == [0, 2]


def test_one_type_has_no_second() -> None:
    found = assign([[3.0, 4.0]], [[0.0, 0.0]])
    assert (found.labels.tolist(), found.second.tolist()) == ([0], [-1])
    assert found.distances.tolist() == [5.0]
    assert np.isinf(found.second_distances).all()


@pytest.mark.parametrize(
    ("points", "centres", "message"),
    [
        ([[1.0]], [[1.0, 2.0]], "points have 1 columns, centres 2"),
        ([[np.nan]], [[1.0]], "points holds nan"),
        ([[1.0]], [[np.nan]], "centres holds nan"),
    ],
)
def test_bad_arguments_are_refused(points: object, centres: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        assign(points, centres)
