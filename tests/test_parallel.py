from __future__ import annotations

import gc
import time
import warnings
from contextlib import suppress

import pytest

from typfrage.parallel import in_blocks


def squares(block: list[int], power: int) -> list[int]:
    return [item**power for item in block]


def slow_squares(block: list[int], power: int) -> list[int]:
    """Leaves work in progress when the first block is done."""
    time.sleep(0.02)
    return squares(block, power)


@pytest.mark.parametrize("jobs", [1, 2, -1])
@pytest.mark.parametrize("count", [0, 1, 5, 100])
def test_results_come_in_the_order_of_the_items(jobs: int, count: int) -> None:
    assert in_blocks(squares, range(count), 2, jobs=jobs) == [i * i for i in range(count)]


def test_progress_rises_to_one() -> None:
    told: list[float] = []
    in_blocks(squares, range(100), 2, progress=told.append)
    assert told == sorted(told)
    assert len(told) > 10
    assert told[-1] == 1


def test_an_error_reaches_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        in_blocks(squares, [0], -1, jobs=2)


def test_an_interrupt_while_progress_is_told_says_no_more_than_that() -> None:
    def interrupted(share: float) -> None:
        raise KeyboardInterrupt

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with suppress(KeyboardInterrupt):
            in_blocks(slow_squares, range(100), 2, jobs=2, progress=interrupted)
        gc.collect()
    assert told == []


def test_no_jobs_are_refused() -> None:
    with pytest.raises(ValueError, match="jobs is 0"):
        in_blocks(squares, [1], 2, jobs=0)
