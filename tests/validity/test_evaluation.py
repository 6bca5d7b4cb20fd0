from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import find_types
from typfrage.validity import (
    CRITERIA,
    Evaluation,
    Settings,
    bootstrap_jaccard,
    evaluate,
    gap_statistic,
    silhouette_widths,
)

FEW = Settings(
    starts=10,
    resample_starts=5,
    reference_starts=5,
    bootstrap=10,
    gap_samples=5,
    splits=4,
    pairs=4,
    null_samples=5,
    null_replicates=2,
    seeds=3,
)


@pytest.fixture(scope="module")
def evaluation(choices: pd.DataFrame) -> Evaluation:
    return evaluate(choices, range(1, 5), settings=FEW, seed=1)


def test_every_criterion_is_the_one_computed_alone(
    evaluation: Evaluation, choices: pd.DataFrame
) -> None:
    """Special case: one criterion at a time, from the same seed."""
    solutions = [find_types(choices, k, starts=10, seed=1) for k in range(1, 5)]
    for k, alone in enumerate(solutions, start=1):
        assert np.array_equal(evaluation.solutions[k].labels, alone.labels)
    stability = bootstrap_jaccard(solutions, replicates=10, starts=5, seed=1)
    for k, alone in enumerate(stability, start=1):
        assert np.array_equal(evaluation.results["jaccard"][k].values, alone.values)
    overall = silhouette_widths(choices, solutions[2].labels).overall
    assert evaluation.results["silhouette"][3].overall == pytest.approx(overall)
    gap = gap_statistic(solutions, samples=5, starts=5, seed=1)
    assert np.array_equal(evaluation.results["gap"].gap, gap.gap)


def test_leaving_out_criteria_and_numbers_changes_no_other(
    evaluation: Evaluation, choices: pd.DataFrame
) -> None:
    """Special case: the same streams of random numbers whatever else is computed."""
    some = evaluate(
        choices, [2, 4], criteria=["gap", "jaccard", "prediction_strength"], settings=FEW, seed=1
    )
    assert list(some.results) == ["gap", "jaccard", "prediction_strength"]
    columns = ["gap", "gap_se", "smallest_jaccard"]
    pd.testing.assert_frame_equal(
        some.table().loc[[2], columns], evaluation.table().loc[[2], columns]
    )
    assert some.table()["silhouette"].isna().all()
    assert some.chosen()["gap_1se"] == evaluation.chosen()["gap_1se"]


def test_table_lines_the_criteria_up(evaluation: Evaluation) -> None:
    table = evaluation.table()
    assert table.index.tolist() == [1, 2, 3, 4]
    assert set(table) == {"smallest_size", "starts_at_best"} | {
        column for criterion in CRITERIA.values() for column in criterion.columns
    }
    defined_for_one = table.loc[1].notna()
    for column in ("silhouette", "calinski_harabasz", "instability", "entropy_r2", "p_jaccard"):
        assert not defined_for_one[column]
    assert table.loc[2:].notna().all(axis=None)
    assert table["total_within_ss"].is_monotonic_decreasing
    for k, solution in evaluation.solutions.items():
        mean = evaluation.results["jaccard"][k].mean
        assert table.at[k, "smallest_size"] == solution.sizes.min()
        assert table.at[k, "smallest_jaccard"] == mean.min()
        assert table.at[k, "mean_jaccard"] == pytest.approx(mean.mean())
        assert table.at[k, "stable_types"] == (mean >= 0.75).sum()


def test_choices_follow_from_the_table(evaluation: Evaluation) -> None:
    """Brute force: the largest or smallest value of a column."""
    table, chosen = evaluation.table(), evaluation.chosen()
    for column in ("silhouette", "calinski_harabasz"):
        assert chosen[column] == table[column].idxmax()
    for column in ("aic", "bic", "instability"):
        assert chosen[column] == table[column].idxmin()
    strong = table.index[table["prediction_strength"] > 0.8]
    assert chosen["prediction_strength"] == max(strong, default=1)
    stable = [k for k in (2, 3, 4) if table.at[k, "smallest_jaccard"] >= 0.75]
    assert chosen["jaccard"] == max(stable, default=None)


def test_what_is_not_defined_says_why() -> None:
    """Special case: numbers that are no ticks have no null matrices and no latent classes."""
    X = np.random.default_rng(2).normal(size=(40, 3))
    found = evaluate(X, [2, 3], settings=FEW, seed=1)
    assert set(found.undefined) == {"information", "null"}
    assert "other values than 0 and 1" in found.undefined["null"]
    assert found.table()["bic"].isna().all()


def test_progress_is_told_of_every_criterion(choices: pd.DataFrame) -> None:
    told: list[tuple[str, float]] = []
    evaluate(
        choices,
        [3, 2, 3],
        criteria=["silhouette", "jaccard"],
        settings=replace(FEW, starts=2, bootstrap=3),
        seed=1,
        progress=lambda name, share: told.append((name, share)),
    )
    assert list(dict.fromkeys(name for name, _ in told)) == ["solutions", "silhouette", "jaccard"]
    assert [share for name, share in told if name == "solutions"] == [0.5, 1]
    assert told[-1] == ("jaccard", 1)


def test_planted_number_of_types_stands_out() -> None:
    """Simulation: three places far apart; every criterion favours three types."""
    rng = np.random.default_rng(5)
    X = np.repeat(np.eye(3) * 10, 40, axis=0) + rng.normal(size=(120, 3))
    found = evaluate(X, range(1, 6), settings=replace(FEW, bootstrap=30), seed=1)
    assert set(found.chosen().values()) == {3}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"k_range": []}, r"k_range is \[\]"),
        ({"k_range": [0, 1]}, r"k_range is \[0, 1\]; allowed: numbers of types from 1"),
        ({"k_range": [3]}, "k is 3"),
        ({"k_range": [2], "criteria": "gap"}, "criteria are 'gap'; allowed: all, or some of"),
        ({"k_range": [2], "criteria": ["gap", "magic"]}, "'magic'"),
    ],
)
def test_bad_arguments_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        evaluate([[0], [1]], **arguments, settings=FEW, seed=0)
