"""What readers of two publications can work out, by brute force and linear programmes (rung 2)."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from typfrage.profiles.disclosure import Column, release
from typfrage.profiles.trend import trend
from typfrage.profiles.wave_disclosure import (
    adjusted_among_told,
    few_answered_so,
    panel_bases,
    release_moves,
    rounding_hides,
    withhold_both,
    without,
)

LEAST = 5
COLUMNS = (
    Column("before", ""),
    Column("after", ""),
    Column("count", "", "count", base="base"),
    Column("share", "", "share", count="count", base="base"),
    Column("base", "", "count"),
)


def released(counts: np.ndarray, gone: list[int], come: list[int]) -> pd.DataFrame:
    """Release moves between types, of which those with the same number match."""
    rows = [
        {
            "before": f"a{i}",
            "after": f"b{j}",
            "stays": "stayed" if i == j else "left",
            "count": int(counts[i, j]),
            "base": int(counts[i].sum()),
            "share": counts[i, j] / max(counts[i].sum(), 1),
        }
        for i, j in np.ndindex(counts.shape)
    ]
    outside = (
        pd.Series(number, [f"{side}{at}" for at in range(len(number))])
        for side, number in (("a", gone), ("b", come))
    )
    return release_moves(pd.DataFrame(rows), *outside, COLUMNS, LEAST).frame


def ranges(counts: np.ndarray, frame: pd.DataFrame, gone: list[int], come: list[int]) -> np.ndarray:
    """Lowest and highest value of each count for readers who know all that is not withheld.

    They know the number of the panel, of those who stayed, and the sizes of all types.
    """
    k1, k2 = counts.shape
    cell = np.eye(k1 * k2)
    row = np.kron(np.eye(k1), np.ones(k2))
    column = np.kron(np.ones(k1), np.eye(k2))
    stay = np.array([i == j for i, j in np.ndindex(k1, k2)], float)
    number = frame["count"].to_numpy(dtype=float, na_value=np.nan)
    base = frame["base"].to_numpy(dtype=float, na_value=np.nan)[::k2]
    seen, told = ~np.isnan(number), ~np.isnan(base)
    equal = np.vstack([cell[seen], row[told], np.ones(k1 * k2), stay])
    values = [*number[seen], *base[told], counts.sum(), counts.ravel() @ stay]
    most = [*counts.sum(axis=0) + come, *counts.sum(axis=1) + gone]
    limits = np.vstack([column, row])
    found = [
        [
            sign * linprog(sign * one, A_ub=limits, b_ub=most, A_eq=equal, b_eq=values).fun
            for sign in (1, -1)
        ]
        for one in cell
    ]
    return np.array(found)


def test_withheld_moves_cannot_be_worked_out_from_rows_columns_and_who_stayed() -> None:
    rng = np.random.default_rng(7)
    for _ in range(25):
        k1, k2 = rng.integers(2, 5, 2)
        counts = rng.poisson(rng.choice([4, 8, 14]), (k1, k2))
        counts += np.eye(k1, k2, dtype=int) * rng.integers(0, 20)
        gone, come = rng.integers(0, 30, k1).tolist(), rng.integers(0, 30, k2).tolist()
        frame = released(counts, gone, come)
        low, high = ranges(counts, frame, gone, come).T
        hidden = frame["count"].isna().to_numpy()
        whole = np.repeat(hidden.reshape(k1, k2).all(axis=1), k2)
        small = (counts.ravel() > 0) & (counts.ravel() < LEAST)
        assert hidden[small].all()
        # Of a row that is withheld as a whole nothing is left to withhold.
        assert (high - low)[small & ~whole].min(initial=LEAST) >= LEAST - 1e-6
        assert (high - low)[small].min(initial=LEAST) >= 1


def test_shares_are_withheld_with_their_counts() -> None:
    frame = released(np.array([[20, 2, 30], [9, 30, 8], [12, 14, 15]]), [20] * 3, [20] * 3)
    assert frame["count"].isna().to_list() == frame["share"].isna().to_list()
    assert frame["count"].isna().to_list()[:3].count(True) >= 2


def test_few_members_of_a_type_outside_the_panel_withhold_its_number_in_the_panel() -> None:
    counts = np.array([[20, 9], [9, 30]])
    assert released(counts, [20, 20], [20, 20])["base"].notna().all()
    assert released(counts, [2, 20], [20, 20])["base"].isna().all()
    assert released(counts, [0, 0], [0, 0])["base"].notna().all()


def test_few_newcomers_of_a_type_withhold_a_move_to_it() -> None:
    counts = np.array([[20, 9], [9, 30]])
    assert released(counts, [20, 20], [2, 20])["count"].isna().any()


def possible(printed: list[float], n: int) -> set[int]:
    """Numbers below the threshold that leave counts which are printed so: tried one by one."""
    found = set()
    for left_out in range(LEAST):
        base = n - left_out
        sums = {0}
        for share in printed:
            fitting = [c for c in range(base + 1) if round(100 * c / base) == share]
            sums = {so_far + count for so_far in sums for count in fitting}
        if base in sums:
            found.add(left_out)
    return found


@pytest.mark.parametrize(
    ("counts", "left_out"),
    [
        ([96, 124, 115, 76], 1),
        ([61, 111, 124, 80], 4),
        ([31, 27], 2),
        ([20, 10, 8], 3),
        ([300, 300], 4),
        ([12, 7], 1),
    ],
)
def test_rounded_shares_hide_who_is_left_out_if_every_small_number_fits(
    counts: list[int], left_out: int
) -> None:
    n = sum(counts) + left_out
    printed = [round(100 * count / sum(counts)) for count in counts]
    every = possible(printed, n) == set(range(LEAST))
    assert rounding_hides(counts, left_out, LEAST) == every


def test_large_or_no_numbers_left_out_need_no_hiding() -> None:
    assert rounding_hides([12, 7], 0, LEAST)
    assert rounding_hides([12, 7], LEAST, LEAST)
    assert not rounding_hides([12, 7], 1, LEAST)


def numbers_left_out(sizes: tuple[int, ...], printed: list[int], moved: int) -> set[int]:
    """Numbers of 1 to 4 without type that fit the sizes in the report, tried one by one."""
    n = sum(sizes)
    found = set()
    for left_out in range(1, LEAST):
        spans = [range(size - left_out - moved, size + moved + 1) for size in sizes]
        for counts in itertools.product(*spans):
            shares = [round(100 * count / (n - left_out)) for count in counts]
            if sum(counts) == n - left_out and shares == printed:
                found.add(left_out)
    return found


@pytest.mark.parametrize("moved", [0, 1])
@pytest.mark.parametrize(
    ("reported", "counts"),
    [
        ((122, 116, 95, 79), (122, 116, 95, 78)),
        ((120, 113, 94, 85), (120, 112, 93, 84)),
        ((118, 142, 152), (118, 141, 149)),
        ((59, 141), (59, 139)),
    ],
)
def test_shares_beside_the_sizes_in_the_report_hide_who_is_left_out_if_every_number_fits(
    reported: tuple[int, ...], counts: tuple[int, ...], moved: int
) -> None:
    left_out = sum(reported) - sum(counts)
    printed = [round(100 * count / sum(counts)) for count in counts]
    every = numbers_left_out(reported, printed, moved) == set(range(1, LEAST))
    assert rounding_hides(counts, left_out, LEAST, reported, moved) == every


def test_rounding_alone_does_not_hide_who_is_left_out_from_readers_of_the_report() -> None:
    """61 of 400 are 15 %, 57 of 396 are 14 %: four must be left out."""
    reported, counts = (61, 339), (57, 339)
    assert rounding_hides(counts, 4, LEAST)
    assert numbers_left_out(reported, [14, 86], 0) == {4}
    assert not rounding_hides(counts, 4, LEAST, reported)


def answered(pairs: tuple[int, int, int, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers of a panel in which so many ticked never, later, earlier, and twice."""
    both = np.repeat(np.arange(4), pairs)
    return pd.DataFrame({"x": both // 2 * 1.0}), pd.DataFrame({"x": both % 2 * 1.0})


def solutions(printed: pd.Series, n: int) -> set[tuple[int, int, int, int]]:
    """Pairs of answers that are printed the same, tried one by one."""
    found = set()
    earlier, later = (
        [count for count in range(n + 1) if round(count / n, 2) == printed[f"{side}_share"]]
        for side in ("earlier", "later")
    )
    for first, second in itertools.product(earlier, later):
        for twice in range(max(0, first + second - n), min(first, second) + 1):
            pairs = (n - first - second + twice, second - twice, first - twice, twice)
            row = trend(*answered(pairs)).iloc[0]
            if row[list(printed.index)].astype(float).round(2).equals(printed):
                found.add(pairs)
    return found


def test_readers_work_out_how_few_ticked_twice_so_that_it_is_withheld() -> None:
    """Two of 187 named a goal twice: shares and interval leave two to four."""
    pairs = (146, 23, 16, 2)
    shown = ["earlier_share", "later_share", "difference", "low", "high"]
    printed = trend(*answered(pairs)).iloc[0][shown].astype(float).round(2)
    assert {twice for *_, twice in solutions(printed, 187)} == {2, 3, 4}
    assert few_answered_so(*answered(pairs), LEAST).to_list() == [True]


@pytest.mark.parametrize(
    ("pairs", "few"),
    [((5, 5, 5, 5), False), ((0, 9, 9, 0), False), ((4, 9, 9, 9), True), ((9, 9, 1, 9), True)],
)
def test_none_or_enough_of_each_pair_of_answers_may_be_told(
    pairs: tuple[int, int, int, int], few: bool
) -> None:
    assert few_answered_so(*answered(pairs), LEAST).to_list() == [few]
    one_missing = (each.reindex(range(len(each) + 1)) for each in answered(pairs))
    assert few_answered_so(*one_missing, LEAST).to_list() == [few]


def test_the_panel_is_withheld_where_it_tells_the_others() -> None:
    panel = pd.DataFrame({"count": [10, 10, 10, 10], "base": [50, 50, 50, 50]})
    everyone = pd.DataFrame({"count": [12, 10, 30, 59], "base": [100, 100, 100, 102]})
    assert panel_bases(panel, everyone, LEAST).to_list() == [0, 50, 50, 0]


def test_a_difference_is_withheld_with_either_share() -> None:
    frame = pd.DataFrame({"x": [2, 20], "y": [20, 20], "n": [50, 50], "d": [0.36, 0.0]})
    columns = (
        Column("x", "", "share", count="x", base="n"),
        Column("y", "", "share", count="y", base="n"),
        Column("d", "", "number", base="n"),
    )
    data = withhold_both(release(frame, columns, LEAST), "x", "y", "d")
    assert data.withheld["d"].to_list() == [True, False]
    assert pd.isna(data.frame["d"][0])
    assert list(without(data, "x").frame) == ["y", "d"]


@pytest.mark.parametrize("secret", [0.001, 0.03, 0.2, 0.9])
def test_adjusted_p_values_are_the_same_whatever_the_withheld_one_is(secret: float) -> None:
    """Among all tests, their quotient with p is the rank, which tells what is withheld below it."""
    p = pd.Series([0.01, 0.04, 0.3, 0.5, secret])
    frame = pd.DataFrame({"p_bh": p, "n": [90, 90, 90, 90, 3]})
    columns = (Column("p_bh", "p", "number", 3, base="n"), Column("n", "n", "count"))
    told = adjusted_among_told(release(frame, columns, LEAST), "p_bh", p).frame["p_bh"]
    assert told.to_numpy() == pytest.approx([0.04, 0.08, 0.4, 0.5, np.nan], nan_ok=True)
