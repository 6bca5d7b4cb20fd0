"""Fixtures of the tests of formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from typfrage.survey.formats import Export, describe_export


@pytest.fixture
def describe(tmp_path: Path) -> Callable[..., Export]:
    """Read bytes as an export of a given name."""

    def read(content: bytes, name: str = "raw.csv", **declared: Any) -> Export:
        path = tmp_path / name
        path.write_bytes(content)
        return describe_export(path, **declared)

    return read
