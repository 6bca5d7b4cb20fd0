"""Whether a multinomial logit has an estimate, and which predictors are in its way."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack

Floats = NDArray[np.float64]


def separated(predictors: pd.DataFrame, outcome: pd.Series[object]) -> tuple[str, ...]:
    """Name the predictors along which outcomes are completely or quasi-completely separated.

    Where some combination of predictors never ranks an outcome that was not observed above the one
    that was, and somewhere below it, the likelihood grows without end and no maximum-likelihood
    estimate exists.

    Args:
        predictors: (n × p) finite numbers, none missing; the model has a constant besides.
        outcome: Category of each case, on the same index, none missing.

    Returns:
        Names of predictors, in their order: each is needed for a separation, and the model without
        them has an estimate. Empty if the estimate exists with all of them, or fewer than two
        outcomes were observed.

    Raises:
        ValueError: If the indexes differ or a value is missing or infinite.

    References:
        Albert & Anderson (1984), On the existence of maximum likelihood estimates in logistic
        regression models. https://doi.org/10.1093/biomet/71.1.1; Konis (2007), Linear programming
        algorithms for detecting separated data in binary logistic regression models.
        https://ora.ox.ac.uk/objects/uuid:8f9ee0d0-d78e-4101-9ab4-f9cbceed2a2a
    """
    if not outcome.index.equals(predictors.index) or outcome.isna().any():
        raise ValueError("outcomes are missing or of other cases; allowed: one for each, in order")
    values = predictors.to_numpy(dtype=np.float64)
    if not np.isfinite(values).all():
        raise ValueError("a predictor is missing or infinite; allowed: finite numbers")
    observed = np.unique(pd.factorize(outcome)[0], return_inverse=True)[1]
    x, y = _distinct(values, observed)
    named: set[int] = set()
    remaining = list(range(x.shape[1]))
    while _is_separated(x[:, remaining], y):
        needed = _needed(x, y, remaining)
        named |= needed
        remaining = [column for column in remaining if column not in needed]
    return tuple(name for at, name in enumerate(predictors.columns) if at in named)


def _distinct(values: Floats, outcome: NDArray[np.intp]) -> tuple[Floats, NDArray[np.intp]]:
    """Distinct pairs of predictors on similar scales, shape (m, p), and outcome: all that matters.

    A few very large municipalities would squeeze the others together, were the standard deviation
    the unit.
    """
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75], axis=0)
    spread = np.where(high > low, high - low, values.std(axis=0))
    x = (values - middle) / np.where(spread > 0, spread, 1)
    pairs = np.unique(np.column_stack([x, outcome]), axis=0)
    return pairs[:, :-1], pairs[:, -1].astype(np.intp)


def _needed(x: Floats, y: NDArray[np.intp], columns: list[int]) -> set[int]:
    """A smallest set of columns that still separates: without any one of them it does not."""
    needed = list(columns)
    for column in columns:
        without = [other for other in needed if other != column]
        if _is_separated(x[:, without], y):
            needed = without
    return set(needed)


def _is_separated(x: Floats, y: NDArray[np.intp]) -> bool:
    """Solve the linear programme that finds a direction of separation.

    With coefficients b_j of outcome j, every case i and other outcome j must have
    (b_{y_i} - b_j)'x_i >= s_ij, 0 <= s_ij <= 1, whatever the length of x_i. The largest sum of all
    s is the number of pairs (i, j) that can be separated: as directions can be added and scaled,
    each s is 0 or 1.
    """
    m, k = len(x), int(y.max(initial=0)) + 1
    if k < 2:
        return False
    design = np.column_stack([np.ones(m), x])
    design /= np.abs(design).max(axis=1, keepdims=True)
    case, other = np.nonzero(y[:, None] != np.arange(k))
    sign = np.eye(k)[y[case]] - np.eye(k)[other]
    margins = csr_array((sign[:, 1:, None] * design[case][:, None, :]).reshape(len(case), -1))
    directions, pairs = margins.shape[1], margins.shape[0]
    solution = linprog(
        np.concatenate([np.zeros(directions), -np.ones(pairs)]),
        A_ub=hstack([-margins, eye_array(pairs)]),
        b_ub=np.zeros(pairs),
        bounds=[(None, None)] * directions + [(0, 1)] * pairs,
        method="highs",
    )
    if solution.x is None:
        raise ArithmeticError(f"the search for separation failed: {solution.message}")
    return bool(-solution.fun > 0.5)
