"""What the criteria found, as codes and numbers; words are made from them elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.validity.evaluation import Evaluation
from typfrage.validity.jaccard import stability_band
from typfrage.validity.null_benchmark import NullBenchmark

SIGNIFICANT = 0.05
"""A result that data without types reach no more often than this counts as more than chance."""

CRITERIA: Mapping[str, str] = {
    "silhouette": "silhouette",
    "calinski_harabasz": "calinski_harabasz",
    "gap_1se": "gap",
    "prediction_strength": "prediction_strength",
    "jaccard": "smallest_jaccard",
    "instability": "instability",
    "aic": "aic",
    "bic": "bic",
}
"""Criteria that choose a number of types → the column that they look at."""


@dataclass(frozen=True)
class Favour:
    """Which number of types a criterion favours.

    Attributes:
        criterion: One of ``CRITERIA``.
        computed: Whether it could be computed for any number of types.
        favoured: The number of types, or ``None`` where it favours none of those examined.
        value: Its value there; NaN without one.
        reported: The number of types that is reported.
        value_at_reported: Its value there; NaN where it is not defined.
        at_the_end: Whether the favoured number is the largest of those examined, so that more
            types might do better still.
    """

    criterion: str
    computed: bool
    favoured: int | None
    value: float
    reported: int
    value_at_reported: float
    at_the_end: bool

    @property
    def for_reported(self) -> bool:
        """Whether it favours the reported number of types."""
        return self.favoured == self.reported


def favours(
    table: pd.DataFrame, chosen: Mapping[str, int | None], reported: int
) -> tuple[Favour, ...]:
    """Find which number of types each criterion favours.

    Args:
        table: Indexed by number of types, a column for each criterion; a column that is absent or
            empty was not computed, or is withheld where a number is chosen all the same.
        chosen: The number of types by criterion.
        reported: The number of types that is reported.

    Returns:
        The criteria in the order of ``CRITERIA``.
    """
    return tuple(
        _favour(name, table.get(column), chosen.get(name), reported)
        for name, column in CRITERIA.items()
    )


def _favour(
    name: str, values: pd.Series[float] | None, chosen: int | None, reported: int
) -> Favour:
    nan = float("nan")
    if values is None or (values.isna().all() and chosen is None):
        return Favour(name, False, None, nan, reported, nan, False)
    return Favour(
        criterion=name,
        computed=True,
        favoured=chosen,
        value=nan if chosen is None else float(values.get(chosen, nan)),
        reported=reported,
        value_at_reported=float(values.get(reported, nan)),
        at_the_end=chosen is not None and chosen == int(values.index.max()),
    )


def p_values(benchmark: Released, reported: int) -> tuple[float, float]:
    """Return how often data without types reach silhouette and stability of the reported types.

    Args:
        benchmark: One row a number of types: ``silhouette_p``, ``jaccard_p``.
        reported: The number of types that is reported.

    Returns:
        NaN where it was not computed.
    """
    row = benchmark.frame[benchmark.frame["k"] == reported]
    if row.empty:
        return float("nan"), float("nan")
    return float(row["silhouette_p"].iloc[0]), float(row["jaccard_p"].iloc[0])


def p_values_any(null: NullBenchmark | None) -> tuple[float, float]:
    """Return the same for the most striking number of types, corrected for having looked at all."""
    if null is None:
        return float("nan"), float("nan")
    return null.p_any_silhouette, null.p_any_jaccard


def beyond_chance(p: float) -> bool | None:
    """Tell whether data without types reach a result too rarely for chance.

    Args:
        p: Share of them that do; NaN where it could not be computed.

    Returns:
        ``None`` where that is unknown.
    """
    return None if pd.isna(p) else bool(p <= SIGNIFICANT)


class Doubt(Enum):
    """What speaks against a type."""

    RESAMPLING = "resampling"
    SEPARATION = "separation"
    OTHER_METHODS = "other_methods"
    MIXED = "mixed"
    NOTHING_ELSE = "nothing_else"


class Standing(Enum):
    """How firmly a type stands."""

    FIRM = "firm"
    QUALIFIED = "qualified"
    WEAK = "weak"
    UNKNOWN = "unknown"


STABLE = ("stable", "highly_stable")
"""Hennig's bands of a type that is found again."""

FOUND_ELSEWHERE = 0.6
"""Jaccard similarity from which Hennig speaks of a pattern; here of a type in other algorithms."""

HALF = 0.5
"""A type most of whose municipalities are mixed is no type of their own."""


@dataclass(frozen=True)
class Verdict:
    """What was found of one type.

    Attributes:
        band: Hennig's reading of its stability; ``None`` where it could not be computed.
        doubts: What speaks against it, in the order of :class:`Doubt`.
        standing: ``FIRM`` without a doubt; ``WEAK`` where it is not found again in samples even as
            a pattern, or where all else speaks against it; else ``QUALIFIED``.
    """

    band: str | None
    doubts: tuple[Doubt, ...]
    standing: Standing


def judge(band: str | None, silhouette: float, elsewhere: float, mixed: float) -> Verdict:
    """Judge one type.

    Args:
        band: Hennig's reading of its stability; ``None`` where it could not be computed.
        silhouette: Mean silhouette of its municipalities; NaN = unknown, which is no doubt unless
            all three are.
        elsewhere: Mean Jaccard similarity to its counterparts in other algorithms; NaN likewise.
        mixed: Share of its municipalities that stand between two types; NaN likewise.
    """
    signs = (
        (Doubt.RESAMPLING, band is not None and band not in STABLE),
        (Doubt.SEPARATION, silhouette <= 0),
        (Doubt.OTHER_METHODS, elsewhere < FOUND_ELSEWHERE),
        (Doubt.MIXED, mixed >= HALF),
        (Doubt.NOTHING_ELSE, bool(np.isnan([silhouette, elsewhere, mixed]).all())),
    )
    doubts = tuple(doubt for doubt, raised in signs if raised)
    if band is None:
        standing = Standing.UNKNOWN
    elif not doubts:
        standing = Standing.FIRM
    elif band in ("dissolved", "doubtful") or len(doubts) >= 3:
        standing = Standing.WEAK
    else:
        standing = Standing.QUALIFIED
    return Verdict(band, doubts, standing)


def type_values(evaluation: Evaluation, k: int) -> pd.DataFrame:
    """Gather what the criteria say of each type.

    Args:
        evaluation: All criteria.
        k: The number of types that is reported.

    Returns:
        One row a type by label: ``jaccard``, ``silhouette``, and ``elsewhere``, its mean Jaccard
        similarity to its best match in other algorithms; NaN where it was not computed.
    """
    silhouette, jaccard, agreement = (
        evaluation.results.get(name, {}).get(k) for name in ("silhouette", "jaccard", "agreement")
    )
    others = np.empty((0, k)) if agreement is None else agreement.methods.per_type[1:]
    return pd.DataFrame(
        {
            "jaccard": float("nan") if jaccard is None else jaccard.mean,
            "silhouette": float("nan") if silhouette is None else silhouette.per_type,
            "elsewhere": others.mean(axis=0) if len(others) else float("nan"),
        },
        index=range(k),
    )


def verdicts_of(frame: pd.DataFrame) -> tuple[Verdict, ...]:
    """Judge each type by what is published of it.

    Args:
        frame: One row a type: ``jaccard``, ``silhouette``, ``elsewhere`` and ``mixed``.
    """
    return tuple(
        judge(
            None if pd.isna(row.jaccard) else stability_band(float(row.jaccard)),
            *(float(value) for value in (row.silhouette, row.elsewhere, row.mixed)),
        )
        for row in frame.astype({"mixed": float}).itertuples()
    )
