from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import find_types
from typfrage.validity import Evaluation, bootstrap_jaccard, evaluate, silhouette_widths


@pytest.fixture(scope="module")
def evaluation(choices: pd.DataFrame) -> Evaluation:
    return evaluate(choices, range(1, 5), starts=10, replicates=10, seed=1)


def test_every_criterion_is_the_one_computed_alone(
    evaluation: Evaluation, choices: pd.DataFrame
) -> None:
    """Special case: one k at a time."""
    for k, criteria in evaluation.by_k.items():
        alone = find_types(choices, k, starts=10, seed=1)
        assert np.array_equal(criteria.solution.labels, alone.labels)
        stability = bootstrap_jaccard(alone, replicates=10, seed=1)
        assert np.array_equal(criteria.jaccard.values, stability.values)
        if criteria.silhouette is not None:
            overall = silhouette_widths(choices, alone.labels).overall
            assert criteria.silhouette.overall == pytest.approx(overall)


def test_table_lines_the_criteria_up(evaluation: Evaluation) -> None:
    table = evaluation.table()
    assert table.index.tolist() == [1, 2, 3, 4]
    assert table["silhouette"].isna().tolist() == [True, False, False, False]
    assert table["total_within_ss"].is_monotonic_decreasing
    for k, criteria in evaluation.by_k.items():
        row = table.loc[k]
        assert row["smallest_size"] == criteria.solution.sizes.min()
        assert row["smallest_jaccard"] == criteria.jaccard.mean.min()
        assert row["mean_jaccard"] == pytest.approx(criteria.jaccard.mean.mean())
        assert row["stable_types"] == (criteria.jaccard.mean >= 0.75).sum()


def test_progress_is_told_of_every_k(choices: pd.DataFrame) -> None:
    told: list[int] = []
    evaluate(choices, [3, 2, 3], starts=2, replicates=2, seed=1, progress=told.append)
    assert told == [2, 3]


def test_planted_number_of_types_stands_out() -> None:
    """Simulation: three places far apart; silhouette and stability are best for three types."""
    rng = np.random.default_rng(5)
    X = np.repeat(np.eye(3) * 10, 40, axis=0) + rng.normal(size=(120, 3))
    table = evaluate(X, range(2, 6), starts=10, replicates=20, seed=1).table()
    assert table["silhouette"].idxmax() == 3
    assert table["smallest_jaccard"].idxmax() == 3


@pytest.mark.parametrize(
    ("k_range", "message"), [([], "k_range is empty"), ([0], "k is 0"), ([3], "k is 3")]
)
def test_bad_ranges_are_refused(k_range: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        evaluate([[0], [1]], k_range, replicates=2, seed=0)
