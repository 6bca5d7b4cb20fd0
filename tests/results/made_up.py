"""Findings made up for tests of what sentences and figures make of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from typfrage.profiles.disclosure import Column, Released
from typfrage.profiles.structure_model import StructureModel
from typfrage.survey.population.raking import Weights


def released(columns: tuple[Column, ...] = (), **values: Any) -> Released:
    """A table of which nothing is withheld, unless it is missing."""
    frame = pd.DataFrame(values)
    return Released(frame, columns, frame.isna(), 5)


def structure_model(predictors: Iterable[str], **changed: Any) -> StructureModel:
    """A regression of two types; its estimates are those of the table beside it."""
    plain: dict[str, Any] = {
        **{"status": "estimated", "reasons": (), "n": 400, "left_out": 0},
        **{"types": ("a", "b"), "predictors": tuple(predictors), "effects": pd.DataFrame()},
        **{"lr_statistic": 9.0, "lr_df": 2, "lr_p": 0.0123, "pseudo_r2": 0.034},
    }
    return StructureModel(**(plain | changed))


def raked_weights(
    *, trimmed: int = 0, uncovered: int = 0, off: float | None = None, n: int = 60
) -> Weights:
    """Weights of which half are three times the others."""
    return Weights(
        values=pd.Series([0.5, 1.5] * (n // 2)),
        trimmed=trimmed,
        iterations=5,
        converged=off is None,
        deviations=pd.DataFrame({"population": [0.4, 0.6], "weighted": [0.4 + (off or 0), 0.6]}),
        uncovered=pd.DataFrame(
            {"margin": "land", "category": range(uncovered), "population": [7] * uncovered}
        ),
    )


def strong_rows(*rows: dict[str, object]) -> pd.DataFrame:
    """Strengths of types, each told by what is different of it."""
    plain = {"indicator": "i", "type": "a", "kind": "share", "value": 0.5, "rest": 0.25}
    columns = [*plain, "strict"]
    return pd.DataFrame([plain | {"strict": False} | row for row in rows], columns=columns)


def verdict_on_one_type(**changed: float) -> Released:
    """What stands for and against a type, each in its column."""
    row = {"jaccard": 0.9, "elsewhere": 0.8, "silhouette": 0.2, "mixed": 0.13} | changed
    return released(**{key: [value] for key, value in row.items()})
