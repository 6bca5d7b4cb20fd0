"""Two publications of one wave: brute force over all unions of types (rung 2)."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.disclosure import Column, Partition, release
from typfrage.profiles.republication import few_differ

LEAST = 5


def wave(n: int, first: int = 0, seed: int = 1) -> pd.DataFrame:
    """Answers of so many municipalities to three questions."""
    rng = np.random.default_rng(seed)
    keys = [f"05{number:06}" for number in range(first, first + n)]
    return pd.DataFrame(rng.integers(0, 2, (n, 3)), keys, ["a", "b", "c"]).astype("Int8")


def of_types(answers: pd.DataFrame, *sizes: int) -> pd.Series:
    """The first so many municipalities are of the first type, and so on."""
    return pd.Series(np.repeat([f"t{at}" for at in range(len(sizes))], sizes), answers.index)


def published(answers: pd.DataFrame, types: pd.Series) -> pd.DataFrame:
    """A table of who ticked what by type, as it is published."""
    counted = answers.astype("int64").groupby(types)
    table = counted.sum().melt(ignore_index=False, var_name="item", value_name="count")
    table = table.rename_axis("type").reset_index()
    table["base"] = table["type"].map(types.value_counts())
    columns = (
        Column("type", ""),
        Column("item", ""),
        Column("count", "", "count", base="base"),
        Column("base", "", "count"),
    )
    within = Partition(across="type", within=("item",), count="count")
    return release(table, columns, LEAST, within).frame.set_index(["type", "item"])


def test_without_the_rule_one_late_answer_is_read_from_two_publications() -> None:
    """The attack: what was published later minus what was published before."""
    later = wave(200)
    before, types = later.iloc[:-1], of_types(later, 110, 90)
    told = published(later, types)["count"] - published(before, types[:-1])["count"]
    assert told["t1"].to_dict() == later.iloc[-1].to_dict()
    assert few_differ(before, later, LEAST, (types[:-1], types))


@pytest.mark.parametrize(("late", "few"), [(0, False), (1, True), (4, True), (5, False)])
def test_late_answers_and_withdrawn_ones_are_published_together_or_not_at_all(
    late: int, few: bool
) -> None:
    every = wave(60)
    assert few_differ(every.iloc[late:], every, LEAST) == few
    assert few_differ(every, every.iloc[late:], LEAST) == few


@pytest.mark.parametrize(("number", "few"), [(1, True), (4, True), (5, False)])
def test_corrected_answers_count_as_late_ones_do(number: int, few: bool) -> None:
    before = wave(60)
    after = before.copy()
    after.iloc[:number, 1] = 1 - after.iloc[:number, 1]
    assert few_differ(before, after, LEAST) == few
    missing = before.copy()
    missing.iloc[:number, 1] = pd.NA
    assert few_differ(before, missing, LEAST) == few


def test_questions_that_only_one_publication_has_are_no_difference() -> None:
    before = wave(60)
    assert not few_differ(before, before.assign(d=1)[["d", "c", "a", "b"]], LEAST)


@pytest.mark.parametrize(("moved", "few"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_type_that_lost_few_would_tell_their_answers(moved: int, few: bool) -> None:
    answers = wave(60)
    before = of_types(answers, 30, 30)
    renamed = {"t0": "new name", "t1": "t0"}
    after = of_types(answers, 30 - moved, 30 + moved).map(renamed)
    assert few_differ(answers, answers, LEAST, (before, after)) == few


def test_a_type_is_held_against_the_two_that_it_became() -> None:
    answers = wave(60)
    before, after = of_types(answers, 30, 30), of_types(answers, 15, 13, 32)
    assert few_differ(answers, answers, LEAST, (before, after))


def test_late_answers_of_few_in_each_type_are_too_few() -> None:
    every = wave(66)
    types = pd.Series(["t0"] * 30 + ["t1"] * 30 + ["t0"] * 3 + ["t1"] * 3, every.index)
    assert few_differ(every[:60], every, LEAST, (types[:60], types))
    assert not few_differ(every[:60], every, LEAST)


def test_types_below_the_threshold_are_no_difference_where_nothing_changed() -> None:
    answers = wave(40)
    types = of_types(answers, 30, 6, 2, 2)
    assert not few_differ(answers, answers, LEAST, (types, types))
    late = answers.iloc[6:]
    assert not few_differ(late, answers, LEAST, (of_types(late, 24, 6, 2, 2), types))
    assert few_differ(late, answers, LEAST, (of_types(late, 26, 4, 2, 2), types))


def unions(types: pd.Series) -> list[set[str]]:
    """Keys of every type and of all unions of types."""
    names = types.unique()
    return [
        set(types.index[types.isin(chosen)])
        for number in range(1, len(names) + 1)
        for chosen in combinations(names, number)
    ]


def by_hand(before: pd.DataFrame, after: pd.DataFrame, types: tuple[pd.Series, pd.Series]) -> bool:
    """Hold every union then against every union now, key by key."""
    common = before.index.intersection(after.index)
    changed = {key for key in common if not before.loc[key].equals(after.loc[key])}
    return any(
        0 < len((then ^ now) | (then & now & changed)) < LEAST
        for then in unions(types[0])
        for now in unions(types[1])
    )


def test_every_union_of_types_is_held_against_every_other() -> None:
    rng = np.random.default_rng(11)
    found = []
    for _ in range(60):
        before, after = wave(40), wave(40).iloc[rng.choice([0, 0, 6]) :]
        after.iloc[: rng.choice([0, 0, 7]), 0] = 1
        types = tuple(
            pd.Series(rng.permutation(np.resize(list("xyz")[:k], 40)), before.index)
            for k in rng.integers(1, 4, 2)
        )
        moved = types[0].copy()
        moved.iloc[: rng.choice([0, 2, 6, 12])] = "x"
        then, now = types[0], (moved if rng.random() < 0.7 else types[1])[after.index]
        found.append(few_differ(before, after, LEAST, (then, now)))
        assert found[-1] == by_hand(before, after, (then, now))
    assert 10 < sum(found) < 50


def test_more_types_than_can_be_joined_are_still_compared_one_by_one() -> None:
    answers = wave(200)
    before = pd.Series(np.resize([f"t{at}" for at in range(12)], 200), answers.index)
    after = before.copy()
    assert not few_differ(answers, answers, LEAST, (before, after))
    after.iloc[0] = "t5"
    assert few_differ(answers, answers, LEAST, (before, after))
