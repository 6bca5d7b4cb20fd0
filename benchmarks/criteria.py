"""All criteria side by side: typfrage, plain scikit-learn loops, and R.

Run by ``make bench``. Every measurement is a fresh process that has read the answers and warmed
up; the sides run in turns, with as many resamples and starts, on one core each. Prints what it
finds, writes ``results.md`` beside this file, and ends with 1 if the numbers disagree.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from agreement import certain, random
from answers import CLEAR_LIKING, SEED, three_of_twelve
from findings import SMALLEST, Findings
from measuring import HERE, ONE_THREAD, RSCRIPT, SIDES, Measured, side_by_side
from problem import Problem, write
from report import report, write_results
from rich.console import Console

from typfrage.typology import find_types
from typfrage.validity import Settings

# As many starts as in the whole table.
DEFAULTS = Settings()
STARTS = {
    "types": DEFAULTS.starts,
    "gap": DEFAULTS.reference_starts,
}
ALL_K, FOUR = (2, 3, 4, 5, 6, 7, 8), (4,)
TABLE_K = (1, *ALL_K)
NUMBERS_OF_TYPES = {412: ALL_K, 4_000: ALL_K, 40_000: FOUR, 1_000_000: FOUR}
# So few resamples that the slowest side does not need a minute.
SAMPLES: dict[str, dict[int, int]] = {
    "types": dict.fromkeys(NUMBERS_OF_TYPES, 0),
    "silhouette": dict.fromkeys(NUMBERS_OF_TYPES, 0),
    "gap": {412: 20, 4_000: 2, 40_000: 2, 1_000_000: 2},
    "prediction_strength": {412: 20, 4_000: 5, 40_000: 4, 1_000_000: 1},
    "jaccard": {412: 50, 4_000: 10, 40_000: 5, 1_000_000: 2},
    "instability": {412: 20, 4_000: 1, 40_000: 1, 1_000_000: 1},
    "null": {412: 4, 4_000: 1, 40_000: 1, 1_000_000: 1},
    "latent_classes": dict.fromkeys(NUMBERS_OF_TYPES, 0),
}
# Nothing but time tells how long something takes; these need all pairs of answers.
QUADRATIC = {
    *((side, "silhouette") for side in SIDES),
    *((side, "instability") for side in SIDES),
    ("scikit-learn", "null"),
    ("R", "gap"),
}
# R's dist() and a copy of it, in bytes for each pair of answers; more GB than these are not tried.
BYTES_OF_PAIR, MOST_GIGABYTES = 16, 8
# What is expected to take more seconds is not run, or the benchmark would take an hour.
WORTH_WAITING = 20
TABLE_RUNS = {412: 3, 4_000: 1, 40_000: 1, 1_000_000: 3}
# Resamples that show whether the numbers agree.
CHECK_SAMPLES = {
    "gap": 50,
    "prediction_strength": 50,
    "jaccard": 100,
    "instability": 50,
    "null": 20,
}
QUICK_TABLE = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little of everything; writes nothing")
    parser.add_argument("--rows", type=int, nargs="*", default=list(NUMBERS_OF_TYPES))
    parser.add_argument("--criteria", nargs="*", default=list(SAMPLES))
    options = parser.parse_args()
    console = Console(width=120, highlight=False)
    started = time.perf_counter()
    findings = Findings(SAMPLES)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.quick, findings, console)
        bench.compile()
        for rows in options.rows:
            bench.prepare(rows)
            bench.whole_table(rows)
            for criterion in options.criteria:
                bench.criterion(criterion, rows)
        bench.agree(options.criteria)
    whole = not options.quick and options.criteria == list(SAMPLES)
    complete = whole and options.rows == list(NUMBERS_OF_TYPES)
    text = report(findings, time.perf_counter() - started)
    console.print(text, soft_wrap=True, markup=False)
    if complete:
        write_results(HERE / "results.md", text)
    disagreeing = [check for check in findings.checks if not check.agrees]
    for check in disagreeing:
        console.print(f"[red]The numbers disagree:[/red] {check}")
    return 1 if disagreeing else 0


@dataclass
class Bench:
    folder: Path
    quick: bool
    findings: Findings
    console: Console

    def say(self, what: str) -> None:
        self.console.print(f"[dim]{what} …[/dim]")

    def compile(self) -> None:
        """Time the first call with nothing compiled, and with what that has compiled."""
        self.say("first call")
        self.prepare(SMALLEST)
        environment = {"NUMBA_CACHE_DIR": str(self.folder / "compiled")}
        problem = self.problem("first_call", SMALLEST, TABLE_K, 2, jobs=1)
        seconds = [
            side_by_side(problem, ["typfrage"], runs=1, environment=environment, once=True)
            for _ in range(2)
        ]
        first, second = (measured["typfrage"].seconds[0] for measured in seconds)
        self.findings.first_call = (first, second)

    def prepare(self, rows: int, liking: int | None = None) -> Path:
        """Write answers and their types; return the folder."""
        folder = self.folder / f"{rows}-{liking}"
        if not folder.exists():
            folder.mkdir()
            X = three_of_twelve(rows) if liking is None else three_of_twelve(rows, liking)
            found = [find_types(X, k, starts=DEFAULTS.starts, seed=SEED) for k in TABLE_K]
            write(folder, X, [solution.labels for solution in found])
            if liking is None:
                self.findings.patterns[rows] = len(found[0].patterns.points)
        return folder

    def problem(
        self,
        criterion: str,
        rows: int,
        ks: tuple[int, ...],
        samples: int,
        *,
        jobs: int = 1,
        liking: int | None = None,
    ) -> Problem:
        starts = STARTS.get(criterion, DEFAULTS.resample_starts)
        folder = self.prepare(rows, liking)
        null = DEFAULTS.null_replicates, DEFAULTS.reference_starts
        return Problem(criterion, rows, ks, samples, starts, SEED, jobs, *null, folder)

    def whole_table(self, rows: int) -> None:
        self.say(f"{rows:,} answers: whole table")
        samples, runs = (QUICK_TABLE, 1) if self.quick else (0, TABLE_RUNS.get(rows, 1))
        problem = self.problem("table", rows, TABLE_K, samples, jobs=os.cpu_count() or 1)
        # No limit of threads: as a user would run it.
        measured = side_by_side(problem, ["typfrage"], runs=runs, environment={}, limit=300)
        self.findings.table[rows] = measured["typfrage"]

    def criterion(self, criterion: str, rows: int) -> None:
        samples = self.findings.samples[criterion][rows]
        ks = FOUR if criterion == "latent_classes" else NUMBERS_OF_TYPES[rows]
        problem = self.problem(criterion, rows, ks, samples)
        self.say(f"{rows:,} answers: {criterion}")
        skipped = {side: self.skipped(side, problem) for side in SIDES}
        sides = [side for side in SIDES if skipped[side] is None]
        cell = side_by_side(problem, sides, environment=ONE_THREAD)
        cell |= {side: why for side, why in skipped.items() if why is not None}
        self.findings.cells[criterion, rows] = {side: cell[side] for side in SIDES}
        for side in sides:
            values = cell[side].values
            if side != "typfrage" and values is not None:
                ours = cell["typfrage"].values
                self.findings.checks += certain(criterion, rows, side, ours, values)

    def skipped(self, side: str, problem: Problem) -> Measured | None:
        """Return why a side is not measured, from what it took on fewer answers; none = it is."""
        if side == "typfrage":
            return None
        if side == "R" and RSCRIPT is None:
            return Measured(why_not="not installed")
        cells = self.findings.cells
        smaller = [rows for name, rows in cells if name == problem.criterion]
        if not smaller:
            return None
        before = cells[problem.criterion, smaller[-1]]
        quadratic = (side, problem.criterion) in QUADRATIC
        gigabytes = problem.rows**2 / 2 * BYTES_OF_PAIR / 1e9
        if side == "R" and quadratic and gigabytes > MOST_GIGABYTES:
            return Measured(why_not=f"needs {gigabytes:,.0f} GB")
        expected = before[side].median if before[side].seconds else before[side].expected
        if expected is None:
            return before[side]
        # At least linear in the answers, the resamples and the numbers of types.
        times = problem.rows / smaller[-1]
        expected *= times**2 if quadratic else times
        samples = self.findings.samples[problem.criterion]
        expected *= max(1, problem.samples) / max(1, samples[smaller[-1]])
        if problem.criterion != "latent_classes":
            expected *= len(problem.ks) / len(NUMBERS_OF_TYPES[smaller[-1]])
        if expected > WORTH_WAITING:
            return Measured(why_not=f"about {expected:,.0f} s", expected=expected)
        return None

    def agree(self, criteria: list[str]) -> None:
        """Compare what depends on chance, where all sides find the same optima."""
        chosen = [name for name in CHECK_SAMPLES if name in criteria]
        table = self.findings.table.get(SMALLEST)
        if table is not None and not self.quick:
            # scikit-learn's loops over rows, with typfrage's k-means instead of its own.
            self.compare(chosen, ALL_K, "same search", table.values)
        self.say("clear types: whole table")
        problem = self.problem(
            "table", SMALLEST, TABLE_K[:4], 0, jobs=os.cpu_count() or 1, liking=CLEAR_LIKING
        )
        clear = side_by_side(problem, ["typfrage"], runs=1, environment={}, limit=300, once=True)
        values = clear["typfrage"].values
        for side in SIDES[1:]:
            if side == "scikit-learn" or RSCRIPT is not None:
                self.compare(chosen, FOUR, side, values, CLEAR_LIKING)

    def compare(
        self,
        criteria: list[str],
        ks: tuple[int, ...],
        side: str,
        table: object,
        liking: int | None = None,
    ) -> None:
        for criterion in criteria:
            self.say(f"{side}: does {criterion} agree")
            samples = CHECK_SAMPLES[criterion]
            problem = self.problem(criterion, SMALLEST, ks, samples, liking=liking)
            measured = side_by_side(problem, [side], runs=1, environment=ONE_THREAD, once=True)
            values = measured[side].values
            if values is not None:
                self.findings.checks += random(criterion, SMALLEST, side, table, values, samples)


if __name__ == "__main__":
    sys.exit(main())
