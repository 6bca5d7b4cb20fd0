"""How far the structure of a municipality tells its type: a multinomial logit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2, norm

from typfrage.profiles.marginal_effects import MarginalEffects, average_marginal_effects
from typfrage.profiles.multinomial_logit import multinomial_logit
from typfrage.profiles.separation import separated
from typfrage.profiles.structure_design import Design, collinear, structure_design

CASES_PER_PREDICTOR = 10
EFFECTS = {"predictor": "object", "type": "object"} | dict.fromkeys(
    ("effect", "low", "high", "p"), "float64"
)


@dataclass(frozen=True, eq=False)
class StructureModel:
    """A multinomial logit of type on structure.

    Attributes:
        status: ``"estimated"``; ``"separated"``: no estimate exists, as some predictors tell a type
            for certain; ``"collinear"``: some predictors follow from others; ``"too_few"``: fewer
            than two types, or fewer than ten municipalities per predictor in the smallest;
            ``"not_converged"``.
        reasons: The predictors without which an estimate exists, if ``"separated"``; those that
            are constant or follow from each other, if ``"collinear"``.
        n: Municipalities in the model.
        left_out: Municipalities with a missing predictor.
        types: The k types, in their order.
        predictors: The p predictors; a categorical one counts a ``"name=level"`` for each level
            but the first.
        effects: One row a predictor and type, in their order: ``predictor``, ``type``, ``effect``
            (average marginal effect in probability, -1 … 1), its interval ``low`` to ``high`` and
            ``p``. Without an estimate no rows.
        lr_statistic: Likelihood-ratio statistic against the model without predictors, or NaN.
        lr_df: Its degrees of freedom, (k - 1) p.
        lr_p: Its p-value, or NaN.
        pseudo_r2: McFadden's pseudo-R², or NaN.
    """

    status: Literal["estimated", "separated", "collinear", "too_few", "not_converged"]
    reasons: tuple[str, ...]
    n: int
    left_out: int
    types: tuple[object, ...]
    predictors: tuple[str, ...]
    effects: pd.DataFrame
    lr_statistic: float
    lr_df: int
    lr_p: float
    pseudo_r2: float


def type_on_structure(
    predictors: pd.DataFrame, types: pd.Series[object], *, level: float = 0.95
) -> StructureModel:
    """Explain the type by structure.

    The effect of a 0/1 predictor is the change in probability if it were 1 instead of 0, of a level
    of a categorical one the change from its first level, of a number the derivative; each at the
    other predictors of every municipality, averaged. Levels of one question belong in a
    categorical column: as 0/1 columns they would be changed one by one, to municipalities that lie
    in two Länder.

    Ten cases of the smallest type per predictor is the rule of thumb for logistic regression
    (Peduzzi et al. 1996), applied to each of the model's equations.

    Args:
        predictors: (n × q) numbers, 0/1, or categorical; missing = the municipality is left out.
            No predictor may be a function of another.
        types: Type of each municipality, on the same index, none missing; in the order of its
            categories if it is categorical, else sorted.
        level: Confidence level of the intervals, above 0 and below 1.

    Raises:
        ValueError: If the indexes differ, a type is missing, a predictor is of another kind or
            infinite, or the level is out of range.

    References:
        McFadden (1974), Conditional logit analysis of qualitative choice behavior; Peduzzi et al.
        (1996), A simulation study of the number of events per variable in logistic regression
        analysis. https://doi.org/10.1016/S0895-4356(96)00236-3
    """
    _check(predictors, types, level)
    complete = predictors.notna().all(axis=1)
    design = structure_design(predictors[complete])
    named = pd.Categorical(types).remove_unused_categories()
    outcome = pd.Series(named.codes[complete].astype(np.intp), index=design.columns.index)
    model = _without_estimate(design, tuple(named.categories), left_out=int((~complete).sum()))
    smallest = np.bincount(outcome, minlength=len(model.types)).min()
    if len(model.types) < 2 or smallest < CASES_PER_PREDICTOR * len(model.predictors):
        return model
    dependent = collinear(design.columns)
    if dependent:
        return replace(model, status="collinear", reasons=tuple(dependent))
    separating = separated(design.columns, outcome)
    if separating:
        return replace(model, status="separated", reasons=separating)
    return _estimated(model, design, outcome, level)


def _check(predictors: pd.DataFrame, types: pd.Series[object], level: float) -> None:
    if not types.index.equals(predictors.index) or types.isna().any():
        raise ValueError("types are missing or of other cases; allowed: one for each, in order")
    if predictors.empty or predictors.columns.has_duplicates:
        raise ValueError(
            f"predictors have shape {predictors.shape}, names possibly repeated; allowed: at least "
            "one municipality and one predictor, each name once"
        )
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; allowed: above 0 and below 1")


def _without_estimate(design: Design, types: tuple[object, ...], left_out: int) -> StructureModel:
    """All that is known before the estimation."""
    return StructureModel(
        status="too_few",
        reasons=(),
        n=len(design.columns),
        left_out=left_out,
        types=types,
        predictors=tuple(design.columns),
        effects=pd.DataFrame(columns=list(EFFECTS)).astype(EFFECTS),
        lr_statistic=np.nan,
        lr_df=(len(types) - 1) * len(design.switched),
        lr_p=np.nan,
        pseudo_r2=np.nan,
    )


def _estimated(
    model: StructureModel, design: Design, outcome: pd.Series[int], level: float
) -> StructureModel:
    """Fit the model, numbers standardised so that Newton's method meets no extreme scales."""
    values = design.columns.to_numpy()
    number = np.array([not switched for switched in design.switched])
    center, scale = np.where(number, [values.mean(axis=0), values.std(axis=0)], [[0], [1]])
    matrix = np.column_stack([np.ones(model.n), (values - center) / scale])
    fit = multinomial_logit(matrix, outcome.to_numpy())
    if fit is None:
        return replace(model, status="not_converged")
    marginal = average_marginal_effects(matrix, fit.coefficients, fit.covariance, design.switched)
    statistic = 2 * (fit.log_likelihood - fit.constant_only)
    return replace(
        model,
        status="estimated",
        effects=_effects(model, marginal, scale, level),
        lr_statistic=statistic,
        lr_p=float(chi2.sf(statistic, model.lr_df)),
        pseudo_r2=1 - fit.log_likelihood / fit.constant_only,
    )


def _effects(
    model: StructureModel, marginal: MarginalEffects, scale: NDArray[np.float64], level: float
) -> pd.DataFrame:
    values, errors = marginal.values / scale[:, None], marginal.errors / scale[:, None]
    margin = norm.ppf((1 + level) / 2) * errors
    table = pd.DataFrame(
        {
            "predictor": np.repeat(np.array(model.predictors, dtype=object), len(model.types)),
            "type": list(model.types) * len(model.predictors),
            "effect": values.ravel(),
            "low": (values - margin).ravel(),
            "high": (values + margin).ravel(),
            "p": 2 * norm.sf(np.abs(values / errors)).ravel(),
        }
    )
    return table.astype(EFFECTS)
