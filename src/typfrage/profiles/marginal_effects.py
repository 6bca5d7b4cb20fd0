"""Average marginal effects of a multinomial logit, with standard errors by the delta method.

``statsmodels`` computes them too (``get_margeff``), but its standard errors of discrete changes
fail for multinomial models unless an equation happens to have as many coefficients as there are
outcomes, and it changes one level of a question while the others stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MarginalEffects:
    """How predictors change the probabilities of the outcomes.

    Attributes:
        values: Average change in probability, shape (p, k); each row sums to 0.
        errors: Standard errors, shape (p, k).
    """

    values: Floats
    errors: Floats


def average_marginal_effects(
    design: Floats, coefficients: Floats, covariance: Floats, switched: Sequence[Sequence[int]]
) -> MarginalEffects:
    """Compute the effect of each predictor at each case, and average over the cases.

    Args:
        design: Shape (n, 1 + p), the first column constant 1; no column a function of another.
        coefficients: Shape (1 + p, k - 1), of the outcomes but the first, whose are 0.
        covariance: Covariance of the coefficients, equation by equation, shape
            ((1 + p)(k - 1), (1 + p)(k - 1)).
        switched: For each predictor the positions of those, 0 … p-1 and itself among them, that are
            set to 0 before it is set to 1: the effect is the change from all 0. Empty for a
            predictor whose effect is the derivative.

    References:
        Bartus (2005), Estimation of marginal effects using margeff.
        https://doi.org/10.1177/1536867X0500500303; Greene (2018), Econometric Analysis, 8th ed.,
        section 18.2
    """
    values, errors = [], []
    for column, positions in enumerate(switched, start=1):
        if positions:
            others = [position + 1 for position in positions]
            effect, gradient = _discrete_change(design, coefficients, column, others)
        else:
            effect, gradient = _derivative(design, coefficients, column)
        flat = gradient.reshape(len(effect), -1)
        values.append(effect)
        errors.append(np.sqrt(np.einsum("jr,rs,js->j", flat, covariance, flat)))
    return MarginalEffects(np.array(values), np.array(errors))


def _probabilities(design: Floats, coefficients: Floats) -> Floats:
    """Probability of each outcome for each case, shape (n, k)."""
    linear = np.column_stack([np.zeros(len(design)), design @ coefficients])
    odds = np.exp(linear - linear.max(axis=1, keepdims=True))
    shares: Floats = odds / odds.sum(axis=1, keepdims=True)
    return shares


def _sensitivities(probabilities: Floats) -> Floats:
    """Derivative of probability j by linear predictor l + 1, shape (n, k, k - 1)."""
    k = probabilities.shape[1]
    own: Floats = probabilities[:, :, None] * (np.eye(k)[:, 1:] - probabilities[:, None, 1:])
    return own


def _discrete_change(
    design: Floats, coefficients: Floats, column: int, others: list[int]
) -> tuple[Floats, Floats]:
    """Mean change in probability, (k,), and its gradient by coefficients, (k, k - 1, 1 + p)."""
    off = design.copy()
    off[:, others] = 0
    on = off.copy()
    on[:, column] = 1
    before, after = _probabilities(off, coefficients), _probabilities(on, coefficients)
    gradient = np.einsum("ijl,ic->jlc", _sensitivities(after), on)
    gradient -= np.einsum("ijl,ic->jlc", _sensitivities(before), off)
    return (after - before).mean(axis=0), gradient / len(design)


def _derivative(design: Floats, coefficients: Floats, column: int) -> tuple[Floats, Floats]:
    """Mean derivative of the probabilities, (k,), and its gradient, (k, k - 1, 1 + p)."""
    p = _probabilities(design, coefficients)
    slopes = np.concatenate([[0.0], coefficients[column]])
    relative = slopes - (p @ slopes)[:, None]
    by_predictor = _sensitivities(p)
    curvature = by_predictor * relative[:, :, None]
    curvature -= p[:, :, None] * (p * relative)[:, None, 1:]
    gradient = np.einsum("ijl,ic->jlc", curvature, design)
    gradient[:, :, column] += by_predictor.sum(axis=0)
    return (p * relative).mean(axis=0), gradient / len(design)
