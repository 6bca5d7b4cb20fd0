"""The multinomial logit by maximum likelihood."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from statsmodels.discrete.discrete_model import MNLogit

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MultinomialLogit:
    """A multinomial logit fitted by maximum likelihood.

    Attributes:
        coefficients: Shape (1 + p, k - 1), of the outcomes but the first, whose are 0.
        covariance: Covariance of the coefficients, equation by equation, shape
            ((1 + p)(k - 1), (1 + p)(k - 1)).
        log_likelihood: Of the fitted model.
        constant_only: Log-likelihood of the model without predictors.
    """

    coefficients: Floats
    covariance: Floats
    log_likelihood: float
    constant_only: float


def multinomial_logit(
    design: Floats, outcome: NDArray[np.intp], *, iterations: int = 100
) -> MultinomialLogit | None:
    """Fit by Newton's method.

    Args:
        design: Shape (n, 1 + p), the first column constant 1, of full rank and similar scales.
        outcome: Outcome of each case, shape (n,), 0 … k-1, each in use, not separated by the design
            (:func:`typfrage.profiles.separation.separated`).
        iterations: Steps after which the search is given up.

    Returns:
        The fit; none where Newton's method does not arrive.

    References:
        McFadden (1974), Conditional logit analysis of qualitative choice behavior. In: Zarembka
        (ed.), Frontiers in Econometrics
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            fit = MNLogit(outcome, design).fit(method="newton", maxiter=iterations, disp=False)
            covariance, log_likelihood = np.asarray(fit.cov_params()), float(fit.llf)
        except np.linalg.LinAlgError:
            return None
        if not fit.mle_retvals["converged"] or not np.isfinite(covariance).all():
            return None
    counts = np.bincount(outcome)
    return MultinomialLogit(
        coefficients=np.asarray(fit.params),
        covariance=covariance,
        log_likelihood=log_likelihood,
        constant_only=float((counts * np.log(counts / len(outcome))).sum()),
    )
