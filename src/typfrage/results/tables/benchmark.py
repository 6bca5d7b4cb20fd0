"""The comparison with data that have no types."""

from __future__ import annotations

import numpy as np
import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.language import speaker
from typfrage.validity.null_benchmark import NullBenchmark

HIGH = 0.95
"""Quantile of the data without types that is shown beside their mean."""

_MEASURES = ("silhouette", "jaccard")


def benchmark(null: NullBenchmark | None, n: int, minimum_cases: int, language: str) -> Released:
    """Show what the answers and data without types reach, one row a number of types.

    Args:
        null: The comparison; ``None`` where it could not be computed, then there are no rows.
        n: Municipalities.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    columns = (
        Column("k", say("Typen"), "tally"),
        *(
            Column(f"{key}{suffix}", what, "number", digits, base="base")
            for key, label in zip(_MEASURES, (say("Silhouette"), say("Jaccard")), strict=True)
            for suffix, what, digits in (
                ("", label, 2),
                ("_mean", say("ohne Typen"), 2),
                ("_high", say("95. Perzentil"), 2),
                ("_p", "p", 3),
            )
        ),
    )
    keys = [column.key for column in columns]
    rows = pd.DataFrame(columns=[*keys, "base"]) if null is None else _rows(null, n)
    return release(rows, columns, minimum_cases)


def without_types(
    null: NullBenchmark | None, k: int, n: int, minimum_cases: int, language: str
) -> Released:
    """List what every matrix without types reaches, the highest silhouette last.

    Args:
        null: The comparison; ``None`` where it could not be computed, then there are no rows.
        k: The number of types that is shown.
        n: Municipalities.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    columns = (
        Column("data", say("Daten")),
        Column("silhouette", say("Silhouette"), "number", 4, base="base"),
        Column("jaccard", say("Jaccard, Mittel"), "number", 4, base="base"),
    )
    frame = pd.DataFrame(columns=["data", "silhouette", "jaccard", "base"])
    if null is not None:
        at = null.k.index(k)
        frame = pd.DataFrame(
            {
                "data": [say("Befragung"), *[say("ohne Typen")] * len(null.silhouette_null)],
                "silhouette": [null.silhouette[at], *np.sort(null.silhouette_null[:, at])],
                "jaccard": [null.jaccard[at], *np.sort(null.jaccard_null[:, at])],
                "base": n,
            }
        )
    return release(frame, columns, minimum_cases)


def _rows(null: NullBenchmark, n: int) -> pd.DataFrame:
    known = [at for at, k in enumerate(null.k) if k > 1]
    rows: dict[str, object] = {"k": [null.k[at] for at in known]}
    for key in _MEASURES:
        values, without = getattr(null, key), getattr(null, f"{key}_null")[:, known]
        rows[key] = values[known]
        rows[f"{key}_mean"] = without.mean(axis=0)
        rows[f"{key}_high"] = np.quantile(without, HIGH, axis=0)
        rows[f"{key}_p"] = getattr(null, f"p_{key}")[known]
    return pd.DataFrame({**rows, "base": n})
