"""The shipped wave 2019 as other survey tools export it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.project import ROOT
from tests.survey.proposal.exports import WRITERS, Cells, Exported, cells_of

from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import Study, open_study, open_wave


@pytest.fixture(scope="session")
def shipped() -> Study:
    return open_study(ROOT)


@pytest.fixture(scope="session")
def shipped_cells(shipped: Study) -> tuple[Cells, pd.DataFrame]:
    wave = open_wave(shipped, "2019")
    return cells_of(read_raw(wave, shipped.codebook), wave, shipped.codebook)


@pytest.fixture
def export_as(
    tmp_path: Path, shipped: Study, shipped_cells: tuple[Cells, pd.DataFrame]
) -> Callable[[str], Exported]:
    """Write the shipped wave as another tool would."""

    def write(tool: str) -> Exported:
        folder = tmp_path / "exports"
        folder.mkdir()
        return WRITERS[tool](folder, *shipped_cells, shipped.codebook)

    return write
