"""Choices given their number: against all sets, independent choices, and drawn answers."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from typfrage.profiles.choice_model import ChoiceModel, fit_choice_model

CASES = 20_000
# Four standard errors of a share of one half among 10,000 cases.
DRAWN = 0.02


def model() -> ChoiceModel:
    weights = np.random.default_rng(0).gamma(2, 1, (2, 6))
    return ChoiceModel(weights, np.array([[0.0, 0.2, 0.3, 0.5], [0.1, 0.1, 0.1, 0.7]]))


def chances_of_sets(weights: np.ndarray, numbers: np.ndarray) -> dict[tuple[int, ...], float]:
    """Chance of every set of options, from the definition."""
    chances = {}
    for number, chance in enumerate(numbers):
        sets = list(combinations(range(len(weights)), number))
        products = np.array([np.prod(weights[list(each)]) for each in sets])
        chances |= dict(zip(sets, chance * products / products.sum(), strict=True))
    return chances


def test_sets_are_drawn_as_often_as_all_sets_say() -> None:
    """Rung 2."""
    planted = model()
    for own in (0, 1):
        drawn = planted.draw(np.full(CASES, own), np.random.default_rng(own))
        for chosen, chance in chances_of_sets(planted.weights[own], planted.numbers[own]).items():
            alike = (drawn == np.isin(np.arange(6), chosen)).all(axis=1)
            assert alike.mean() == pytest.approx(chance, abs=DRAWN)


def test_the_drawn_model_is_found_again() -> None:
    """Rung 4: weights up to a factor of the class."""
    planted = model()
    classes = np.arange(CASES) % 2
    found = fit_choice_model(planted.draw(classes, np.random.default_rng(2)), np.eye(2)[classes])
    assert found.numbers == pytest.approx(planted.numbers, abs=DRAWN)
    ratios = found.weights / planted.weights
    assert ratios / ratios.mean(axis=1, keepdims=True) == pytest.approx(np.ones((2, 6)), abs=0.2)


def test_independent_choices_are_a_special_case() -> None:
    """Rung 3: weights are the odds, and chosen options stay independent."""
    rng = np.random.default_rng(3)
    chances = np.array([0.1, 0.3, 0.5, 0.7])
    choices = (rng.random((CASES, 4)) < chances).astype(float)
    found = fit_choice_model(choices, np.ones((CASES, 1)))
    odds = chances / (1 - chances)
    ratios = found.weights[0] / odds
    assert ratios / ratios.mean() == pytest.approx(np.ones(4), abs=0.1)
    again = found.draw(np.zeros(CASES, dtype=np.intp), rng)
    assert again.mean(axis=0) == pytest.approx(chances, abs=DRAWN)
    assert np.corrcoef(again.T)[np.triu_indices(4, 1)] == pytest.approx(np.zeros(6), abs=DRAWN * 2)


def test_observed_shares_are_those_of_the_fitted_model() -> None:
    """Rung 3: what defines the maximum of the likelihood."""
    rng = np.random.default_rng(4)
    choices = (rng.random((60, 5)).argsort(axis=1) < 2).astype(float)
    found = fit_choice_model(choices, np.ones((60, 1)))
    chances = chances_of_sets(found.weights[0], found.numbers[0])
    expected = [sum(chance for own, chance in chances.items() if j in own) for j in range(5)]
    assert expected == pytest.approx(choices.mean(axis=0).tolist(), abs=1e-6)
