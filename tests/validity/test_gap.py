from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import TypeSolution, distinct_patterns, find_types
from typfrage.validity import gap
from typfrage.validity.gap import (
    ReferenceBox,
    first_within_one_error,
    gap_statistic,
    log_dispersion,
)
from typfrage.validity.resampling import streams

# Deterministic values; both sum up to 80,000 distances in double precision.
ROUNDING = 1e-8
# R and typfrage each average log W over random reference samples: their difference has the standard
# error sd * sqrt(1/B + 1/B'). Four of them are exceeded by chance once in 16,000 comparisons.
MONTE_CARLO_ERRORS = 4
SAMPLES = 100
# In uniform data the best of many starts is rarely the optimum: twenty times R's 50 starts, or ten
# times typfrage's 20, lower log W by up to this much.
SEARCH = 0.003
# Extrapolating by a power of n misses the mean of 12,800 uniform cases by up to this much.
EXTRAPOLATION = 0.005
# Standard errors from 30 and 60 samples: four times the 16 % of sqrt(1/60 + 1/120).
SPREADS = 0.64
# One start in 200 reaches the best of six types of the choices: a thousand miss it once in 150.
ENOUGH_STARTS = 1000
# Up to this k, R's best of 2000 starts is the best known; beyond, typfrage finds better ones.
OPTIMUM_KNOWN_TO_R = {"iris": 8, "choices": 6, "tied": 7, "degenerate": 3}
DATA = sorted(OPTIMUM_KNOWN_TO_R)
R_NAMES = {"range": "original", "principal": "scaledPCA"}


def brute_force(X: np.ndarray, labels: np.ndarray, power: int) -> float:
    """Compute log W_k of Tibshirani et al. (2001), pair by pair: the sum of D_r / (2 n_r)."""
    total = 0.0
    for label in np.unique(labels):
        own = X[labels == label]
        distances = np.sqrt(((own[:, None] - own[None]) ** 2).sum(axis=2))
        total += (distances**power).sum() / (2 * len(own))
    # clusGap counts every pair once and halves it; the paper counts it twice.
    return float(np.log(total / 2))


def solutions(X: object, largest: int, starts: int = ENOUGH_STARTS) -> list[TypeSolution]:
    return [find_types(X, k, starts=starts, seed=1) for k in range(1, largest + 1)]


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("data", DATA)
def test_log_dispersion_is_that_of_clusgap(
    data: str, power: int, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: cluster::clusGap on R's own partitions."""
    X = stored(data).drop(columns="type", errors="ignore").to_numpy(float)
    by_k = dict(iter(stored("silhouette").query("data == @data").groupby("k")["cluster"]))
    expected = stored("gap").query("data == @data and power == @power and reference == 'original'")
    for k, log_w in expected.set_index("k")["log_w"].items():
        labels = by_k[k].to_numpy() - 1 if k > 1 else np.zeros(len(X), dtype=np.intp)
        found = log_dispersion(X, labels, np.ones(len(X)), power)
        # Without any spread in the types R takes the logarithm of zero.
        log_w = log_w if np.isfinite(log_w) else np.nan
        assert found == pytest.approx(log_w, abs=ROUNDING, nan_ok=True)


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("reference", ["range", "principal"])
def test_log_dispersion_of_a_reference_sample_is_that_of_clusgap(
    reference: str, power: int, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: log W of one reference sample of clusGap with B = 1."""
    name = R_NAMES[reference]
    cases = stored("gap_reference_cases")
    points = cases[[f"{name}_{item}" for item in range(1, 5)]].to_numpy()
    expected = stored("gap_reference")
    expected = expected[expected["reference"] == name].set_index("k")
    for k, log_w in expected[f"log_w_{power}"].items():
        labels = np.zeros(len(points), dtype=np.intp) if k == 1 else cases[f"{name}_k{k}"] - 1
        found = log_dispersion(points, np.asarray(labels), np.ones(len(points)), power)
        assert found == pytest.approx(log_w, abs=ROUNDING)


class Dealt:
    """A source of random numbers that deals given ones."""

    def __init__(self, uniforms: np.ndarray) -> None:
        self.uniforms = uniforms

    def random(self, size: Sequence[int]) -> np.ndarray:
        assert tuple(size) == self.uniforms.shape
        return self.uniforms


@pytest.mark.parametrize("reference", ["range", "principal"])
def test_reference_samples_are_those_of_clusgap(
    reference: str, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: a reference sample of iris from the same uniform numbers.

    A principal axis has no direction of its own; where R's points the other way, u becomes 1 - u.
    """
    cases, iris = stored("gap_reference_cases"), stored("iris").to_numpy()
    uniform = cases[[f"uniform_{item}" for item in range(1, 5)]].to_numpy()
    expected = cases[[f"{R_NAMES[reference]}_{item}" for item in range(1, 5)]].to_numpy()
    box = ReferenceBox.around(iris, np.ones(len(iris)), reference)
    if reference == "principal":
        axes = np.linalg.svd(iris - iris.mean(axis=0))[2]
        matching = box.axes @ axes.T
        assert np.abs(matching).max(axis=1) == pytest.approx(np.ones(4), abs=ROUNDING)
        order = np.abs(matching).argmax(axis=1)
        # R's own directions, from its sample: the side on which its first coordinates lie.
        turned = (expected - iris.mean(axis=0)) @ axes.T
        same = [np.corrcoef(turned[:, axis], uniform[:, axis])[0, 1] > 0 for axis in range(4)]
        directed = axes * np.where(same, 1, -1)[:, None]
        flipped = (box.axes * directed[order]).sum(axis=1) < 0
        uniform = np.where(flipped, 1 - uniform[:, order], uniform[:, order])
    drawn = box.draw(len(iris), Dealt(uniform))
    np.testing.assert_allclose(drawn, expected, atol=ROUNDING)


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("reference", ["range", "principal"])
@pytest.mark.parametrize("data", DATA)
def test_gap_is_that_of_clusgap(
    data: str, reference: str, power: int, stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: cluster::clusGap, B = 100, both reference spaces and powers."""
    largest = OPTIMUM_KNOWN_TO_R[data]
    expected = stored("gap").query("data == @data and power == @power")
    expected = expected[expected["reference"] == R_NAMES[reference]]
    expected = expected[expected["k"] <= largest]
    X = stored(data).drop(columns="type", errors="ignore")
    found = gap_statistic(
        solutions(X, largest),
        samples=SAMPLES,
        reference=reference,
        power=power,
        starts=20,
        seed=2,
    )
    assert found.k == tuple(expected["k"])
    log_w = expected["log_w"].replace(-np.inf, np.nan)
    if power == 2 or data == "iris":
        # Otherwise equally good partitions may differ in the sum of their distances.
        np.testing.assert_allclose(found.log_dispersion, log_w, atol=ROUNDING)
    np.testing.assert_allclose(found.gap, found.expected - found.log_dispersion)
    spread = np.maximum(expected["se_sim"], found.standard_error)
    error = spread * np.sqrt(1 / expected["B"] + 1 / SAMPLES)
    difference = np.abs(found.expected - expected["e_log_w"])
    assert (difference <= MONTE_CARLO_ERRORS * error + SEARCH).all()
    # The standard deviation of B normal values has the standard error sd / sqrt(2 B).
    of_spread = error / np.sqrt(2)
    difference = np.abs(found.standard_error - expected["se_sim"])
    assert (difference <= MONTE_CARLO_ERRORS * of_spread).all()


def test_choice_is_that_of_maxse(stored: Callable[[str], pd.DataFrame]) -> None:
    """R: cluster::maxSE(..., "Tibs2001SEmax") of the first k gaps, for every k."""
    compared = 0
    for _, rows in stored("gap").groupby(["data", "reference", "power"]):
        for upto in range(1, len(rows) + 1):
            first = rows.head(upto)
            if np.isfinite(first["gap"]).all():
                found = first_within_one_error(first["gap"].to_numpy(), first["se_sim"].to_numpy())
                assert found == first["chosen"].iloc[-1]
                compared += 1
    assert compared == 100


@pytest.mark.parametrize(
    ("gap", "chosen"),
    [
        ([0.1, 0.3, 0.2], 2),
        ([0.3, 0.35, 0.5], 1),
        ([0.1, 0.3, 0.5], 3),
        ([0.1], 1),
        ([0.1, 0.3, np.nan], 2),
        ([0.1, np.nan, 0.3], 1),
        ([np.nan, np.nan], None),
    ],
)
def test_smallest_k_within_one_error_of_the_next(gap: list[float], chosen: int | None) -> None:
    """Special case: errors of 0.1; the last k if none, nothing beyond the first gap unknown."""
    assert first_within_one_error(np.array(gap), np.full(len(gap), 0.1)) == chosen


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("seed", range(5))
def test_log_dispersion_is_that_of_all_pairs_of_cases(seed: int, power: int) -> None:
    """Brute force: weights expanded."""
    rng = np.random.default_rng(seed)
    points, labels = rng.integers(0, 3, (12, 3)).astype(float), rng.permutation(np.arange(12) % 3)
    weights = rng.integers(1, 4, 12)
    expected = brute_force(np.repeat(points, weights, axis=0), np.repeat(labels, weights), power)
    found = log_dispersion(points, labels, weights.astype(float), power)
    assert found == pytest.approx(expected, abs=ROUNDING)


@pytest.mark.parametrize("reference", ["range", "principal"])
def test_values_are_what_a_loop_over_samples_finds(reference: str) -> None:
    """Brute force: draw samples, try every partition of their cases, average."""
    X = np.random.default_rng(3).integers(0, 3, (7, 2)).astype(float)
    found = gap_statistic(solutions(X, 3), samples=6, reference=reference, seed=4)
    patterns = distinct_patterns(X)
    box = ReferenceBox.around(patterns.points, patterns.weights.astype(float), reference)
    partitions = [
        [np.array(labels) for labels in product(range(k), repeat=7) if len(set(labels)) == k]
        for k in (1, 2, 3)
    ]
    values = []
    for stream in streams(4, "gap", 6):
        points = box.draw(7, np.random.default_rng(stream))
        values.append([min(brute_force(points, p, 2) for p in of_k) for of_k in partitions])
    np.testing.assert_allclose(found.expected, np.mean(values, axis=0), atol=ROUNDING)
    error = np.std(values, axis=0, ddof=1) * np.sqrt(1 + 1 / 6)
    np.testing.assert_allclose(found.standard_error, error, atol=ROUNDING)
    observed = [min(brute_force(X, labels, 2) for labels in of_k) for of_k in partitions]
    np.testing.assert_allclose(found.log_dispersion, observed, atol=ROUNDING)


def test_many_cases_are_extrapolated_from_smaller_samples(
    choices: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brute force: reference samples of all 2,000 cases."""
    types = solutions(pd.concat([choices] * 5, ignore_index=True), 6, starts=10)
    short = gap_statistic(types, samples=60, seed=1, jobs=2)
    monkeypatch.setattr(gap, "REFERENCE_CASES", 2000)
    full = gap_statistic(types, samples=30, seed=2, jobs=2)
    assert (short.reference_cases, full.reference_cases) == (800, 2000)
    np.testing.assert_array_equal(short.log_dispersion, full.log_dispersion)
    # The error of the extrapolated mean is part of the short one's standard error.
    error = np.hypot(full.standard_error / np.sqrt(30), short.standard_error)
    assert (np.abs(short.expected - full.expected) <= EXTRAPOLATION + 2 * error).all()
    np.testing.assert_allclose(short.standard_error, full.standard_error, rtol=SPREADS)


def test_one_cloud_is_one_type_and_three_places_are_three() -> None:
    """Simulation: uniform data, and three places far apart."""
    rng = np.random.default_rng(5)
    cloud = rng.random((100, 3))
    places = np.repeat(np.eye(3) * 10, 30, axis=0) + rng.normal(size=(90, 3))
    for reference in ("range", "principal"):
        for X, chosen in ((cloud, 1), (places, 3)):
            types = solutions(X, 5, starts=10)
            assert gap_statistic(types, samples=50, reference=reference, seed=1).chosen == chosen


def test_there_is_no_gap_where_nothing_spreads() -> None:
    """Special case: every pattern its own type; R has an infinite gap."""
    X = np.repeat([[0.0, 0.0], [0.0, 1.0], [2.0, 1.0]], [5, 4, 3], axis=0)
    found = gap_statistic(solutions(X, 3), samples=10, seed=1)
    assert np.isnan(found.gap).tolist() == [False, False, True]
    assert np.isfinite(found.expected).all()
    assert found.chosen in (1, 2)


def test_cases_that_are_all_alike_have_no_gap() -> None:
    """Special case: nothing spreads at all."""
    found = gap_statistic(solutions(np.ones((5, 2)), 1), samples=3, seed=1)
    assert np.isnan(found.gap).all()
    assert found.chosen is None


def test_jobs_and_order_of_rows_change_nothing(choices: pd.DataFrame) -> None:
    types = solutions(choices, 3, starts=10)
    shuffled = solutions(choices.sample(frac=1, random_state=0), 3, starts=10)
    for reference in ("range", "principal"):
        found = gap_statistic(types, samples=40, reference=reference, seed=3)
        for again in (
            gap_statistic(types, samples=40, reference=reference, seed=3, jobs=2),
            gap_statistic(shuffled, samples=40, reference=reference, seed=3),
        ):
            assert np.array_equal(found.gap, again.gap)
            assert np.array_equal(found.standard_error, again.standard_error)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"samples": 1}, "samples is 1; allowed: at least 2"),
        ({"reference": "box"}, "reference is 'box'; allowed: range, principal"),
        ({"power": 3}, "power is 3; allowed: 1 or 2"),
        ({"starts": 0}, "starts is 0"),
        ({"jobs": 0}, "jobs is 0"),
    ],
)
def test_bad_arguments_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gap_statistic(solutions([[0], [1], [1]], 2), seed=0, **arguments)


def test_a_gap_in_the_numbers_of_types_is_refused() -> None:
    types = solutions([[0], [1], [3], [7]], 3)
    with pytest.raises(ValueError, match=r"solutions have \[1, 3\] types; allowed: 1, 2, …"):
        gap_statistic([types[0], types[2]], seed=0)
