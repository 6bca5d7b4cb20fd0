"""All criteria by name: how each is computed, what it says of every k, and which k it favours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from typfrage.parallel import in_blocks
from typfrage.typology import TypeSolution
from typfrage.typology.patterns import Floats
from typfrage.validity.alternatives import (
    Alternatives,
    agreement_of_methods,
    agreement_of_seeds,
    agreement_without_items,
)
from typfrage.validity.dispersion import Dispersion, dispersion
from typfrage.validity.gap import GapStatistic, gap_statistic
from typfrage.validity.information import InformationCriteria, information_criteria
from typfrage.validity.instability import Instability, instability
from typfrage.validity.jaccard import RECOVERED, JaccardStability, bootstrap_jaccard
from typfrage.validity.null_benchmark import NullBenchmark, null_benchmark
from typfrage.validity.prediction import PredictionStrength, prediction_strength
from typfrage.validity.silhouette import Silhouette, silhouettes
from typfrage.validity.task import Settings, Task

Row = dict[str, float]
Choice = dict[str, int | None]


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    Attributes:
        name: Its name, on the command line and in results.
        columns: Its columns of the table of all criteria.
        compute: Computes its result for all numbers of types.
        row: What the result says of one number of types, by column; NaN = not defined.
        choose: Which number of types each of its rules favours; none = none of those compared.
        needs_one: Whether it needs the solutions from one type on, whatever is compared.
        resamples: Whether it depends on the seed of the evaluation.
    """

    name: str
    columns: tuple[str, ...]
    compute: Callable[[Task], Any]
    row: Callable[[Any, int], Row]
    choose: Callable[[Any], Choice]
    needs_one: bool = False
    resamples: bool = True


def _dispersions(task: Task) -> dict[int, Dispersion]:
    return {s.k: dispersion(*_labelled(s)) for s in task.solutions}


def _silhouettes(task: Task) -> dict[int, Silhouette]:
    several = [solution for solution in task.solutions if solution.k > 1]
    if not several:
        return {}
    patterns = several[0].patterns
    found = silhouettes(patterns.points, [s.pattern_labels for s in several], patterns.weights)
    return {s.k: silhouette for s, silhouette in zip(several, found, strict=True)}


def _gap(task: Task) -> GapStatistic:
    settings = task.settings
    return gap_statistic(
        task.from_one,
        samples=settings.gap_samples,
        reference=settings.gap_reference,
        power=settings.gap_power,
        **task.resampled | {"starts": settings.reference_starts},
    )


def _prediction(task: Task) -> PredictionStrength:
    return prediction_strength(task.solutions, splits=task.settings.splits, **task.resampled)


def _jaccard(task: Task) -> dict[int, JaccardStability]:
    found = bootstrap_jaccard(
        task.solutions,
        replicates=task.settings.bootstrap,
        duplicates=task.settings.duplicates,
        **task.resampled,
    )
    return {s.k: stability for s, stability in zip(task.solutions, found, strict=True)}


def _instability(task: Task) -> Instability:
    return instability(
        task.solutions,
        replicates=task.settings.pairs,
        classification=task.settings.classification,
        **task.resampled,
    )


def _information(task: Task) -> InformationCriteria:
    return information_criteria(
        task.solutions[0].patterns,
        [s.k for s in task.solutions],
        starts=task.settings.starts,
        seed=task.seed,
        jobs=task.jobs,
        progress=task.progress,
    )


def _agreement(task: Task) -> dict[int, Alternatives]:
    found = in_blocks(
        _alternatives,
        task.solutions,
        task.settings,
        task.seed,
        jobs=task.jobs,
        progress=task.progress,
    )
    return {s.k: alternatives for s, alternatives in zip(task.solutions, found, strict=True)}


def _alternatives(
    solutions: Sequence[TypeSolution], settings: Settings, seed: int
) -> list[Alternatives]:
    starts = settings.resample_starts
    return [
        Alternatives(
            methods=agreement_of_methods(solution, starts=starts, seed=seed),
            items=agreement_without_items(solution, starts=starts, seed=seed),
            seeds=agreement_of_seeds(solution, seeds=settings.seeds, starts=starts, seed=seed),
        )
        for solution in solutions
    ]


def _null(task: Task) -> NullBenchmark:
    return null_benchmark(
        task.solutions,
        matrices=task.settings.null_samples,
        replicates=task.settings.null_replicates,
        replicate_starts=task.settings.reference_starts,
        **task.resampled,
    )


def _labelled(solution: TypeSolution) -> tuple[Floats, Any, Any]:
    patterns = solution.patterns
    return patterns.points, solution.pattern_labels, patterns.weights


def _at(result: Any, k: int, **columns: str) -> Row:
    """Take one k's place of arrays over all k."""
    place = result.k.index(k)
    return {column: float(getattr(result, name)[place]) for column, name in columns.items()}


def _stability_row(result: dict[int, JaccardStability], k: int) -> Row:
    mean = result[k].mean
    return {
        "mean_jaccard": float(mean.mean()),
        "smallest_jaccard": float(mean.min()),
        "stable_types": float((mean >= RECOVERED).sum()),
    }


def _agreement_row(result: dict[int, Alternatives], k: int) -> Row:
    found = result[k]
    others = found.methods.adjusted_rand[0, 1:]
    return {
        "agreement_methods": float(others.mean()) if len(others) else float("nan"),
        "agreement_items": _mean(found.items.adjusted_rand),
        "agreement_seeds": float(found.seeds.adjusted_rand.mean()),
    }


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _largest(values: Mapping[int, float]) -> int | None:
    """The k with the largest value, the smallest among equals."""
    known = {k: value for k, value in values.items() if k > 1 and np.isfinite(value)}
    return max(known, key=lambda k: (known[k], -k)) if known else None


def _all_stable(result: dict[int, JaccardStability]) -> int | None:
    """The largest k whose types are all stable."""
    stable = [k for k, found in result.items() if k > 1 and found.mean.min() >= RECOVERED]
    return max(stable, default=None)


def _none(_: Any) -> Choice:
    return {}


CRITERIA: Mapping[str, Criterion] = {
    criterion.name: criterion
    for criterion in (
        Criterion(
            "total_within_ss",
            ("total_within_ss",),
            _dispersions,
            lambda result, k: {"total_within_ss": result[k].total_within_ss},
            _none,
            resamples=False,
        ),
        Criterion(
            "calinski_harabasz",
            ("calinski_harabasz",),
            _dispersions,
            lambda result, k: {"calinski_harabasz": result[k].calinski_harabasz},
            lambda result: {
                "calinski_harabasz": _largest({k: d.calinski_harabasz for k, d in result.items()})
            },
            resamples=False,
        ),
        Criterion(
            "silhouette",
            ("silhouette",),
            _silhouettes,
            lambda result, k: {"silhouette": result[k].overall if k > 1 else float("nan")},
            lambda result: {"silhouette": _largest({k: s.overall for k, s in result.items()})},
            resamples=False,
        ),
        Criterion(
            "gap",
            ("gap", "gap_se"),
            _gap,
            lambda result, k: _at(result, k, gap="gap", gap_se="standard_error"),
            lambda result: {"gap_1se": result.chosen},
            needs_one=True,
        ),
        Criterion(
            "prediction_strength",
            ("prediction_strength",),
            _prediction,
            lambda result, k: _at(result, k, prediction_strength="mean"),
            lambda result: {"prediction_strength": result.chosen},
        ),
        Criterion(
            "jaccard",
            ("mean_jaccard", "smallest_jaccard", "stable_types"),
            _jaccard,
            _stability_row,
            lambda result: {"jaccard": _all_stable(result)},
        ),
        Criterion(
            "instability",
            ("instability",),
            _instability,
            lambda result, k: _at(result, k, instability="mean"),
            lambda result: {"instability": result.chosen},
        ),
        Criterion(
            "information",
            ("aic", "bic", "entropy_r2"),
            _information,
            lambda result, k: _at(result, k, aic="aic", bic="bic", entropy_r2="entropy_r2"),
            lambda result: {"aic": result.chosen_aic, "bic": result.chosen_bic},
        ),
        Criterion(
            "agreement",
            ("agreement_methods", "agreement_items", "agreement_seeds"),
            _agreement,
            _agreement_row,
            _none,
        ),
        Criterion(
            "null",
            ("p_silhouette", "p_jaccard"),
            _null,
            lambda result, k: _at(result, k, p_silhouette="p_silhouette", p_jaccard="p_jaccard"),
            _none,
        ),
    )
}
