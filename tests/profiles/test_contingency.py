from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import comb, prod

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from typfrage.profiles.contingency import (
    MONTE_CARLO_TABLES,
    adjusted_residuals,
    association,
    cramers_v,
)

# Double precision, and the fifteen digits that R has stored.
ROUNDING = 1e-9
# Four standard errors of a share of random tables, ours and R's million together.
MONTE_CARLO_ERRORS = 4.0

Counts = NDArray[np.int64]


def monte_carlo_error(p: float) -> float:
    return MONTE_CARLO_ERRORS * np.sqrt(p * (1 - p) / MONTE_CARLO_TABLES) + 1 / MONTE_CARLO_TABLES


@pytest.fixture(scope="module")
def tables(stored: Callable[[str], pd.DataFrame]) -> dict[str, Counts]:
    """The tables that R has tested."""
    return {
        str(name): cells.pivot(index="row", columns="column", values="count").to_numpy()
        for name, cells in stored("contingency_cells").groupby("table")
    }


def random_tables(rng: np.random.Generator, number: int, n: int) -> Counts:
    """4 × 3 tables of n cases whose rows and columns are independent."""
    cells = np.outer([0.35, 0.3, 0.2, 0.15], [0.6, 0.3, 0.1])
    return rng.multinomial(n, cells.ravel(), size=number).reshape(number, 4, 3)


def bergsma(table: Counts) -> float:
    """Bergsma's Ṽ, sum by sum, from the paper's definitions."""
    n, (r, c) = table.sum(), table.shape
    phi_squared = (
        sum(
            table[i, j] ** 2 / (table[i].sum() * table[:, j].sum())
            for i, j in product(range(r), range(c))
        )
        - 1
    )
    corrected = max(0, phi_squared - (r - 1) * (c - 1) / (n - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return float(np.sqrt(corrected / min(rows - 1, columns - 1)))


def test_tests_are_those_of_r(
    tables: dict[str, Counts], stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: chisq.test(correct = FALSE), fisher.test, and a million simulated tables."""
    used = set()
    for row in stored("contingency").itertuples():
        found = association(tables[row.table], seed=1)
        assert found.statistic == pytest.approx(row.statistic, rel=ROUNDING)
        assert found.n == tables[row.table].sum()
        close = monte_carlo_error(row.monte_carlo) if found.test == "monte_carlo" else 0
        assert found.p == pytest.approx(getattr(row, found.test), rel=ROUNDING, abs=close)
        used.add(found.test)
    assert used == {"chi_squared", "fisher", "monte_carlo"}


def test_residuals_are_those_of_r(
    tables: dict[str, Counts], stored: Callable[[str], pd.DataFrame]
) -> None:
    """R: chisq.test()$stdres."""
    for name, cells in stored("contingency_cells").groupby("table"):
        found = adjusted_residuals(tables[str(name)])
        expected = cells.pivot(index="row", columns="column", values="residual").to_numpy()
        np.testing.assert_allclose(found, expected, rtol=ROUNDING, atol=ROUNDING)


@pytest.mark.parametrize(
    ("table", "test"),
    [
        ([[50, 5], [50, 5]], "chi_squared"),
        ([[50, 4], [50, 5]], "fisher"),
        # One expected count in five may be below 5, but none below 1.
        ([[40, 40, 40, 40, 4], [40, 40, 40, 40, 5]], "chi_squared"),
        ([[40, 40, 40, 4], [40, 40, 40, 5]], "monte_carlo"),
        ([[40, 40, 40, 40, 1], [40, 40, 40, 40, 0]], "monte_carlo"),
    ],
)
def test_cochrans_rule_picks_the_test(table: list[list[int]], test: str) -> None:
    assert association(table, seed=0).test == test


def test_random_tables_come_near_all_tables() -> None:
    """Brute force: the probability of every 3 × 2 table with the same margins."""
    table = np.array([[4, 1], [2, 3], [1, 5]])
    rows, (first, _) = table.sum(axis=1), table.sum(axis=0)
    expected = np.outer(rows, table.sum(axis=0)) / table.sum()
    p = 0.0
    for column in product(*(range(size + 1) for size in rows)):
        if sum(column) == first:
            other = np.column_stack([column, rows - column])
            if ((other - expected) ** 2 / expected).sum() >= association(
                table, seed=0
            ).statistic - ROUNDING:
                chosen = prod(comb(r, x) for r, x in zip(rows.tolist(), column, strict=True))
                p += chosen / comb(int(rows.sum()), int(first))
    assert association(table, seed=0).p == pytest.approx(p, abs=monte_carlo_error(p))


def test_corrected_v_is_bergsmas() -> None:
    """Brute force: the formula, sum by sum."""
    for table in random_tables(np.random.default_rng(0), 50, 60):
        kept = table[table.any(axis=1)][:, table.any(axis=0)]
        assert cramers_v(table) == pytest.approx(bergsma(kept), abs=ROUNDING)


@pytest.mark.parametrize("table", [[[7, 0], [0, 9]], np.diag([3, 8, 5]), [[1, 0], [0, 2]]])
def test_v_of_a_perfect_association_is_1(table: list[list[int]]) -> None:
    """Special case: one question tells the other."""
    assert cramers_v(table) == pytest.approx(1, abs=ROUNDING)


def test_without_association_p_is_uniform_and_v_is_about_0() -> None:
    """Simulation: one p in twenty is below 0.05; plain V² is biased, corrected φ² is not."""
    tables = random_tables(np.random.default_rng(2), 2000, 400)
    found = [association(table, seed=0) for table in tables]
    p = np.array([f.p for f in found])
    assert {f.test for f in found} == {"chi_squared"}
    for level in (0.05, 0.25, 0.5, 0.75):
        assert np.mean(p <= level) == pytest.approx(level, abs=4 * np.sqrt(0.25 / len(p)))
    plain = np.mean([f.statistic / f.n / 2 for f in found])
    assert plain == pytest.approx(6 / 399 / 2, rel=0.05)
    # What remains is that φ² below its expectation counts 0.
    assert np.mean([f.cramers_v**2 for f in found]) < 0.5 * plain


def test_v_finds_the_true_association() -> None:
    """Simulation: the mean of many tables is the V of the population."""
    cells = np.array([[0.3, 0.1], [0.1, 0.3], [0.1, 0.1]])
    expected = np.outer(cells.sum(axis=1), cells.sum(axis=0))
    true = np.sqrt(((cells - expected) ** 2 / expected).sum())
    drawn = np.random.default_rng(3).multinomial(300, cells.ravel(), size=1000).reshape(-1, 3, 2)
    assert np.mean([cramers_v(t) ** 2 for t in drawn]) == pytest.approx(true**2, rel=0.03)


def test_small_tables_raise_no_more_false_alarms_than_they_may() -> None:
    """Simulation: 4 × 3 tables of 15 independent cases."""
    drawn = random_tables(np.random.default_rng(4), 300, 15)
    p = np.array([association(table, seed=0).p for table in drawn])
    assert np.mean(p <= 0.1) <= 0.1 + 3 * np.sqrt(0.09 / len(p))


def test_order_of_rows_and_columns_changes_nothing(tables: dict[str, Counts]) -> None:
    rng = np.random.default_rng(5)
    for table in tables.values():
        rows, columns = rng.permutation(len(table)), rng.permutation(table.shape[1])
        found = association(table[rows][:, columns], seed=7)
        first = association(table, seed=7)
        assert (found.test, found.n, found.p) == (first.test, first.n, pytest.approx(first.p))
        assert found.cramers_v == pytest.approx(first.cramers_v)
        np.testing.assert_allclose(
            adjusted_residuals(table[rows][:, columns]),
            adjusted_residuals(table)[rows][:, columns],
        )


def test_random_tables_repeat_with_their_seed(tables: dict[str, Counts]) -> None:
    table = tables["small_4x2"]
    assert association(table, seed=1) == association(table, seed=1)
    assert association(table, seed=1) != association(table, seed=2)


def test_squared_residuals_are_chi_squared_of_row_against_the_rest(
    tables: dict[str, Counts],
) -> None:
    """Special case: a column of two, each row against all others."""
    table = tables["types_X2"]
    for row, residual in zip(table, adjusted_residuals(table)[:, 0], strict=True):
        collapsed = association([row, table.sum(axis=0) - row], seed=0)
        assert residual**2 == pytest.approx(collapsed.statistic, rel=ROUNDING)


def test_rows_and_columns_without_cases_do_not_count() -> None:
    assert association([[5, 0, 20], [0, 0, 0], [15, 0, 9]], seed=0) == association(
        [[5, 20], [15, 9]], seed=0
    )


@pytest.mark.parametrize(
    "table", [[[3, 4]], [[3], [4]], [[0, 0], [3, 4]], [[0, 3], [0, 4]], [[0, 0], [0, 0]]]
)
def test_nothing_to_compare_is_no_test(table: list[list[int]]) -> None:
    found = association(table, seed=0)
    assert (found.test, found.n) == ("none", int(np.sum(table)))
    assert np.isnan([found.statistic, found.p, found.cramers_v, cramers_v(table)]).all()


def test_v_needs_more_cases_than_rows() -> None:
    """With a case a row any table is a perfect association."""
    assert np.isnan(cramers_v([[1, 0], [0, 1]]))
    assert np.isnan(cramers_v([[1, 0], [0, 1], [1, 0]]))


def test_residuals_of_nobody_and_everybody_are_missing() -> None:
    found = adjusted_residuals([[3, 0, 4], [2, 0, 8], [0, 0, 0]])
    assert np.isnan(found[2]).all()
    assert np.isnan(found[:, 1]).all()
    assert np.isfinite(found[:2, [0, 2]]).all()
    assert np.isnan(adjusted_residuals([[3], [4]])).all()
    assert np.isnan(adjusted_residuals(np.zeros((2, 2)))).all()


@pytest.mark.parametrize("table", [[1, 2], [[1, -1], [2, 3]], [[0.5, 1], [2, 3]], [[np.nan, 1]]])
def test_what_is_no_table_of_counts_is_refused(table: list[object]) -> None:
    for function in (lambda t: association(t, seed=0), cramers_v, adjusted_residuals):
        with pytest.raises(ValueError, match="allowed: whole numbers from 0"):
            function(table)
