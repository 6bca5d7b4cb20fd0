from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import find_types
from typfrage.validity import (
    adjusted_rand_index,
    agreement_of_methods,
    agreement_of_seeds,
    agreement_without_items,
    compare_partitions,
)


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    """Three types that always tick three items of their own, and one of three others."""
    rng = np.random.default_rng(1)
    types = np.repeat(np.arange(3), [40, 30, 20])
    own = np.repeat(np.eye(3), 3, axis=1)[types]
    return pd.DataFrame(np.column_stack([own, np.eye(3)[rng.integers(3, size=90)]]))


@pytest.mark.parametrize("seed", range(6))
def test_matching_is_the_best_of_all(seed: int) -> None:
    """Brute force: all one-to-one matchings of three types with four."""
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 3, 40), rng.integers(0, 4, 40)
    weights = rng.integers(1, 4, 40)
    found = compare_partitions(first, second, weights)
    best = max(
        sum(weights[(first == one) & (second == other)].sum() for one, other in enumerate(order))
        for order in permutations(range(4), 3)
    )
    assert found.matched_share == pytest.approx(best / weights.sum())
    kept = np.array(found.matching)[first] == second
    assert weights[kept].sum() == best
    assert found.adjusted_rand == adjusted_rand_index(first, second, weights)


def test_a_type_without_counterpart_says_so() -> None:
    found = compare_partitions([0, 0, 1, 2], [5, 5, 5, 7])
    assert found.matching.tolist() == [0, -1, 1]
    assert found.matched_share == 0.75


def test_all_methods_find_planted_types(planted: pd.DataFrame) -> None:
    """Simulation: types that nobody can miss."""
    found = agreement_of_methods(find_types(planted, 3, seed=1), starts=10, seed=2)
    assert found.methods == ("kmeans", "pam", "ward", "latent_classes")
    assert (found.adjusted_rand == 1).all()
    assert (found.matched_share == 1).all()
    assert (found.per_type == 1).all()
    assert not found.undefined


def test_agreement_of_methods_is_that_of_their_solutions(choices: pd.DataFrame) -> None:
    """Special case: each method on the cases, not on the patterns."""
    solution = find_types(choices, 3, seed=1)
    found = agreement_of_methods(solution, methods=["ward", "pam"], seed=2)
    assert found.methods == ("kmeans", "ward", "pam")
    labels = [find_types(choices, 3, method=m, seed=2).labels for m in ("ward", "pam")]
    labels.insert(0, solution.labels)
    for row, one in enumerate(labels):
        for column, other in enumerate(labels):
            expected = adjusted_rand_index(one, other)
            assert found.adjusted_rand[row, column] == pytest.approx(expected)


def test_a_method_that_finds_no_such_types_says_why() -> None:
    """Special case: 60 answers to two items; of three latent classes one is nobody's likeliest."""
    X = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [15, 15, 15, 15], axis=0)
    found = agreement_of_methods(find_types(X, 3, seed=1), starts=5, seed=1)
    assert found.methods == ("kmeans", "pam", "ward")
    assert "only 2 are the most probable class" in found.undefined["latent_classes"]


def test_numbers_are_no_categories_for_latent_classes(
    stored: Callable[[str], pd.DataFrame],
) -> None:
    found = agreement_of_methods(find_types(stored("iris"), 3, seed=1), starts=5, seed=1)
    assert found.methods == ("kmeans", "pam", "ward")
    assert "other values than 0 and 1" in found.undefined["latent_classes"]


def test_leaving_out_an_item_compares_with_types_from_the_others(choices: pd.DataFrame) -> None:
    """Special case: the same as clustering the cases without the item."""
    solution = find_types(choices, 3, seed=1)
    found = agreement_without_items(solution, seed=2)
    assert found.items == solution.items
    for place, item in enumerate(solution.items):
        without = find_types(choices.drop(columns=item), 3, seed=2)
        expected = compare_partitions(solution.labels, without.labels)
        assert found.adjusted_rand[place] == pytest.approx(expected.adjusted_rand)
        assert found.matched_share[place] == pytest.approx(expected.matched_share)


def test_too_few_answers_without_an_item_are_not_compared() -> None:
    found = agreement_without_items(find_types([[0, 0], [0, 1], [1, 0]], 3, seed=0), seed=0)
    assert np.isnan(found.adjusted_rand).all()
    alone = agreement_without_items(find_types([[0], [1]], 2, seed=0), seed=0)
    assert np.isnan(alone.matched_share).all()


def test_other_seeds_find_planted_types(planted: pd.DataFrame) -> None:
    found = agreement_of_seeds(find_types(planted, 3, seed=1), seeds=5, starts=10, seed=2)
    assert found.adjusted_rand.tolist() == [1] * 5
    assert found.at_best == 5


def test_seeds_that_stop_short_of_the_best_are_counted(choices: pd.DataFrame) -> None:
    """Brute force: each seed alone."""
    solution = find_types(choices, 6, starts=50, seed=1)
    found = agreement_of_seeds(solution, seeds=8, starts=1, seed=2)
    best = min(solution.total_within_ss, found.totals.min())
    assert found.at_best == (found.totals < best * (1 + 1e-9)).sum() < 8
    with pytest.raises(ValueError, match="seeds is 0"):
        agreement_of_seeds(solution, seeds=0, seed=2)


def test_an_unknown_method_is_refused(choices: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="method is 'magic'"):
        agreement_of_methods(find_types(choices, 2, seed=1), methods=["magic"], seed=1)
