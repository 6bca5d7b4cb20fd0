"""Many independent computations on all cores, or on a cluster.

The work goes through joblib: threads by default, because the compiled code releases the
interpreter; any other backend that :func:`joblib.parallel_config` names, Dask's for instance.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, TypeVar

from joblib import Parallel, delayed, effective_n_jobs
from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[float], None]
"""Called with the share of the work that is done, 0 … 1."""

BLOCKS = 32
"""Into so many blocks the work is divided: enough to even out the cores and to tell progress."""


def in_blocks(
    function: Callable[..., list[Result]],
    items: Sequence[Item],
    *arguments: Any,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Result]:
    """Compute something for each of many items.

    Args:
        function: Called as ``function(block, *arguments)`` with some of the items; returns one
            result for each. What it returns may depend on the item alone, not on the block.
        items: For instance one source of random numbers for each resample.
        *arguments: The same for all blocks.
        jobs: Number of threads or workers; -1 = all.
        progress: Told after each block.

    Returns:
        The results in the order of the items.

    Raises:
        ValueError: If ``jobs`` is 0.
    """
    if jobs == 0:
        raise ValueError("jobs is 0; allowed: at least 1, or -1 for all cores")
    count = min(len(items), max(BLOCKS, 4 * effective_n_jobs(jobs)))
    edges = [len(items) * at // count for at in range(count + 1)] if count else [0]
    blocks = [items[start:end] for start, end in pairwise(edges)]
    results: list[Result] = []
    work = Parallel(n_jobs=jobs, prefer="threads", return_as="generator")
    # Threads of the linear algebra library would take the cores from ours, waiting for each other.
    with threadpool_limits(1):
        tasks = work(delayed(function)(block, *arguments) for block in blocks)
        try:
            for done, found in enumerate(tasks):
                results.extend(found)
                if progress is not None:
                    progress((done + 1) / count)
        finally:
            # Who interrupts it needs no advice of joblib on tasks that were in vain.
            with warnings.catch_warnings(action="ignore"):
                tasks.close()
    return results
