"""Transitions corrected for misclassification: special cases, brute force, planted classes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linear_sum_assignment

from typfrage.profiles.joint_mixture import joint_shares
from typfrage.profiles.latent_transitions import (
    LatentTransitions,
    Uncorrected,
    latent_transitions,
)
from typfrage.profiles.measurement import fit_measurement
from typfrage.typology import find_types

CLASSES, MEMBERS, ANSWERS = 4, 190, 400
SHARES = np.array([0.3, 0.3, 0.2, 0.2])
PLANTED = np.array(
    [[0.7, 0.1, 0.1, 0.1], [0.05, 0.8, 0.1, 0.05], [0.1, 0.2, 0.6, 0.1], [0.05, 0.05, 0.1, 0.8]]
)
STAYED = float(SHARES @ np.diag(PLANTED))
SAME = [(each, each) for each in range(CLASSES)]
# Each class likes three goals of twelve.
LIKES = np.full((CLASSES, 12), 0.15)
for each in range(CLASSES):
    LIKES[each, 3 * each : 3 * each + 3] = 0.65
# Where EM ends, a share may still be so far from the maximum.
EM = 2e-4


def answers(classes: np.ndarray, rng: np.random.Generator, likes: np.ndarray = LIKES) -> np.ndarray:
    return (rng.random((len(classes), likes.shape[1])) < likes[classes]).astype(float)


def named_types(goals: pd.DataFrame, classes: np.ndarray) -> pd.Series:
    """Types as they are found, each numbered as the planted class that it resembles most."""
    labels = find_types(goals, CLASSES, starts=20, seed=1).labels
    shared = np.eye(CLASSES)[labels].T @ np.eye(CLASSES)[classes]
    number = linear_sum_assignment(shared, maximize=True)[1]
    return pd.Series(number[labels], index=goals.index)


def drawn(planted: np.ndarray, rng: np.random.Generator) -> dict[str, object]:
    """Two waves of 400 with 190 municipalities in both, whose classes moved as planted."""
    before = rng.choice(CLASSES, ANSWERS, p=SHARES)
    moved = (rng.random(MEMBERS)[:, None] > planted.cumsum(axis=1)[before[:MEMBERS]]).sum(axis=1)
    after = np.append(moved, rng.choice(CLASSES, ANSWERS - MEMBERS, p=SHARES @ planted))
    keys = np.arange(ANSWERS)
    earlier = pd.DataFrame(answers(before, rng), index=keys)
    later = pd.DataFrame(answers(after, rng), index=np.where(keys < MEMBERS, keys, keys + ANSWERS))
    return {
        "earlier_goals": earlier,
        "later_goals": later,
        "earlier_types": named_types(earlier, before),
        "later_types": named_types(later, after),
    }


def corrected(waves: dict[str, object], **rest: object) -> LatentTransitions:
    arguments = {"pairs": SAME, "starts": 10, "replicates": 40, "seed": 0} | waves | rest
    return latent_transitions(k1=CLASSES, k2=CLASSES, **arguments)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def changed() -> list[LatentTransitions]:
    rng = np.random.default_rng(5)
    return [corrected(drawn(PLANTED, rng)) for _ in range(8)]


@pytest.fixture(scope="module")
def unchanged() -> list[LatentTransitions]:
    rng = np.random.default_rng(6)
    return [corrected(drawn(np.eye(CLASSES), rng)) for _ in range(4)]


def test_corrected_intervals_cover_planted_transitions(changed: list[LatentTransitions]) -> None:
    """Rung 4: at least 85 % of the cells of eight panels, and the share that stayed."""
    inside = [(each.low <= PLANTED) & (each.high >= PLANTED) for each in changed]
    assert np.mean(inside) > 0.85
    stayed = [each.stayed.low <= STAYED <= each.stayed.high for each in changed]
    assert np.mean(stayed) > 0.8


def test_what_is_observed_overstates_change_and_the_correction_does_not(
    changed: list[LatentTransitions],
) -> None:
    """Rung 4: a fifth seems to have moved that has not; corrected, less than 4 points are left."""
    assert np.mean([each.observed_change for each in changed]) > 1 - STAYED + 0.15
    assert np.mean([each.stayed.value for each in changed]) == pytest.approx(STAYED, abs=0.04)
    assert np.mean([each.shares for each in changed], axis=0) == pytest.approx(PLANTED, abs=0.09)


def test_where_nobody_changed_nearly_everybody_is_found_to_have_stayed(
    unchanged: list[LatentTransitions],
) -> None:
    """Rung 4."""
    assert np.mean([each.observed_change for each in unchanged]) > 0.3
    assert np.mean([each.stayed.value for each in unchanged]) > 0.95
    assert np.mean([each.stayed.high >= 1 - 1e-9 for each in unchanged]) > 0.8


def test_change_that_error_feigns_is_foretold_but_not_beyond_what_is_observed(
    unchanged: list[LatentTransitions],
) -> None:
    """Rung 4: the forecast is a lower one, by less than a quarter."""
    foretold = np.mean([each.expected_if_nobody_changed for each in unchanged])
    observed = np.mean([each.observed_change for each in unchanged])
    assert 0.75 * observed < foretold <= observed


def test_types_that_answers_show_without_error_keep_their_observed_shares() -> None:
    """Rung 3: each class has three goals of its own and always names all."""
    rng = np.random.default_rng(2)
    before, after = rng.integers(0, CLASSES, 120), rng.integers(0, CLASSES, 120)
    likes = (LIKES > 0.5).astype(float)
    waves = [pd.DataFrame(answers(classes, rng, likes)) for classes in (before, after)]
    types = [pd.Series(classes) for classes in (before, after)]
    # One municipality in each wave names another goal too, or no two goals would ever differ.
    for wave in waves:
        wave.iloc[:12] = np.clip(wave.iloc[:12] + np.eye(12), 0, 1)
    found = corrected(
        {
            "earlier_goals": waves[0],
            "later_goals": waves[1],
            "earlier_types": types[0],
            "later_types": types[1],
        }
    )
    counts = pd.crosstab(*types).to_numpy()
    assert found.reason is None
    assert found.shares == pytest.approx(counts / counts.sum(axis=1, keepdims=True), abs=0.01)
    assert found.expected_if_nobody_changed == pytest.approx(0, abs=0.01)
    assert [each.min() for each in found.overlap] == [1, 1]


def test_em_finds_the_maximum_that_a_grid_finds() -> None:
    """Rung 2: all shares of a 2 × 2 table in steps of 1/40."""
    rng = np.random.default_rng(3)
    first, second = rng.random((60, 2)), rng.random((60, 2))
    steps = np.arange(41) / 40
    grid = np.array([(a, b, c) for a in steps for b in steps for c in steps if a + b + c <= 1])
    shares = np.column_stack([grid, 1 - grid.sum(axis=1)])
    pairs = (first[:, :, None] * second[:, None, :]).reshape(60, 4)
    with np.errstate(divide="ignore"):
        heights = np.log(shares @ pairs.T).sum(axis=1)
    found = joint_shares(first[None], second[None])[0].ravel()
    assert np.log(pairs @ found).sum() >= heights.max()
    assert found == pytest.approx(shares[heights.argmax()], abs=1 / 40)


def test_em_fulfils_the_conditions_of_a_maximum() -> None:
    """Rung 3: no share can be moved with gain (Karush–Kuhn–Tucker), so no other start is needed."""
    rng = np.random.default_rng(4)
    first, second = rng.random((3, 80, 3)) ** 3, rng.random((3, 80, 4)) ** 3
    shares = joint_shares(first, second)
    assert shares.sum(axis=(1, 2)) == pytest.approx(1)
    pairs = first[:, :, :, None] * second[:, :, None, :]
    density = (pairs * shares[:, None]).sum(axis=(2, 3))
    gain = (pairs / density[:, :, None, None]).mean(axis=1)
    assert gain.max() < 1 + 100 * EM
    assert (shares * np.abs(gain - 1)).max() < EM


def test_certain_classes_are_counted() -> None:
    """Rung 3."""
    before, after = np.array([0, 0, 1, 1, 1]), np.array([0, 1, 1, 1, 0])
    found = joint_shares(np.eye(2)[before][None], np.eye(2)[after][None])[0]
    assert found == pytest.approx(np.array([[1, 1], [1, 2]]) / 5)


def test_a_small_panel_is_refused() -> None:
    waves = drawn(PLANTED, np.random.default_rng(0))
    waves["later_types"] = waves["later_types"].iloc[29:]  # type: ignore[attr-defined]
    waves["earlier_types"] = waves["earlier_types"].iloc[:58]  # type: ignore[attr-defined]
    found = corrected(waves)
    assert found.members == 29
    assert found.reason is Uncorrected.FEW_MEMBERS
    assert np.isnan(found.shares).all()
    assert np.isfinite(found.observed_change)


def test_types_that_no_class_stands_for_are_refused() -> None:
    waves = drawn(PLANTED, np.random.default_rng(0))
    types = waves["earlier_types"]
    waves["earlier_types"] = pd.Series(np.arange(len(types)) % CLASSES, index=types.index)  # type: ignore[attr-defined,arg-type]
    found = corrected(waves)
    assert found.reason is Uncorrected.OTHER_CLASSES
    assert found.overlap[0].min() < 0.5
    assert np.isnan([found.stayed.value, found.expected_if_nobody_changed]).all()


def test_more_classes_than_the_goals_can_tell_apart_are_refused() -> None:
    waves = drawn(PLANTED, np.random.default_rng(0))
    for name in ("earlier_goals", "later_goals"):
        waves[name] = waves[name][[0, 3, 6]]  # type: ignore[index]
    assert corrected(waves).reason is Uncorrected.NO_CLASSES


def test_independent_choices_are_not_limited_and_three_of_twelve_are() -> None:
    rng = np.random.default_rng(1)
    classes = rng.integers(0, CLASSES, ANSWERS)
    free = pd.DataFrame(answers(classes, rng))
    liking = np.log(LIKES[classes]) + rng.gumbel(size=free.shape)
    three = (liking.argsort(axis=1).argsort(axis=1) >= 9).astype(float)
    for goals, limited in ((free, False), (pd.DataFrame(three), True)):
        found = fit_measurement(goals, pd.Series(classes), CLASSES, starts=5, seed=0)
        assert found.limited is limited


def test_the_order_of_rows_changes_nothing() -> None:
    waves = drawn(PLANTED, np.random.default_rng(2))
    mixed = {name: each.sample(frac=1, random_state=1) for name, each in waves.items()}  # type: ignore[attr-defined]
    found, again = corrected(waves, replicates=5), corrected(mixed, replicates=5)
    np.testing.assert_allclose(again.shares, found.shares, atol=1e-9)


def test_other_things_than_goals_are_refused() -> None:
    waves = drawn(PLANTED, np.random.default_rng(0))
    waves["earlier_goals"] = waves["earlier_goals"] * 2  # type: ignore[operator]
    with pytest.raises(ValueError, match="allowed: 0 and 1"):
        corrected(waves)
    waves["earlier_goals"] = waves["earlier_goals"].iloc[1:]  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="goals of each of them"):
        corrected(waves)


def test_shares_lie_within_their_intervals_and_add_up(changed: list[LatentTransitions]) -> None:
    for each in changed:
        assert (each.low <= each.shares).all()
        assert (each.shares <= each.high).all()
        assert each.shares.sum(axis=1) == pytest.approx(np.ones(CLASSES))
