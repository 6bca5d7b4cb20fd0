"""Which type of a solution is which reference type; and names for types without a reference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from typfrage.typology.patterns import Floats, finite_matrix, read_only
from typfrage.typology.solution import TypeSolution

# Deviations that are equal by arithmetic may differ in the last bits.
ROUNDING_DIGITS = 12


@dataclass(frozen=True, eq=False)
class Matching:
    """The reference type of each type of a solution.

    Attributes:
        reference: Name of the reference type of each of the k types; ``None`` = no counterpart.
        correlation: Correlation of each type with its reference type, shape (k,); NaN where
            there is no counterpart.
        correlations: Correlation of each type with each reference type, shape (k, r); NaN for
            a type that deviates from the overall share in no item or in all items alike.
    """

    reference: tuple[str | None, ...]
    correlation: Floats
    correlations: Floats


def match_types(
    solution: TypeSolution, signatures: pd.DataFrame, *, threshold: float = 0.5
) -> Matching:
    """Match types to reference types by what marks them.

    Each type's deviations (share in the type minus overall share) are correlated with the 0/1
    signatures of the reference types; the one-to-one assignment with the largest sum of
    correlations is taken. Pairs under the threshold count nothing and are not matched.

    Args:
        solution: k types; k need not be the number of reference types.
        signatures: One row per reference type, one column per item of the solution, 1 = the
            item marks the type, else 0.
        threshold: Smallest correlation that counts as a match, above 0 and at most 1.

    Returns:
        The reference type of each type, or none.

    Raises:
        ValueError: If the items differ, a signature is constant or not 0/1, reference names
            repeat, or the threshold is out of range.

    References:
        Kuhn (1955), The Hungarian method. https://doi.org/10.1002/nav.3800020109
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold}; allowed: above 0, at most 1")
    correlations = row_correlations(solution.deviations, _signature_matrix(solution, signatures))
    references = tuple(map(str, signatures.index))
    reference: list[str | None] = [None] * solution.k
    correlation = np.full(solution.k, np.nan)
    for row, column in best_pairs(correlations, threshold):
        reference[row] = references[column]
        correlation[row] = correlations[row, column]
    return Matching(tuple(reference), read_only(correlation), read_only(correlations))


def best_pairs(correlations: Floats, threshold: float) -> tuple[tuple[int, int], ...]:
    """Pair rows and columns one to one, so that the sum of the correlations is largest.

    Args:
        correlations: Shape (k, r); NaN pairs with nothing.
        threshold: Smallest correlation that counts; smaller ones count nothing.

    Returns:
        Pairs of row and column in the order of the rows, each with a correlation from the
        threshold.
    """
    worth = np.where(correlations >= threshold, correlations, 0)
    return tuple(
        (int(row), int(column))
        for row, column in zip(*linear_sum_assignment(worth, maximize=True), strict=True)
        if worth[row, column] > 0
    )


def row_correlations(left: Floats, right: Floats) -> Floats:
    """Compute Pearson's correlation of every row of one matrix with every row of another.

    Args:
        left: Shape (k, p).
        right: Shape (r, p).

    Returns:
        Shape (k, r); NaN for rows whose values are all alike.
    """
    first, second = _standardised(left), _standardised(right)
    product: Floats = first @ second.T
    return np.clip(product, -1, 1)


def _standardised(rows: Floats) -> Floats:
    """Centre the rows and bring them to length one; NaN where all values are alike."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    lengths[np.abs(centred).max(axis=1) < 10.0**-ROUNDING_DIGITS] = np.nan
    standardised: Floats = centred / lengths
    return standardised


def _signature_matrix(solution: TypeSolution, signatures: pd.DataFrame) -> Floats:
    """Bring the signatures into the order of the solution's items, shape (r, p)."""
    if set(map(str, signatures.columns)) != set(solution.items):
        odd = sorted(set(map(str, signatures.columns)) ^ set(solution.items))
        raise ValueError(f"items {odd} are not in both signatures and solution; allowed: the same")
    if signatures.index.has_duplicates:
        raise ValueError(f"reference types {list(signatures.index)}; allowed: each name once")
    matrix = finite_matrix(signatures.rename(columns=str)[list(solution.items)], "signatures")
    if not np.isin(matrix, (0, 1)).all() or (np.ptp(matrix, axis=1) == 0).any():
        raise ValueError("signatures hold other values or a constant row; allowed: 0 and 1, both")
    return matrix
