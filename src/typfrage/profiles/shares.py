"""Shares of ticks by group, with intervals and the difference to everyone else."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.proportion import proportion_confint

OVERALL = "overall"


def wilson_interval(
    count: ArrayLike, base: ArrayLike, *, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute Wilson's score interval of a share.

    Args:
        count: Number of ticks, any shape, 0 … base.
        base: Number of answers, same shape.
        level: Confidence level, above 0 and below 1.

    Returns:
        Lower and upper ends, 0 … 1, same shape; NaN where the base is 0.

    Raises:
        ValueError: If a count is not between 0 and its base or the level is out of range.

    References:
        Wilson (1927), Probable inference. https://doi.org/10.1080/01621459.1927.10502953
    """
    counts, bases = np.broadcast_arrays(np.asarray(count, float), np.asarray(base, float))
    if not ((counts >= 0) & (counts <= bases) & np.isfinite(bases)).all():
        raise ValueError(f"count {count!r} with base {base!r}; allowed: 0 <= count <= base")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; allowed: above 0 and below 1")
    low, high = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    answered = bases > 0
    low[answered], high[answered] = proportion_confint(
        counts[answered], bases[answered], alpha=1 - level, method="wilson"
    )
    return low, high


def shares_by_group(
    ticks: pd.DataFrame, groups: pd.Series[object], *, level: float = 0.95
) -> pd.DataFrame:
    """Compute the share of ticks of each item in each group and over all cases.

    Args:
        ticks: One row per case, one column per item; 1 = ticked, 0 = not ticked, missing = not
            asked or not answered. A missing value leaves the base of its item.
        groups: Group of each case, on the same index, none missing. Groups come in the order of
            their categories if the Series is categorical, else sorted.
        level: Confidence level of the intervals.

    Returns:
        One row per item and group, then one per item with the group ``"overall"``: ``item``,
        ``group``, ``count`` (ticks), ``base`` (answers), ``share`` with Wilson's interval ``low``
        to ``high``, and ``difference`` (share minus the share of all other cases; missing for
        ``"overall"``). Shares without a base are missing.

    Raises:
        ValueError: If the indexes differ or repeat a case, a group is missing or called
            ``"overall"``, or a value is not 0, 1 or missing.
    """
    values = _checked_ticks(ticks)
    names = _checked_groups(groups, ticks.index)
    member = np.stack([(groups == name).to_numpy(dtype=float) for name in names])
    counts, bases = member @ np.nan_to_num(values), member @ ~np.isnan(values)
    all_counts, all_bases = counts.sum(axis=0), bases.sum(axis=0)
    rest = _divide(all_counts - counts, all_bases - bases)
    count, base = np.vstack([counts, all_counts]), np.vstack([bases, all_bases])
    share = _divide(count, base)
    low, high = wilson_interval(count, base, level=level)
    difference = np.vstack([share[:-1] - rest, np.full(len(all_bases), np.nan)])
    return pd.DataFrame(
        {
            "item": np.repeat(ticks.columns, len(names) + 1),
            "group": pd.Series([*names, OVERALL] * ticks.shape[1], dtype=object),
            "count": count.T.ravel().astype(np.int64),
            "base": base.T.ravel().astype(np.int64),
            "share": share.T.ravel(),
            "low": low.T.ravel(),
            "high": high.T.ravel(),
            "difference": difference.T.ravel(),
        }
    )


def _divide(count: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares; NaN without a base."""
    return np.where(base > 0, count / np.where(base > 0, base, 1), np.nan)


def _checked_ticks(ticks: pd.DataFrame) -> NDArray[np.float64]:
    """Bring the ticks to 0, 1 and NaN, refusing everything else, shape (n, p)."""
    if ticks.empty or ticks.index.has_duplicates or ticks.columns.has_duplicates:
        raise ValueError(
            f"ticks have shape {ticks.shape}, cases or items possibly repeated; allowed: at least "
            "one case and one item, each once"
        )
    columns = []
    for item, column in ticks.items():
        inferred = column.infer_objects()
        odd = inferred[inferred.notna() & ~inferred.isin([0, 1])]
        if len(odd):
            raise ValueError(f"item {item!r} holds {odd.iloc[0]!r}; allowed: 0, 1 or missing")
        columns.append(inferred.to_numpy(dtype=float, na_value=np.nan))
    return np.stack(columns, axis=1)


def _checked_groups(groups: pd.Series[object], cases: pd.Index) -> list[object]:
    """Name the groups in their order, refusing what cannot be aligned with the cases."""
    if not groups.index.equals(cases):
        raise ValueError(
            "groups and ticks have different indexes; allowed: the same cases, in order"
        )
    if groups.isna().any():
        missing = int(groups.isna().sum())
        raise ValueError(f"{missing} cases have no group; allowed: none, exclude them first")
    present = set(groups)
    if OVERALL in present:
        raise ValueError(f"a group is called {OVERALL!r}; allowed: any other name")
    if isinstance(groups.dtype, pd.CategoricalDtype):
        return [name for name in groups.cat.categories if name in present]
    return sorted(present)
