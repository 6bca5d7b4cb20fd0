from __future__ import annotations

import numpy as np
import pandas as pd

from typfrage.profiles.goals import goal_profile
from typfrage.profiles.shares import OVERALL, shares_by_group

GOALS = pd.DataFrame({"law": [1, 1, 0, 0], "funding": [1, 0, 0, 0]}, index=list("abcd"))
TYPES = pd.Series([0, 0, 1, 1], index=list("abcd"))


def test_profile_is_the_shares_with_their_deviation_from_the_average() -> None:
    """Special case: counted by hand."""
    profile = goal_profile(GOALS, TYPES)
    pd.testing.assert_frame_equal(profile.drop(columns="deviation"), shares_by_group(GOALS, TYPES))
    deviation = profile.set_index(["item", "group"])["deviation"].to_dict()
    assert deviation == {
        ("law", 0): 0.5,
        ("law", 1): -0.5,
        ("law", OVERALL): 0,
        ("funding", 0): 0.25,
        ("funding", 1): -0.25,
        ("funding", OVERALL): 0,
    }


def test_deviations_weighted_by_bases_cancel() -> None:
    """Special case: the average of the types is the average of all."""
    rng = np.random.default_rng(0)
    goals = pd.DataFrame(rng.integers(0, 2, (50, 4)), columns=list("wxyz"))
    profile = goal_profile(goals, pd.Series(rng.integers(0, 3, 50)))
    weighted = profile["deviation"] * profile["base"]
    np.testing.assert_allclose(weighted.groupby(profile["item"]).sum(), 0, atol=1e-12)


def test_goals_are_never_tested() -> None:
    """What formed the types has no p-value."""
    columns = set(goal_profile(GOALS, TYPES).columns)
    expected = {"item", "group", "count", "base", "share", "low", "high", "difference"}
    assert columns == expected | {"deviation"}


def test_level_is_passed_on() -> None:
    narrow, wide = goal_profile(GOALS, TYPES, level=0.5), goal_profile(GOALS, TYPES, level=0.99)
    assert (wide["high"] - wide["low"] > narrow["high"] - narrow["low"]).all()
