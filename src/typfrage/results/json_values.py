"""Values as strict JSON knows them: no NaN, no infinity, nothing of NumPy's."""

from __future__ import annotations

import math
from collections.abc import Iterable


def number(value: float | None) -> float | None:
    """A finite number; none for everything else."""
    return None if value is None or not math.isfinite(value) else float(value)


def numbers(values: Iterable[float]) -> list[float | None]:
    """Finite numbers, none in the place of everything else."""
    return [number(value) for value in values]


def counts(values: Iterable[float]) -> list[int]:
    """Whole numbers."""
    return [int(value) for value in values]
