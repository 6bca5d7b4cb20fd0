"""The criteria side by side for every number of types: what speaks for which k."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from numpy.typing import ArrayLike

from typfrage.typology import TypeSolution, find_types
from typfrage.validity.arguments import UndefinedError
from typfrage.validity.registry import CRITERIA, Choice
from typfrage.validity.task import Settings, Task


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What the criteria say about each number of types.

    Attributes:
        solutions: The types for each number of types that is compared, ascending.
        results: Result of each criterion by its name, see :data:`typfrage.validity.CRITERIA`.
        undefined: Why a criterion could not be computed, by its name.
        settings: How much was computed.
        seed: Seed of everything random.
        method: Name of the clustering method.
    """

    solutions: Mapping[int, TypeSolution]
    results: Mapping[str, Any]
    undefined: Mapping[str, str]
    settings: Settings
    seed: int
    method: str

    def table(self) -> pd.DataFrame:
        """Line the criteria up.

        Returns:
            One row per k; ``smallest_size`` (cases), ``starts_at_best``, and the columns of all
            criteria of the registry; NaN where one is not defined or was not computed.
        """
        rows = {}
        for k, solution in self.solutions.items():
            row: dict[str, float] = {"smallest_size": int(solution.sizes.min())}
            for name, criterion in CRITERIA.items():
                row |= dict.fromkeys(criterion.columns, float("nan"))
                if name in self.results:
                    row |= criterion.row(self.results[name], k)
            rows[k] = row | {"starts_at_best": solution.starts_at_best}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("k")

    def chosen(self) -> Choice:
        """Return the number of types that each rule favours; none = none of those compared."""
        favoured: Choice = {}
        for name, result in self.results.items():
            favoured |= CRITERIA[name].choose(result)
        return favoured


def evaluate(
    X: pd.DataFrame | ArrayLike,
    k_range: Iterable[int] = range(2, 9),
    *,
    method: str = "kmeans",
    criteria: str | Sequence[str] = "all",
    settings: Settings | None = None,
    seed: int,
    jobs: int = 1,
    progress: Callable[[str, float], None] | None = None,
) -> Evaluation:
    """Find types for each k and compute the criteria.

    Args:
        X: One row per case, one column per item, shape (n, p).
        k_range: Numbers of types to compare.
        method: Name of the method, see :func:`typfrage.typology.find_types`.
        criteria: Names of criteria, or ``"all"``.
        settings: How much is computed; none = the defaults.
        seed: Seed of everything random.
        jobs: Number of threads, or of workers of another joblib backend; -1 = all.
        progress: Called with the name of a criterion and the share of it that is done; first
            with ``"solutions"``.

    Returns:
        Solutions and criteria for each k.

    Raises:
        ValueError: If an argument is outside its range.
    """
    candidates = sorted(set(k_range))
    if not candidates or candidates[0] < 1:
        raise ValueError(f"k_range is {candidates}; allowed: numbers of types from 1")
    names = list(CRITERIA) if isinstance(criteria, str) and criteria == "all" else list(criteria)
    unknown = [name for name in names if name not in CRITERIA]
    if (isinstance(criteria, str) and criteria != "all") or unknown:
        raise ValueError(f"criteria are {criteria!r}; allowed: all, or some of {list(CRITERIA)}")
    how = settings or Settings()
    tell = progress or (lambda name, share: None)
    needed = set(candidates)
    if any(CRITERIA[name].needs_one for name in names):
        needed |= set(range(1, candidates[-1] + 1))
    solutions = {}
    for done, k in enumerate(sorted(needed)):
        solutions[k] = find_types(X, k, method=method, starts=how.starts, seed=seed)
        tell("solutions", (done + 1) / len(needed))
    results: dict[str, Any] = {}
    undefined: dict[str, str] = {}
    for name in names:
        task = Task(
            solutions=tuple(solutions[k] for k in candidates),
            from_one=tuple(solutions.values()),
            settings=how,
            seed=seed,
            jobs=jobs,
            progress=lambda share, name=name: tell(name, share),  # type: ignore[misc]
        )
        try:
            results[name] = CRITERIA[name].compute(task)
        except UndefinedError as error:
            undefined[name] = str(error)
        tell(name, 1)
    return Evaluation(
        solutions={k: solutions[k] for k in candidates},
        results=results,
        undefined=undefined,
        settings=how,
        seed=seed,
        method=method,
    )
