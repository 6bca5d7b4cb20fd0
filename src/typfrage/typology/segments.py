"""Patterns cut into runs of items, so that what many patterns share is computed once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from typfrage.typology.categorical import MISSING, Codes, distinct_rows
from typfrage.typology.patterns import Labels


@dataclass(frozen=True, eq=False)
class Segments:
    """The segments of m patterns: g runs of items, each with its distinct rows.

    Attributes:
        of_pattern: The segments that make up each pattern, shape (m, g).
        columns: Columns of each segment's answers, shape (u, l); ``MISSING`` where there is none.
    """

    of_pattern: Codes
    columns: Codes

    @classmethod
    def of(cls, columns: Codes) -> Segments:
        """Cut patterns.

        Args:
            columns: Column of each answer on the axis of categories, shape (m, p); ``MISSING``
                where there is none.
        """
        runs = _runs(columns)
        longest = max(rows.shape[1] for rows, _ in runs)
        padded = [
            np.pad(rows, ((0, 0), (0, longest - rows.shape[1])), constant_values=MISSING)
            for rows, _ in runs
        ]
        offsets = np.cumsum([0, *(len(rows) for rows in padded[:-1])])
        return cls(
            of_pattern=(np.stack([own for _, own in runs], axis=1) + offsets).astype(np.int32),
            columns=np.concatenate(padded).astype(np.int32),
        )

    def take(self, patterns: ArrayLike) -> Segments:
        """Choose some of the patterns, by mask or position."""
        return Segments(self.of_pattern[np.asarray(patterns)], self.columns)


def _runs(columns: Codes) -> list[tuple[Codes, Labels]]:
    """Cut items into runs: each one's distinct rows, and which of them each pattern has."""
    m, p = columns.shape
    runs = []
    begin = 0
    while begin < p:
        end = begin + 1
        run = distinct_rows(columns[:, begin:end])
        while end < p:
            longer = distinct_rows(columns[:, begin : end + 1])
            # A run pays as long as adding up its rows is no more work than one more look-up for
            # each pattern.
            if longer[0].size > m:
                break
            run, end = longer, end + 1
        runs.append(run)
        begin = end
    return runs
