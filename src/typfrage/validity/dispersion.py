"""Sums of squares of a partition, and the Calinski–Harabasz index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from typfrage.typology.patterns import finite_matrix
from typfrage.typology.weighted import within_sum_of_squares
from typfrage.validity.arguments import checked_counts, checked_labels

# A total within sum of squares below this share of the total is zero but for rounding.
NO_SPREAD = 1e-12


@dataclass(frozen=True)
class Dispersion:
    """How the squared distances to the overall mean divide.

    Attributes:
        total_within_ss: Sum over the cases of squared distances to the mean of their type.
        total_ss: The same to the overall mean.
        calinski_harabasz: Variance between by variance within the types; NaN where it is not
            defined: for one type, for as many types as cases, and without spread in the types.
    """

    total_within_ss: float
    total_ss: float
    calinski_harabasz: float


def dispersion(
    points: pd.DataFrame | ArrayLike, labels: ArrayLike, weights: ArrayLike | None = None
) -> Dispersion:
    """Compute sums of squares and the Calinski–Harabasz index, as ``fpc::calinhara``.

    Args:
        points: Shape (m, p); points may repeat.
        labels: Type of each point, shape (m,), 0 … k-1.
        weights: Number of cases at each point, shape (m,); none = one each.

    Raises:
        ValueError: If an argument is outside its range.

    References:
        Caliński & Harabasz (1974), A dendrite method for cluster analysis.
        https://doi.org/10.1080/03610927408827101
    """
    matrix = finite_matrix(points, "points")
    types = checked_labels(labels, len(matrix))
    counts = checked_counts(weights, len(matrix))
    within = within_sum_of_squares(matrix, counts, types)
    total = within_sum_of_squares(matrix, counts, np.zeros_like(types))
    n, k = counts.sum(), types.max() + 1
    defined = 1 < k < n and within > NO_SPREAD * total
    ratio = (total - within) / (k - 1) / (within / (n - k)) if defined else float("nan")
    return Dispersion(within, total, float(ratio))
