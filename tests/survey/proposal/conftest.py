"""The shipped wave 2019 as other tools export it, and studies that begin a wave with that."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.project import ROOT
from tests.survey.proposal.exports import WRITERS, Cells, Exported, cells_of

from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import Study, open_study, open_wave


def copy_study(target: Path) -> Study:
    """Copy the shipped study with its first wave alone."""
    shutil.copytree(ROOT / "data", target / "data", ignore=lambda *_: ["schema", "2024"])
    return open_study(target)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A copy of the shipped study, without any other wave than 2019."""
    return copy_study(tmp_path / "study")


@pytest.fixture(scope="session")
def shipped() -> Study:
    """The shipped study, to read from."""
    return open_study(ROOT)


@pytest.fixture(scope="session")
def shipped_cells(shipped: Study) -> tuple[Cells, pd.DataFrame]:
    """Cells of the shipped wave by item and option, and the columns of its tool."""
    wave = open_wave(shipped, "2019")
    return cells_of(read_raw(wave, shipped.codebook), wave, shipped.codebook)


@pytest.fixture(scope="session")
def shipped_answers(shipped: Study) -> CleanAnswers:
    """The clean answers of the shipped wave."""
    wave = open_wave(shipped, "2019")
    return clean(read_raw(wave, shipped.codebook), wave, shipped.codebook)


@pytest.fixture
def export_as(
    tmp_path: Path, shipped: Study, shipped_cells: tuple[Cells, pd.DataFrame]
) -> Callable[[str], Exported]:
    """Write the shipped wave as another tool would."""
    folder = tmp_path / "exports"

    def write(tool: str) -> Exported:
        folder.mkdir(exist_ok=True)
        return WRITERS[tool](folder, *shipped_cells, shipped.codebook)

    return write
