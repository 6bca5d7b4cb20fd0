"""A study on a tiny wave, built in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import copy_project, make_tiny


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose wave has few municipalities and few resamples; not built yet."""
    return make_tiny(copy_project(tmp_path_factory.mktemp("tiny") / "project"))
