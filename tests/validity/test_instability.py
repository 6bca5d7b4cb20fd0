from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import find_types
from typfrage.validity import contingency
from typfrage.validity.instability import disagreement, instability, nearest_on_average
from typfrage.validity.resampling import nearest_mean, streams

# Ratios of exact counts; R prints 15 digits.
ROUNDING = 1e-12
# R's class::knn1 takes squared distances within this share for equal.
EQUALLY_NEAR = 1e-4
# fpc and typfrage each average B random values: their difference has the standard error
# sd * sqrt(1/B + 1/B'). Four of them are exceeded by chance once in 16,000 comparisons.
MONTE_CARLO_ERRORS = 4
PAIRS = 50
# Up to this k both searches find the same optimum of nearly every sample.
OPTIMUM_FOUND_BY_R = {"iris": 6, "choices": 5, "tied": 7, "degenerate": 2}


def digits(text: object) -> np.ndarray:
    """One number per case, as the R scripts write them after a letter."""
    return np.array(list(str(text)[1:]), dtype=np.intp)


def brute_force(first: np.ndarray, second: np.ndarray) -> float:
    """Pairs of cases together in the first and not in the second, as fpc counts them."""
    together = first[:, None] == first
    apart = second[:, None] != second
    return float((together & apart).sum() / len(first) ** 2)


def on_average(X: np.ndarray, case: int, drawn: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Mean distance of a case to the drawn cases of each type."""
    distance = np.sqrt(((X - X[case]) ** 2).sum(axis=1))
    return np.array([distance[drawn & (labels == kind)].mean() for kind in range(labels.max() + 1)])


def to_means(X: np.ndarray, case: int, counts: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Distance of a case to the mean of each type, repeated draws counted."""
    rows, kinds = np.repeat(X, counts, axis=0), np.repeat(labels, counts)
    means = np.stack([rows[kinds == kind].mean(axis=0) for kind in range(labels.max() + 1)])
    return np.sqrt(((X[case] - means) ** 2).sum(axis=1))


def test_values_of_single_pairs_are_those_of_fpc(stored: Callable[[str], pd.DataFrame]) -> None:
    """R: three pairs of fpc::nselectboot with R's partitions of the samples."""
    pairs = stored("instability_pairs")
    assert len(pairs) == 42
    for row in pairs.itertuples():
        table = contingency(digits(row.classified_1), digits(row.classified_2))
        assert disagreement(table) == pytest.approx(row.value, abs=ROUNDING)


@pytest.mark.parametrize("classification", ["averagedist", "centroid"])
def test_classification_is_that_of_fpc(
    classification: str, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: fpc::classifnp of the cases not drawn; among equally near types R draws lots."""
    compared = 0
    pairs = stored("instability_pairs")
    for row in pairs[pairs["classification"] == classification].itertuples():
        X = stored(row.data).drop(columns="type", errors="ignore").to_numpy(float)
        for counts, classified in (
            (digits(row.drawn_1), digits(row.classified_1) - 1),
            (digits(row.drawn_2), digits(row.classified_2) - 1),
        ):
            labels = np.where(counts > 0, classified, -1)
            if classification == "centroid":
                found = nearest_mean(X, counts.astype(float), labels, row.k)
            else:
                distances = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
                found = nearest_on_average(distances, (counts > 0).astype(np.intp), labels)
            for case in np.flatnonzero(counts == 0):
                if classification == "centroid":
                    near = to_means(X, case, counts, labels)
                else:
                    near = on_average(X, case, counts > 0, labels)
                assert near[found[case]] == pytest.approx(near.min(), abs=ROUNDING)
                if np.partition(near, 1)[1] > near.min() * (1 + EQUALLY_NEAR):
                    compared += 1
                    assert found[case] == classified[case]
    assert compared > 2_000


@pytest.mark.parametrize("classification", ["averagedist", "centroid"])
@pytest.mark.parametrize("data", sorted(OPTIMUM_FOUND_BY_R))
def test_means_are_those_of_fpc(
    data: str, classification: str, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: fpc::nselectboot with kmeansCBI, B = 50, both classifications."""
    expected = stored("instability").query("data == @data")
    expected = expected[expected["classification"] == classification]
    expected = expected[expected["k"] <= OPTIMUM_FOUND_BY_R[data]]
    X = stored(data).drop(columns="type", errors="ignore")
    solutions = [find_types(X, k, starts=5, seed=1) for k in expected["k"]]
    found = instability(solutions, replicates=PAIRS, classification=classification, seed=2)
    spread = np.maximum(expected["sd"], found.values.std(axis=0, ddof=1))
    error = spread * np.sqrt(1 / expected["B"] + 1 / PAIRS)
    assert (np.abs(found.mean - expected["mean"]) <= MONTE_CARLO_ERRORS * error).all()


@pytest.mark.parametrize("seed", range(10))
def test_disagreement_is_that_of_all_pairs(seed: int) -> None:
    """Brute force: ordered pairs of cases."""
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 3, 30), rng.integers(0, 4, 30)
    expected = brute_force(first, second)
    assert disagreement(contingency(first, second)) == pytest.approx(expected, abs=ROUNDING)


def test_nearest_on_average_is_that_of_single_cases() -> None:
    """Brute force: mean distance to every drawn case."""
    rng = np.random.default_rng(2)
    points, counts = rng.normal(size=(20, 3)), rng.integers(0, 4, 20)
    labels = np.where(counts > 0, np.arange(20) % 3, -1)
    X, kinds = np.repeat(points, counts, axis=0), np.repeat(labels, counts)
    distances = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
    found = nearest_on_average(distances, counts, labels)
    for place, point in enumerate(points):
        distance = np.sqrt(((X - point) ** 2).sum(axis=1))
        mean = [distance[kinds == kind].mean() for kind in range(3)]
        assert found[place] == np.argmin(mean)


@pytest.mark.parametrize("classification", ["averagedist", "centroid"])
@pytest.mark.parametrize("k", [2, 3])
def test_values_are_what_a_loop_over_cases_finds(
    k: int, classification: str, choices: pd.DataFrame
) -> None:
    """Brute force: draw cases twice, cluster the rows, classify the others case by case."""
    few = choices.head(120)
    solution = find_types(few, k, starts=5, seed=1)
    found = instability([solution], replicates=4, classification=classification, starts=50, seed=7)
    X = np.repeat(solution.patterns.points, solution.patterns.weights, axis=0)
    for pair, stream in enumerate(streams(7, "pairs", 4)):
        rng = np.random.default_rng(stream)
        sides = []
        for _ in range(2):
            counts = np.bincount(rng.integers(120, size=120), minlength=120)
            rows = np.repeat(np.arange(120), counts)
            # Equally near cases go to the type that comes first in the order of the patterns.
            types = pd.factorize(find_types(X[rows], k, seed=0).labels)[0]
            labels = np.full(120, -1)
            labels[rows] = types
            classified = labels.copy()
            for case in np.flatnonzero(labels == -1):
                if classification == "centroid":
                    near = to_means(X, case, counts, labels)
                else:
                    near = on_average(X, case, counts > 0, labels)
                classified[case] = near.round(9).argmin()
            sides.append(classified)
        assert found.values[pair, 0] == pytest.approx(brute_force(*sides), abs=ROUNDING)


def test_one_type_says_nothing(choices: pd.DataFrame) -> None:
    """Special case: k = 1 agrees always."""
    found = instability([find_types(choices, 1, starts=1, seed=1)], replicates=3, seed=0)
    assert np.isnan(found.values).all()
    assert found.chosen is None


def test_places_far_apart_are_found_again() -> None:
    """Special case: with enough cases in each, samples hold every place."""
    X = np.repeat(np.arange(4.0), 50)[:, None]
    found = instability([find_types(X, 4, seed=1)], replicates=10, seed=0)
    assert (found.values == 0).all()


def test_samples_with_fewer_patterns_than_types_are_used() -> None:
    """Special case: three cases, three types; R does not end here."""
    found = instability([find_types([[0], [1], [3]], 3, seed=1)], replicates=30, seed=0)
    assert set((found.values * 9).round(9).ravel()) <= set(range(7))
    assert found.values.max() > 0


def test_chosen_is_the_most_stable_number() -> None:
    """Simulation: three places far apart; the smallest mean among equals."""
    rng = np.random.default_rng(5)
    X = np.repeat(np.eye(3) * 10, 40, axis=0) + rng.normal(size=(120, 3))
    solutions = [find_types(X, k, starts=5, seed=1) for k in range(1, 6)]
    found = instability(solutions, replicates=20, seed=2)
    assert found.chosen == 3
    np.testing.assert_allclose(found.mean[1:], found.values.mean(axis=0)[1:])


def test_jobs_and_order_of_rows_change_nothing(choices: pd.DataFrame) -> None:
    solutions = [find_types(choices, k, starts=5, seed=1) for k in (2, 3)]
    shuffled = choices.sample(frac=1, random_state=0)
    others = [find_types(shuffled, k, starts=5, seed=1) for k in (2, 3)]
    for classification in ("averagedist", "centroid"):
        how = {"replicates": 8, "classification": classification, "seed": 3}
        values = instability(solutions, **how).values
        assert np.array_equal(values, instability(solutions, **how, jobs=2).values)
        assert np.array_equal(values, instability(others, **how).values)


def test_more_pairs_keep_the_first_ones(choices: pd.DataFrame) -> None:
    solutions = [find_types(choices, 2, starts=5, seed=1)]
    few = instability(solutions, replicates=3, seed=3).values
    assert np.array_equal(few, instability(solutions, replicates=6, seed=3).values[:3])


def test_too_many_patterns_for_all_distances_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["typfrage.validity.instability"]
    monkeypatch.setattr(module, "MOST_PATTERNS", 3)
    solutions = [find_types(np.arange(4.0)[:, None], 2, seed=0)]
    with pytest.raises(ValueError, match="4 distinct answers; allowed with averagedist: up to 3"):
        instability(solutions, seed=0)
    assert np.isfinite(instability(solutions, classification="centroid", seed=0).mean).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"replicates": 0}, "pairs has 0 replicates"),
        ({"classification": "knn"}, "classification is 'knn'; allowed: averagedist, centroid"),
        ({"starts": 0}, "starts is 0"),
    ],
)
def test_bad_arguments_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        instability([find_types([[0], [1]], 2, seed=0)], seed=0, **arguments)
