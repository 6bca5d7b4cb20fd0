from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.profiles.possible_answers import as_points, possible_answers
from typfrage.profiles.published_centres import published_centres
from typfrage.typology import assign

SIZES = (40, 60, 50)


def published(
    counts: list[list[int]], sizes: tuple[int, ...] = SIZES, minimum: int = 5
) -> Released:
    """Release counts, (goals × types), as the table of goals by type does."""
    n = sum(sizes)
    rows = [
        {
            "label": f"Ziel {goal}",
            "type": f"typ_{type_}",
            "count": count,
            "share": count / base,
            "overall": sum(row) / n,
            "overall_count": sum(row),
            "overall_base": n,
            "base": base,
        }
        for goal, row in enumerate(counts)
        for type_, (count, base) in enumerate(zip(row, sizes, strict=True))
    ]
    return release(
        pd.DataFrame(rows),
        (
            Column("label", "Ziel"),
            Column("type", "Typ"),
            Column("count", "Nennungen", "count", base="base"),
            Column("share", "Anteil", "share", count="count", base="base"),
            Column("overall", "alle", "share", count="overall_count", base="overall_base"),
            Column("base", "Basis", "count"),
        ),
        minimum,
        Partition(across="type", within=("label",), count="base"),
        Partition(across="type", within=("label",), count="count", total="overall"),
    )


def test_where_nothing_is_withheld_the_centres_are_the_shares() -> None:
    """Special case."""
    counts = [[20, 30, 40], [0, 10, 12]]
    found = published_centres(published(counts))

    assert found.index.to_list() == ["typ_0", "typ_1", "typ_2"]
    assert found.columns.to_list() == ["Ziel 0", "Ziel 1"]
    np.testing.assert_allclose(found.to_numpy(), (np.array(counts) / SIZES).T)


def test_withheld_types_get_the_share_that_they_have_together() -> None:
    """Closed form: the sum of their counts by the sum of their sizes; who they are is published."""
    counts = np.array([3, 9, 20])
    data = published([counts.tolist()])
    hidden = data.withheld["count"].to_numpy()
    assert hidden[0]
    assert hidden.sum() == 2
    together = counts[hidden].sum() / np.array(SIZES)[hidden].sum()
    wanted = np.where(hidden, together, counts / SIZES)
    assert published_centres(data)["Ziel 0"].to_list() == pytest.approx(wanted.tolist())


def test_counts_that_look_the_same_in_the_table_give_the_same_centres() -> None:
    """Brute force: all counts that the published cells leave open.

    The types that the exact centres give to all answers tell more: they part these counts.
    """
    answers = as_points(possible_answers(3, 2), 3)
    rest = [[20, 30, 5], [20, 30, 30]]
    first = published([[3, 9, 20], *rest])
    exact, alike = set(), 0
    hidden = np.flatnonzero(first.withheld["count"][:3])
    together = int(np.array([3, 9, 20])[hidden].sum())
    for count in range(1, together):
        row = np.array([3, 9, 20])
        row[hidden] = count, together - count
        counts = [row.tolist(), *rest]
        if (row > SIZES).any():
            continue
        again = published(counts)
        exact.add(tuple(assign(answers, (np.array(counts) / SIZES).T).labels.tolist()))
        if again.frame.equals(first.frame):
            alike += 1
            same = published_centres(again)
            pd.testing.assert_frame_equal(same, published_centres(first), check_exact=True)

    assert alike > 5
    assert len(exact) > 1


def test_a_goal_whose_total_is_withheld_decides_nothing() -> None:
    data = published([[1, 2, 0], [20, 30, 40]])
    assert data.withheld["overall"].to_list() == [True] * 3 + [False] * 3
    assert published_centres(data)["Ziel 0"].to_list() == [0, 0, 0]


def test_a_type_whose_size_is_withheld_is_refused() -> None:
    with pytest.raises(ValueError, match="size is withheld"):
        published_centres(published([[3, 30, 20]], (3, 60, 50)))


def test_a_withheld_share_is_high_where_the_goal_marks_the_type() -> None:
    """Closed form: half the threshold goes to the type that it does not mark."""
    counts = np.array([2, 30, 40])
    data = published([counts.tolist()])
    one, other = np.flatnonzero(data.withheld["count"])
    together = counts[[one, other]].sum()
    found = published_centres(data, {f"typ_{other}": {"Ziel 0"}, "typ_9": {"Ziel 1"}})["Ziel 0"]
    assert found[f"typ_{one}"] == pytest.approx(2.5 / SIZES[one])
    assert found[f"typ_{other}"] == pytest.approx((together - 2.5) / SIZES[other])


def test_no_more_of_a_marked_type_than_there_are() -> None:
    data = published([[38, 3, 20]])
    hidden = dict(zip(data.frame["type"], data.withheld["count"], strict=True))
    assert hidden["typ_0"]
    found = published_centres(data, {"typ_0": {"Ziel 0"}})["Ziel 0"]
    assert found.max() <= 1
    counts = found.to_numpy() * SIZES
    assert counts.sum() == pytest.approx(61)


def test_marks_of_all_that_is_withheld_or_of_none_of_it_change_nothing() -> None:
    data = published([[3, 9, 20]])
    plain = published_centres(data)
    for hidden in (True, False):
        types = data.frame["type"][data.withheld["count"] == hidden]
        marks = {type_: {"Ziel 0"} for type_ in types}
        pd.testing.assert_frame_equal(published_centres(data, marks), plain)
