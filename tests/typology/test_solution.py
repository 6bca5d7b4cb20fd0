from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from typfrage.typology import TypeSolution, distinct_patterns, find_types
from typfrage.typology.solution import canonical_labels
from typfrage.validity import adjusted_rand_index

# Four types that share no goal and always tick both of theirs leave nothing to confuse.
PLANTED_EXACTLY = 1.0
# With one foreign goal in three, and ties between patterns, single cases may change sides.
PLANTED_WITH_NOISE = 0.9


def same(first: TypeSolution, second: TypeSolution) -> bool:
    return (
        np.array_equal(first.pattern_labels, second.pattern_labels)
        and np.array_equal(first.centres, second.centres)
        and np.array_equal(first.sizes, second.sizes)
        and first.total_within_ss == second.total_within_ss
    )


def planted(noise: bool, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Types that tick goals (0, 1), (2, 3), … of twelve, and one other goal if there is noise."""
    rng = np.random.default_rng(seed)
    types = rng.choice(4, 300, p=[0.4, 0.3, 0.2, 0.1])
    X = np.zeros((300, 12))
    for case, kind in enumerate(types):
        X[case, 2 * kind : 2 * kind + 2] = 1
        if noise:
            X[case, rng.integers(8, 12)] = 1
    return pd.DataFrame(X, columns=[f"goal_{item}" for item in range(12)]), types


@pytest.mark.parametrize("k", [1, 2, 4, 6, 8])
def test_permuted_rows_permute_the_labels_exactly(choices: pd.DataFrame, k: int) -> None:
    order = np.random.default_rng(k).permutation(len(choices))
    solution, shuffled = find_types(choices, k, seed=1), find_types(choices.iloc[order], k, seed=1)
    assert same(solution, shuffled)
    assert np.array_equal(solution.labels[order], shuffled.labels)
    assert solution.series().loc[choices.index].equals(shuffled.series().loc[choices.index])


@pytest.mark.parametrize("k", [2, 4, 8])
def test_thread_count_and_repetition_change_nothing(choices: pd.DataFrame, k: int) -> None:
    with threadpool_limits(1):
        alone = find_types(choices, k, seed=5)
    with threadpool_limits(2):
        assert same(alone, find_types(choices, k, seed=5))
        assert same(alone, find_types(choices, k, seed=5))


def test_doubled_rows_double_the_sizes(choices: pd.DataFrame) -> None:
    solution = find_types(choices, 4, seed=1)
    twice = find_types(pd.concat([choices, choices], ignore_index=True), 4, seed=1)
    assert np.array_equal(solution.pattern_labels, twice.pattern_labels)
    assert np.array_equal(2 * solution.sizes, twice.sizes)
    assert twice.total_within_ss == pytest.approx(2 * solution.total_within_ss)


def test_weighted_rows_are_repeated_rows(choices: pd.DataFrame) -> None:
    """Special case: the patterns with their frequencies against the cases."""
    solution = find_types(choices, 4, seed=1)
    patterns = solution.patterns
    again = find_types(patterns.points, 4, seed=1, weights=patterns.weights)
    assert same(solution, again)
    assert np.array_equal(again.labels, solution.pattern_labels)


def test_labels_do_not_depend_on_their_numbering(choices: pd.DataFrame) -> None:
    solution = find_types(choices, 5, seed=1)
    for seed in range(5):
        renumbered = np.random.default_rng(seed).permutation(5)[solution.pattern_labels]
        canonical = canonical_labels(solution.patterns, renumbered)
        assert np.array_equal(canonical, solution.pattern_labels)


def test_types_are_ordered_by_size(choices: pd.DataFrame) -> None:
    solution = find_types(choices, 6, seed=1)
    assert (np.diff(solution.sizes) <= 0).all()
    assert np.array_equal(np.bincount(solution.labels), solution.sizes)


def test_types_of_equal_size_are_ordered_by_centre_then_by_pattern() -> None:
    patterns = distinct_patterns([[0, 0], [0, 1], [1, 0], [1, 1]])
    by_centre = canonical_labels(patterns, np.array([1, 1, 0, 0]))
    assert by_centre.tolist() == [0, 0, 1, 1]
    crossed = distinct_patterns([[0, 1], [1, 0]])
    assert canonical_labels(crossed, np.array([1, 0])).tolist() == [0, 1]
    by_first_pattern = canonical_labels(patterns, np.array([1, 0, 0, 1]))
    assert by_first_pattern.tolist() == [0, 1, 1, 0]


def test_centres_are_the_means_of_the_cases(choices: pd.DataFrame) -> None:
    """Brute force: pandas' group means."""
    solution = find_types(choices, 4, seed=1)
    means = choices.groupby(solution.series()).mean()
    np.testing.assert_allclose(solution.centres, means, rtol=1e-12)
    np.testing.assert_allclose(solution.deviations, means - choices.mean(), atol=1e-12)


@pytest.mark.parametrize(("noise", "least"), [(False, PLANTED_EXACTLY), (True, PLANTED_WITH_NOISE)])
def test_planted_types_are_found(noise: bool, least: float) -> None:
    """Simulation: four types with goals of their own."""
    X, types = planted(noise, seed=1)
    assert adjusted_rand_index(find_types(X, 4, seed=1).labels, types) >= least


def test_names_are_kept(choices: pd.DataFrame) -> None:
    keyed = choices.set_axis([f"0{case}" for case in range(len(choices))])
    solution = find_types(keyed, 3, seed=1)
    assert solution.items == tuple(choices.columns)
    assert solution.cases.equals(keyed.index)
    assert solution.series().index.equals(keyed.index)
    assert (solution.k, solution.method, solution.parameters) == (3, "kmeans", {"starts": 50})
    assert find_types(choices.to_numpy(), 3, seed=1).items[:2] == ("0", "1")


@pytest.mark.parametrize(
    ("X", "arguments", "message"),
    [
        ([[0], [1]], {"k": 3}, "number of distinct points, 2"),
        ([[1], [1]], {"k": 2}, "number of distinct points, 1"),
        ([[0], [1]], {"k": 1, "method": "magic"}, "method is 'magic'; allowed: kmeans"),
        ([[0], [np.nan]], {"k": 1}, "nan in row 1"),
        (pd.DataFrame([[0, 1]], columns=["a", "a"]), {"k": 1}, r"\['a'\] more than once"),
        (pd.DataFrame({"a": [0, 1]}, index=["x", "x"]), {"k": 1}, r"\['x'\] more than once"),
    ],
)
def test_bad_arguments_are_refused(X: object, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        find_types(X, **arguments, seed=0)
