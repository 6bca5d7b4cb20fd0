from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import TypeSolution, find_types
from typfrage.validity import NullBenchmark, UndefinedError, null_benchmark
from typfrage.validity.null_benchmark import p_any, rank_p_values

MATRICES = 39


def solutions(X: pd.DataFrame, ks: tuple[int, ...] = (2, 4)) -> list[TypeSolution]:
    return [find_types(X, k, starts=10, seed=1) for k in ks]


def answers(n: int, pull: float, seed: int) -> pd.DataFrame:
    """Answers to "choose up to three of twelve"; types pull towards three items of their own."""
    rng = np.random.default_rng(seed)
    liking = 1 + pull * np.repeat(np.eye(4), 3, axis=1)
    noisy = np.log(liking)[rng.integers(4, size=n)] + rng.gumbel(size=(n, 12))
    ranks = (-noisy).argsort(axis=1).argsort(axis=1)
    return pd.DataFrame((ranks < rng.integers(1, 4, size=(n, 1))).astype(float))


def bench(X: pd.DataFrame, **rest: int) -> NullBenchmark:
    return null_benchmark(
        solutions(X), **{"matrices": MATRICES, "replicates": 3, "starts": 5, "seed": 2} | rest
    )


def test_planted_types_stand_out() -> None:
    """Simulation: types with a strong pull towards items of their own."""
    found = bench(answers(200, pull=20, seed=3))
    assert found.p_silhouette[1] == found.p_jaccard[1] == 1 / (1 + MATRICES)
    assert found.p_any_silhouette == 1 / (1 + MATRICES)
    assert (found.silhouette[1] > found.silhouette_null[:, 1]).all()


def test_answers_without_types_do_not() -> None:
    """Simulation: independent answers; the limit on choices alone makes a silhouette."""
    found = bench(answers(200, pull=0, seed=4))
    assert found.p_any_silhouette > 0.05
    assert found.p_any_jaccard > 0.05
    assert found.silhouette[1] > 0.1


def test_p_values_count_the_null_matrices_that_reach_the_observed() -> None:
    """Brute force: count, with the observed matrix among them."""
    found = bench(answers(80, pull=1, seed=5))
    for place in range(2):
        reached = (found.jaccard_null[:, place] >= found.jaccard[place] - 1e-12).sum()
        assert found.p_jaccard[place] == (1 + reached) / (1 + MATRICES)


def test_looking_at_all_numbers_of_types_is_paid_for() -> None:
    """Brute force: the share of matrices whose largest standardised value is as large."""
    values = np.random.default_rng(6).random((20, 5))
    p = np.array([[(values[:, j] >= values[i, j]).mean() for j in range(5)] for i in range(20)])
    np.testing.assert_allclose(rank_p_values(values), p)
    columns = [(column - np.mean(column)) / np.std(column) for column in values.T]
    largest = [max(column[i] for column in columns) for i in range(20)]
    assert p_any(values) == sum(value >= largest[0] for value in largest) / 20
    assert np.isnan(p_any(np.full((3, 2), np.nan)))


def test_p_values_of_exchangeable_values_keep_their_level() -> None:
    """Closed form: among 200 exchangeable rows the first is among the top 5 % in 5 % of cases."""
    rng = np.random.default_rng(7)
    alarms = sum(p_any(rng.random((200, 3))) <= 0.05 for _ in range(600))
    # Binomial(600, 0.05) within four standard deviations.
    assert abs(alarms - 30) < 4 * np.sqrt(600 * 0.05 * 0.95)


def test_row_order_jobs_and_more_matrices_change_nothing() -> None:
    X = answers(60, pull=2, seed=8)
    found = bench(X, matrices=6)
    shuffled = bench(X.sample(frac=1, random_state=0), matrices=6, jobs=2)
    assert np.array_equal(found.jaccard_null, shuffled.jaccard_null)
    assert np.array_equal(found.silhouette_null, bench(X, matrices=9).silhouette_null[:6])


def test_one_type_has_no_benchmark() -> None:
    X = answers(60, pull=2, seed=8)
    found = null_benchmark(solutions(X, (1, 2)), matrices=3, replicates=1, starts=2, seed=0)
    assert np.isnan(found.silhouette[0])
    assert np.isnan(found.p_jaccard[0])
    assert found.p_silhouette[1] >= 1 / 4


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([[0, 1], [1, 2], [0, 0]], "other values than 0 and 1"),
        ([[0], [1], [1]], "there is 1 item"),
        ([[1, 1], [0, 0], [1, 1]], "admit no other answers"),
    ],
)
def test_where_there_is_no_null_model_it_says_so(X: list[list[int]], message: str) -> None:
    with pytest.raises(UndefinedError, match=message):
        null_benchmark([find_types(X, 2, seed=0)], matrices=3, seed=0)


@pytest.mark.parametrize("argument", ["matrices", "replicates", "starts"])
def test_numbers_out_of_range_are_refused(choices: pd.DataFrame, argument: str) -> None:
    arguments = {"matrices": 2, "replicates": 1, "starts": 1} | {argument: 0}
    with pytest.raises(ValueError, match=f"{argument} is 0; allowed: at least 1"):
        null_benchmark(solutions(choices), **arguments, seed=0)
