from __future__ import annotations

import pytest

from typfrage.parallel import in_blocks


def squares(block: list[int], power: int) -> list[int]:
    return [item**power for item in block]


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


def test_no_jobs_are_refused() -> None:
    with pytest.raises(ValueError, match="jobs is 0"):
        in_blocks(squares, [1], 2, jobs=0)
