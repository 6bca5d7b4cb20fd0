"""The disclosure rules, pinned at their edges and attacked by brute force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.disclosure import (
    Column,
    DisclosureError,
    Partition,
    Released,
    is_small,
    release,
)

MINIMUM = 5

COUNT = Column("count", "Kommunen", "count", base="base")
SHARE = Column("share", "Anteil", "share", 1, count="count", base="base")
BASE = Column("base", "Basis", "count")
LOW = Column("low", "von", "share", count="count", base="base")
OVERALL = Column("overall", "alle", "share", count="overall_count", base="overall_base")
DEVIATION = Column("deviation", "Abweichung", "number", 3, count="count", base="base")


def _frame(counts: Iterable[int], bases: int | Iterable[int]) -> pd.DataFrame:
    frame = pd.DataFrame({"option": list("abcdefgh")[: len(list(counts))], "all": 1})
    frame = frame.assign(count=list(counts), base=bases)
    return frame.assign(
        share=frame["count"] / frame["base"].where(frame["base"] > 0),
        low=0.1,
        overall_count=frame["count"].sum(),
        overall_base=frame["base"].sum(),
        overall=frame["count"].sum() / max(frame["base"].sum(), 1),
        deviation=0.2,
    )


def _one(count: int, base: int) -> list[bool]:
    """Whether count, share and base of a lone row are withheld."""
    released = release(_frame([count], base), (COUNT, SHARE, BASE), MINIMUM)
    return released.withheld.iloc[0].to_list()


class TestPrimary:
    @pytest.mark.parametrize(
        ("count", "small"), [(0, False), (1, True), (4, True), (5, False), (400, False)]
    )
    def test_one_to_four_are_small(self, count: int, small: bool) -> None:
        assert is_small(count, MINIMUM) is small
        assert _one(count, 412) == [small, small, False]

    @pytest.mark.parametrize(
        ("rest", "small"), [(0, False), (1, True), (4, True), (5, False), (400, False)]
    )
    def test_what_is_left_of_the_base_is_protected_as_well(self, rest: int, small: bool) -> None:
        assert _one(412 - rest, 412) == [small, small, False]

    @pytest.mark.parametrize("count", [0, 4])
    def test_nothing_is_said_on_a_base_below_the_threshold(self, count: int) -> None:
        assert _one(count, 4) == [True, True, True]

    @pytest.mark.parametrize("count", [0, 5])
    def test_a_base_at_the_threshold_may_say_none_and_all(self, count: int) -> None:
        assert _one(count, 5) == [False, False, False]

    def test_an_empty_base_is_shown_as_empty_and_has_no_share(self) -> None:
        released = release(_frame([0], 0), (COUNT, SHARE, BASE), MINIMUM)
        assert released.withheld.iloc[0].to_list() == [True, True, False]
        assert released.frame["base"].iloc[0] == 0

    @pytest.mark.parametrize("minimum", [1, 3, 10])
    def test_the_threshold_is_the_waves_own(self, minimum: int) -> None:
        counts = list(range(1, 20))
        frame = _frame(counts[:8], 400)
        withheld = release(frame, (COUNT,), minimum).withheld["count"]
        assert withheld.to_list() == [count < minimum for count in counts[:8]]

    def test_a_number_rests_on_its_base_alone(self) -> None:
        columns = (Column("low", "Mittel", "number", base="base"),)
        assert release(_frame([1], 5), columns, MINIMUM).withheld["low"].to_list() == [False]
        assert release(_frame([1], 4), columns, MINIMUM).withheld["low"].to_list() == [True]

    def test_tallies_and_texts_pass(self) -> None:
        columns = (Column("count", "Schritte", "tally"), Column("option", "Name"))
        assert not release(_frame([1, 2], 2), columns, MINIMUM).withheld.any(axis=None)

    @pytest.mark.parametrize(
        "column",
        [
            Column("share", "Anteil", "share", count="count"),
            Column("share", "Anteil", "share", base="base"),
            Column("low", "Mittel", "number"),
        ],
    )
    def test_what_names_no_base_or_count_cannot_be_judged(self, column: Column) -> None:
        with pytest.raises(DisclosureError, match="names no"):
            release(_frame([50], 100), (column,), MINIMUM)

    def test_withheld_values_are_gone_and_not_only_marked(self) -> None:
        released = release(_frame([3, 60], 412), (COUNT, SHARE), MINIMUM)
        assert released.frame.isna().to_numpy().tolist() == [[True, True], [False, False]]
        assert released.frame["count"].dtype == "Int64"

    def test_columns_that_are_not_named_are_not_released(self) -> None:
        released = release(_frame([3, 60], 412), (SHARE,), MINIMUM)
        assert released.frame.columns.to_list() == ["share"]

    def test_an_odd_index_does_not_shift_the_verdict(self) -> None:
        frame = _frame([3, 60, 70], 412).set_axis([7, 7, 2])
        withheld = release(frame, (COUNT,), MINIMUM).withheld["count"]
        assert withheld.to_list() == [True, False, False]

    def test_a_table_without_rows_stays_one(self) -> None:
        released = release(_frame([], 0), (COUNT, SHARE), MINIMUM, _BY_OPTION)
        assert released.frame.shape == (0, 2)


_BY_OPTION = Partition(across="option", within=("all",), count="count", total="base")


def _hidden(counts: list[int], base: int | None = None) -> list[bool]:
    frame = _frame(counts, sum(counts) if base is None else base)
    released = release(frame, (COUNT, SHARE, LOW, BASE), MINIMUM, _BY_OPTION)
    withheld = released.withheld
    assert (withheld["share"] == withheld["count"]).all()
    assert (withheld["low"] == withheld["count"]).all()
    return withheld["count"].to_list()


class TestSecondary:
    @pytest.mark.parametrize(
        ("counts", "hidden"),
        [
            ([100, 60, 40], [False, False, False]),
            ([100, 60, 3], [False, True, True]),
            ([100, 60, 3, 0], [False, True, True, False]),
            ([100, 4, 3], [True, True, True]),  # 7 in two cells of at most 4: 3 or 4 each
            ([100, 60, 4, 3], [False, True, True, True]),
            ([100, 60, 2, 1], [False, True, True, True]),
            ([100, 60, 2, 2, 2], [False, True, True, True, True]),
            ([100, 60, 3, 3, 3], [False, False, True, True, True]),
            ([412, 0, 0], [False, False, False]),
            ([409, 3, 0], [True, True, False]),
            ([2, 2, 1, 0], [True, True, True, True]),  # 5 in three: 1 to 3 each, so zero goes too
            ([3, 1], [True, True]),
        ],
    )
    def test_a_withheld_cell_has_company_enough(
        self, counts: list[int], hidden: list[bool]
    ) -> None:
        assert _hidden(counts) == hidden

    def test_partitions_do_not_touch_one_another(self) -> None:
        frame = pd.concat(
            [_frame([100, 60, 3], 163), _frame([100, 60, 50], 210).assign(all=2)],
            ignore_index=True,
        )
        withheld = release(frame, (COUNT, BASE), MINIMUM, _BY_OPTION).withheld["count"]
        assert withheld.to_list() == [False, True, True, False, False, False]

    def test_everything_goes_where_the_total_is_withheld(self) -> None:
        by_type = Partition(across="option", within=("all",), count="count", total="overall")
        frame = _frame([3, 0, 0], [100, 100, 100])
        columns = (COUNT, SHARE, OVERALL, DEVIATION, BASE)
        withheld = release(frame, columns, MINIMUM, by_type).withheld
        # The deviation of a type with none would be the overall share itself.
        assert withheld.drop(columns="base").all(axis=None)
        assert not withheld["base"].any()

    def test_rows_that_overlap_go_together(self) -> None:
        overlapping = Partition(across="option", within=("all",), count="count", overlapping=True)
        frame = pd.concat(
            [_frame([100, 60, 3], 412), _frame([100, 60, 50], 412).assign(all=2)],
            ignore_index=True,
        )
        withheld = release(frame, (SHARE, BASE), MINIMUM, overlapping).withheld
        assert withheld["share"].to_list() == [True, True, True, False, False, False]
        assert not withheld["base"].any()

    def test_a_small_group_takes_the_next_one_along_with_all_that_tells_its_size(self) -> None:
        withheld = _profile([[60, 2, 30, 20]], [200, 3, 100, 50], MINIMUM).withheld
        assert withheld["base"].to_list() == [False, True, False, True]
        assert withheld["share"].to_list() == [False, True, False, True]
        assert withheld["deviation"].to_list() == [False, True, False, True]


def _profile(counts: list[list[int]], bases: list[int], minimum: int) -> Released:
    """Goals by types: the bases add up to all municipalities, the counts to the published total."""
    frame = pd.concat(
        [_frame(row, bases).assign(all=item) for item, row in enumerate(counts)], ignore_index=True
    )
    return release(
        frame,
        (COUNT, SHARE, LOW, OVERALL, DEVIATION, BASE),
        minimum,
        Partition(across="option", within=("all",), count="base"),
        Partition(across="option", within=("all",), count="count", total="overall"),
    )


def _compositions(total: int, limits: list[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """All whole numbers within limits that add up to a total."""
    for numbers in product(*(range(low, high + 1) for low, high in limits)):
        if sum(numbers) == total:
            yield numbers


def _spans(worlds: list[tuple[int, ...]]) -> list[int]:
    table = np.array(worlds)
    return (table.max(axis=0) - table.min(axis=0)).tolist()


@pytest.mark.parametrize("seed", range(8))
def test_no_withheld_option_follows_from_the_others_and_the_total(seed: int) -> None:
    rng = np.random.default_rng(seed)
    minimum = 3
    for _ in range(25):
        counts = rng.integers(0, rng.choice([3, 6, 12]), size=rng.integers(2, 5)).tolist()
        base = sum(counts)
        released = release(_frame(counts, base), (COUNT, SHARE, BASE), minimum, _BY_OPTION)
        shown = released.frame["count"]
        if released.withheld["base"].any() or base == 0:
            assert released.withheld["count"].all()
            continue
        hidden = int(shown.isna().sum())
        everything = hidden == len(counts)
        limits = [(0, base) if everything else (1, base - 1)] * hidden
        worlds = list(_compositions(base - int(shown.sum()), limits))
        if hidden:
            assert min(_spans(worlds)) >= min(minimum, base - 2), (counts, shown.to_list())


@pytest.mark.parametrize("seed", range(8))
def test_no_withheld_cell_of_a_profile_follows_from_all_that_is_published(seed: int) -> None:
    rng = np.random.default_rng(seed)
    minimum = 3
    for _ in range(15):
        bases = rng.integers(1, 10, size=3)
        counts = rng.binomial(bases, rng.choice([0.1, 0.5, 0.9]))
        released = _profile([counts.tolist()], bases.tolist(), minimum)
        frame, withheld = released.frame, released.withheld
        hidden = withheld["count"]
        told = (counts.tolist(), bases.tolist(), frame["count"].to_list(), frame["base"].to_list())
        assert (withheld[["share", "low", "deviation"]].eq(hidden, axis=0)).all(axis=None), told
        assert not (withheld["base"] & ~hidden).any(), told
        if withheld["overall"].any():
            assert hidden.all(), told
            continue
        n = int(bases.sum())
        total = round(frame["overall"].iloc[0] * n)
        if total in (0, n):
            continue  # that nobody chose a goal, or everybody, is published and says it of all
        known = [int(b) if not w else None for b, w in zip(bases, withheld["base"], strict=True)]
        base_limits = [(1, n) if b is None else (b, b) for b in known]
        worlds = []
        for those in _compositions(n, base_limits):
            limits = []
            for at, base in enumerate(those):
                if not hidden[at]:
                    limits.append((int(counts[at]), int(counts[at])))
                elif known[at] is None or hidden.all():
                    limits.append((0, base))
                else:
                    limits.append((1, base - 1))
            worlds += [(*those, *numbers) for numbers in _compositions(total, limits)]
        spans = _spans(worlds)
        for at in range(len(bases)):
            if withheld.loc[at, "base"]:
                assert spans[at] >= min(minimum, n - len(bases)), told
            if hidden[at]:
                own = minimum if known[at] is None else int(bases[at]) - 2
                assert spans[len(bases) + at] >= min(minimum, own), told


def test_what_is_shown_has_the_digits_of_the_table_and_nothing_withheld() -> None:
    """A notebook that shows it keeps text and table; both are published."""
    frame = pd.DataFrame({"share": [0.123456, 0.5], "mean": [2.987654, 1.5], "n": [30, 3], "b": 60})
    columns = (
        Column("share", "Anteil", "share", 0, count="n", base="b"),
        Column("mean", "Mittel", "number", 1, count="n", base="b"),
    )
    released = release(frame, columns, 5)
    for shown in (repr(released), released._repr_html_()):
        assert "0.12" in shown
        assert "3.0" in shown
        assert "0.123" not in shown
        assert "2.98" not in shown
        assert "1.5" not in shown
