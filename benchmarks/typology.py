"""Time and memory of finding and judging types, beside what scikit-learn's users would take.

Run by ``make bench``. Prints a table; asserts nothing, since machines differ.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

from typfrage.typology import find_types
from typfrage.validity import bootstrap_jaccard, silhouette_widths
from typfrage.validity.jaccard import best_jaccard

ROWS = (412, 4_000, 40_000)
K, STARTS, REPLICATES, SEED = 4, 10, 10, 20201020
RUNS, PATIENCE = 5, 6.0
"""At most so many runs; no further one once so many seconds have passed."""

Matrix = NDArray[np.float64]
Call = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """Median seconds of several runs, and the peak of one more, in megabytes."""

    seconds: float
    runs: int
    peak: float


def main() -> None:
    console = Console(width=110, highlight=False)
    console.print(machine(), soft_wrap=True)
    table = Table("rows", "patterns", "what", "typfrage", "scikit-learn", "ratio", "peak memory")
    for rows in ROWS:
        X = three_of_twelve(rows)
        patterns = str(len(np.unique(X, axis=0)))
        for what, (own, other) in tasks(X).items():
            console.print(f"[dim]{rows:,} rows: {what} …[/dim]")
            # One thread each: on few rows scikit-learn's threads mostly wait for one another.
            with threadpool_limits(1):
                ours, theirs = measure(own), measure(other)
            table.add_row(
                f"{rows:,}",
                patterns,
                what,
                f"{ours.seconds:.3f} s ({ours.runs})",
                f"{theirs.seconds:.3f} s ({theirs.runs})",
                f"{theirs.seconds / ours.seconds:.1f}",
                f"{ours.peak:.0f} / {theirs.peak:.0f} MB",
            )
    console.print(table)
    console.print(
        "Median of the runs in brackets, one thread each. Ratio: scikit-learn's by typfrage's. "
        "Peak: what Python and NumPy allocate, of both."
    )


def tasks(X: Matrix) -> dict[str, tuple[Call, Call]]:
    """Return what is measured: by name, typfrage's call and the one beside it."""
    solution = find_types(X, K, starts=STARTS, seed=SEED)
    patterns, labels = solution.patterns, solution.labels
    return {
        f"k-means, {STARTS} starts": (
            lambda: find_types(X, K, starts=STARTS, seed=SEED),
            lambda: KMeans(K, n_init=STARTS, random_state=SEED).fit(X),
        ),
        "silhouette": (
            lambda: silhouette_widths(patterns.points, solution.pattern_labels, patterns.weights),
            lambda: silhouette_score(X, labels),
        ),
        f"bootstrap Jaccard, {REPLICATES} samples": (
            lambda: bootstrap_jaccard(solution, replicates=REPLICATES, seed=SEED),
            lambda: refit(X, labels),
        ),
    }


def refit(X: Matrix, labels: NDArray[np.intp]) -> Matrix:
    """Bootstrap Jaccard as one would write it with scikit-learn, row by row."""
    rng = np.random.default_rng(SEED)
    values = []
    for _ in range(REPLICATES):
        drawn = np.unique(rng.integers(len(X), size=len(X)))
        found = KMeans(K, n_init=STARTS, random_state=SEED).fit(X[drawn]).labels_
        once = np.ones(len(drawn))
        values.append(best_jaccard(labels[drawn], found.astype(np.intp), once, K))
    return np.stack(values)


def three_of_twelve(rows: int) -> Matrix:
    """Draw answers to "choose up to three of twelve" from four types, shape (rows, 12)."""
    rng = np.random.default_rng(SEED)
    liking = np.ones((K, 12)) + 6 * np.repeat(np.eye(K), 3, axis=1)
    chance = np.log(liking)[rng.integers(K, size=rows)] + rng.gumbel(size=(rows, 12))
    ranks = (-chance).argsort(axis=1).argsort(axis=1)
    return (ranks < rng.integers(1, 4, size=(rows, 1))).astype(np.float64)


def measure(call: Call) -> Measured:
    """Time a call several times, then trace its memory once."""
    seconds: list[float] = []
    while len(seconds) < RUNS and sum(seconds) < PATIENCE:
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return Measured(statistics.median(seconds), len(seconds), peak)


def machine() -> str:
    """Describe what the numbers were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn"))
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {packages}"
    )


if __name__ == "__main__":
    main()
