"""A strength is positive, large enough and more than chance; brute force on random tables."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.comparison import compare_types
from typfrage.profiles.strengths import lessons, strengths

TYPES = ("west", "east", "north")
INDICATORS = tuple(f"i{at}" for at in range(30))
ELIGIBLE = INDICATORS[:25]
COLUMNS = ("difference", "effect", "p_bh", "p_holm", "value")


def _table(seed: int) -> pd.DataFrame:
    """Random differences; some rows withheld, many at or near the limits."""
    rng = np.random.default_rng(seed)
    rows = []
    for indicator in INDICATORS:
        for name in TYPES:
            p = rng.choice([0.01, 0.04, 0.05, 0.051, 0.2])
            row = {
                "indicator": indicator,
                "type": name,
                "difference": rng.choice([-0.2, -0.1, 0.0, 0.1, 0.3]),
                "effect": rng.choice([0.05, 0.09, 0.1, 0.2, 0.4]),
                "p_bh": p,
                "p_holm": min(1.0, p * rng.choice([1, 2])),
                "value": rng.random(),
            }
            rows.append(row | dict.fromkeys(COLUMNS, np.nan) if rng.random() < 0.2 else row)
    return pd.DataFrame(rows)


def _brute_force(table: pd.DataFrame) -> list[tuple[str, str, bool]]:
    found = []
    for name in TYPES:
        own = [
            row
            for row in table.to_dict("records")
            if row["type"] == name and row["indicator"] in ELIGIBLE
            and row["difference"] > 0 and row["effect"] >= 0.1 and row["p_bh"] <= 0.05
        ]  # fmt: skip
        own.sort(key=lambda row: -row["effect"])
        found += [(name, row["indicator"], row["p_holm"] <= 0.05) for row in own]
    return found


@pytest.mark.parametrize("seed", range(10))
def test_strengths_are_those_of_a_loop(seed: int) -> None:
    table = _table(seed)
    found = strengths(table, ELIGIBLE)
    assert list(zip(found["type"], found["indicator"], found["strict"], strict=True)) == (
        _brute_force(table)
    )
    # All else is taken over from the table.
    merged = found.merge(table, on=["indicator", "type"], suffixes=("", "_before"))
    for column in COLUMNS:
        assert merged[column].equals(merged[f"{column}_before"])


@pytest.mark.parametrize("seed", range(10))
def test_lessons_are_those_of_a_loop(seed: int) -> None:
    table = _table(seed)
    strong = strengths(table, ELIGIBLE)
    rows = table.set_index(["indicator", "type"])
    expected = []
    for learner in TYPES:
        for teacher, indicator, strict in _brute_force(table):
            behind = rows.loc[(indicator, learner)]
            if behind["difference"] < 0:
                ahead = rows.loc[(indicator, teacher)]
                clear = behind["effect"] >= 0.1
                values = (behind["value"], ahead["value"])
                expected.append((learner, teacher, indicator, strict, clear, *values))
    found = lessons(table, strong)
    keys = ["learner", "teacher", "indicator", "strict", "clear", "learner_value", "teacher_value"]
    assert list(found[keys].itertuples(index=False, name=None)) == expected
    assert not (found["learner"] == found["teacher"]).any()


@pytest.mark.parametrize(
    ("changed", "is_strength"),
    [
        ({}, True),
        ({"difference": 0.0}, False),
        ({"difference": -0.2}, False),
        ({"effect": 0.0999}, False),
        ({"p_bh": 0.0501}, False),
        ({"difference": math.nan}, False),
        ({"effect": math.nan}, False),
        ({"p_bh": math.nan}, False),
        ({"p_holm": math.nan}, True),
        ({"indicator": "structure"}, False),
    ],
)
def test_limits_are_included_and_what_is_missing_is_no_strength(
    changed: dict[str, object], is_strength: bool
) -> None:
    row = {"indicator": "i", "type": "a", "difference": 0.1, "effect": 0.1, "p_bh": 0.05}
    found = strengths(pd.DataFrame([row | {"p_holm": 0.05, "value": 0.4} | changed]), ["i"])
    assert len(found) == is_strength
    if is_strength:
        assert found["strict"].to_list() == [changed.get("p_holm", 0.05) == 0.05]


def test_thresholds_are_those_of_the_wave() -> None:
    table = _table(1)
    assert len(strengths(table, ELIGIBLE, significance=1.0, minimum_effect=0.0)) > len(
        strengths(table, ELIGIBLE)
    )
    assert strengths(table, ELIGIBLE, minimum_effect=0.41).empty
    strong = strengths(table, ELIGIBLE)
    assert lessons(table, strong, minimum_effect=0.0)["clear"].all()


def test_without_a_strength_nothing_is_taught() -> None:
    table = _table(0)
    none = strengths(table, [])
    assert none.empty
    assert none["strict"].dtype == bool
    taught = lessons(table, none)
    assert taught.empty
    assert {"learner", "teacher", "indicator", "clear"} <= set(taught)


def test_types_that_differ_in_nothing_seldom_get_a_strength() -> None:
    """Simulation: without any difference Benjamini and Hochberg err in at most 5 % of the waves."""
    rng = np.random.default_rng(11)
    waves, with_strength = 30, 0
    types = pd.Series(pd.Categorical(np.repeat(list("abcd"), [95, 122, 116, 79])))
    for _ in range(waves):
        chances = rng.uniform(0.05, 0.9, 20)
        values = pd.DataFrame((rng.random((412, 20)) < chances).astype(float))
        values.columns = [f"i{at}" for at in range(20)]
        found = compare_types(values, types, seed=1)
        with_strength += len(strengths(found.by_type, list(values))) > 0
    # The binomial's upper 0.1 % at a chance of 5 % in 30 waves.
    assert with_strength <= 6
