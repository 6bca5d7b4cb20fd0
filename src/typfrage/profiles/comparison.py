"""How the types differ in what did not form them: shares and scales, tested as one family."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype

from typfrage.profiles.adjustment import adjusted
from typfrage.profiles.contingency import Association, adjusted_residuals, association
from typfrage.profiles.means import mean_interval
from typfrage.profiles.ranks import RankTest, kruskal_wallis
from typfrage.profiles.shares import OVERALL, shares_by_group

VALUE = ("count", "base", "value", "low", "high")
TEST = ("effect", "test", "p", "p_holm", "p_bh")
BY_TYPE = ("indicator", "kind", "type", *VALUE, "rest", "difference", *TEST, "residual")
IN_ALL = ("indicator", "kind", *VALUE, *TEST)
WORDS = ("indicator", "kind", "type", "test")
WHOLE = ("count", "base")

Row = dict[str, Any]
Rows = tuple[list[Row], Row]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What the types have in common and where they differ.

    Attributes:
        by_type: One row an indicator and type, in the order of both: ``indicator``, ``kind``
            (``"share"`` or ``"scale"``), ``type``, ``count`` (ticks; missing for scales), ``base``
            (answers), ``value`` (share or mean) with its interval ``low`` to ``high`` (Wilson's;
            Student's t for means, NaN for fewer than two answers or equal ones), ``rest`` (value
            of all other municipalities), ``difference`` (value - rest), ``effect`` (bias-corrected
            Cramér's V, or √ε² of the ranks; 0 … 1, without a sign), ``test`` of the type against
            the rest (see :class:`typfrage.profiles.contingency.Association` and
            :class:`typfrage.profiles.ranks.RankTest`), its ``p``, adjusted as ``p_holm`` and
            ``p_bh``, and ``residual`` (adjusted standardised; NaN for scales).
        overall: One row an indicator: ``indicator``, ``kind``, ``count`` … ``high`` of all
            municipalities, ``effect`` … ``p_bh`` of all types against each other.
        tests: Number of tests in the family, those of both tables.
    """

    by_type: pd.DataFrame
    overall: pd.DataFrame
    tests: int

    def without(self, by_type: pd.Series[bool], overall: pd.Series[bool]) -> Comparison:
        """Adjust anew, as if tests that must be kept secret had found nothing at all.

        An adjusted p-value depends on the ranks of all others, and would tell theirs. Withheld ones
        count with p = 1: the family stays as large, and the others' grow rather than shrink.

        Args:
            by_type: Whether the test of a row of ``by_type`` is withheld, on its index.
            overall: The same for ``overall``.
        """
        found = _as_one_family(
            self.by_type.assign(p=self.by_type["p"].mask(by_type & self.by_type["p"].notna(), 1.0)),
            self.overall.assign(p=self.overall["p"].mask(overall & self.overall["p"].notna(), 1.0)),
        )
        return Comparison(
            by_type=found.by_type.assign(p=self.by_type["p"]),
            overall=found.overall.assign(p=self.overall["p"]),
            tests=self.tests,
        )


def compare_types(
    values: pd.DataFrame,
    types: pd.Series[object],
    *,
    scales: Collection[str] = (),
    level: float = 0.95,
    seed: int,
) -> Comparison:
    """Compare each type with the rest, and all types, in indicators that did not form them.

    The tests take the types as given. Indicators that formed them must not be among the values:
    their differences are made by the clustering (:mod:`typfrage.profiles.goals`).

    Args:
        values: (municipalities × indicators); 1 = yes, 0 = no, or places on a scale for the
            indicators in ``scales``; missing = not asked or not answered, leaves the base.
        types: Type of each municipality, on the same index, none missing; in the order of its
            categories if it is categorical, else sorted.
        scales: Indicators whose values are numbers.
        level: Confidence level of the intervals, above 0 and below 1.
        seed: Seed of tests against random tables; every test draws anew from it.

    Returns:
        The differences. Where nothing can be tested (one type, an indicator that nobody or
        everybody chose, no answers) ``test`` is ``"none"``, its numbers are NaN, and it does not
        count in the family. Of two types the same test stands in three rows and counts three
        times, which errs on the side of caution.

    Raises:
        ValueError: As :func:`typfrage.profiles.shares.shares_by_group`; or if a scale is no
            indicator or its values are not finite numbers.
    """
    numbers = _scale_values(values, scales)
    ticks = values.copy()
    ticks[numbers.columns] = numbers * 0
    parts, whole = [], []
    if len(values.columns):
        shares = shares_by_group(ticks, types, level=level)
        for indicator, item in shares.groupby("item", sort=False):
            rows, row = (
                _scale_rows(item, numbers[indicator], types, level, seed)
                if indicator in scales
                else _share_rows(item, seed)
            )
            parts += rows
            whole.append(row)
    return _as_one_family(_frame(parts, BY_TYPE), _frame(whole, IN_ALL))


def _scale_values(values: pd.DataFrame, scales: Collection[str]) -> pd.DataFrame:
    """Bring the scales to floats, NaN where missing, in the order of the indicators."""
    unknown = [name for name in scales if name not in values]
    if unknown:
        raise ValueError(f"scales {unknown} are no indicators; allowed: {list(values.columns)}")
    numbers = pd.DataFrame(index=values.index)
    for name in (name for name in values if name in scales):
        given = values[name].dropna().infer_objects()
        if len(given) and not (is_numeric_dtype(given) and np.isfinite(given).all()):
            raise ValueError(f"scale {name!r} holds other things; allowed: numbers or missing")
        numbers[name] = values[name].to_numpy(dtype=float, na_value=np.nan)
    return numbers


def _share_rows(item: pd.DataFrame, seed: int) -> Rows:
    """Describe and test one indicator of yes and no, from its shares by type and overall."""
    described = item.rename(columns={"item": "indicator", "group": "type", "share": "value"})
    *rows, whole = described.assign(kind="share").to_dict("records")
    table = np.array([(row["count"], row["base"] - row["count"]) for row in rows])
    others = table.sum(axis=0) - table
    for row, own, rest, residual in zip(
        rows, table, others, adjusted_residuals(table)[:, 0], strict=True
    ):
        row["rest"] = rest[0] / rest.sum() if rest.any() else np.nan
        row["residual"] = residual
        row |= _outcome(association([own, rest], seed=seed))
    return rows, whole | _outcome(association(table, seed=seed))


def _scale_rows(
    item: pd.DataFrame, numbers: pd.Series[float], types: pd.Series[object], level: float, seed: int
) -> Rows:
    """Describe and test one scale."""
    named = {"indicator": item["item"].iloc[0], "kind": "scale"}
    rows = []
    for name in item["group"][item["group"] != OVERALL]:
        own = (types == name).to_numpy(dtype=bool)
        row = named | {"type": name} | asdict(mean_interval(numbers[own], level=level))
        row["rest"] = numbers[~own].mean()
        row["difference"] = row["value"] - row["rest"]
        rows.append(row | _outcome(kruskal_wallis(numbers, own, seed=seed)))
    test = kruskal_wallis(numbers, types, seed=seed)
    return rows, named | asdict(mean_interval(numbers, level=level)) | _outcome(test)


def _outcome(test: Association | RankTest) -> Row:
    if isinstance(test, RankTest):
        return {"effect": np.sqrt(test.epsilon_squared), "test": test.test, "p": test.p}
    return {"effect": test.cramers_v, "test": test.test, "p": test.p}


def _frame(rows: list[Row], columns: tuple[str, ...]) -> pd.DataFrame:
    kinds = {c: "object" if c in WORDS else "Int64" if c in WHOLE else "float64" for c in columns}
    return pd.DataFrame(rows, columns=list(columns)).astype(kinds)


def _as_one_family(by_type: pd.DataFrame, overall: pd.DataFrame) -> Comparison:
    """Adjust the p-values of both tables for the number of tests in both."""
    p: NDArray[np.float64] = np.concatenate([by_type["p"], overall["p"]])
    holm, bh = (np.split(adjusted(p, m), [len(by_type)]) for m in ("holm", "fdr_bh"))
    return Comparison(
        by_type=by_type.assign(p_holm=holm[0], p_bh=bh[0]),
        overall=overall.assign(p_holm=holm[1], p_bh=bh[1]),
        tests=int(np.isfinite(p).sum()),
    )
