from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import find_types
from typfrage.validity import bootstrap_jaccard, stability_band
from typfrage.validity.jaccard import best_jaccard, draw
from typfrage.validity.resampling import streams

# fpc and typfrage each average B random similarities: their difference has the standard error
# sd * sqrt(1/B + 1/B'). Four of them are exceeded by chance once in 16,000 comparisons.
MONTE_CARLO_ERRORS = 4
# Types that are found again in every sample have no spread; fpc's own value is then exact.
ROUNDING = 1e-8
REPLICATES = 100


def brute_force(original: np.ndarray, found: np.ndarray, k: int) -> list[float]:
    """Hennig (2007), with sets of cases."""
    best = []
    for kind in range(k):
        cases = set(np.flatnonzero(original == kind))
        others = [set(np.flatnonzero(found == other)) for other in np.unique(found)]
        best.append(max(len(cases & other) / len(cases | other) for other in others))
    return best


@pytest.mark.parametrize("duplicates", ["drop", "keep"])
@pytest.mark.parametrize("k", [2, 3, 4])
@pytest.mark.parametrize("data", ["iris", "choices"])
def test_means_are_those_of_fpc(
    data: str, k: int, duplicates: str, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: fpc::clusterboot with kmeansCBI, B = 100, both values of multipleboot."""
    reference = stored("clusterboot").query("data == @data and k == @k")
    reference = reference[reference["duplicates"] == duplicates]
    X = stored(data).drop(columns="type", errors="ignore")
    solution = find_types(X, k, starts=50, seed=1)
    types = solution.labels[reference["case"] - 1]
    assert np.array_equal(solution.sizes[types], reference["size"])
    (found,) = bootstrap_jaccard([solution], replicates=REPLICATES, duplicates=duplicates, seed=2)
    spread = np.maximum(reference["sd"], found.values.std(axis=0, ddof=1)[types])
    error = spread * np.sqrt(1 / reference["B"] + 1 / REPLICATES)
    difference = np.abs(found.mean[types] - reference["mean"])
    assert (difference <= MONTE_CARLO_ERRORS * error + ROUNDING).all()
    for counted, expected in (("dissolved", found.dissolved), ("recovered", found.recovered)):
        rate, rate_r = expected[types] / REPLICATES, reference[counted] / reference["B"]
        pooled = (expected[types] + reference[counted]) / (REPLICATES + reference["B"])
        error = np.sqrt(pooled * (1 - pooled) * (1 / REPLICATES + 1 / reference["B"]))
        assert (np.abs(rate - rate_r) <= MONTE_CARLO_ERRORS * error + ROUNDING).all()


@pytest.mark.parametrize("seed", range(10))
def test_similarity_is_that_of_sets_of_cases(seed: int) -> None:
    """Brute force: intersections and unions of sets, weights expanded."""
    rng = np.random.default_rng(seed)
    original, found = rng.permutation(np.arange(30) % 4), rng.integers(0, 5, 30)
    counts = rng.integers(1, 4, 30)
    expected = brute_force(np.repeat(original, counts), np.repeat(found, counts), 4)
    similarity = best_jaccard(original, found, counts.astype(float), 4)
    np.testing.assert_allclose(similarity, expected, atol=ROUNDING)


def test_a_type_that_was_not_drawn_has_similarity_zero() -> None:
    """fpc: clujaccard(..., zerobyzero = 0)."""
    similarity = best_jaccard(np.array([0, 2]), np.array([0, 1]), np.ones(2), 3)
    assert similarity.tolist() == [1, 0, 1]


@pytest.mark.parametrize("duplicates", ["drop", "keep"])
def test_replicates_are_what_a_loop_over_cases_finds(
    choices: pd.DataFrame, duplicates: str
) -> None:
    """Brute force: draw cases, cluster the rows drawn, compare sets of cases."""
    solution = find_types(choices, 3, seed=1)
    (found,) = bootstrap_jaccard([solution], replicates=5, duplicates=duplicates, seed=7)
    cases = choices.to_numpy(float)[np.lexsort(choices.to_numpy().T[::-1])]
    labels = np.repeat(solution.pattern_labels, solution.patterns.weights)
    for replicate, stream in enumerate(streams(7, "bootstrap", 5)):
        drawn = np.random.default_rng(stream).integers(len(cases), size=len(cases))
        drawn = np.unique(drawn) if duplicates == "drop" else drawn
        again = find_types(cases[drawn], 3, seed=0).labels
        expected = brute_force(labels[drawn], again, 3)
        np.testing.assert_allclose(found.values[replicate], expected, atol=ROUNDING)


def test_a_draw_counts_cases_once_or_again() -> None:
    """Brute force: count the positions drawn one by one."""
    cases = np.repeat([0, 1, 2], [3, 1, 4])
    for seed in range(20):
        drawn = np.random.default_rng(seed).integers(8, size=8)
        once = [sum(1 for case in set(drawn.tolist()) if cases[case] == p) for p in range(3)]
        again = [sum(1 for case in drawn if cases[case] == p) for p in range(3)]
        assert draw(cases, 3, "drop", np.random.default_rng(seed)).tolist() == once
        assert draw(cases, 3, "keep", np.random.default_rng(seed)).tolist() == again


def test_all_numbers_of_types_see_the_same_samples(choices: pd.DataFrame) -> None:
    """Special case: the first number of types finds what it finds alone."""
    solutions = [find_types(choices, k, seed=1) for k in (2, 3)]
    alone = bootstrap_jaccard(solutions[:1], replicates=4, seed=3)
    together = bootstrap_jaccard(solutions, replicates=4, seed=3)
    assert np.array_equal(alone[0].values, together[0].values)
    assert [found.values.shape for found in together] == [(4, 2), (4, 3)]


def test_jobs_and_order_of_rows_change_nothing(choices: pd.DataFrame) -> None:
    solution = find_types(choices, 4, starts=10, seed=1)
    shuffled = find_types(choices.sample(frac=1, random_state=0), 4, starts=10, seed=1)
    (found,) = bootstrap_jaccard([solution], replicates=8, seed=3)
    (in_threads,) = bootstrap_jaccard([solution], replicates=8, seed=3, jobs=2)
    (of_shuffled,) = bootstrap_jaccard([shuffled], replicates=8, seed=3)
    assert np.array_equal(found.values, in_threads.values)
    assert np.array_equal(found.values, of_shuffled.values)


def test_more_replicates_keep_the_first_ones(choices: pd.DataFrame) -> None:
    solution = find_types(choices, 2, starts=5, seed=1)
    (few,) = bootstrap_jaccard([solution], replicates=3, seed=3)
    (more,) = bootstrap_jaccard([solution], replicates=6, seed=3)
    assert np.array_equal(few.values, more.values[:3])


def test_summaries_follow_from_the_values(choices: pd.DataFrame) -> None:
    (found,) = bootstrap_jaccard([find_types(choices, 4, starts=5, seed=1)], replicates=20, seed=3)
    assert ((found.values >= 0) & (found.values <= 1)).all()
    np.testing.assert_allclose(found.mean, found.values.mean(axis=0))
    assert found.dissolved.tolist() == [(column <= 0.5).sum() for column in found.values.T]
    assert found.recovered.tolist() == [(column > 0.75).sum() for column in found.values.T]
    assert found.bands == tuple(stability_band(mean) for mean in found.mean)


def test_half_is_dissolved_and_three_quarters_not_yet_recovered() -> None:
    """Special case: without the case at 10, the other type falls apart 3 to 1 or 1 to 1."""
    solution = find_types([[0], [0.1], [0.2], [1], [10]], 2, seed=1)
    (found,) = bootstrap_jaccard([solution], replicates=200, seed=0)
    first = found.values[:, 0]
    assert {0.5, 0.75} <= set(first)
    assert found.dissolved[0] == (first < 0.5).sum() + (first == 0.5).sum()
    assert found.recovered[0] == (first >= 0.75).sum() - (first == 0.75).sum()


def test_one_type_is_always_found_again(choices: pd.DataFrame) -> None:
    """Special case: k = 1."""
    (found,) = bootstrap_jaccard([find_types(choices, 1, seed=1)], replicates=5, seed=0)
    assert (found.values == 1).all()
    assert found.bands == ("highly_stable",)


def test_every_pattern_its_own_type_is_found_again_if_drawn() -> None:
    """Special case: k = m; with enough cases each, samples hold every pattern."""
    X = np.repeat(np.arange(4.0), 50)[:, None]
    (found,) = bootstrap_jaccard([find_types(X, 4, seed=1)], replicates=20, seed=0)
    assert (found.values == 1).all()


def test_samples_with_fewer_patterns_than_types_are_used() -> None:
    """Special case: three cases, three types; who is not drawn is not found."""
    (found,) = bootstrap_jaccard([find_types([[0], [1], [2]], 3, seed=1)], replicates=50, seed=0)
    assert set(np.unique(found.values)) == {0, 1}


def test_planted_types_are_stable_and_random_answers_are_not() -> None:
    """Simulation: three places far apart against one cloud."""
    rng = np.random.default_rng(5)
    apart = np.repeat(np.eye(3) * 10, 40, axis=0) + rng.normal(size=(120, 3))
    cloud = rng.normal(size=(120, 3))
    (planted,) = bootstrap_jaccard([find_types(apart, 3, starts=10, seed=1)], replicates=30, seed=2)
    (nothing,) = bootstrap_jaccard([find_types(cloud, 4, starts=10, seed=1)], replicates=30, seed=2)
    assert set(planted.bands) == {"highly_stable"}
    assert nothing.mean.min() < 0.75


@pytest.mark.parametrize(
    ("mean", "band"),
    [
        (0.0, "dissolved"),
        (0.5, "dissolved"),
        (0.51, "doubtful"),
        (0.599, "doubtful"),
        (0.6, "pattern"),
        (0.749, "pattern"),
        (0.75, "stable"),
        (0.849, "stable"),
        (0.85, "highly_stable"),
        (1.0, "highly_stable"),
    ],
)
def test_bands_at_their_edges(mean: float, band: str) -> None:
    assert stability_band(mean) == band


@pytest.mark.parametrize("mean", [-0.1, 1.1, np.nan])
def test_a_mean_out_of_range_has_no_band(mean: float) -> None:
    with pytest.raises(ValueError, match="allowed: 0 to 1"):
        stability_band(mean)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"replicates": 0}, "bootstrap has 0 replicates; allowed: at least 1"),
        ({"starts": 0}, "starts is 0; allowed: at least 1"),
        ({"duplicates": "twice"}, "duplicates is 'twice'; allowed: drop, keep"),
    ],
)
def test_bad_arguments_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bootstrap_jaccard([find_types([[0], [1]], 2, seed=0)], seed=0, **arguments)
