"""Answers to "choose some of these" in each class, when their number may be limited.

Within a class, how many options are chosen has one distribution, and which ones, given how many,
follows from a weight for each option: independent choices are a special case, and so is "up to
three". Synthetic answers of this kind show what a limit on the number of choices does to a
statistic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from typfrage.typology.patterns import Floats, Labels, read_only

ROUNDS = 100
# A share of choices below this counts as this: weights stay finite.
SMALLEST = 1e-6


@dataclass(frozen=True, eq=False)
class ChoiceModel:
    """What the members of each class choose.

    Attributes:
        weights: Weight of each option in each class, shape (k, p); a set of options is chosen in
            proportion to the product of its weights among all sets of its size.
        numbers: Chance of choosing 0, 1, … options in each class, shape (k, r + 1).
    """

    weights: Floats
    numbers: Floats

    def draw(self, classes: Labels, rng: np.random.Generator) -> Floats:
        """Draw the choices of cases.

        Args:
            classes: Class of each case, shape (n,).
            rng: Source of randomness.

        Returns:
            0/1, shape (n, p).
        """
        p = self.weights.shape[1]
        bounds = np.cumsum(self.numbers, axis=1)[classes, :-1]
        left = (rng.random(len(classes))[:, None] >= bounds).sum(axis=1)
        rest = _sums_of_the_rest(self.weights, self.numbers.shape[1] - 1)
        chosen = np.zeros((len(classes), p))
        for j in range(p):
            with_it = self.weights[classes, j] * rest[classes, j + 1, np.maximum(left - 1, 0)]
            chance = np.where(left > 0, with_it / rest[classes, j, left], 0.0)
            chosen[:, j] = rng.random(len(classes)) < chance
            left = left - chosen[:, j].astype(np.intp)
        return chosen


def fit_choice_model(choices: Floats, membership: Floats) -> ChoiceModel:
    """Estimate what each class chooses, given how sure each case is in each class.

    The weights are the maximum-likelihood ones of the conditional Bernoulli distribution: for each
    option the expected number of choices is the observed one.

    Args:
        choices: 0/1, shape (n, p).
        membership: Probability of each class for each case, shape (n, k).

    References:
        Chen, Dempster & Liu (1994), Weighted finite population sampling to maximize entropy.
        https://doi.org/10.1093/biomet/81.3.457
    """
    size = choices.sum(axis=1).astype(np.intp)
    members = membership.T @ np.eye(size.max() + 1)[size]
    observed = np.maximum(membership.T @ choices, SMALLEST)
    weights = np.ones(observed.shape)
    for _ in range(ROUNDS):
        expected = np.einsum("kjr,kr->kj", _chances(weights, size.max()), members)
        weights *= observed / np.maximum(expected, SMALLEST)
        # Only their ratios matter.
        weights /= np.exp(np.log(weights).mean(axis=1, keepdims=True))
    return ChoiceModel(read_only(weights), read_only(members / members.sum(axis=1, keepdims=True)))


def _sums_of_the_rest(weights: Floats, most: int) -> Floats:
    """Sum the products of all sets of 0 … r options from the j-th on, shape (k, p + 1, r + 1)."""
    k, p = weights.shape
    sums = np.zeros((k, p + 1, most + 1))
    sums[:, p, 0] = 1.0
    for j in range(p - 1, -1, -1):
        sums[:, j] = sums[:, j + 1]
        sums[:, j, 1:] += weights[:, j, None] * sums[:, j + 1, :-1]
    return sums


def _chances(weights: Floats, most: int) -> Floats:
    """Compute the chance that an option is among r chosen ones, shape (k, p, r + 1)."""
    k, p = weights.shape
    everything = _sums_of_the_rest(weights, most)[:, 0]
    chances = np.zeros((k, p, most + 1))
    for j in range(p):
        others = _sums_of_the_rest(np.delete(weights, j, axis=1), most)[:, 0]
        chances[:, j, 1:] = weights[:, j, None] * others[:, :-1]
    return np.divide(
        chances, everything[:, None], out=np.zeros(chances.shape), where=everything[:, None] > 0
    )
