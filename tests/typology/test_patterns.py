from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import distinct_patterns
from typfrage.typology.patterns import distinct_rows


def test_patterns_expand_to_the_cases(choices: pd.DataFrame) -> None:
    """Special case: points[of_case] is the matrix itself."""
    patterns = distinct_patterns(choices)
    assert np.array_equal(patterns.points[patterns.of_case], choices)
    assert np.array_equal(np.bincount(patterns.of_case), patterns.weights)
    np.testing.assert_allclose(patterns.mean, choices.mean(), rtol=1e-12)


def test_patterns_are_those_a_dictionary_finds(choices: pd.DataFrame) -> None:
    """Brute force: count the rows one by one."""
    counted: dict[tuple[float, ...], int] = {}
    for row in choices.itertuples(index=False):
        counted[tuple(map(float, row))] = counted.get(tuple(map(float, row)), 0) + 1
    patterns = distinct_patterns(choices)
    assert [tuple(point) for point in patterns.points] == sorted(counted)
    assert patterns.weights.tolist() == [counted[key] for key in sorted(counted)]


def test_patterns_do_not_depend_on_the_order_of_cases(choices: pd.DataFrame) -> None:
    order = np.random.default_rng(0).permutation(len(choices))
    patterns, shuffled = distinct_patterns(choices), distinct_patterns(choices.iloc[order])
    assert np.array_equal(patterns.points, shuffled.points)
    assert np.array_equal(patterns.weights, shuffled.weights)
    assert np.array_equal(patterns.of_case[order], shuffled.of_case)


@pytest.mark.parametrize("kind", ["ticks", "numbers", "wide", "one_column"])
def test_rows_are_those_that_numpy_sorts(kind: str) -> None:
    """Brute force: numpy.unique; 70 columns have more possible codes than fit into an integer."""
    rng = np.random.default_rng(3)
    matrix = {
        "ticks": rng.integers(0, 2, (300, 5)).astype(float),
        "numbers": rng.normal(size=(50, 3)).round(1),
        "wide": rng.integers(0, 4, (40, 70)).astype(float)[rng.integers(40, size=200)],
        "one_column": rng.integers(-2, 3, (30, 1)).astype(float),
    }[kind]
    points, of_row = distinct_rows(matrix)
    expected, inverse = np.unique(matrix, axis=0, return_inverse=True)
    assert np.array_equal(points, expected)
    assert np.array_equal(of_row, inverse.reshape(-1))


def test_weighted_rows_are_repeated_rows(choices: pd.DataFrame) -> None:
    """Special case: a row of weight w is w equal rows."""
    weights = np.arange(len(choices)) % 3 + 1
    weighted = distinct_patterns(choices, weights)
    repeated = distinct_patterns(choices.loc[choices.index.repeat(weights)])
    assert np.array_equal(weighted.points, repeated.points)
    assert np.array_equal(weighted.weights, repeated.weights)


@pytest.mark.parametrize("weights", [[1], [1, 0], [1, 1.5], [1, -1], [1, np.nan]])
def test_weights_that_count_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="a positive whole number for each of 2"):
        distinct_patterns([[0], [1]], weights)


def test_negative_zero_is_zero() -> None:
    assert distinct_patterns([[0.0], [-0.0]]).weights.tolist() == [2]


def test_nullable_columns_are_numbers() -> None:
    frame = pd.DataFrame({"a": pd.array([1, 0], dtype="Int64"), "b": [True, False]})
    assert distinct_patterns(frame).points.tolist() == [[0, 0], [1, 1]]


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([[1, np.nan]], "nan in row 0, column 1"),
        ([[1, 2], [np.inf, 2]], "inf in row 1, column 0"),
        (pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}), "nan in row 1"),
        ([1, 2], r"shape \(2,\)"),
        (np.empty((0, 3)), r"shape \(0, 3\)"),
        (np.empty((3, 0)), r"shape \(3, 0\)"),
        ([["yes"]], "numbers only"),
        (pd.DataFrame({"a": ["yes"]}), "numbers only"),
    ],
)
def test_what_is_no_matrix_of_numbers_is_refused(X: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        distinct_patterns(X)


def test_results_cannot_be_changed(choices: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="read-only"):
        distinct_patterns(choices).points[0, 0] = 7
