"""The cells of the answers that count so far, without a copy of all of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class AnswerCells:
    """Cells of some of a wave's answers; what is left out is left out when a column is asked for.

    Attributes:
        frame: (answers of the raw file × columns) text.
        index: Rows of the answers, in the order of the frame.
    """

    frame: pd.DataFrame
    index: pd.Index

    @classmethod
    def of_all(cls, frame: pd.DataFrame) -> AnswerCells:
        """Return the cells of all answers."""
        return cls(frame, frame.index)

    def of(self, rows: pd.Index) -> AnswerCells:
        """Return the cells of these answers alone."""
        return AnswerCells(self.frame, rows)

    def __getitem__(self, position: int) -> pd.Series:
        """Return the (answers,) cells of a column."""
        column = self.frame[position]
        return column if len(self.index) == len(column) else column.loc[self.index]
