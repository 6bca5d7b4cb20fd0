"""How often the null benchmark raises an alarm where there are no types, and where there are.

Run by hand; takes about four minutes on two cores. At a level of 5 % the share of false alarms
over many data sets without types must be compatible with 5 %: the exact binomial interval of the
share holds it, as a 95 % interval for all four statistics together (Bonferroni). More would mean
that the p-values promise too much.
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

LEVEL, SEED = 0.05, 20201020
CASES, ITEMS, TYPES, K = 120, 12, 4, (2, 3, 4, 5)
# With 199 null matrices p-values are multiples of 1/200: 5 % is one of them, so the level is exact.
# With 39 the smallest p-value over several k would have too many ties to be reached.
MATRICES, REPLICATES, STARTS = 199, 5, 5
STATISTICS = ("silhouette, k = 4", "stability, k = 4", "silhouette, any k", "stability, any k")
# Data sets, by how much more a type likes its own three items than others do; 0 = no types.
RUNS = {0.0: 800, 8.0: 200}


def main() -> int:
    console = Console(width=110, highlight=False)
    table = Table("pull of the types", "statistic", "alarms", "share", "interval", "")
    started = time.perf_counter()
    level_kept = True
    for pull, runs in RUNS.items():
        streams = np.random.SeedSequence(SEED).spawn(runs)
        # Each data set is small: processes, not threads, keep all cores busy.
        with parallel_config(backend="loky"):
            alarms = np.array(in_blocks(_alarms, streams, pull, jobs=-1))
        for statistic, count in zip(STATISTICS, alarms.sum(axis=0), strict=True):
            confidence = 1 - 0.05 / len(STATISTICS)
            interval = binomtest(int(count), runs).proportion_ci(confidence, method="exact")
            verdict = "power"
            if pull == 0:
                held = interval.low <= LEVEL <= interval.high
                level_kept &= held
                verdict = f"{LEVEL:.0%} is {'in' if held else 'OUTSIDE'} the interval"
            table.add_row(
                "none" if pull == 0 else f"{pull:g}",
                statistic,
                f"{count} of {runs}",
                f"{count / runs:.1%}",
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
    """Draw up to three of twelve items, some more popular than others, shape (CASES, ITEMS).

    A set of items is as likely as the product of their appeal (conditional Poisson sampling). Then,
    where there are no types, all matrices with the same sums are equally likely: just what the
    null benchmark supposes. Choosing one item after the other comes near to that, not quite.
    """
    popular = np.linspace(1, 4, ITEMS)
    appeal = popular * (1 + pull * np.repeat(np.eye(TYPES), ITEMS // TYPES, axis=1))
    chance = (appeal / appeal.sum(axis=1, keepdims=True)).cumsum(axis=1)[:, :-1]
    types, sizes = rng.integers(TYPES, size=CASES), rng.integers(1, 4, size=CASES)
    X = np.zeros((CASES, ITEMS))
    # Draws with replacement, again and again, until none repeats an item.
    while len(missing := np.flatnonzero(X.sum(axis=1) < sizes)):
        X[missing] = 0
        for draw in range(sizes.max()):
            cases = missing[sizes[missing] > draw]
            items = (rng.random((len(cases), 1)) > chance[types[cases]]).sum(axis=1)
            X[cases, items] = 1
    return X


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
