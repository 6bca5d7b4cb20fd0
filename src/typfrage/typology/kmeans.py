"""k-means on weighted points: greedy k-means++, Lloyd, then Hartigan's exchange, best of many."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from typfrage.typology.partition import Partition, checked_weights
from typfrage.typology.patterns import finite_matrix, read_only
from typfrage.typology.search import SEED_TRIALS, best_of_starts, scalar_products

# Up to so many points the scalar products of all pairs are held in memory (8 MB).
POINTS_WITH_PRODUCTS = 1_000


class KMeans:
    """k-means, prepared on distinct points.

    Args:
        points: Distinct points, shape (m, p).

    References:
        Arthur & Vassilvitskii (2007), k-means++: The Advantages of Careful Seeding.
        https://dl.acm.org/doi/10.5555/1283383.1283494
        Grunau et al. (2023), A Nearly Tight Analysis of Greedy k-means++.
        https://doi.org/10.1137/1.9781611977554.ch39
        Lloyd (1982), Least Squares Quantization in PCM. https://doi.org/10.1109/TIT.1982.1056489
        Hartigan & Wong (1979), Algorithm AS 136. https://doi.org/10.2307/2346830
    """

    def __init__(self, points: pd.DataFrame | ArrayLike) -> None:
        matrix = finite_matrix(points, "points")
        # The shift avoids cancellation; it is itself a value of each column, so that whole numbers
        # stay whole.
        shifted = matrix - np.quantile(matrix, 0.5, axis=0, method="lower")
        self._points = np.ascontiguousarray(shifted)
        few = len(matrix) <= POINTS_WITH_PRODUCTS
        self._products = scalar_products(self._points) if few else np.empty((0, 0))

    def partition(
        self, weights: ArrayLike, k: int, *, starts: int = 50, rng: np.random.Generator
    ) -> Partition:
        """Find the partition with the smallest total within sum of squares.

        Args:
            weights: Number of cases at each point, shape (m,); 0 = absent.
            k: Number of clusters, 1 to the number of points that are present.
            starts: Number of k-means++ starts.
            rng: Source of the starts.

        Returns:
            The best of all starts; among equal totals the partition whose labels come first
            lexicographically.

        Raises:
            ValueError: If an argument is outside its range.
        """
        mass = checked_weights(weights, len(self._points), k, starts)
        labels, total, at_best = best_of_starts(
            self._points, self._products, mass, k, rng.random((starts, k, SEED_TRIALS))
        )
        return Partition(read_only(labels), float(max(total, 0.0)), int(at_best))
