from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import find_types
from typfrage.validity import assignment_certainty, type_shares
from typfrage.validity.resampling import streams


def test_shares_are_what_a_loop_over_cases_finds(choices: pd.DataFrame) -> None:
    """Brute force: resample rows, cluster, match by trying all orders, assign by distance."""
    solution = find_types(choices, 3, seed=1)
    found = assignment_certainty(solution, replicates=4, starts=30, seed=3)
    cases = np.repeat(solution.patterns.points, solution.patterns.weights, axis=0)
    labels = np.repeat(solution.pattern_labels, solution.patterns.weights)
    counted = np.zeros((len(solution.patterns.points), 3))
    for stream in streams(3, "certainty", 4):
        drawn = np.random.default_rng(stream).integers(len(cases), size=len(cases))
        again = find_types(cases[drawn], 3, seed=0)
        order = max(
            permutations(range(3)),
            key=lambda order: (np.array(order)[again.labels] == labels[drawn]).sum(),
        )
        squared = ((solution.patterns.points[:, None] - again.centres) ** 2).sum(axis=2)
        nearest = np.array(order)[squared.round(9).argmin(axis=1)]
        counted[np.arange(len(nearest)), nearest] += 1 / 4
    ties = np.isclose(np.sort(squared, axis=1)[:, 0], np.sort(squared, axis=1)[:, 1])
    np.testing.assert_allclose(found.shares[~ties], counted[~ties], atol=1e-12)


def test_points_that_nobody_showed_go_to_the_nearest_mean_of_each_sample(
    choices: pd.DataFrame,
) -> None:
    """Brute force: the same samples, other points."""
    solution = find_types(choices, 3, seed=1)
    points = np.random.default_rng(5).random((40, 12))
    found = type_shares(solution, points, replicates=4, starts=30, seed=3)
    cases = np.repeat(solution.patterns.points, solution.patterns.weights, axis=0)
    labels = np.repeat(solution.pattern_labels, solution.patterns.weights)
    counted = np.zeros((40, 3))
    for stream in streams(3, "certainty", 4):
        drawn = np.random.default_rng(stream).integers(len(cases), size=len(cases))
        again = find_types(cases[drawn], 3, seed=0)
        order = max(
            permutations(range(3)),
            key=lambda order: (np.array(order)[again.labels] == labels[drawn]).sum(),
        )
        nearest = ((points[:, None] - again.centres) ** 2).sum(axis=2).argmin(axis=1)
        counted[np.arange(40), np.array(order)[nearest]] += 1 / 4
    np.testing.assert_allclose(found, counted, atol=1e-12)


def test_patterns_asked_for_as_points_get_the_same_shares(choices: pd.DataFrame) -> None:
    """Special case: bit for bit, in any order and whatever else is asked."""
    solution = find_types(choices, 4, seed=1)
    expected = assignment_certainty(solution, replicates=6, seed=2).shares
    points = solution.patterns.points
    asked = np.concatenate([np.ones((3, 12)), points[::-1]])
    assert np.array_equal(type_shares(solution, asked, replicates=6, seed=2)[3:], expected[::-1])


def test_points_with_other_columns_are_refused(choices: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="points have 3 columns; allowed: 12"):
        type_shares(find_types(choices, 2, seed=1), np.zeros((1, 3)), seed=0)


def test_separate_types_are_sure_and_what_lies_between_is_mixed() -> None:
    """Special case: two places, and one case half-way."""
    X = np.concatenate([np.zeros((30, 1)), np.full((30, 1), 10.0), [[5.0]]])
    found = assignment_certainty(find_types(X, 2, seed=1), replicates=100, seed=2)
    assert found.mixed.tolist() == [False, True, False]
    assert found.own[[0, 2]].tolist() == [1, 1]
    assert 0 < found.own[1] < 0.75
    assert found.second[0] != find_types(X, 2, seed=1).pattern_labels[0]


def test_shares_are_shares(choices: pd.DataFrame) -> None:
    solution = find_types(choices, 4, seed=1)
    found = assignment_certainty(solution, replicates=20, seed=2)
    assert (found.shares >= 0).all()
    assert (found.shares.sum(axis=1) <= 1 + 1e-12).all()
    pattern = np.arange(len(found.own))
    assert np.array_equal(found.own, found.shares[pattern, solution.pattern_labels])
    assert (found.second != solution.pattern_labels).all()
    assert np.array_equal(found.mixed, found.own < 0.75)


def test_order_of_rows_and_jobs_change_nothing(choices: pd.DataFrame) -> None:
    solution = find_types(choices, 3, seed=1)
    shuffled = find_types(choices.sample(frac=1, random_state=0), 3, seed=1)
    found = assignment_certainty(solution, replicates=6, seed=2)
    again = assignment_certainty(shuffled, replicates=6, seed=2, jobs=2)
    assert np.array_equal(found.shares, again.shares)


@pytest.mark.parametrize(
    ("k", "arguments", "message"),
    [
        (1, {}, "there is 1 type"),
        (2, {"threshold": 1.5}, "threshold is 1.5; allowed: 0 to 1"),
        (2, {"replicates": 0}, "certainty has 0 replicates"),
    ],
)
def test_bad_arguments_are_refused(k: int, arguments: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        assignment_certainty(find_types([[0], [1]], k, seed=0), **arguments, seed=0)
