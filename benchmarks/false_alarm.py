"""How often the null benchmark raises an alarm where there are no types, and where there are.

Run by hand; takes two to three minutes on two cores. At a level of 5 % the share of false alarms
over many data sets without types must be compatible with 5 %: the exact binomial interval of the
share holds it. More would mean that the p-values promise too much.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from joblib import parallel_config
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from scipy.stats import binomtest

from typfrage.parallel import in_blocks
from typfrage.typology import find_types
from typfrage.validity import null_benchmark

RUNS, LEVEL, SEED = 200, 0.05, 20201020
CASES, ITEMS, TYPES, K = 120, 12, 4, (2, 3, 4, 5)
# With 199 null matrices p-values are multiples of 1/200: 5 % is one of them, so the level is exact.
# With 39 the smallest p-value over several k would have too many ties to be reached.
MATRICES, REPLICATES, STARTS = 199, 5, 5
STATISTICS = ("silhouette, k = 4", "stability, k = 4", "silhouette, any k", "stability, any k")
# How much more a type likes its own three items than others do; 0 = there are no types.
PULLS = (0.0, 8.0)


def main() -> int:
    console = Console(width=110, highlight=False)
    table = Table("pull of the types", "statistic", "alarms", "share", "95 % interval", "")
    started = time.perf_counter()
    level_kept = True
    for pull in PULLS:
        streams = np.random.SeedSequence(SEED).spawn(RUNS)
        # Each data set is small: processes, not threads, keep all cores busy.
        with parallel_config(backend="loky"):
            alarms = np.array(in_blocks(_alarms, streams, pull, jobs=-1))
        for statistic, count in zip(STATISTICS, alarms.sum(axis=0), strict=True):
            interval = binomtest(int(count), RUNS).proportion_ci(method="exact")
            verdict = "power"
            if pull == 0:
                held = interval.low <= LEVEL <= interval.high
                level_kept &= held
                verdict = f"{LEVEL:.0%} is {'in' if held else 'OUTSIDE'} the interval"
            table.add_row(
                "none" if pull == 0 else f"{pull:g}",
                statistic,
                f"{count} of {RUNS}",
                f"{count / RUNS:.1%}",
                f"{interval.low:.1%} – {interval.high:.1%}",
                verdict,
            )
    console.print(table)
    console.print(
        f'{CASES} answers to "up to three of {ITEMS}", k = {K[0]} … {K[-1]}, '
        f"{MATRICES} null matrices, {REPLICATES} bootstrap samples, {STARTS} starts; "
        f"{time.perf_counter() - started:.0f} s."
    )
    return 0 if level_kept else 1


def answers(pull: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw up to three of twelve items, some more popular than others, shape (CASES, ITEMS)."""
    popular = np.linspace(1, 4, ITEMS)
    liking = np.log(popular * (1 + pull * np.repeat(np.eye(TYPES), ITEMS // TYPES, axis=1)))
    keys = liking[rng.integers(TYPES, size=CASES)] + rng.gumbel(size=(CASES, ITEMS))
    ranks = (-keys).argsort(axis=1).argsort(axis=1)
    return (ranks < rng.integers(1, 4, size=(CASES, 1))).astype(np.float64)


def _alarms(streams: list[np.random.SeedSequence], pull: float) -> list[list[bool]]:
    """Tell which of STATISTICS raise an alarm, for some data sets."""
    found = []
    for stream in streams:
        rng = np.random.default_rng(stream)
        X, seed = answers(pull, rng), int(rng.integers(2**32))
        bench = null_benchmark(
            [find_types(X, k, starts=STARTS, seed=seed) for k in K],
            matrices=MATRICES,
            replicates=REPLICATES,
            starts=STARTS,
            seed=seed,
        )
        at = K.index(TYPES)
        p_values = (
            *(bench.p_silhouette[at], bench.p_jaccard[at]),
            *(bench.p_any_silhouette, bench.p_any_jaccard),
        )
        found.append([p <= LEVEL for p in p_values])
    return found


if __name__ == "__main__":
    sys.exit(main())
