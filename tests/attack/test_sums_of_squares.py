"""A sum of squares would tell what is withheld of the goals, and so is withheld with it.

With c of the m municipalities of a type that chose a goal, the goal adds c·(m - c)/m to the sum.
Rung: all counts that fit the published goals and the sum, by enumeration.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from typfrage.results import tables
from typfrage.results.marking_items import items_of_types
from typfrage.typology import TypeSolution
from typfrage.validity import evaluate
from typfrage.validity.task import Settings

MINIMUM = 5
HIDDEN = ["total_within_ss", "calinski_harabasz", "gap"]
FEW = Settings(starts=50, reference_starts=1, gap_samples=4)
HALF = {"total_within_ss": 0.05, "gap": 0.005}
"""Half of the last digit that is printed."""


def test_the_reported_sum_of_squares_tells_withheld_goals_and_is_withheld() -> None:
    """Eleven of two types of thirty chose the last goal; with the sum, whose they are is plain."""
    rows = ["100"] * 27 + ["101"] * 3 + ["010"] * 22 + ["011"] * 8
    points = pd.DataFrame([list(map(float, row)) for row in rows], columns=list("abc"))
    evaluated = evaluate(points, (1, 2), criteria=["total_within_ss", "gap"], settings=FEW, seed=1)
    solution = evaluated.solutions[2]
    goals = items_of_types(solution, {}, MINIMUM).frame
    assert len(_fitting(goals, solution, np.inf)) == 10
    for half in (HALF["total_within_ss"], HALF["gap"] * solution.total_within_ss):
        fitting = np.array(_fitting(goals, solution, half))
        assert np.ptp(np.sort(fitting), axis=0).max() < MINIMUM
    withheld = tables.criteria(evaluated, 2, MINIMUM, "de").withheld
    assert withheld.loc[1, HIDDEN].all()
    assert not withheld.loc[0].any()


def _fitting(
    goals: pd.DataFrame, solution: TypeSolution, half_unit: float
) -> list[tuple[int, ...]]:
    """All counts of withheld cells that readers of the goals and the sum think possible."""
    hidden = goals[goals["count"].isna()]
    told = goals.drop(hidden.index)
    left = solution.total_within_ss - _part(told["count"], told["base"]).sum()
    of_goals = []
    for _, rows in hidden.groupby("label", sort=False):
        bases = rows["base"].astype(int).tolist()
        of_all = round(rows["overall"].iloc[0] * solution.sizes.sum())
        rest = of_all - int(told.loc[told["label"] == rows["label"].iloc[0], "count"].sum())
        of_goals.append(
            [
                (sum(map(_part, counts, bases)), counts)
                for counts in _splits(rest, [(1, base - 1) for base in bases])
            ]
        )
    return [
        sum((counts for _, counts in chosen), ())
        for chosen in product(*of_goals)
        if abs(sum(part for part, _ in chosen) - left) <= half_unit
    ]


def _splits(total: int, limits: list[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """All ways to make up a sum of whole numbers within limits."""
    (low, high), *others = limits
    if not others:
        if low <= total <= high:
            yield (total,)
        return
    for first in range(low, min(high, total) + 1):
        for rest in _splits(total - first, others):
            yield (first, *rest)


def _part(count: pd.Series | int, size: pd.Series | int) -> pd.Series | float:
    return count * (size - count) / size


def test_where_few_of_all_chose_a_goal_no_function_of_their_number_is_told() -> None:
    """Of 60 three chose the last goal: the sum of squares, or one class's fit, would tell three."""
    rng = np.random.default_rng(1)
    points = pd.DataFrame(rng.integers(0, 2, (60, 4)), columns=list("abcd")).astype("float64")
    points["d"] = (np.arange(60) < 3).astype("float64")
    criteria = ["total_within_ss", "calinski_harabasz", "gap", "information", "silhouette"]
    evaluated = evaluate(points, range(1, 4), criteria=criteria, settings=FEW, seed=1)
    withheld = tables.criteria(evaluated, 3, MINIMUM, "de").withheld
    assert withheld[["total_within_ss", "calinski_harabasz"]].all(axis=None)
    assert withheld.loc[0, ["gap", "aic", "bic"]].all()
    assert not withheld.loc[1, ["gap", "aic", "bic", "silhouette"]].any()
