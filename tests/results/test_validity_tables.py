"""Tables of the statistical core show what was computed, and withhold what tells on someone."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.coarsening import rounding_unit
from typfrage.profiles.disclosure import Released
from typfrage.results import findings, tables, wording
from typfrage.results.findings import Doubt, verdicts_of
from typfrage.results.store import Store
from typfrage.results.type_names import TypeName, name_types
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.typology import TypeSolution, find_types
from typfrage.validity import evaluate
from typfrage.validity.alternatives import ItemAgreement, MethodAgreement
from typfrage.validity.certainty import Certainty
from typfrage.validity.evaluation import Evaluation
from typfrage.validity.jaccard import JaccardStability
from typfrage.validity.null_benchmark import NullBenchmark
from typfrage.validity.task import Settings

Solve = Callable[..., TypeSolution]
MINIMUM = 5
FEW = Settings(
    starts=3, resample_starts=1, reference_starts=1,
    bootstrap=4, gap_samples=4, splits=2, pairs=2, null_samples=3,
    null_replicates=1, seeds=2,
)  # fmt: skip


@pytest.fixture(scope="module")
def evaluation(choices: pd.DataFrame) -> Evaluation:
    return evaluate(choices, range(1, 5), settings=FEW, seed=1)


@pytest.fixture(scope="module")
def favours(evaluation: Evaluation) -> tuple[findings.Favour, ...]:
    return findings.favours(evaluation.table(), evaluation.chosen(), 4)


def _names(solution: TypeSolution, codebook: Codebook) -> tuple[TypeName, ...]:
    return name_types(solution, codebook, None, 0.3, 5)


def _plain(k: int) -> list[TypeName]:
    return [
        TypeName(f"typ_{label + 1}", label, f"Typ {label + 1}", "#000000", "circle", None, 0.0)
        for label in range(k)
    ]


class TestCriteria:
    def test_every_number_of_types_has_every_criterion(self, evaluation: Evaluation) -> None:
        released = tables.criteria(evaluation, 4, MINIMUM, "de")
        table = evaluation.table()
        assert released.frame["k"].to_list() == [1, 2, 3, 4]
        for column in set(findings.CRITERIA.values()) | {"gap_se", "entropy_r2", "p_jaccard"}:
            told = ~released.withheld[column].to_numpy()
            assert np.array_equal(
                released.frame[column].astype(float)[told], table[column][told], equal_nan=True
            ), column
        hidden = released.withheld.any(axis=1), released.withheld.any()
        assert np.flatnonzero(hidden[0]).tolist() == [3]
        assert hidden[1].index[hidden[1]].to_list() == [
            "total_within_ss", "calinski_harabasz", "gap"
        ]  # fmt: skip

    def test_a_criterion_whose_values_are_withheld_favours_a_number_all_the_same(self) -> None:
        table = pd.DataFrame({"calinski_harabasz": [np.nan, np.nan]}, index=[2, 3])
        found = findings.favours(table, {"calinski_harabasz": 3}, 3)
        one = next(one for one in found if one.criterion == "calinski_harabasz")
        assert (one.computed, one.favoured) == (True, 3)
        assert "Calinski–Harabasz: 3;" in wording.alt_criteria(found, 2, 3, "de")

    def test_the_smallest_type_is_withheld_where_it_is_small(self) -> None:
        rows = [[1, 0]] * 30 + [[0, 1]] * 20 + [[1, 1]] * 3
        few = evaluate(
            np.array(rows, float), range(1, 4), criteria=["silhouette"], settings=FEW, seed=1
        )
        released = tables.criteria(few, 4, MINIMUM, "de")
        assert released.withheld["smallest_size"].to_list() == [False, False, True]
        side = tables.criteria_side_by_side(released, (), "de").frame.set_index("criterion")
        assert side.loc["kleinster Typ"].to_list() == ["53", "23", ".", ""]

    def test_side_by_side_a_row_is_a_criterion(
        self, evaluation: Evaluation, favours: tuple[findings.Favour, ...]
    ) -> None:
        released = tables.criteria(evaluation, 4, MINIMUM, "de")
        side = tables.criteria_side_by_side(released, favours, "de")
        frame = side.frame.set_index("criterion")
        assert list(frame.columns) == ["1", "2", "3", "4", "favours"]
        assert frame.at["Silhouette", "1"] == "x"
        silhouette = released.frame.set_index("k").at[2, "silhouette"]
        assert frame.at["Silhouette", "2"] == f"{silhouette:.2f}".replace(".", ",")
        chosen = evaluation.chosen()
        assert frame.at["BIC", "favours"] == str(chosen["bic"])
        assert frame.at["Entropie-R²", "favours"] == ""
        assert all(column.flush for column in side.columns[1:])

    def test_numbers_in_text_are_set_flush_right(
        self, evaluation: Evaluation, favours: tuple[findings.Favour, ...], tmp_path: Any
    ) -> None:
        store = Store(tmp_path, "n", False, MINIMUM, "de", {}, lambda: "zelle")
        side = tables.criteria_side_by_side(
            tables.criteria(evaluation, 4, MINIMUM, "de"), favours, "de"
        )
        store.table("tbl-x", side, "Alles")
        rule = (tmp_path / "tbl-x.md").read_text(encoding="utf-8").splitlines()[1]
        assert rule.count(":|") == len(side.columns) - 1

    def test_what_each_sees_stands_beside_what_it_favours(
        self, favours: tuple[findings.Favour, ...]
    ) -> None:
        none = findings.Favour("bic", False, None, np.nan, 4, np.nan, False)
        silent = findings.Favour("gap_1se", True, None, np.nan, 4, 0.1, False)
        frame = tables.criteria_explained((*favours[:1], none, silent), MINIMUM, "de").frame
        assert frame["favours"].to_list() == [str(favours[0].favoured), "x", "–"]
        assert frame[["sees", "blind"]].map(len).gt(10).all(axis=None)


class TestTypes:
    def test_stability_is_counted_in_samples(self, solve: Solve, codebook: Codebook) -> None:
        solution = solve(("110", 30), ("011", 20))
        jaccard = JaccardStability(
            values=np.array([[1.0, 0.4], [0.8, 0.9]]),
            mean=np.array([0.9, 0.65]),
            dissolved=np.array([0, 1]),
            recovered=np.array([2, 1]),
            bands=("highly_stable", "pattern"),
            duplicates="drop",
        )
        frame = tables.stability(jaccard, _names(solution, codebook), solution, MINIMUM, "de").frame
        assert frame[["dissolved", "recovered", "samples"]].to_numpy().tolist() == [
            [0, 2, 2],
            [1, 1, 2],
        ]
        assert frame["band"].to_list() == ["sehr stabil", "Muster"]

    def _verdicts(self, solution: TypeSolution, names: Any, mixed: list[bool]) -> Released:
        values = pd.DataFrame(
            {"jaccard": 0.9, "elsewhere": 0.9, "silhouette": -0.5}, index=range(solution.k)
        )
        values.loc[0, "silhouette"] = 0.5
        by_type = tables.mixed_by_type(_certainty(solution, mixed), solution, names, MINIMUM, "de")
        return tables.type_verdicts(names, solution, values, by_type, MINIMUM, "de")

    def test_a_verdict_follows_from_the_values(self, solve: Solve, codebook: Codebook) -> None:
        solution = solve(("110", 30), ("011", 20))
        names = _names(solution, codebook)
        # The patterns are sorted: the second one is that of the larger type.
        released = self._verdicts(solution, names, [False, False])
        assert released.frame["verdict"].to_list() == ["gut gestützt", "unter Vorbehalt"]
        assert released.frame["mixed"].to_list() == [0, 0]
        released = self._verdicts(solution, names, [False, True])
        assert released.frame["verdict"].to_list() == ["unter Vorbehalt", "unter Vorbehalt"]
        assert released.frame["mixed"].to_list() == [1, 0]

    def test_a_verdict_rests_on_what_is_published(self, solve: Solve, codebook: Codebook) -> None:
        solution = solve(("110", 30), ("011", 20), ("101", 4))
        released = self._verdicts(solution, _names(solution, codebook), [True] * 3)
        assert released.withheld["silhouette"].to_list() == [False, False, True]
        assert released.withheld["mixed"].all()
        assert not released.withheld["verdict"].any()
        # Of the small type nothing but its stability is told, which alone is not enough.
        assert verdicts_of(released.frame)[2].doubts == (Doubt.NOTHING_ELSE,)


def _certainty(solution: TypeSolution, mixed: list[bool]) -> Certainty:
    """Patterns that are mixed or not; nothing else of them is looked at."""
    m = len(solution.patterns.weights)
    return Certainty(
        shares=np.ones((m, solution.k)),
        own=np.ones(m),
        second=np.zeros(m, dtype=np.intp),
        silhouette=np.zeros(m),
        mixed=np.array(mixed),
    )


class TestMixed:
    def _solution(self, *types: tuple[int, int]) -> tuple[TypeSolution, Certainty]:
        """Types with so many clear and so many mixed municipalities."""
        rows: list[list[float]] = []
        for at, (clear, mixed) in enumerate(types):
            rows += [[100.0 * at, 0.0]] * clear + [[100.0 * at, 1.0]] * mixed
        solution = find_types(np.array(rows), len(types), starts=20, seed=1)
        return solution, _certainty(solution, list(solution.patterns.points[:, 1] == 1))

    def test_clear_and_mixed_municipalities_are_counted(self) -> None:
        solution, certainty = self._solution((40, 10), (20, 8))
        released = tables.mixed_by_type(certainty, solution, _plain(2), MINIMUM, "de")
        assert released.frame["count"].to_list() == [40, 10, 20, 8]
        assert tables.mixed_shares(released).to_list() == [0.2, 8 / 28]
        overall = tables.mixed_overall(certainty, solution, MINIMUM, "de").frame.iloc[0]
        assert (overall["count"], overall["base"]) == (18, 78)

    def test_a_few_mixed_ones_take_another_type_with_them(self) -> None:
        solution, certainty = self._solution((40, 3), (30, 9), (20, 8))
        released = tables.mixed_by_type(certainty, solution, _plain(3), MINIMUM, "de")
        assert released.withheld["count"].to_list() == [True, True, False, False, True, True]
        assert not released.withheld["base"].any()

    def test_none_at_all_is_published(self) -> None:
        solution, certainty = self._solution((40, 0), (30, 0))
        released = tables.mixed_by_type(certainty, solution, _plain(2), MINIMUM, "de")
        assert not released.withheld.any(axis=None)

    @pytest.mark.parametrize("seed", range(40))
    def test_nothing_withheld_follows_from_sizes_and_sums(self, seed: int) -> None:
        """Brute force: readers know the types' sizes, and the sum of the mixed if published."""
        rng = np.random.default_rng(seed)
        types = list(zip(rng.integers(6, 18, size=3), rng.integers(0, 12, size=3), strict=True))
        solution, certainty = self._solution(*types)
        released = tables.mixed_by_type(certainty, solution, _plain(3), MINIMUM, "de")
        sizes, counts = solution.sizes, released.frame["count"].iloc[1::2].to_list()
        hidden = released.withheld["count"].iloc[1::2].to_numpy()
        assert (released.withheld["count"].iloc[::2].to_numpy() == hidden).all()
        if tables.mixed_overall(certainty, solution, MINIMUM, "de").withheld["count"].any():
            return
        rest = sum(b for _, b in types) - sum(c for c in counts if not pd.isna(c))
        possible: list[set[int]] = [set() for _ in range(hidden.sum())]
        ranges = [range(int(size) + 1) for size in sizes[hidden]]
        for guess in np.array(np.meshgrid(*ranges)).T.reshape(-1, len(ranges)) if ranges else []:
            if guess.sum() == rest:
                for at, value in enumerate(guess):
                    possible[at].add(int(value))
        assert all(len(values) > MINIMUM for values in possible)


class TestSplitting:
    def test_types_and_moves_are_counted(self, choices: pd.DataFrame) -> None:
        solutions = {k: find_types(choices, k, starts=5, seed=1) for k in (1, 2, 3)}
        names = _plain(3)
        released = tables.splitting(solutions, 3, names, MINIMUM, "de")
        types = released.frame[released.frame["origin"] == ""]
        for k, solution in solutions.items():
            assert types.loc[types["k"] == k, "count"].to_list() == solution.sizes.tolist()
        assert types.loc[types["k"] == 3, "type"].to_list() == [name.name for name in names]
        assert types.loc[types["k"] == 3, "like"].to_list() == [name.id for name in names]
        assert types["like"].iloc[0] == ""
        moves = released.frame[released.frame["origin"] != ""]
        unit = rounding_unit(MINIMUM)
        assert (moves["count"] % unit == 0).all()
        assert (moves["count"] > 0).all()
        first = moves[moves["k"] == 2]
        assert set(first["origin"]) == {"1.1"}
        assert abs(first["count"].sum() - len(choices)) < 2 * unit

    def test_a_small_type_and_its_moves_are_withheld(self, solve: Solve) -> None:
        three = solve(("110", 30), ("011", 20), ("101", 3))
        points = three.patterns.points[three.patterns.of_case]
        solutions = {k: find_types(points, k, starts=5, seed=1) for k in (2, 3)}
        released = tables.splitting(solutions, 3, _plain(3), MINIMUM, "de")
        hidden = released.frame[released.withheld["count"]]
        assert hidden["type"].to_list() == ["Typ 2", "Typ 3"]
        moves = released.frame[released.frame["origin"] != ""]
        assert set(moves["type"]) <= {"Typ 1"}


class TestBenchmark:
    NULL = NullBenchmark(
        k=(1, 2, 3),
        silhouette=np.array([np.nan, 0.5, 0.4]),
        silhouette_null=np.array([[np.nan, 0.1, 0.3], [np.nan, 0.3, 0.1]]),
        jaccard=np.array([np.nan, 0.9, 0.8]),
        jaccard_null=np.array([[np.nan, 0.5, 0.5], [np.nan, 0.7, 0.9]]),
        p_silhouette=np.array([np.nan, 1 / 3, 1 / 3]),
        p_jaccard=np.array([np.nan, 1 / 3, 2 / 3]),
        p_any_silhouette=1 / 3,
        p_any_jaccard=2 / 3,
        replicates=1,
    )

    def test_value_mean_and_quantile_stand_side_by_side(self) -> None:
        frame = tables.benchmark(self.NULL, 50, MINIMUM, "de").frame.set_index("k")
        assert frame.index.to_list() == [2, 3]
        assert frame.loc[2, "silhouette":"silhouette_p"].to_list() == pytest.approx(
            [0.5, 0.2, 0.29, 1 / 3]
        )
        assert frame.at[3, "jaccard_mean"] == pytest.approx(0.7)

    def test_the_figure_shows_every_matrix(self) -> None:
        frame = tables.without_types(self.NULL, 2, 50, MINIMUM, "de").frame
        assert frame["data"].to_list() == ["Befragung", "ohne Typen", "ohne Typen"]
        assert frame["silhouette"].to_list() == [0.5, 0.1, 0.3]

    def test_without_comparison_there_are_no_rows(self) -> None:
        assert tables.benchmark(None, 50, MINIMUM, "de").frame.empty
        assert tables.without_types(None, 2, 50, MINIMUM, "de").frame.empty


class TestAgreement:
    def test_methods_stand_in_a_square(self) -> None:
        index = np.array([[1.0, 0.5], [0.5, 1.0]])
        agreement = MethodAgreement(("kmeans", "ward"), index, index, np.ones((2, 2)), {})
        released = tables.agreement_of_methods(agreement, 50, MINIMUM, "de")
        assert [column.label for column in released.columns] == ["Verfahren", "k-Means", "Ward"]
        assert released.frame["method"].to_list() == ["k-Means", "Ward"]
        assert released.frame["ward"].to_list() == [0.5, 1.0]

    def test_the_item_that_changes_most_stands_first(self) -> None:
        agreement = ItemAgreement(
            ("a", "b", "c"), np.array([0.9, 0.2, np.nan]), np.array([0.98, 0.6, np.nan])
        )
        labels = {"a": "Ziel A", "b": "Ziel B", "c": "Ziel C"}
        released = tables.agreement_without_items(agreement, labels, 100, MINIMUM, "de")
        assert released.frame["item"].to_list() == ["Ziel B", "Ziel A", "Ziel C"]
        # 2 of 100 municipalities changed their type: too few to be told.
        assert released.withheld["matched_share"].to_list() == [False, True, False]


def test_settings_are_those_of_the_wave() -> None:
    from typfrage.results.run import Run
    from typfrage.survey.waves.wave import Analysis

    analysis = Analysis(types_from="ziele", k=2, seed=1, pairs=7, null_matrices=33)
    wave = SimpleNamespace(file=SimpleNamespace(analysis=analysis))
    settings = Run(study=None, wave=wave, store=None).settings  # type: ignore[arg-type]
    assert settings == Settings(pairs=7, null_samples=33)
