"""Codes follow from values alone, at their edges too."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.disclosure import Released
from typfrage.results import findings
from typfrage.results.findings import Doubt, Standing, judge
from typfrage.typology import TypeSolution
from typfrage.validity import evaluate
from typfrage.validity.task import Settings

NAN = float("nan")
FEW = Settings(
    starts=2, resample_starts=1, reference_starts=1,
    bootstrap=4, gap_samples=4, splits=2, pairs=2, null_samples=2,
    null_replicates=1, seeds=2,
)  # fmt: skip


def test_each_criterion_is_found_with_its_values() -> None:
    table = pd.DataFrame(
        {"silhouette": [NAN, 0.2, 0.3], "smallest_jaccard": [1.0, 0.9, 0.5], "aic": [NAN] * 3},
        index=[1, 2, 3],
    )
    found = {
        one.criterion: one
        for one in findings.favours(table, {"silhouette": 3, "jaccard": 2, "aic": None}, 2)
    }
    assert list(found) == list(findings.CRITERIA)
    silhouette = found["silhouette"]
    assert (silhouette.favoured, silhouette.value, silhouette.value_at_reported) == (3, 0.3, 0.2)
    assert silhouette.at_the_end
    assert not silhouette.for_reported
    assert found["jaccard"].for_reported
    assert not found["jaccard"].at_the_end
    for absent in ("aic", "bic", "gap_1se"):
        assert not found[absent].computed
        assert found[absent].favoured is None


def test_a_criterion_may_favour_none() -> None:
    table = pd.DataFrame({"prediction_strength": [0.5, 0.4]}, index=[2, 3])
    found = findings.favours(table, {"prediction_strength": None}, 2)
    strength = next(one for one in found if one.criterion == "prediction_strength")
    assert strength.computed
    assert strength.favoured is None
    assert np.isnan(strength.value)
    assert strength.value_at_reported == 0.5


@pytest.mark.parametrize(
    ("p", "beyond"), [(0.005, True), (0.05, True), (0.051, False), (1.0, False), (NAN, None)]
)
def test_five_per_cent_are_the_limit_of_chance(p: float, beyond: bool | None) -> None:
    assert findings.beyond_chance(p) is beyond


def test_p_values_are_unknown_where_nothing_was_compared() -> None:
    empty = pd.DataFrame({"k": [], "silhouette_p": [], "jaccard_p": []})
    assert np.isnan(findings.p_values(Released(empty, (), empty, 5), 2)).all()
    assert np.isnan(findings.p_values_any(None)).all()
    two = pd.DataFrame({"k": [2], "silhouette_p": [0.1], "jaccard_p": [0.2]})
    assert findings.p_values(Released(two, (), two, 5), 2) == (0.1, 0.2)


@pytest.mark.parametrize(
    ("band", "silhouette", "elsewhere", "mixed", "doubts", "standing"),
    [
        ("highly_stable", 0.2, 0.9, 0.1, (), Standing.FIRM),
        ("stable", 0.01, 0.6, 0.49, (), Standing.FIRM),
        ("stable", NAN, 0.9, NAN, (), Standing.FIRM),
        ("stable", NAN, NAN, NAN, (Doubt.NOTHING_ELSE,), Standing.QUALIFIED),
        ("pattern", 0.2, 0.9, 0.1, (Doubt.RESAMPLING,), Standing.QUALIFIED),
        ("stable", 0.0, 0.9, 0.1, (Doubt.SEPARATION,), Standing.QUALIFIED),
        ("stable", 0.2, 0.59, 0.5, (Doubt.OTHER_METHODS, Doubt.MIXED), Standing.QUALIFIED),
        (
            "stable",
            -0.1,
            0.1,
            0.9,
            (Doubt.SEPARATION, Doubt.OTHER_METHODS, Doubt.MIXED),
            Standing.WEAK,
        ),
        ("doubtful", 0.2, 0.9, 0.1, (Doubt.RESAMPLING,), Standing.WEAK),
        ("dissolved", 0.2, 0.9, 0.1, (Doubt.RESAMPLING,), Standing.WEAK),
        (None, 0.2, 0.9, 0.1, (), Standing.UNKNOWN),
    ],
)
def test_a_type_is_judged_by_what_speaks_against_it(
    band: str | None,
    silhouette: float,
    elsewhere: float,
    mixed: float,
    doubts: tuple[Doubt, ...],
    standing: Standing,
) -> None:
    verdict = judge(band, silhouette, elsewhere, mixed)
    assert (verdict.band, verdict.doubts, verdict.standing) == (band, doubts, standing)


def test_types_are_judged_by_what_is_published() -> None:
    frame = pd.DataFrame(
        {
            "jaccard": [0.9, NAN],
            "silhouette": [0.2, 0.1],
            "elsewhere": [NAN, 0.9],
            "mixed": pd.array([0.6, pd.NA], dtype="Float64"),
        }
    )
    qualified, unknown = findings.verdicts_of(frame)
    assert qualified.doubts == (Doubt.MIXED,)
    assert unknown.standing is Standing.UNKNOWN


def test_values_of_types_come_from_the_criteria(solve: Callable[..., TypeSolution]) -> None:
    solution = solve(("110", 12), ("011", 8))
    points = solution.patterns.points[solution.patterns.of_case]
    evaluation = evaluate(points, range(1, 3), settings=FEW, seed=1)
    values = findings.type_values(evaluation, 2)
    # Two answers are two types for everyone: all agree.
    assert values["jaccard"].to_list() == [1.0, 1.0]
    assert values["silhouette"].to_list() == [1.0, 1.0]
    assert values["elsewhere"].to_list() == [1.0, 1.0]
    without = evaluate(points, range(1, 3), criteria=["total_within_ss"], settings=FEW, seed=1)
    assert findings.type_values(without, 2).isna().all(axis=None)
