"""Properties that every criterion of the registry must have, also one that is added later.

The model is scikit-learn's tests of its cluster metrics: a new criterion is covered by the loops
over ``CRITERIA`` and needs an entry in ``BOUNDS``, and in ``REPLICATES`` if it resamples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import METHODS, TypeSolution, find_types
from typfrage.validity import CRITERIA, Evaluation, Settings, UndefinedError, evaluate
from typfrage.validity.task import Task

NAMES = sorted(CRITERIA)
FEW = Settings(
    starts=10,
    resample_starts=5,
    bootstrap=6,
    gap_samples=6,
    splits=6,
    pairs=6,
    null_samples=6,
    null_replicates=2,
    seeds=3,
)
# Sums of a few hundred terms in another order.
ROUNDING = 1e-9
# Two EM runs end near the same maximum of the likelihood.
CONVERGED = 1e-3

INFINITE = float("inf")
BOUNDS: Mapping[str, tuple[float, float]] = {
    "total_within_ss": (0, INFINITE),
    "calinski_harabasz": (0, INFINITE),
    "silhouette": (-1, 1),
    "gap": (-INFINITE, INFINITE),
    "gap_se": (0, INFINITE),
    "prediction_strength": (0, 1),
    "mean_jaccard": (0, 1),
    "smallest_jaccard": (0, 1),
    "stable_types": (0, 8),
    "instability": (0, 1),
    "aic": (0, INFINITE),
    "bic": (0, INFINITE),
    "entropy_r2": (0, 1),
    "agreement_methods": (-1, 1),
    "agreement_items": (-1, 1),
    "agreement_seeds": (-1, 1),
    "p_silhouette": (1 / (1 + FEW.null_samples), 1),
    "p_jaccard": (1 / (1 + FEW.null_samples), 1),
}
"""Smallest and largest value of every column of the table."""

REPLICATES: Mapping[str, tuple[str, Callable[[Any], np.ndarray]] | None] = {
    "prediction_strength": ("splits", lambda result: result.values),
    "jaccard": ("bootstrap", lambda result: np.hstack([found.values for found in result.values()])),
    "instability": ("pairs", lambda result: result.values),
    "null": (
        "null_samples",
        lambda result: np.hstack([result.silhouette_null, result.jaccard_null]),
    ),
    "agreement": ("seeds", lambda result: result[2].seeds.adjusted_rand[:, None]),
    # Keeps the means of its reference samples only.
    "gap": None,
    # Has starts, no replicates.
    "information": None,
}
"""For every criterion that resamples: the setting that says how often, and the values."""


def ticks(n: int = 90, items: int = 6, seed: int = 1) -> np.ndarray:
    """Answers to "choose up to two of six", three of them liked together."""
    rng = np.random.default_rng(seed)
    X = np.zeros((n, items))
    for row in X:
        liked = 3 * rng.integers(2) + np.arange(3)
        chosen = liked if rng.random() < 0.7 else np.arange(items)
        row[rng.choice(chosen, rng.integers(1, 3), replace=False)] = 1
    return X


def numbers(n: int = 45, seed: int = 2) -> np.ndarray:
    """Three overlapping clouds."""
    rng = np.random.default_rng(seed)
    return 2.0 * np.eye(3)[np.arange(n) % 3] + rng.normal(size=(n, 3))


def examples() -> dict[str, np.ndarray]:
    lonely = np.concatenate([np.repeat([[0.0, 0], [0, 1], [1, 1]], 6, axis=0), [[9.0, 7]]])
    return {
        "ticks": ticks(),
        "numbers": numbers(),
        "tied": np.random.default_rng(3).integers(0, 2, (40, 3)).astype(float),
        "singleton": lonely,
        "rarely ticked": np.concatenate([ticks(40), np.eye(6)[:1], np.ones((1, 6))]),
    }


DATA = sorted(examples())


def look(X: Any, name: str, ks: Any = (2, 3), **rest: Any) -> Evaluation:
    arguments = {"criteria": [name], "settings": FEW, "seed": 4} | rest
    return evaluate(X, ks, **arguments)


def task(solutions: list[TypeSolution]) -> Task:
    compared = tuple(solutions[1:])
    return Task(compared, tuple(solutions), FEW, seed=4, jobs=1, progress=None)


def rows(name: str, solutions: list[TypeSolution]) -> list[dict[str, float]] | str:
    """What a criterion says of solutions for 1, 2, … types, but for the first."""
    try:
        result = CRITERIA[name].compute(task(solutions))
    except UndefinedError as error:
        return str(error)
    return [CRITERIA[name].row(result, solution.k) for solution in solutions[1:]]


def parts(result: Any) -> Iterator[Any]:
    """Everything that a result holds, one part after another."""
    if is_dataclass(result):
        for field in fields(result):
            yield from parts(getattr(result, field.name))
    elif isinstance(result, Mapping):
        for key, value in result.items():
            yield key
            yield from parts(value)
    elif isinstance(result, list | tuple):
        for value in result:
            yield from parts(value)
    else:
        yield result


def same(first: Evaluation, second: Evaluation) -> bool:
    """Whether two evaluations agree to the last bit, wherever they hold a number."""
    mine, other = (list(parts((e.results, e.undefined, e.chosen()))) for e in (first, second))
    return len(mine) == len(other) and all(
        np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind == "f")
        for a, b in zip(mine, other, strict=True)
    )


def values(found: Evaluation, name: str) -> pd.DataFrame:
    return found.table()[list(CRITERIA[name].columns)]


def test_every_criterion_is_declared_here() -> None:
    """Add the bounds of a new criterion to BOUNDS, and its replicates to REPLICATES."""
    columns = [column for criterion in CRITERIA.values() for column in criterion.columns]
    assert sorted(columns) == sorted(BOUNDS)
    assert {name for name in NAMES if CRITERIA[name].resamples} == set(REPLICATES)
    assert all(CRITERIA[name].name == name for name in NAMES)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", NAMES)
def test_permuted_rows_change_nothing(name: str, data: str) -> None:
    X = examples()[data]
    order = np.random.default_rng(5).permutation(len(X))
    assert same(look(X, name), look(X[order], name))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", NAMES)
def test_permuted_rows_change_nothing_whatever_the_method(name: str, method: str) -> None:
    X = ticks(60)
    order = np.random.default_rng(5).permutation(len(X))
    found = look(X, name, method=method)
    assert same(found, look(X[order], name, method=method))
    assert_within_bounds(found, name)


@pytest.mark.parametrize("data", ["ticks", "numbers"])
@pytest.mark.parametrize("name", [*(n for n in NAMES if not CRITERIA[n].resamples), "information"])
def test_permuted_items_change_only_the_rounding(name: str, data: str) -> None:
    """What resamples draws its samples in the order of the patterns, which items decide."""
    X = examples()[data]
    found = values(look(X, name, [1, 2, 3]), name)
    permuted = values(look(X[:, ::-1], name, [1, 2, 3]), name)
    tolerance = CONVERGED if name == "information" else ROUNDING
    pd.testing.assert_frame_equal(found, permuted, atol=tolerance, rtol=ROUNDING)


@pytest.mark.parametrize("name", NAMES)
def test_a_shift_and_another_unit_change_only_the_rounding(name: str) -> None:
    """Eight times the numbers, eight further on; sums of squares are in the square of the unit."""
    X = numbers()
    found, moved = values(look(X, name), name), values(look(8 * X + 8, name), name)
    if name == "total_within_ss":
        found = 64 * found
    pd.testing.assert_frame_equal(found, moved, rtol=ROUNDING, atol=ROUNDING)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", NAMES)
def test_renamed_types_change_only_the_rounding(name: str, data: str) -> None:
    solutions = [find_types(examples()[data], k, starts=10, seed=1) for k in (1, 2, 3)]
    renamed = [
        replace(
            solution,
            pattern_labels=solution.k - 1 - solution.pattern_labels,
            centres=solution.centres[::-1],
            sizes=solution.sizes[::-1],
        )
        for solution in solutions
    ]
    expected, found = rows(name, solutions), rows(name, renamed)
    if isinstance(expected, str):
        assert found == expected
    else:
        for one, other in zip(expected, found, strict=True):
            assert one == pytest.approx(other, abs=ROUNDING, nan_ok=True)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", NAMES)
def test_weighted_patterns_are_their_cases(name: str, data: str) -> None:
    """Patterns with weights against the expanded data: exactly the same numbers."""
    X = examples()[data]
    points, counts = np.unique(X, axis=0, return_counts=True)
    expanded = [find_types(X, k, starts=10, seed=1) for k in (1, 2, 3)]
    weighted = [find_types(points, k, starts=10, seed=1, weights=counts) for k in (1, 2, 3)]
    expected, found = rows(name, expanded), rows(name, weighted)
    np.testing.assert_equal(found, expected)


@pytest.mark.parametrize("name", [n for n in NAMES if not CRITERIA[n].resamples])
def test_doubled_rows_have_the_index_of_doubled_weights(name: str) -> None:
    """The same cases twice: sums of squares double, mean widths are those of twice the cases."""
    X = ticks(40)
    points, counts = np.unique(X, axis=0, return_counts=True)
    twice = [find_types(np.concatenate([X, X]), k, starts=10, seed=1) for k in (1, 2, 3)]
    weighted = [find_types(points, k, starts=10, seed=1, weights=2 * counts) for k in (1, 2, 3)]
    np.testing.assert_equal(rows(name, twice), rows(name, weighted))


def assert_within_bounds(found: Evaluation, name: str) -> None:
    table = values(found, name)
    for column in table:
        low, high = BOUNDS[column]
        known = table[column].dropna()
        assert ((known >= low - ROUNDING) & (known <= high + ROUNDING)).all()
    allowed = {None, *range(1, max(found.solutions) + 1)}
    assert set(found.chosen().values()) <= allowed
    if name in found.undefined:
        assert table.isna().all(axis=None)
        assert len(found.undefined[name]) > 20


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", NAMES)
def test_values_lie_within_their_bounds(name: str, data: str) -> None:
    X = examples()[data]
    found = look(X, name, range(1, min(8, len(np.unique(X, axis=0))) + 1))
    assert_within_bounds(found, name)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", NAMES)
def test_one_type_alone_is_looked_at(name: str, data: str) -> None:
    found = look(examples()[data], name, [1])
    assert_within_bounds(found, name)
    assert set(found.chosen().values()) <= {None, 1}


@pytest.mark.parametrize("name", NAMES)
def test_every_case_may_be_its_own_type(name: str) -> None:
    """Distinct rows, k = n; numbers, then ticks."""
    distinct = {
        "numbers": np.random.default_rng(6).normal(size=(6, 2)),
        "ticks": np.concatenate([np.eye(4), 1 - np.eye(4)]),
    }
    for X in distinct.values():
        found = look(X, name, range(1, len(X) + 1))
        assert_within_bounds(found, name)
        assert len(found.table()) == len(X)


@pytest.mark.parametrize("name", NAMES)
def test_two_cases_are_enough(name: str) -> None:
    for X in ([[0, 1], [1, 0]], [[0.5, 1], [3, 2]]):
        assert_within_bounds(look(X, name, [1, 2]), name)


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.ones((20, 3)), "k is 2; allowed: 1 to the number of distinct points, 1"),
        ([[0, 1], [1, np.nan], [1, 1]], "X holds nan in row 1, column 1"),
        ([[0, 1], [1, 0], [np.inf, 1]], "X holds inf in row 2, column 0"),
        ([["a", "b"], ["c", "d"]], "X must hold numbers only"),
        (np.empty((0, 3)), r"X has shape \(0, 3\)"),
        ([1, 2, 3], r"X has shape \(3,\)"),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_data_without_types_or_numbers_are_refused(name: str, X: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        look(X, name, [2])


@pytest.mark.parametrize("data", ["ticks", "numbers"])
@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_jobs_changes_nothing(name: str, data: str) -> None:
    X = examples()[data]
    assert same(look(X, name), look(X, name, jobs=2))


@pytest.mark.parametrize("name", NAMES)
def test_the_seed_decides_what_is_random_and_nothing_else(name: str) -> None:
    X = ticks()
    found = look(X, name)
    assert same(found, look(X, name))
    if REPLICATES.get(name):
        _, of = REPLICATES[name]
        others = [of(look(X, name, seed=seed).results[name]) for seed in range(5, 10)]
        if name != "agreement":
            assert any(not np.array_equal(of(found.results[name]), other) for other in others)
    elif not CRITERIA[name].resamples:
        pd.testing.assert_frame_equal(values(found, name), values(look(X, name, seed=5), name))


@pytest.mark.parametrize("name", [name for name, known in REPLICATES.items() if known])
def test_more_replicates_keep_the_first_ones(name: str) -> None:
    X = ticks()
    setting, of = REPLICATES[name]
    few = of(look(X, name).results[name])
    double = replace(FEW, **{setting: 2 * getattr(FEW, setting)})
    more = of(look(X, name, settings=double).results[name])
    assert len(more) == 2 * len(few)
    np.testing.assert_array_equal(few, more[: len(few)])


@pytest.mark.parametrize("name", NAMES)
def test_results_cannot_be_changed(name: str) -> None:
    """Arrays of frozen results are read-only."""
    for part in parts(look(ticks(), name).results):
        if isinstance(part, np.ndarray):
            assert not part.flags.writeable


@pytest.mark.parametrize("name", NAMES)
def test_progress_ends_with_all_done(name: str) -> None:
    told: list[tuple[str, float]] = []
    look(ticks(), name, progress=lambda what, share: told.append((what, share)))
    shares = [share for what, share in told if what == name]
    assert shares == sorted(shares)
    assert shares[-1] == 1
