"""The types' centres as readers of the published table know them.

Whatever is computed from these centres alone tells readers nothing that the table does not tell.
The types that the exact centres give to all possible answers would: each is a limit on a withheld
share, and of so many limits some are narrower than what the disclosure rules leave open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.profiles.disclosure import Released


def published_centres(
    profile: Released, marks: Mapping[str, Collection[str]] | None = None
) -> pd.DataFrame:
    """Compute the centres from a published table of goals by type.

    The withheld counts of a goal are known by their sum. Where the goal is among the marks of some
    of these types in the study, one of the others is taken to be withheld for itself and counts
    half the threshold, any further ones to keep it company and count the threshold each; the rest
    goes to the marked types as far as they have room. Else each gets their common share. Of
    a goal whose total is withheld nothing is known: it gets the same share, zero, in all types and
    so never decides between them.

    Args:
        profile: One row per goal (``label``) and type (``type``): ``count``, ``base``, and
            ``overall``, the share over all types.
        marks: Labels of the goals that mark a type by the published study, by type; what an
            unpublished share is likely to be.

    Returns:
        Shares, shape (types, goals), 0 … 1, in the order of the table's rows.

    Raises:
        ValueError: If the size of a type is withheld.
    """
    frame, marked = profile.frame, marks or {}
    if frame["base"].isna().any():
        raise ValueError("a type's size is withheld; allowed: types of published size")
    columns = {}
    for label, goal in frame.groupby("label", sort=False):
        types = {type_ for type_ in goal["type"] if label in marked.get(type_, ())}
        columns[label] = _shares(goal.set_index("type"), types, profile.minimum_cases)
    return pd.DataFrame(columns)


def _shares(goal: pd.DataFrame, marked: Collection[str], minimum: int) -> pd.Series[float]:
    """Shares of one goal, indexed by type."""
    base, count = goal["base"].astype("float64"), goal["count"].astype("float64")
    overall = goal["overall"].iloc[0]
    if pd.isna(overall):
        return base * 0
    hidden = count.isna()
    if not hidden.any():
        return count / base
    rest = round(overall * base.sum()) - count.sum()
    likely = _likely(rest, base[hidden], base.index[hidden].isin(list(marked)), minimum)
    return (count / base).fillna(likely)


def _likely(
    rest: float, base: pd.Series[float], marked: NDArray[np.bool_], minimum: int
) -> pd.Series[float]:
    """What the withheld shares are likely to be, given the sum of their counts."""
    together = rest / base.sum()
    if marked.all() or not marked.any():
        return base * 0 + together
    most = base[marked].sum()
    high = min(rest - minimum * ((~marked).sum() - 1 / 2), most)
    if high / most <= together:
        return base * 0 + together
    low = (rest - high) / base[~marked].sum()
    return pd.Series(np.where(marked, high / most, low), base.index)
