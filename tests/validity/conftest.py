from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

STORED = Path(__file__).parents[1] / "references" / "stored"


@pytest.fixture(scope="session")
def stored() -> Callable[[str], pd.DataFrame]:
    """Read what an R script in tests/references has written."""
    return lambda name: pd.read_csv(STORED / f"{name}.csv")


@pytest.fixture(scope="session")
def choices(stored: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """400 answers to "choose up to three of twelve"."""
    return stored("choices").drop(columns="type")
