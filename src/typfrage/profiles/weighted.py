"""Weighted shares and means by group, beside the unweighted ones.

Intervals rest on Kish's effective base (Σw)² / Σw²: they are as wide as if so many answers of
equal weight had been given. That is an approximation, which takes the weights as fixed and
unrelated to the answers, and leaves out what raking gains where the categories explain the answers.

References:
    Kish (1965), Survey sampling. Wiley.
    Korn & Graubard (1998), Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data. Survey Methodology 24: intervals on an effective
    base.
    Franco, Little, Louis & Slud (2019), Comparative study of confidence intervals for proportions
    in complex sample surveys: Wilson's among them. https://doi.org/10.1093/jssam/smy019
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from typfrage.profiles.effective_base import (
    checked_numbers,
    checked_weights,
    quotient,
    weighted_sums,
)
from typfrage.profiles.shares import OVERALL, shares_by_group, wilson_interval

_LEAST_EFFECTIVE_BASE = 2 - 1e-9
"""A spread takes two answers; the rest is rounding."""


def weighted_shares(
    ticks: pd.DataFrame,
    weights: pd.Series[float],
    groups: pd.Series[object] | None = None,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compute the weighted share of ticks of each item in each group and over all cases.

    Args:
        ticks: One row per case, one column per item; 1 = ticked, 0 = not ticked, missing = not
            asked or not answered. A missing value leaves the base of its item.
        weights: Weight of each case, on the same index; only their proportions count.
        groups: As in :func:`typfrage.profiles.shares.shares_by_group`; without them, only shares
            over all cases are computed.
        level: Confidence level of the intervals.

    Returns:
        One row per item and group, then one per item with the group ``"overall"``: ``item``,
        ``group``, ``count`` (ticks) and ``base`` (answers) as they are, which the disclosure rules
        go by, ``effective_base``, the weighted ``share`` with Wilson's interval on the effective
        base, ``low`` to ``high``, and ``difference`` (share minus the weighted share of all other
        cases). What has no base is missing. With equal weights the numbers are those of
        ``shares_by_group``.

    Raises:
        ValueError: As ``shares_by_group``; if the weights are of other cases, or one is negative,
            infinite or missing, or all are 0.
    """
    layout = _layout(ticks, groups, level)
    values, weight = checked_numbers(ticks), checked_weights(weights, ticks.index)
    members = _members(layout, groups, len(ticks))
    sums, rest = weighted_sums(values, weight, members), weighted_sums(values, weight, ~members)
    low, high = wilson_interval(sums.effective_counts, sums.effective_bases, level=level)
    columns = {
        "effective_base": sums.effective_bases,
        "share": sums.means,
        "low": low,
        "high": high,
        "difference": sums.means - rest.means,
    }
    return _beside(layout[["item", "group", "count", "base"]], columns)


def weighted_means(
    values: pd.DataFrame,
    weights: pd.Series[float],
    groups: pd.Series[object] | None = None,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compute the weighted mean of each scale in each group and over all cases.

    Args:
        values: One row per case, one column per scale: numbers, missing = not asked or not
            answered. A missing value leaves the base of its scale.
        weights: As in :func:`weighted_shares`.
        groups: As there.
        level: Confidence level of the intervals.

    Returns:
        Rows as in :func:`weighted_shares`: ``item``, ``group``, ``base`` (answers),
        ``effective_base``, ``mean`` with Student's interval on the effective base, ``low`` to
        ``high`` (missing where the effective base is below 2), and ``difference`` (mean minus the
        weighted mean of all other cases). With equal weights this is Student's interval of a mean.

    Raises:
        ValueError: As :func:`weighted_shares`; if a value is no finite number.
    """
    answered = values.notna()
    layout = _layout(answered.astype(float).where(answered), groups, level)
    numbers, weight = checked_numbers(values), checked_weights(weights, values.index)
    members = _members(layout, groups, len(values))
    sums, rest = weighted_sums(numbers, weight, members), weighted_sums(numbers, weight, ~members)
    half = _half_width(numbers, weight, members, level)
    columns = {
        "effective_base": sums.effective_bases,
        "mean": sums.means,
        "low": sums.means - half,
        "high": sums.means + half,
        "difference": sums.means - rest.means,
    }
    return _beside(layout[["item", "group", "base"]], columns)


def weighted_composition(
    types: pd.Series[object], weights: pd.Series[float], *, level: float = 0.95
) -> pd.DataFrame:
    """Compute the share of each type, weighted beside unweighted.

    Args:
        types: Type of each case, none missing; a category without cases has the share 0.
        weights: As in :func:`weighted_shares`.
        level: Confidence level of the intervals.

    Returns:
        One row a type, in the order of the categories if the Series is categorical, else sorted:
        ``type``, ``count``, ``base``, ``share`` with ``low`` to ``high``, ``effective_base``, and
        ``weighted_share`` with ``weighted_low`` to ``weighted_high``.

    Raises:
        ValueError: As :func:`weighted_shares`; if a type is missing.
    """
    if types.isna().any():
        missing = int(types.isna().sum())
        raise ValueError(f"{missing} cases have no type; allowed: none, exclude them first")
    members = pd.get_dummies(types, dtype=float)
    members.columns = list(members.columns)
    plain = weighted_shares(members, pd.Series(1.0, types.index), level=level)
    weighted = weighted_shares(members, weights, level=level)
    return (
        plain[["item", "count", "base", "share", "low", "high"]]
        .assign(
            effective_base=weighted["effective_base"],
            weighted_share=weighted["share"],
            weighted_low=weighted["low"],
            weighted_high=weighted["high"],
        )
        .rename(columns={"item": "type"})
    )


def _layout(ticks: pd.DataFrame, groups: pd.Series[object] | None, level: float) -> pd.DataFrame:
    """Rows of the result with their unweighted counts; without groups, the overall ones only."""
    everyone = pd.Series("everyone", ticks.index, dtype=object)
    found = shares_by_group(ticks, everyone if groups is None else groups, level=level)
    if groups is None:
        found = found[found["group"] == OVERALL].reset_index(drop=True)
    return found


def _members(layout: pd.DataFrame, groups: pd.Series[object] | None, n: int) -> NDArray[np.bool_]:
    """Who belongs to each group, in the order of the rows, everyone at last: (groups, n)."""
    everyone = np.ones(n, dtype=bool)
    if groups is None:
        return everyone[None]
    names = layout["group"].drop_duplicates()
    own = [(groups == name).to_numpy(dtype=bool) for name in names if name != OVERALL]
    return np.stack([*own, everyone])


def _half_width(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    members: NDArray[np.bool_],
    level: float,
) -> NDArray[np.float64]:
    """Half of Student's interval of each mean, shape (groups, items)."""
    sums = weighted_sums(values, weights, members)
    squares = [
        weighted_sums((values - mean) ** 2, weights, member[None]).values[0]
        for mean, member in zip(sums.means, members, strict=True)
    ]
    enough = sums.effective_bases >= _LEAST_EFFECTIVE_BASE
    freedom = np.where(enough, sums.effective_bases - 1, np.nan)
    # Σw(x − m)² / Σw estimates the variance times (base − 1) / base.
    error = np.sqrt(quotient(np.stack(squares), sums.weights, empty=np.nan) / freedom)
    half: NDArray[np.float64] = error * stats.t.ppf((1 + level) / 2, freedom)
    return half


def _beside(rows: pd.DataFrame, columns: dict[str, NDArray[np.float64]]) -> pd.DataFrame:
    """Put values of (groups, items) beside the rows, which come by item, then group."""
    return rows.assign(**{name: values.T.ravel() for name, values in columns.items()})
