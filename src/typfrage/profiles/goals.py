"""Which goals mark each type.

The goals that form the types differ between them by construction: their differences are described
and never tested. A test would use the same answers twice (double dipping) and call significant
what the clustering has made.
"""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.shares import OVERALL, shares_by_group


def goal_profile(
    goals: pd.DataFrame, types: pd.Series[object], *, level: float = 0.95
) -> pd.DataFrame:
    """Describe the types by the goals that form them.

    The intervals show how far a share of this size could lie from that of a population; they are
    no tests of differences between the types.

    Args:
        goals: One row per case, one column per goal; 1 = chosen, 0 = not chosen.
        types: Type of each case, on the same index.
        level: Confidence level of the intervals.

    Returns:
        The columns of :func:`typfrage.profiles.shares.shares_by_group` and ``deviation``, the
        share in the type minus the share over all cases (0 for ``"overall"``).

    Raises:
        ValueError: As :func:`typfrage.profiles.shares.shares_by_group`.

    References:
        Kriegeskorte et al. (2009), Circular analysis in systems neuroscience: the dangers of
        double dipping. https://doi.org/10.1038/nn.2303
    """
    profile = shares_by_group(goals, types, level=level)
    overall = profile[profile["group"] == OVERALL].set_index("item")["share"]
    return profile.assign(deviation=profile["share"] - profile["item"].map(overall))
