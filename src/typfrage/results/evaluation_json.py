"""An evaluation as JSON, for whoever computes on elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import numpy as np

from typfrage.results.json_values import counts, number, numbers
from typfrage.validity.evaluation import Evaluation
from typfrage.validity.null_benchmark import NullBenchmark

_BY_K = (
    "calinski_harabasz", "silhouette", "gap", "gap_se", "prediction_strength", "instability",
    "aic", "bic", "entropy_r2", "agreement_methods", "agreement_items", "agreement_seeds",
    "p_silhouette", "p_jaccard",
)  # fmt: skip
"""Criteria with one number for each k: the column of the table is the key."""


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """Write an evaluation as values of strict JSON.

    Args:
        evaluation: What the criteria say about each number of types.

    Returns:
        ``n`` cases, ``p`` items, their number of distinct ``patterns``, ``seed``, ``method``;
        ``k``, an entry for each number of types, in which lists hold a value for each type in
        the order of the types, the largest first; ``chosen``, the number of types by criterion;
        ``null``, the null benchmark; ``gap_reference_cases``, the size of the gap's reference
        samples (below ``n``: extrapolated); ``undefined``, why a criterion could not be computed;
        ``items``, ``settings`` and ``version``. What does not apply is null.
    """
    first = next(iter(evaluation.solutions.values()))
    table = evaluation.table()
    gap = evaluation.results.get("gap")
    return {
        "version": version("typfrage"),
        "n": len(first.patterns.of_case),
        "p": len(first.items),
        "patterns": len(first.patterns.weights),
        "items": list(first.items),
        "seed": evaluation.seed,
        "method": evaluation.method,
        "settings": asdict(evaluation.settings),
        "types": "numbered from 1, the largest first; lists by type follow this order",
        "k": [_entry(evaluation, k, table.loc[k].to_dict()) for k in evaluation.solutions],
        "chosen": evaluation.chosen(),
        "null": _null(evaluation.results.get("null")),
        "gap_reference_cases": gap.reference_cases if gap is not None else None,
        "undefined": dict(evaluation.undefined),
    }


def _entry(evaluation: Evaluation, k: int, row: dict[str, float]) -> dict[str, Any]:
    solution = evaluation.solutions[k]
    silhouette = evaluation.results.get("silhouette", {}).get(k)
    jaccard = evaluation.results.get("jaccard", {}).get(k)
    return {
        "k": k,
        "sizes": counts(solution.sizes),
        "starts_at_best": solution.starts_at_best,
        "total_within_ss": number(solution.total_within_ss),
        **{name: number(row.get(name)) for name in _BY_K},
        "silhouette_by_type": None if silhouette is None else numbers(silhouette.per_type),
        "jaccard": None if jaccard is None else numbers(jaccard.mean),
        "jaccard_dissolved": None if jaccard is None else counts(jaccard.dissolved),
        "jaccard_recovered": None if jaccard is None else counts(jaccard.recovered),
        "jaccard_bands": None if jaccard is None else list(jaccard.bands),
        "centres": [numbers(centre) for centre in solution.centres],
    }


def _null(benchmark: NullBenchmark | None) -> dict[str, Any] | None:
    if benchmark is None:
        return None
    return {
        "matrices": len(benchmark.silhouette_null),
        "replicates": benchmark.replicates,
        "p_any_silhouette": number(benchmark.p_any_silhouette),
        "p_any_jaccard": number(benchmark.p_any_jaccard),
        "k": [
            {
                "k": k,
                "silhouette": number(benchmark.silhouette[at]),
                "silhouette_null": _spread(benchmark.silhouette_null[:, at]),
                "p_silhouette": number(benchmark.p_silhouette[at]),
                "jaccard": number(benchmark.jaccard[at]),
                "jaccard_null": _spread(benchmark.jaccard_null[:, at]),
                "p_jaccard": number(benchmark.p_jaccard[at]),
            }
            for at, k in enumerate(benchmark.k)
        ],
    }


def _spread(values: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, float | None]:
    """Summarise what the null matrices give."""
    quantiles = np.quantile(values, (0.05, 0.5, 0.95))
    return dict(zip(("q05", "median", "q95"), numbers(quantiles), strict=True))
