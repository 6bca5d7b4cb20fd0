"""Raking against R's survey package, closed forms and brute force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog, minimize

from typfrage.survey.population.raking import rake

# Both programs iterate until shares change by less than 1e-12; weights are up to 6.
ITERATED = 1e-8
# Sums of a few hundred numbers in double precision.
ROUNDING = 1e-12
# SLSQP ends where the divergence changes by less than 1e-14: weights by about its root.
OPTIMISED = 1e-4
R_CAP = 5.0
TIGHT = 1e-13


def counts(**by_label: float) -> pd.Series:
    return pd.Series(by_label)


@pytest.fixture
def cases(stored: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """R's 300 cases with R's weights."""
    return stored("raking")


@pytest.fixture
def margins(stored: Callable[[str], pd.DataFrame]) -> dict[str, pd.Series]:
    table = stored("raking_margins")
    return {
        str(name): rows.set_index("category")["population"]
        for name, rows in table.groupby("margin", sort=False)
    }


def divergence(weights: np.ndarray) -> float:
    """Kullback–Leibler divergence of weights with mean 1 from equal ones."""
    return float((weights * np.log(weights)).sum())


class TestAgainstR:
    def test_weights_are_those_of_survey_rake(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        """R: survey::rake."""
        found = rake(cases, margins, tolerance=TIGHT)
        np.testing.assert_allclose(found.values, cases["raked"], atol=ITERATED)
        assert found.converged
        assert found.trimmed == 0

    def test_weights_up_to_a_cap_are_those_of_survey_calibrate(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        """R: survey::calibrate with calfun "raking" and an upper bound."""
        found = rake(cases, margins, trim=R_CAP, tolerance=TIGHT)
        np.testing.assert_allclose(found.values, cases["capped"], atol=ITERATED)
        assert found.converged
        assert found.trimmed == (cases["capped"] >= R_CAP - ITERATED).sum() > 0

    def test_what_no_case_has_is_named(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        found = rake(cases, margins)
        assert found.uncovered.to_dict("list") == {
            "margin": ["land"],
            "category": ["e"],
            "population": [300],
        }
        assert "e" not in set(found.deviations["category"])

    def test_margins_hold_and_are_reported(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        """Brute force: count every category."""
        found = rake(cases, margins)
        assert len(found.deviations) == 9
        for row in found.deviations.itertuples():
            own = cases[row.margin] == row.category
            covered = margins[row.margin].drop("e", errors="ignore")
            assert (row.count, row.base) == (own.sum(), 300)
            assert row.population == pytest.approx(covered[row.category] / covered.sum())
            assert row.unweighted == pytest.approx(own.mean())
            assert row.weighted == pytest.approx(found.values[own].sum() / 300, abs=ROUNDING)
            assert row.weighted == pytest.approx(row.population, abs=1e-8)


class TestSpecialCases:
    def test_one_margin_is_post_stratification(self) -> None:
        """Closed form: (N_h / N) / (n_h / n)."""
        frame = pd.DataFrame({"size": ["s"] * 30 + ["m"] * 50 + ["l"] * 20})
        population = counts(l=10, m=90, s=900)
        found = rake(frame, {"size": population})
        expected = frame["size"].map(population / 1000) / frame["size"].map(
            frame["size"].value_counts() / 100
        )
        np.testing.assert_allclose(found.values, expected, atol=ROUNDING)
        assert found.iterations == 1

    def test_all_cells_known_is_post_stratification_too(self) -> None:
        """Closed form: margins of independent categories need each only once."""
        frame = pd.DataFrame({"a": ["x", "x", "y", "y"], "b": ["p", "q", "p", "q"]})
        found = rake(frame, {"a": counts(x=3, y=1), "b": counts(p=4, q=1)})
        np.testing.assert_allclose(found.values, np.outer([1.5, 0.5], [1.6, 0.4]).ravel())

    def test_margins_of_the_sample_give_equal_weights(self, cases: pd.DataFrame) -> None:
        """Special case: nothing to weight."""
        own = {name: cases[name].value_counts() for name in ("land", "size")}
        for trim in (None, 1.5):
            found = rake(cases, own, trim=trim)
            assert (found.values == 1).all()
            assert (found.design_effect, found.effective_n) == (1, 300)
            assert (found.iterations, found.trimmed, found.converged) == (0, 0, True)

    def test_design_effect_is_kishs(self) -> None:
        """Closed form: two strata of 50 with weights 1.8 and 0.2: 1 + variance of the weights."""
        frame = pd.DataFrame({"a": ["x"] * 50 + ["y"] * 50})
        found = rake(frame, {"a": counts(x=9, y=1)})
        assert found.design_effect == pytest.approx(1.64)
        assert found.effective_n == pytest.approx(100 / 1.64)

    def test_only_proportions_of_the_population_count(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        scaled = {"land": margins["land"] * 7.0, "size": margins["size"] / 3}
        np.testing.assert_allclose(rake(cases, scaled).values, rake(cases, margins).values)

    def test_other_columns_are_not_used(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        found = rake(cases.assign(other=np.nan), margins)
        assert found.values.equals(rake(cases, margins).values)


@pytest.mark.parametrize("trim", [None, R_CAP, 2.0])
class TestInvariance:
    def test_order_of_cases_changes_no_bit(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series], trim: float | None
    ) -> None:
        order = np.random.default_rng(0).permutation(300)
        shuffled = rake(cases.iloc[order], margins, trim=trim)
        whole = rake(cases, margins, trim=trim)
        assert shuffled.values.equals(whole.values.iloc[order])
        pd.testing.assert_frame_equal(shuffled.deviations, whole.deviations)

    def test_order_of_margins_and_categories_changes_nothing(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series], trim: float | None
    ) -> None:
        turned = {name: margins[name].iloc[::-1] for name in ("size", "land")}
        found = rake(cases, turned, trim=trim, tolerance=TIGHT)
        expected = rake(cases, margins, trim=trim, tolerance=TIGHT)
        np.testing.assert_allclose(found.values, expected.values, atol=ITERATED)

    def test_names_of_categories_change_nothing(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series], trim: float | None
    ) -> None:
        named = cases.assign(size=cases["size"].str.removeprefix("s").astype(int) * -1)
        numbers = margins["size"].set_axis([-1, -2, -3, -4, -5])
        found = rake(named, {**margins, "size": numbers}, trim=trim)
        np.testing.assert_allclose(found.values, rake(cases, margins, trim=trim).values)

    def test_mean_is_one(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series], trim: float | None
    ) -> None:
        found = rake(cases, margins, trim=trim).values
        assert found.mean() == pytest.approx(1, abs=ROUNDING)
        assert found.max() <= (trim or np.inf) + ROUNDING


class TestTrimming:
    def test_a_cap_that_binds_nothing_changes_nothing(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        found = rake(cases, margins, trim=50)
        assert found.values.equals(rake(cases, margins).values)
        assert found.trimmed == 0

    def test_cut_weights_hold_all_margins_as_close_to_equal_as_can_be(self) -> None:
        """Brute force: minimise the divergence under margins and cap by SLSQP."""
        frame = pd.DataFrame(
            {"a": list("xxxxxxyyyyzz"), "b": list("ppppqrpqqrqr")},
        )
        population = {"a": counts(x=3.5, y=4.2, z=2.3), "b": counts(p=3, q=3, r=4)}
        cap = 1.6
        assert (rake(frame, population).values > cap + 0.1).any()
        found = rake(frame, population, trim=cap, tolerance=TIGHT)
        assert found.converged
        targets = [
            (np.asarray(frame[name] == label, float), count / 10 * len(frame))
            for name, margin in population.items()
            for label, count in margin.items()
        ]
        best = minimize(
            divergence,
            np.ones(len(frame)),
            bounds=[(1e-9, cap)] * len(frame),
            constraints=[
                {"type": "eq", "fun": lambda w, own=own, total=total: own @ w - total}
                for own, total in targets[:2] + targets[3:]
            ],
            method="SLSQP",
            options={"ftol": 1e-14, "maxiter": 500},
        )
        assert best.success
        np.testing.assert_allclose(found.values, best.x, atol=OPTIMISED)

    def test_where_no_weights_can_hold_both_the_cap_holds(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        """Brute force: the raked weights, cut and spread by one factor until none is above."""
        cap = 2.0
        found = rake(cases, margins, trim=cap)
        weights = rake(cases, margins).values.to_numpy()
        kept = np.ones(len(weights), dtype=bool)
        for _ in range(len(weights)):
            kept &= weights < cap
            surplus = len(weights) - cap * (~kept).sum()
            weights = np.where(kept, weights * surplus / weights[kept].sum(), cap)
        np.testing.assert_allclose(found.values, weights, atol=ROUNDING)
        assert not found.converged
        assert found.trimmed == (~kept).sum()
        off = (found.deviations["weighted"] - found.deviations["population"]).abs()
        assert off.max() > 0.01

    @pytest.mark.parametrize("cap", [1.2, 2.0, 3.0, 4.0, 4.5, 5.0, 6.0])
    def test_margins_hold_whenever_they_can(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series], cap: float
    ) -> None:
        """Brute force: a linear programme over the cases finds the lowest cap that can hold."""
        covered = {"land": margins["land"].drop("e"), "size": margins["size"]}
        rows, totals = [], []
        for name, margin in covered.items():
            for label, count in margin.items():
                rows.append([*(cases[name] == label).astype(float), 0])
                totals.append(count / margin.sum() * 300)
        lowest = linprog(
            [0] * 300 + [1],
            A_ub=np.c_[np.eye(300), -np.ones(300)],
            b_ub=np.zeros(300),
            A_eq=rows,
            b_eq=totals,
        ).fun
        found = rake(cases, margins, trim=cap, iterations=5000)
        assert found.converged == (cap > lowest)

    def test_a_lower_cap_costs_no_effective_cases(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        effects = [rake(cases, margins, trim=cap).design_effect for cap in (1.5, 2, 3, 4, 50)]
        assert effects == sorted(effects)


class TestNoConvergence:
    def test_margins_that_contradict_one_another_are_reported(self) -> None:
        """Every x is a p and every y a q, so that the two margins cannot both hold."""
        frame = pd.DataFrame({"a": list("xxyy"), "b": list("ppqq")})
        population = {"a": counts(x=5, y=5), "b": counts(p=9, q=1)}
        for trim in (None, 1.5):
            found = rake(frame, population, trim=trim)
            assert not found.converged
            assert found.values.mean() == pytest.approx(1)
            assert np.isfinite(found.values).all()
        assert rake(frame, population).iterations == 1000

    def test_too_few_passes_are_reported(
        self, cases: pd.DataFrame, margins: dict[str, pd.Series]
    ) -> None:
        found = rake(cases, margins, iterations=1)
        assert (found.iterations, found.converged) == (1, False)


class TestRefused:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"trim": 1.0}, "trim is 1.0; allowed: a multiple above 1"),
            ({"trim": np.nan}, "trim is nan"),
            ({"tolerance": 0}, "tolerance is 0"),
            ({"iterations": 0}, "iterations is 0"),
        ],
    )
    def test_options_out_of_range(self, options: dict[str, Any], message: str) -> None:
        frame = pd.DataFrame({"a": ["x", "y"]})
        with pytest.raises(ValueError, match=message):
            rake(frame, {"a": counts(x=1, y=1)}, **options)

    @pytest.mark.parametrize(
        ("labels", "population", "message"),
        [
            (["x", None], counts(x=1, y=1), "1 cases have no 'a'; allowed: none, leave them out"),
            (["x", "z"], counts(x=1, y=1), "'a' is 'z'; allowed: x, y"),
            (["x", "y"], counts(x=1, y=0), "'a' is 'y'; allowed: x"),
            (["x", "y"], counts(x=1, y=-1), "counts from 0"),
            (["x", "y"], counts(x=1, y=np.nan), "counts from 0"),
            (["x", "y"], counts(x=0, y=0), "'a' is 'x'"),
            (["x"], pd.Series([1, 2], index=["x", "x"]), "every category once"),
            ([], counts(x=1), "0 cases and 1 margins"),
        ],
    )
    def test_categories_and_counts(
        self, labels: list[Any], population: pd.Series, message: str
    ) -> None:
        with pytest.raises(ValueError, match=message):
            rake(pd.DataFrame({"a": labels}), {"a": population})

    def test_no_margin_and_no_column(self) -> None:
        frame = pd.DataFrame({"a": ["x"]})
        with pytest.raises(ValueError, match="1 cases and 0 margins"):
            rake(frame, {})
        with pytest.raises(ValueError, match="no column 'b'; allowed: a"):
            rake(frame, {"b": counts(x=1)})
