"""The columns of a model of structure: numbers, yes and no, and the levels of a question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype

# Standardised columns with no more spread than this, in some direction, are collinear.
NO_SPREAD = 1e-8
# Weight of a predictor in such a combination that is more than rounding.
INVOLVED = 1e-6


@dataclass(frozen=True, eq=False)
class Design:
    """Predictors as numbers.

    Attributes:
        columns: (n × p) numbers, none missing. A number or 0/1 predictor is one column of its own
            name; a categorical one has a column ``"name=level"`` for each level but the first.
        switched: For each column the positions of those that are 0 where it is 1: itself, and
            the other levels of its predictor; empty for numbers.
    """

    columns: pd.DataFrame
    switched: tuple[tuple[int, ...], ...]


def structure_design(predictors: pd.DataFrame) -> Design:
    """Turn predictors into columns.

    Args:
        predictors: (n × q), none missing: numbers, 0/1, or categorical; levels that nobody has are
            left out.

    Raises:
        ValueError: If a predictor is none of these, is infinite, or names repeat.
    """
    columns: dict[str, NDArray[np.float64]] = {}
    switched: list[tuple[int, ...]] = []
    for name, values in predictors.items():
        start = len(columns)
        if isinstance(values.dtype, pd.CategoricalDtype):
            levels = values.cat.remove_unused_categories().cat.categories[1:]
            own = {f"{name}={level}": (values == level).to_numpy(float) for level in levels}
            columns |= own or {str(name): np.zeros(len(values))}
            switched += [tuple(range(start, len(columns)))] * max(len(levels), 1)
        else:
            numbers = _numbers(values, name)
            columns[str(name)] = numbers
            switched.append((start,) if np.isin(numbers, [0, 1]).all() else ())
    if len(columns) != len(switched):
        raise ValueError("names of predictors repeat; allowed: each once")
    return Design(pd.DataFrame(columns, index=predictors.index), tuple(switched))


def collinear(columns: pd.DataFrame) -> list[str]:
    """Name the columns that are constant, or take part in a linear combination that is.

    Args:
        columns: (n × p) finite numbers, n at least p.
    """
    values = columns.to_numpy()
    spread = values.std(axis=0)
    constant = spread <= NO_SPREAD * np.abs(values).max(axis=0)
    scaled = np.where(constant, 0, (values - values.mean(axis=0)) / np.where(constant, 1, spread))
    _, singular, directions = np.linalg.svd(scaled, full_matrices=False)
    void = singular <= NO_SPREAD * np.sqrt(len(values))
    involved = (np.abs(directions[void]) > INVOLVED).any(axis=0)
    return [name for name, among in zip(columns, involved, strict=True) if among]


def _numbers(values: pd.Series[object], name: object) -> NDArray[np.float64]:
    given = values.infer_objects()
    numbers = np.full(len(given), np.nan)
    if is_numeric_dtype(given):
        numbers = given.to_numpy(dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise ValueError(
            f"predictor {name!r} holds {given.dtype}; allowed: finite numbers, 0/1, or a "
            "categorical column"
        )
    return numbers
