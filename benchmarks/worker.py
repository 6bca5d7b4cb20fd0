"""One process that computes one criterion on one side, whenever it is told to.

    python worker.py ours|loops|same ARGUMENTS OF A PROBLEM

"same" are scikit-learn's loops with typfrage's k-means in them. The process reads the answers,
warms up, and says "ready"; to every line "go" it answers with the seconds that one run took (of
very short ones, the mean of as many as fill 20 ms), to "values" with what the last run computed. It
waits without taking time.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace

from problem import WARM_UP_ROWS, Problem

# Less cannot be timed well, in seconds. As in criteria.R.
LONG_ENOUGH = 0.02


def main() -> None:
    side, *arguments = sys.argv[1:]
    problem = Problem.of(arguments)
    X, labels = problem.read()
    run, values = prepared(side, X, labels, problem)
    print("ready", flush=True)
    result = None
    for order in map(str.strip, sys.stdin):
        if order == "go":
            runs, taken, started = 0, 0.0, time.perf_counter()
            while taken < LONG_ENOUGH:
                result = run()
                runs, taken = runs + 1, time.perf_counter() - started
            print(f"{taken / runs:.9f}", flush=True)
        else:
            print(json.dumps(values(result)), flush=True)


def prepared(side, X, labels, problem):  # type: ignore[no-untyped-def]
    few = {k: own[:WARM_UP_ROWS] for k, own in labels.items()}
    if side == "ours":
        import ours

        if problem.criterion == "first_call":
            # No warming up: what is timed is what it would do.
            return ours.prepared(X, labels, replace(problem, criterion="table"))
        ours.prepared(X[:WARM_UP_ROWS], few, problem.small())[0]()
        return ours.prepared(X, labels, problem)
    import loops

    if side == "same":
        from typfrage.typology.estimators import KMeansTypes

        loops.KMeans = KMeansTypes
    compute = loops.CRITERIA[problem.criterion]
    compute(X[:WARM_UP_ROWS], few, problem.small())
    return lambda: compute(X, labels, problem), lambda result: result


if __name__ == "__main__":
    main()
