"""The criteria in typfrage, and the whole table of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from answers import Matrix
from loops import Types
from problem import Problem, Values

from typfrage.typology import TypeSolution, find_types
from typfrage.typology.latent_classes import fit_latent_classes
from typfrage.validity import (
    Evaluation,
    GapStatistic,
    Settings,
    bootstrap_jaccard,
    evaluate,
    gap_statistic,
    instability,
    null_benchmark,
    prediction_strength,
    silhouettes,
)
from typfrage.validity.gap import EXPONENTS

TABLE = range(1, 9)
STARTS = 50

Solutions = list[TypeSolution]
Run = Callable[[], Any]


def prepared(X: Matrix, labels: Types, problem: Problem) -> tuple[Run, Callable[[Any], Any]]:
    """Return what is timed, and what makes values of its result.

    The types are given to a criterion, with the distinct answers on which they rest; these are
    found when the types are, and timed there.
    """
    if problem.criterion == "table":
        return lambda: table(X, problem), summary
    if problem.criterion in FROM_ANSWERS:
        compute, values = FROM_ANSWERS[problem.criterion]
        return lambda: compute(X, problem), lambda result: values(result, problem)
    compute, values = FROM_TYPES[problem.criterion]
    last = max(problem.ks)
    ks = range(1, last + 1) if problem.criterion == "gap" else problem.ks
    solutions = [find_types(X, k, starts=STARTS, seed=problem.seed) for k in ks]
    return lambda: compute(solutions, problem), lambda result: values(result, problem)


def table(X: Matrix, problem: Problem) -> Evaluation:
    """Compute everything with the defaults, or so little of it that only the code is compiled."""
    few = problem.samples
    settings = Settings()
    if few:
        settings = Settings(
            starts=few,
            resample_starts=few,
            reference_starts=few,
            bootstrap=few,
            gap_samples=few,
            splits=few,
            pairs=few,
            null_samples=few,
            null_replicates=few,
            seeds=few,
        )
    return evaluate(X, problem.ks, settings=settings, seed=problem.seed, jobs=problem.jobs)


def summary(evaluation: Evaluation) -> dict[str, Any]:
    """Mean, spread and number of the values behind each criterion, for comparison."""
    results = evaluation.results
    # fpc and scikit-learn's loops know no value for one type.
    ks = [k for k in evaluation.solutions if k > 1]
    strength, pairs = results["prediction_strength"], results["instability"]
    benchmark = results["null"]
    rows = int(evaluation.solutions[1].sizes.sum())
    return {
        "types": {"total": {k: [s.total_within_ss] for k, s in evaluation.solutions.items()}},
        "silhouette": {"overall": {k: [results["silhouette"][k].overall] for k in ks}},
        "gap": gap_values(results["gap"]) | {"expected": gap_spread(results["gap"], rows)},
        "prediction_strength": {"mean": {k: spread(column(strength, k)) for k in ks}},
        "jaccard": {"mean": {k: spread(results["jaccard"][k].values) for k in ks}},
        "instability": {"mean": {k: spread(column(pairs, k)) for k in ks}},
        "null": {
            name: {k: spread(column(benchmark, k, f"{name}_null")) for k in ks}
            for name in ("silhouette", "jaccard")
        },
    }


def column(result: Any, k: int, name: str = "values") -> Matrix:
    return getattr(result, name)[:, [result.k.index(k)]]


def spread(values: Matrix) -> dict[str, Any]:
    sd = values.std(axis=0, ddof=1)
    return {"mean": values.mean(axis=0).tolist(), "sd": sd.tolist(), "count": len(values)}


def gap_spread(result: GapStatistic, rows: int) -> dict[int, dict[str, Any]]:
    """Expected log W with a bound of the spread of one reference sample of all cases.

    The standard error is above that spread. Where the reference samples are smaller than the
    answers, the mean is extrapolated by a power of n; ``count`` is then the least number of samples
    of all cases that is as uncertain.
    """
    full, cases = result.reference_cases, rows
    count = float(result.samples)
    if full < cases:
        # log W at all cases is (1 + t) times that of the full reference sample less t times that
        # of its half. The half spreads √2 as much; the spreads are added up as if they were one.
        t = 1 / (2 ** min(EXPONENTS) - 1)
        count /= (1 + t + t * math.sqrt(2)) ** 2 * cases / full
    return {
        k: {
            "mean": [float(result.expected[place])],
            "sd": [float(result.standard_error[place])],
            "count": count,
        }
        for place, k in enumerate(result.k)
    }


def gap_values(result: GapStatistic) -> dict[str, Any]:
    return {"log_dispersion": by_k(result.k, result.log_dispersion)}


def by_k(ks: Any, values: Any) -> dict[int, list[float]]:
    return {k: np.atleast_1d(value).tolist() for k, value in zip(ks, values, strict=True)}


def arguments(problem: Problem) -> dict[str, Any]:
    return {"starts": problem.starts, "seed": problem.seed, "jobs": problem.jobs}


FROM_ANSWERS: dict[str, tuple[Callable[..., Any], Callable[..., Values]]] = {
    "types": (
        lambda X, p: [find_types(X, k, starts=p.starts, seed=p.seed) for k in p.ks],
        lambda found, p: {"total": by_k(p.ks, [one.total_within_ss for one in found])},
    ),
    "latent_classes": (
        lambda X, p: [fit_latent_classes(X, k, starts=p.starts, seed=p.seed) for k in p.ks],
        lambda found, p: {"log_likelihood": by_k(p.ks, [one.log_likelihood for one in found])},
    ),
}
FROM_TYPES: dict[str, tuple[Callable[..., Any], Callable[..., Values]]] = {
    "silhouette": (
        lambda solutions, p: silhouettes(
            solutions[0].patterns.points,
            [s.pattern_labels for s in solutions],
            solutions[0].patterns.weights,
        ),
        lambda found, p: {"overall": by_k(p.ks, [one.overall for one in found])},
    ),
    "gap": (
        lambda solutions, p: gap_statistic(solutions, samples=p.samples, **arguments(p)),
        lambda found, p: gap_values(found) | {"expected": by_k(found.k, found.expected)},
    ),
    "prediction_strength": (
        lambda solutions, p: prediction_strength(solutions, splits=p.samples, **arguments(p)),
        lambda found, p: {"mean": by_k(p.ks, found.mean)},
    ),
    "jaccard": (
        lambda solutions, p: bootstrap_jaccard(solutions, replicates=p.samples, **arguments(p)),
        lambda found, p: {"mean": by_k(p.ks, [one.mean for one in found])},
    ),
    "instability": (
        lambda solutions, p: instability(solutions, replicates=p.samples, **arguments(p)),
        lambda found, p: {"mean": by_k(p.ks, found.mean)},
    ),
    "null": (
        lambda solutions, p: null_benchmark(
            solutions,
            matrices=p.samples,
            replicates=p.null_replicates,
            replicate_starts=p.null_starts,
            **arguments(p),
        ),
        lambda found, p: {
            "silhouette": by_k(p.ks, found.silhouette_null.mean(axis=0)),
            "jaccard": by_k(p.ks, found.jaccard_null.mean(axis=0)),
        },
    ),
}
