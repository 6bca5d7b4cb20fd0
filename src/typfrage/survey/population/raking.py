"""Raking: weights by which the answers have the population's margins.

A weight follows from a municipality's categories alone, and the largest ones belong to the rarest
municipalities. So no single weight is published: only the design effect, the effective number of
cases, how many were trimmed, and the margins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from typfrage.survey.population.proportional_fitting import (
    CrossTable,
    Fit,
    Floats,
    can_hold,
    cut_to_cap,
    fit,
)


@dataclass(frozen=True)
class Weights:
    """Weights of the answers and how well they do.

    Attributes:
        values: Weights on the index of the cases, shape (n,), with mean 1. Microdata.
        trimmed: Cases whose weight was cut to the cap.
        iterations: Passes over all margins.
        converged: Whether all margins hold within the tolerance.
        deviations: One row a category that cases have: ``margin``, ``category``, ``count``
            (cases), ``base`` (n), ``population``, ``unweighted`` and ``weighted`` (shares of the
            margin, the population's without what ``uncovered`` names).
        uncovered: One row a category of the population that no case has: ``margin``,
            ``category``, ``population`` (count).
    """

    values: pd.Series[float]
    trimmed: int
    iterations: int
    converged: bool
    deviations: pd.DataFrame
    uncovered: pd.DataFrame

    @property
    def effective_n(self) -> float:
        """Kish's effective number of cases, (Σw)² / Σw²."""
        return float(self.values.sum() ** 2 / (self.values**2).sum())

    @property
    def design_effect(self) -> float:
        """Kish's design effect of unequal weights, n Σw² / (Σw)²."""
        return len(self.values) / self.effective_n


def rake(
    categories: pd.DataFrame,
    margins: Mapping[str, pd.Series[float]],
    *,
    trim: float | None = None,
    tolerance: float = 1e-8,
    iterations: int = 1000,
) -> Weights:
    """Weight cases to population margins by iterative proportional fitting.

    Categories of the population that no case has are left out; the others' proportions are those
    among themselves.

    Trimming looks for weights up to a cap that have the margins (Deville & Särndal's case 7: what
    cutting and raking in turn is after, but with one solution, whatever the order of the margins).
    Where there are none, the raked weights are cut to the cap once and the others scaled by one
    factor, which keeps their ratios; then ``converged`` is false, and ``deviations`` says how far
    the margins are off.

    The cap is a multiple of the mean weight, as in DeBell & Krosnick, who take 5: the mean is 1
    throughout. The median, which others use, moves with every cut; and where most cases come from
    categories that are rare in the population, it lies so far below 1 that a multiple of it cuts
    nearly all of the correction.

    Args:
        categories: (n × columns) labels. None may be missing in a margin's column: leave such
            cases out first, and say how many they are. Other columns are not used.
        margins: Population counts by label for each column to rake; only their proportions count.
        trim: Largest weight as a multiple of the mean weight, above 1; ``None`` does not trim.
        tolerance: Largest difference in share that a margin may keep.
        iterations: Largest number of passes over all margins.

    Raises:
        ValueError: If there is no case or no margin, a category is missing or the population has
            none of it, counts are no finite numbers from 0, or an option is out of range.

    References:
        Deming & Stephan (1940), On a least squares adjustment of a sampled frequency table when
        the expected marginal totals are known. https://doi.org/10.1214/aoms/1177731829
        Kalton & Flores-Cervantes (2003), Weighting methods. Journal of Official Statistics 19.
        Deville & Särndal (1992), Calibration estimators in survey sampling.
        https://doi.org/10.1080/01621459.1992.10475217
        Potter (1990), A study of procedures to identify and trim extreme sampling weights.
        http://www.asasrms.org/Proceedings/papers/1990_034.pdf
        DeBell & Krosnick (2009), Computing weights for American National Election Study survey
        data. ANES technical report nes012427.
        Kish (1965), Survey sampling. Wiley.
    """
    _check_options(trim, tolerance, iterations)
    _check_categories(categories, margins)
    covered = {
        name: population[population.index.isin(categories[name])].astype(float)
        for name, population in margins.items()
    }
    codes = [margin.index.get_indexer(categories[name]) for name, margin in covered.items()]
    cells, cell_of, counts = np.unique(
        np.stack(codes, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    shares = tuple((margin / margin.sum()).to_numpy() for margin in covered.values())
    table = CrossTable(counts.astype(float), cells, shares)
    fitted = _fitted(table, trim, tolerance, iterations)
    return Weights(
        values=pd.Series(fitted.weights[cell_of], categories.index, name="weight"),
        trimmed=int(counts[fitted.cut].sum()),
        iterations=fitted.iterations,
        converged=table.deviation(fitted.weights) <= tolerance,
        deviations=_deviations(table, covered, fitted.weights),
        uncovered=_uncovered(margins, covered),
    )


def _fitted(table: CrossTable, trim: float | None, tolerance: float, iterations: int) -> Fit:
    raked = fit(table, np.inf, tolerance, iterations)
    if trim is None or raked.weights.max() <= trim:
        return raked
    if can_hold(table, trim):
        return fit(table, trim, tolerance, iterations)
    return cut_to_cap(table, raked, trim)


def _deviations(
    table: CrossTable, covered: Mapping[str, pd.Series[float]], weights: Floats
) -> pd.DataFrame:
    parts = []
    for at, (name, margin) in enumerate(covered.items()):
        unweighted = table.margin(at, np.ones(len(weights)))
        n = int(table.counts.sum())
        columns = {
            "margin": name,
            "category": margin.index,
            "count": np.rint(unweighted * n).astype(np.int64),
            "base": n,
            "population": table.shares[at],
            "unweighted": unweighted,
            "weighted": table.margin(at, weights),
        }
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _uncovered(
    margins: Mapping[str, pd.Series[float]], covered: Mapping[str, pd.Series[float]]
) -> pd.DataFrame:
    parts = []
    for name, population in margins.items():
        left_out = population[(population > 0) & ~population.index.isin(covered[name].index)]
        columns = {"margin": name, "category": left_out.index, "population": left_out.to_numpy()}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _check_options(trim: float | None, tolerance: float, iterations: int) -> None:
    if trim is not None and not 1 < trim < np.inf:
        raise ValueError(f"trim is {trim}; allowed: a multiple above 1, or None")
    if not 0 < tolerance < 1:
        raise ValueError(f"tolerance is {tolerance}; allowed: above 0 and below 1")
    if iterations < 1:
        raise ValueError(f"iterations is {iterations}; allowed: from 1")


def _check_categories(categories: pd.DataFrame, margins: Mapping[str, pd.Series[float]]) -> None:
    if categories.empty or not margins or categories.index.has_duplicates:
        raise ValueError(
            f"{len(categories)} cases and {len(margins)} margins, cases possibly repeated; "
            "allowed: at least one of each, every case once"
        )
    for name, population in margins.items():
        if name not in categories:
            raise ValueError(f"no column {name!r}; allowed: {', '.join(categories)}")
        values = population.to_numpy(dtype=float, na_value=np.nan)
        if not (np.isfinite(values) & (values >= 0)).all() or population.index.has_duplicates:
            raise ValueError(f"margin {name!r}; allowed: counts from 0, every category once")
        labels = categories[name]
        if labels.isna().any():
            missing = int(labels.isna().sum())
            raise ValueError(f"{missing} cases have no {name!r}; allowed: none, leave them out")
        unknown = labels[~labels.isin(population.index[values > 0])]
        if len(unknown):
            known = ", ".join(map(str, population.index[values > 0]))
            raise ValueError(f"{name!r} is {unknown.iloc[0]!r}; allowed: {known}")
