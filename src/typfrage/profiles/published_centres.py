"""The types' centres as readers of the published table know them.

Whatever is computed from these centres alone tells readers nothing that the table does not tell.
The types that the exact centres give to all possible answers would: each is a limit on a withheld
share, and of so many limits some are narrower than what the disclosure rules leave open.
"""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released


def published_centres(profile: Released) -> pd.DataFrame:
    """Compute the centres from a published table of goals by type.

    The withheld counts of a goal are known by their sum: each of these types gets the share that
    they have together. Of a goal whose total is withheld nothing is known: it gets the same share,
    zero, in all types and so never decides between them.

    Args:
        profile: One row per goal (``label``) and type (``type``): ``count``, ``base``, and
            ``overall``, the share over all types.

    Returns:
        Shares, shape (types, goals), 0 … 1, in the order of the table's rows.

    Raises:
        ValueError: If the size of a type is withheld.
    """
    frame = profile.frame
    if frame["base"].isna().any():
        raise ValueError("a type's size is withheld; allowed: types of published size")
    columns = {
        label: _shares(goal.set_index("type")) for label, goal in frame.groupby("label", sort=False)
    }
    return pd.DataFrame(columns)


def _shares(goal: pd.DataFrame) -> pd.Series[float]:
    """Shares of one goal, indexed by type."""
    base, count = goal["base"].astype("float64"), goal["count"].astype("float64")
    overall = goal["overall"].iloc[0]
    if pd.isna(overall):
        return base * 0
    hidden = count.isna()
    rest = round(overall * base.sum()) - count.sum()
    return (count / base).mask(hidden, rest / base[hidden].sum() if hidden.any() else None)
