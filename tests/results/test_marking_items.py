"""A type is called by what is published of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tests.results.test_type_names import Solve

from typfrage.profiles.goals import goal_profile
from typfrage.results.marking_items import marking_items
from typfrage.results.tables import types as tables
from typfrage.results.type_names import name_types, named_types
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.typology import find_types

LEAST = 5


def test_types_are_called_by_what_they_tick(solve: Solve) -> None:
    solution = solve(("110", 50), ("001", 30))
    assert marking_items(solution, LEAST) == (("ziel_a", "ziel_b"), ("ziel_c",))
    assert marking_items(solution, LEAST, most=1) == (("ziel_a",), ("ziel_c",))


def test_one_type_has_nothing_that_marks_it(solve: Solve) -> None:
    assert marking_items(solve(("110", 50)), LEAST) == ((),)


def test_what_is_withheld_gives_no_name(solve: Solve) -> None:
    """Three of 33 do not tick the second goal: that its share is large is not told."""
    three = solve(("110", 30), ("100", 3), ("001", 30))
    points = pd.DataFrame(three.patterns.points[three.patterns.of_case], columns=list(three.items))
    solution = find_types(points, 2, starts=3, seed=1)
    largest = int(solution.sizes.argmax())
    assert marking_items(solution, LEAST)[largest] == ("ziel_a",)
    assert marking_items(solution, 1)[largest] == ("ziel_a", "ziel_b")


def test_names_rest_on_the_same_shares_as_the_table_of_goals(codebook: Codebook) -> None:
    rng = np.random.default_rng(3)
    labels = {item: item for item in ("ziel_a", "ziel_b", "ziel_c")}
    withheld = 0
    for seed in range(15):
        points = pd.DataFrame(rng.integers(0, 2, (40, 3)), columns=list(labels)).astype(float)
        points = points[points.sum(axis=1) > 0]
        solution = find_types(points, 3, starts=3, seed=seed)
        names = name_types(solution, codebook, None, 0.3, LEAST)
        profile = goal_profile(points, named_types(solution, names))
        table = tables.goal_profile(profile, names, codebook, LEAST, "de")
        hidden = table.frame["share"].isna()
        withheld += int(hidden.sum())
        told = {
            (row.type, row.label): round(row.share, 2) - round(row.overall, 2)
            for row in table.frame[~hidden & table.frame["overall"].notna()].itertuples()
        }
        words = codebook.labels()
        for name, items in zip(names, marking_items(solution, LEAST), strict=True):
            own = {label: above for (type_, label), above in told.items() if type_ == name.id}
            for item in items:
                assert own[words[item]] > 0
                others = (
                    above for label, above in own.items() if label not in map(words.get, items)
                )
                assert own[words[item]] >= max(others, default=0)
    assert withheld > 20
