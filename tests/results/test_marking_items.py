"""A type is called by what is published of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.results.test_type_names import Solve

from typfrage.profiles.disclosure import Released
from typfrage.profiles.goals import goal_profile
from typfrage.results.marking_items import items_of_types, marking_items, published_deviations
from typfrage.results.tables import types as tables
from typfrage.results.type_names import name_types, named_types, signed_by
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.reference_types import Typology
from typfrage.typology import TypeSolution, find_types

LEAST = 5
GOALS = ("ziel_a", "ziel_b", "ziel_c")


def test_types_are_called_by_what_they_tick(solve: Solve) -> None:
    solution = solve(("110", 50), ("001", 30))
    assert marking_items(solution, {}, LEAST) == (("ziel_a", "ziel_b"), ("ziel_c",))
    assert marking_items(solution, {}, LEAST, most=1) == (("ziel_a",), ("ziel_c",))


def test_one_type_has_nothing_that_marks_it(solve: Solve) -> None:
    assert marking_items(solve(("110", 50)), {}, LEAST) == ((),)


def test_what_is_withheld_gives_no_name(solve: Solve) -> None:
    """Three of 33 do not tick the second goal: that its share is large is not told."""
    three = solve(("110", 30), ("100", 3), ("001", 30))
    points = pd.DataFrame(three.patterns.points[three.patterns.of_case], columns=list(three.items))
    solution = find_types(points, 2, starts=3, seed=1)
    largest = int(solution.sizes.argmax())
    assert marking_items(solution, {}, LEAST)[largest] == ("ziel_a",)
    assert marking_items(solution, {}, 1)[largest] == ("ziel_a", "ziel_b")


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
        for name, items in zip(names, marking_items(solution, {}, LEAST), strict=True):
            own = {label: above for (type_, label), above in told.items() if type_ == name.id}
            for item in items:
                assert own[words[item]] > 0
                others = (
                    above for label, above in own.items() if label not in map(words.get, items)
                )
                assert own[words[item]] >= max(others, default=0)
    assert withheld > 20


def _withheld_pairs(table: Released) -> set[tuple[object, object]]:
    hidden = table.withheld["count"]
    return set(table.frame.loc[hidden, ["label", "type"]].itertuples(index=False, name=None))


def test_the_same_is_withheld_wherever_goals_of_types_are_computed_from(
    codebook: Codebook, typology: Typology
) -> None:
    """Else what the one withholds would follow from the other; types of one size, too."""
    labels = codebook.labels()
    seen = {"withheld": 0, "types of one size": 0, "matched": 0}
    for seed in range(60):
        rng = np.random.default_rng(seed)
        points = pd.DataFrame(rng.integers(0, 2, (40, 3)), columns=list(GOALS)).astype(float)
        points = points[points.sum(axis=1) > 0]
        solution = find_types(points, 3, starts=3, seed=seed)
        names = name_types(solution, codebook, typology, 0.3, LEAST)
        table = tables.goal_profile(
            goal_profile(points, named_types(solution, names)), names, codebook, LEAST, "de"
        )
        ids = {name.label: name.id for name in names}
        expected = {
            (labels[str(item)], ids[int(str(number))])
            for item, number in _withheld_pairs(items_of_types(solution, signed_by(names), LEAST))
        }
        assert _withheld_pairs(table) == expected
        seen["withheld"] += len(expected)
        seen["types of one size"] += len(set(solution.sizes)) < 3
        seen["matched"] += any(name.reference is not None for name in names)
    assert min(seen.values()) > 5, seen


def test_goals_that_mark_a_type_are_withheld_last() -> None:
    """Three of 53 tick the first goal, as most of the smallest and of the largest type do."""
    rows = ["10000"] * 30 + ["00000"] * 10 + ["01100"] * 50 + ["11100"] * 3
    rows += ["10011"] * 45 + ["00011"] * 15
    goals = ["ziel_a", "ziel_b", "ziel_c", "ziel_d", "ziel_e"]
    points = pd.DataFrame([list(map(float, row)) for row in rows], columns=goals)
    solution = find_types(points, 3, starts=5, seed=1)
    few, smallest, largest = (int(np.flatnonzero(solution.sizes == n)[0]) for n in (53, 40, 60))
    told = _withheld_pairs(items_of_types(solution, {}, LEAST))
    assert told == {("ziel_a", few), ("ziel_a", smallest)}
    told = _withheld_pairs(items_of_types(solution, {smallest: ["ziel_a"]}, LEAST))
    assert told == {("ziel_a", few), ("ziel_a", largest)}


def _two_types(few: int, many: int) -> TypeSolution:
    """Two types of thirty; so many of each tick the third goal, too."""
    rows = ["100"] * (30 - few) + ["101"] * few + ["010"] * (30 - many) + ["011"] * many
    points = pd.DataFrame([list(map(float, row)) for row in rows], columns=list(GOALS))
    return find_types(points, 2, starts=3, seed=1)


@pytest.mark.parametrize("marks", [{}, {0: ["ziel_c"]}])
def test_deviations_are_the_same_for_all_counts_that_may_be_withheld(
    marks: dict[int, list[str]],
) -> None:
    """Eleven ticks are known, whose they are is not; exact deviations would tell it."""
    solutions = [_two_types(few, 11 - few) for few in (1, 2, 3, 4)]
    told = [published_deviations(one, marks, LEAST) for one in solutions]
    for one in told[1:]:
        np.testing.assert_array_equal(one, told[0])
    assert len({one.deviations.tobytes() for one in solutions}) == len(solutions)


def test_deviations_of_types_that_are_published_whole_are_exact() -> None:
    solution = _two_types(6, 12)
    told = published_deviations(solution, {}, LEAST)
    np.testing.assert_allclose(told, solution.deviations, atol=1e-12)


def test_nothing_is_told_where_the_size_of_a_type_is_not(solve: Solve) -> None:
    assert np.isnan(published_deviations(solve(("100", 30), ("010", 3)), {}, LEAST)).all()


def test_the_likeness_to_the_study_is_of_what_is_published(
    codebook: Codebook, typology: Typology
) -> None:
    likeness = [
        [one.correlation for one in name_types(solution, codebook, typology, 0.3, LEAST)]
        for solution in (_two_types(few, 11 - few) for few in (1, 2, 3, 4))
    ]
    assert all(one == likeness[0] for one in likeness)
