"""Shares of pairs of classes, from the probabilities of answers in each class."""

from __future__ import annotations

import numpy as np

from typfrage.typology.patterns import Floats

# A step that moves no share by more has arrived; a tenth of what is ever shown.
SMALLEST_STEP = 1e-6
MOST_STEPS = 5_000


def joint_shares(first: Floats, second: Floats) -> Floats:
    """Estimate how often each pair of classes occurs, by maximum likelihood.

    The log-likelihood Σᵢ log Σ_ab p_ab f_a(xᵢ) g_b(yᵢ) is concave in the shares p, so EM from
    equal shares climbs to its maximum: no other starts are needed.

    Args:
        first: Probability of each case's first answers in each class, up to a factor of the case,
            in R samples of n cases, shape (R, n, k1).
        second: The same of its second answers, shape (R, n, k2).

    Returns:
        Shares, shape (R, k1, k2), each sample's sum to 1.

    References:
        Dempster, Laird & Rubin (1977), Maximum Likelihood from Incomplete Data via the EM
        Algorithm. https://doi.org/10.1111/j.2517-6161.1977.tb01600.x
    """
    samples, n, k1 = first.shape
    k2 = second.shape[2]
    pairs = (first[:, :, :, None] * second[:, :, None, :]).reshape(samples, n, k1 * k2)
    shares = np.full((samples, k1 * k2, 1), 1 / (k1 * k2))
    climbing = np.arange(samples)
    for _ in range(MOST_STEPS):
        own, answers = shares[climbing], pairs[climbing]
        step = own * (answers.transpose(0, 2, 1) @ (1 / (answers @ own))) / n
        shares[climbing] = step
        climbing = climbing[np.abs(step - own).max(axis=(1, 2)) > SMALLEST_STEP]
        if not len(climbing):
            break
    return shares.reshape(samples, k1, k2)
