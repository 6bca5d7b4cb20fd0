"""What the benchmark of the criteria finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from agreement import Check
from measuring import Measured

SMALLEST, LARGEST = 412, 1_000_000
"""Rows of answers."""


@dataclass
class Findings:
    """All that was measured and compared.

    Attributes:
        samples: Resamples of each criterion, by rows.
        table: The whole table, by rows of answers.
        cells: Each criterion, by name and rows, then by side.
        first_call: Seconds of the first call of all, and of the first one of another process.
        checks: Comparisons of the numbers.
        patterns: Distinct answers, by rows.
    """

    samples: dict[str, dict[int, int]]
    table: dict[int, Measured] = field(default_factory=dict)
    cells: dict[tuple[str, int], dict[str, Measured]] = field(default_factory=dict)
    first_call: tuple[float, float] = (0.0, 0.0)
    checks: list[Check] = field(default_factory=list)
    patterns: dict[int, int] = field(default_factory=dict)
