"""What the types do, as it is published: values, arrows, and nothing that tells a small count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.comparison import Comparison, compare_types
from typfrage.profiles.disclosure import Released
from typfrage.profiles.structure_model import type_on_structure
from typfrage.profiles.weighted import weighted_composition
from typfrage.results.tables import field_tables, fields, weighting
from typfrage.results.tables.regression import marginal_effects
from typfrage.results.type_names import TypeName
from typfrage.survey.indicators.indicator_links import Links
from typfrage.survey.indicators.indicator_values import Indicators

MINIMUM = 5
# An exact share that has gone through floating-point numbers.
ROUNDING = 1e-12
# A table may publish no more digits than it shows.
DIGITS = 5e-4
NAMES = tuple(
    TypeName(id_, at, f"die {id_.title()}", "#111111", "circle", None, 0.9)
    for at, id_ in enumerate(("alphas", "betas", "gammas"))
)
IDS = [name.id for name in NAMES]
TESTED = ["rest", "difference", "effect", "p", "p_bh", "p_holm", "residual"]
TOLD = ["count", "value", "low", "high", *TESTED]


def _indicators(
    labels: Mapping[str, str],
    highest: Mapping[str, int],
    filtered: Sequence[str],
    links: Links | None = None,
) -> Indicators:
    return Indicators(
        values=pd.DataFrame(),
        scales=frozenset(highest),
        highest=highest,
        labels=labels,
        plan={},
        sections={"teil": tuple(labels)},
        titles={"teil": "Teil"},
        structural=frozenset(),
        portrayed=(),
        filtered=frozenset(filtered),
        left_out=(),
        links=links or Links(),
    )


def _compared(
    counts: Mapping[str, Sequence[int]],
    bases: Mapping[str, Sequence[int]],
    sizes: Sequence[int],
    *,
    filtered: Sequence[str] = (),
    scales: Mapping[str, Sequence[float]] | None = None,
    links: Links | None = None,
) -> tuple[Released, pd.DataFrame, Comparison]:
    """Release shares with these counts; of scales, all of a type give the same answers."""
    types = np.repeat(IDS[: len(sizes)], sizes)
    columns: dict[str, np.ndarray] = {}
    for name, given in counts.items():
        own = [
            [1.0] * count + [0.0] * (base - count) + [np.nan] * (size - base)
            for count, base, size in zip(given, bases.get(name, sizes), sizes, strict=True)
        ]
        columns[name] = np.concatenate(own)
    for name, values in (scales or {}).items():
        columns[name] = np.concatenate(
            [
                np.resize([value - 1, value, value + 1], size)
                for value, size in zip(values, sizes, strict=True)
            ]
        )
    series = pd.Series(pd.Categorical(types, IDS[: len(sizes)]))
    comparison = compare_types(pd.DataFrame(columns), series, scales=list(scales or {}), seed=1)
    indicators = _indicators(
        {name: f"Merkmal {name}" for name in columns},
        dict.fromkeys(scales or {}, 5),
        filtered,
        links,
    )
    names = NAMES[: len(sizes)]
    told = fields.compared(
        comparison, indicators, names, pd.Series(sizes, IDS[: len(sizes)]), MINIMUM, "de"
    )
    return told, fields.overall_tests(comparison, told), comparison


def _rows(told: Released, indicator: str) -> pd.DataFrame:
    return told.frame[told.frame["indicator"] == indicator].set_index("type")


def _withheld(told: Released, indicator: str) -> pd.DataFrame:
    return told.withheld[told.frame["indicator"] == indicator].set_axis(
        IDS[: told.frame["type"].nunique()]
    )


class TestCompared:
    def test_what_is_large_enough_is_published_as_computed(self) -> None:
        told, tests, comparison = _compared({"i": [30, 20, 10]}, {}, [60, 60, 60])
        assert not told.withheld.any(axis=None)
        before = comparison.by_type.set_index("type")
        pd.testing.assert_frame_equal(
            _rows(told, "i")[TOLD], before[TOLD], check_dtype=False, check_index_type=False
        )
        assert _rows(told, "i")["overall"].to_list() == [60 / 180] * 3
        overall = comparison.overall.iloc[0]
        shown = ["base", *fields.TESTED]
        assert tests.loc["i", shown].to_list() == overall[shown].to_list()
        assert not tests.loc["i", "withheld"]

    @pytest.mark.parametrize("counts", [[3, 40, 25], [57, 20, 35]])
    def test_a_small_count_or_complement_goes_with_all_that_tells_it(
        self, counts: list[int]
    ) -> None:
        """The last of the others goes with it, else the total would tell."""
        told, tests, _ = _compared({"i": counts, "j": [30, 30, 30]}, {}, [60, 60, 60])
        hidden = _withheld(told, "i")
        assert hidden["value"][hidden["value"]].index.to_list() == ["alphas", "gammas"]
        assert hidden[TOLD].eq(hidden["value"], axis=0).all(axis=None)
        assert _rows(told, "i").loc[hidden["value"], TOLD].isna().all(axis=None)
        assert not hidden[["overall", "base"]].any(axis=None)
        assert tests.loc["i", fields.TESTED].isna().all()
        assert tests.loc["i", ["base", "withheld"]].to_list() == [180, True]
        assert tests.loc["j"].notna().all()

    def test_a_small_total_takes_even_what_nobody_chose_along(self) -> None:
        """That two types have none would tell whose the few are."""
        told, tests, _ = _compared({"i": [3, 0, 0]}, {}, [60, 60, 60])
        assert _withheld(told, "i")[[*TOLD, "overall"]].all(axis=None)
        assert tests.loc["i", ["base", *fields.TESTED]].isna().all()

    def test_what_nobody_chose_is_told_to_be_none_and_is_not_tested(self) -> None:
        told, tests, _ = _compared({"i": [0, 0, 0]}, {}, [60, 60, 60])
        assert not told.withheld.any(axis=None)
        assert _rows(told, "i")["value"].to_list() == [0, 0, 0]
        assert tests.loc["i", "base"] == 180
        assert tests.loc["i", ["p", "p_bh", "p_holm"]].isna().all()

    def test_few_that_a_filter_leaves_out_of_a_type_are_not_told_by_the_base(self) -> None:
        bases = [58, 30, 25]
        told, tests, _ = _compared({"i": [20, 12, 10]}, {"i": bases}, [60, 60, 60], filtered=["i"])
        hidden = _withheld(told, "i")
        assert hidden["base"].to_list() == [True, False, True]
        assert hidden[TOLD].eq(hidden["base"], axis=0).all(axis=None)
        assert tests.loc["i", ["base", *fields.TESTED]].isna().all()

    def test_few_that_a_filter_leaves_out_of_all_are_not_told_at_all(self) -> None:
        """An exact overall share would tell them: 30 of 57 and 30 of 60 differ."""
        told, _, _ = _compared({"i": [10, 10, 10]}, {"i": [17, 20, 20]}, [20] * 3, filtered=["i"])
        hidden = _withheld(told, "i")
        assert hidden[[*TOLD, "overall", "base"]].all(axis=None)

    def test_few_that_did_not_answer_may_be_told(self) -> None:
        told, _, _ = _compared({"i": [20, 20, 20]}, {"i": [58, 60, 60]}, [60, 60, 60])
        assert not told.withheld.any(axis=None)

    def test_scales_have_no_counts_and_rest_on_their_bases(self) -> None:
        told, tests, _ = _compared({}, {}, [60, 60, 4], scales={"s": [2, 3, 4]})
        hidden = _withheld(told, "s")
        assert hidden["value"].to_list() == [False, True, True]
        assert hidden[TESTED].eq(hidden["value"], axis=0).all(axis=None)
        assert _rows(told, "s")["count"].isna().all()
        assert _rows(told, "s").loc["alphas", "value"] == 2
        assert tests.loc["s", ["base", *fields.TESTED]].isna().all()

    @pytest.mark.parametrize("value", [1.02, 4.98])
    def test_a_mean_next_to_an_end_would_tell_how_few_stand_off_it(self, value: float) -> None:
        told, tests, _ = _compared({}, {}, [60, 60, 60], scales={"s": [value, 3, 2]})
        assert _withheld(told, "s")["value"].all()
        assert not _withheld(told, "s")[["overall", "base"]].any(axis=None)
        assert tests.loc["s", fields.TESTED].isna().all()

    def test_an_option_does_not_follow_from_the_others_of_its_question(self) -> None:
        """Of 60, 3 are A, 20 B, the rest C: with B and C told, A would follow."""
        counts = {"A": [3, 30, 30], "B": [20, 15, 20], "C": [37, 15, 10]}
        links = Links(alternatives=dict.fromkeys(counts, "A"))
        alone, _, _ = _compared(counts, {}, [60, 60, 60])
        assert not _withheld(alone, "B").loc["alphas", "value"]
        told, _, _ = _compared(counts, {}, [60, 60, 60], links=links)
        assert _withheld(told, "A").loc["alphas", "value"]
        assert _withheld(told, "C").loc["alphas", "value"]
        assert not _withheld(told, "B").loc["alphas", "value"]
        for name in counts:
            assert _withheld(told, name)["value"].sum() in (0, 2, 3), "and none alone by type"
        assert set(told.frame["indicator"]) == set(counts)

    def test_who_chose_none_of_the_options_is_a_count_too(self) -> None:
        """A and B are 58 of 60: that 2 chose neither would follow."""
        counts = {"A": [38, 20, 20], "B": [20, 20, 20]}
        links = Links(alternatives=dict.fromkeys(counts, "A"))
        told, _, _ = _compared(counts, {}, [60, 60, 60], links=links)
        assert _withheld(told, "B").loc["alphas", "value"]
        assert not _withheld(told, "A")["value"].any()

    def test_a_wider_choice_goes_with_the_narrower_one(self) -> None:
        counts = {"narrow": [3, 20, 25], "wide": [30, 40, 35]}
        links = Links(overlapping=dict.fromkeys(counts, "narrow"))
        told, _, _ = _compared(counts, {}, [60, 60, 60], links=links)
        assert _withheld(told, "wide").loc["alphas", "value"]

    def test_the_mean_number_of_options_goes_with_a_withheld_option(self) -> None:
        """23 ticks in all and 20 of them for B leave 3 for A."""
        counts = {"A": [3, 30, 30], "B": [20, 15, 20]}
        scales = {"sum": [23 / 60, 45 / 60, 50 / 60]}
        links = Links(summed={"sum": ("A", "B")})
        told, tests, _ = _compared(counts, {}, [60, 60, 60], scales=scales, links=links)
        assert _withheld(told, "sum")[[*TESTED, "value", "low", "high"]].all(axis=None)
        assert _rows(told, "sum")["value"].isna().all()
        assert not _withheld(told, "sum")["overall"].any()
        assert tests.loc["sum", fields.TESTED].isna().all()
        assert not _withheld(_compared(counts, {}, [60] * 3, scales=scales)[0], "sum").any(
            axis=None
        )

    def test_of_all_an_option_does_not_follow_from_the_others_either(self) -> None:
        counts = {"A": [1, 1, 1], "B": [20, 20, 20], "C": [39, 39, 39]}
        links = Links(alternatives=dict.fromkeys(counts, "A"))
        told, _, _ = _compared(counts, {}, [60, 60, 60], links=links)
        assert [_withheld(told, name)["overall"].all() for name in counts] == [True, False, True]

    def test_rows_stand_in_the_order_of_the_report(self) -> None:
        told, _, _ = _compared(
            {"z": [30, 20, 10], "a": [10] * 3}, {}, [60] * 3, scales={"m": [3] * 3}
        )
        assert told.frame["indicator"].to_list() == ["z"] * 3 + ["a"] * 3 + ["m"] * 3
        assert told.frame["type"].to_list() == IDS * 3
        assert told.frame["kind"].to_list() == ["share"] * 6 + ["scale"] * 3

    def test_without_indicators_the_table_is_empty(self) -> None:
        none = compare_types(
            pd.DataFrame(index=range(6)), pd.Series(["alphas", "betas"] * 3), seed=1
        )
        told = fields.compared(
            none, _indicators({}, {}, ()), NAMES[:2], pd.Series([3, 3], IDS[:2]), 5, "de"
        )
        assert told.frame.empty
        assert fields.overall_tests(none, told).empty


def _shares_alone(
    counts: np.ndarray, bases: np.ndarray, sizes: np.ndarray, filtered: list[str], minimum: int
) -> Released:
    """Release the shares of one indicator that was not tested."""
    nothing = dict.fromkeys([*TESTED, "low", "high"], np.nan)
    with np.errstate(invalid="ignore"):
        by_type = pd.DataFrame(
            {"type": IDS, "count": counts, "base": bases, "value": counts / bases}
        )
        whole = {"count": counts.sum(), "base": bases.sum(), "value": counts.sum() / bases.sum()}
    by_type = by_type.assign(indicator="i", kind="share", **nothing)
    comparison = Comparison(by_type, pd.DataFrame([whole | {"indicator": "i"}]), tests=0)
    indicators = _indicators({"i": "Merkmal"}, {}, filtered)
    return fields.compared(comparison, indicators, NAMES, pd.Series(sizes, IDS), minimum, "de")


def _worlds(released: pd.DataFrame, sizes: Sequence[int]) -> np.ndarray:
    """All bases and counts, (worlds × types × 2), that agree with what is published.

    Who attacks knows the types' sizes, that what is withheld alone is neither none nor all, and
    the exact overall share.
    """
    no_base, no_count = (int(released[key].isna().all()) for key in ("base", "count"))
    pairs = []
    for size, base, count in zip(sizes, released["base"], released["count"], strict=True):
        own = []
        for b in range(1 - no_base, size + 1) if pd.isna(base) else [int(base)]:
            bounds = (0, b) if pd.isna(base) or no_count else (1, b - 1)
            counts = range(bounds[0], bounds[1] + 1) if pd.isna(count) else [int(count)]
            own += [(b, c) for c in counts]
        pairs.append(np.array(own))
    places = np.meshgrid(*(np.arange(len(own)) for own in pairs), indexing="ij")
    worlds = np.stack([own[at.ravel()] for own, at in zip(pairs, places, strict=True)], axis=1)
    total, chosen = worlds.sum(axis=1).T
    possible = total > 0
    overall = released["overall"].iloc[0]
    if not pd.isna(overall):
        possible &= np.abs(chosen - overall * total) < ROUNDING * total.clip(1)
    return worlds[possible]


@pytest.mark.parametrize("seed", range(6))
def test_no_withheld_count_follows_from_all_that_is_published(seed: int) -> None:
    """Brute force: among all tables that agree, a withheld count keeps its range."""
    rng = np.random.default_rng(seed)
    minimum = 3
    examined = 0
    for _ in range(20):
        sizes = rng.integers(4, 8, size=3)
        asked = rng.random() < 0.5
        bases = sizes - rng.binomial(sizes, 0.35) if asked else sizes
        counts = rng.binomial(bases, rng.choice([0.2, 0.5, 0.8]))
        told = _shares_alone(counts, bases, sizes, ["i"] * bool(asked), minimum)
        shown, hidden = _rows(told, "i"), _withheld(told, "i")
        if counts.sum() in (0, bases.sum()) or not hidden["value"].any():
            continue
        examined += 1
        worlds = _worlds(shown, sizes.tolist())
        truth = np.column_stack([bases, counts])
        assert (worlds == truth).all(axis=(1, 2)).any(), (sizes, truth)
        spans = np.ptp(worlds, axis=0)
        for at, id_ in enumerate(IDS):
            told_base = not hidden.loc[id_, "base"]
            if not told_base:
                assert spans[at, 0] >= min(minimum, sizes[at] - 2), (sizes, truth, shown)
            if hidden.loc[id_, "value"]:
                own = bases[at] - 2 if told_base else minimum
                assert spans[at, 1] >= min(minimum, own), (sizes, truth, shown)
    assert examined > 5


def _released(*rows: dict[str, object], hidden: Sequence[int] = ()) -> Released:
    """One indicator a kind; what a row leaves out is plain."""
    plain = {"indicator": "i", "label": "Merkmal", "kind": "share", "value": 0.5, "overall": 0.4}
    plain |= {"difference": 0.1, "p_bh": 0.5, "p_holm": 1.0}
    frame = pd.DataFrame([plain | row for row in rows])
    withheld = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    withheld.loc[list(hidden), "value"] = True
    return Released(frame, (), withheld, MINIMUM)


def _tests(**values: float) -> pd.DataFrame:
    plain = {"base": 1234.0, "effect": 0.234, "p": 0.01, "p_bh": 0.0321, "p_holm": 0.05}
    return pd.DataFrame([plain | values], index=["i"])


def _side_by_side(data: Released, tests: pd.DataFrame, names: Sequence[TypeName]) -> dict:
    table = field_tables.side_by_side(data, tests["base"], names, "de", 0.05)
    assert not table.withheld.any(axis=None)
    assert [column.label for column in table.columns[1:-2]] == [name.short for name in names]
    return table.frame.iloc[0].to_dict()


class TestSideBySide:
    @pytest.mark.parametrize(
        ("row", "cell"),
        [
            ({}, "50\u202f%"),
            ({"p_bh": 0.05}, "50\u202f% ↑"),
            ({"p_bh": 0.02, "p_holm": 0.05}, "50\u202f% ↑↑"),
            ({"p_bh": 0.02, "difference": -0.1}, "50\u202f% ↓"),
            ({"p_bh": 0.02, "p_holm": 0.02, "difference": -0.1}, "50\u202f% ↓↓"),
            ({"p_bh": 0.02, "difference": 0.0}, "50\u202f%"),
            ({"p_bh": np.nan, "p_holm": np.nan, "difference": np.nan}, "50\u202f%"),
            ({"value": 0.0}, "–"),
            ({"value": 0.0, "p_bh": 0.02, "difference": -0.1}, "– ↓"),
            ({"kind": "scale", "value": 3.26, "p_bh": 0.02}, "3,3 ↑"),
        ],
    )
    def test_arrows_stand_where_a_difference_is_more_than_chance(
        self, row: dict[str, object], cell: str
    ) -> None:
        cells = _side_by_side(_released({"type": "alphas"} | row), _tests(), NAMES[:1])
        assert cells["alphas"] == cell

    def test_what_is_withheld_is_a_point(self) -> None:
        data = _released({"type": "alphas", "p_bh": np.nan}, {"type": "betas"}, hidden=[0])
        nothing = dict.fromkeys(["base", "effect", "p", "p_bh", "p_holm"], np.nan)
        cells = _side_by_side(data, _tests(**nothing), NAMES[:2])
        assert [cells[key] for key in ("alphas", "betas", "base")] == [".", "50\u202f%", "."]
        data.withheld["overall"] = True
        assert _side_by_side(data, _tests(**nothing), NAMES[:2])["overall"] == "."

    def test_nobody_is_a_dash_and_no_secret(self) -> None:
        data = _released({"type": "alphas", "value": 0.0, "overall": 0.0, "p_bh": np.nan})
        cells = _side_by_side(data, _tests(), NAMES[:1])
        assert (cells["base"], cells["alphas"], cells["overall"]) == ("1.234", "–", "–")


def test_all_tests_stand_under_their_sections() -> None:
    shares = {"plain": [10, 30, 20], "secret": [3, 40, 25], "all": [60, 60, 60]}
    _, tests, _ = _compared(shares, {}, [60, 60, 60])
    own = _indicators({key: f"Merkmal {key}" for key in shares}, {}, ())
    table = field_tables.all_tests(tests, own, 5, "de")
    rows = table.frame.set_index("label")
    assert rows.index.to_list() == [own.labels[key] for key in ("plain", "secret", "all")]
    plain, untested = rows.iloc[0], rows.iloc[2]
    assert plain["effect"] == tests.at["plain", "effect"]
    assert plain["base"] == 180
    assert plain["p"] == "< 0,001"
    assert untested[["p", "p_bh", "p_holm"]].to_list() == ["x"] * 3
    assert table.withheld.iloc[1].to_list() == [False] * 3 + [True] * 4
    assert not table.withheld.iloc[[0, 2]].any(axis=None)


def test_a_part_is_of_one_kind_and_begins_with_the_highest() -> None:
    told, _, _ = _compared(
        {"low": [10, 10, 10], "secret": [3, 40, 25], "high": [40, 40, 40]},
        {},
        [60, 60, 60],
        scales={"s": [2, 3, 4]},
    )
    data = fields.part(told, ["low", "secret", "high", "s"], "share", "de")
    assert data.frame["indicator"].drop_duplicates().to_list() == ["high", "secret", "low"]
    assert data.withheld["value"].to_list() == [False] * 3 + [True, False, True] + [False] * 3
    assert fields.part(told, ["low", "s"], "scale", "de").frame["indicator"].unique().tolist() == [
        "s"
    ]
    readers = fields.shown(data, NAMES)
    assert readers.frame["type"].to_list() == ["die Alphas", "die Betas", "die Gammas"] * 3
    assert {"indicator", "kind"}.isdisjoint(readers.frame)
    assert "count" in readers.frame
    assert "count" not in fields.shown(fields.part(told, ["s"], "scale", "de"), NAMES).frame


def test_marginal_effects_are_told_by_label_and_type() -> None:
    rng = np.random.default_rng(1)
    types = pd.Series(pd.Categorical(np.repeat(IDS, 40), IDS))
    predictors = pd.DataFrame({"x": rng.normal(size=120), "y": rng.integers(0, 2, 120)})
    model = type_on_structure(predictors.astype(float), types)
    table = marginal_effects(model, {"x": "Größe", "y": "Ost"}, NAMES, MINIMUM, "de")
    assert table.frame["label"].to_list() == ["Größe"] * 3 + ["Ost"] * 3
    assert table.frame["type"].to_list() == [name.name for name in NAMES] * 2
    assert table.frame["effect"].to_list() == model.effects["effect"].to_list()
    assert table.frame["base"].to_list() == [120] * 6
    few = type_on_structure(predictors.astype(float)[:15], types[:15])
    assert marginal_effects(few, {}, NAMES, MINIMUM, "de").frame.empty


class TestWeighting:
    def test_types_are_withheld_as_without_weights(self) -> None:
        types = pd.Series(pd.Categorical(np.repeat(IDS, [50, 3, 20]), IDS))
        weights = pd.Series(np.linspace(0.5, 1.5, 73))
        table = weighting.weighted_types(weighted_composition(types, weights), NAMES, MINIMUM, "de")
        assert table.withheld["share"].to_list() == [False, True, True]
        of_shares = [c.key for c in table.columns if c.kind == "share"]
        assert table.withheld[of_shares].eq(table.withheld["share"], axis=0).all(axis=None)
        assert table.frame["share"].iloc[0] == pytest.approx(50 / 73, abs=DIGITS)
        assert table.frame["weighted_share"].iloc[0] == pytest.approx(
            weights[:50].sum() / 73, abs=DIGITS
        )

    def test_strengths_meet_their_weighted_differences(self) -> None:
        strong = pd.DataFrame({"indicator": ["i", "j", "i"], "type": ["alphas", "alphas", "betas"],
                               "difference": [0.3, 0.2, 0.1], "base": [60, 60, 4]})  # fmt: skip
        places = pd.MultiIndex.from_tuples([("j", "alphas"), ("i", "betas"), ("i", "alphas")])
        weighted = pd.DataFrame({"difference": [0.15, 0.05, -0.1]}, index=places)
        labels = {"i": "Merkmal i", "j": "Merkmal j"}
        table = weighting.weighted_strengths(strong, weighted, labels, NAMES, MINIMUM, "de")
        assert table.frame["label"].to_list() == ["Merkmal i", "Merkmal j", "Merkmal i"]
        assert table.frame["weighted"].to_list()[:2] == [-0.1, 0.15]
        assert table.withheld["weighted"].to_list() == [False, False, True]

    def test_shares_of_all_tell_no_small_count_nor_few_that_a_filter_left_out(self) -> None:
        rows = pd.DataFrame(
            {
                "item": ["plain", "rare", "frequent", "filtered"],
                "count": [30, 3, 98, 30],
                "base": [100, 100, 100, 98],
                "told": [100, 100, 100, 98],
                "asked": [100, 100, 100, 100],
            }
        )
        rows = rows.assign(share=rows["count"] / rows["base"], weighted=0.3)
        table = weighting.weighted_overall(rows, dict.fromkeys(rows["item"], "M"), MINIMUM, "de")
        hidden = [False, True, True, True]
        assert table.withheld["share"].to_list() == hidden
        assert table.withheld["weighted"].to_list() == hidden
        assert table.withheld["base"].to_list() == [False, False, False, True]
