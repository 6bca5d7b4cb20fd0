"""Studies that begin a wave with an export of the shipped wave 2019."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.project import ROOT

from typfrage.survey.waves.study import Study, open_study


def copy_study(target: Path) -> Study:
    """Copy the shipped study with its first wave alone."""
    shutil.copytree(ROOT / "data", target / "data", ignore=lambda *_: ["schema", "2024"])
    return open_study(target)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A copy of the shipped study, without any other wave than 2019."""
    return copy_study(tmp_path / "study")
