"""The clean answers of a wave, as everything that follows knows them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from typfrage.survey.audit import Audit


@dataclass(frozen=True)
class CleanAnswers:
    """What remains of a wave's raw file after cleaning.

    Attributes:
        answers: (municipalities × columns), indexed by key in ascending order; columns and types
            as the codebook says: option id for a single choice, place from 1 for a scale, one 0/1
            column an option for a multiple choice.
        reasons: Same shape; why a cell is missing (``MissingReason``), missing where it is not.
        audit: What was changed and excluded.
    """

    answers: pd.DataFrame
    reasons: pd.DataFrame
    audit: Audit

    def __post_init__(self) -> None:
        if len(self.answers) != self.audit.kept:
            raise ValueError(
                f"{self.audit.read} answers read, {len(self.audit.exclusions)} excluded, "
                f"but {len(self.answers)} kept"
            )
        if not (self.answers.isna() == self.reasons.notna()).to_numpy().all():
            raise ValueError("a missing cell has no reason, or a present one has")
