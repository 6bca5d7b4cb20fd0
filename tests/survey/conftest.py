"""Small studies, and the shipped wave 2019 as itself and as other tools export it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.project import ROOT
from tests.survey.proposal.exports import WRITERS, Cells, Exported, cells_of

from typfrage.problems import InputError, Problem
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import Study, open_study, open_wave


@pytest.fixture
def clean_rows(tiny_study: Callable[..., Path]) -> Callable[..., CleanAnswers]:
    """Clean answers that differ from a complete one in the given cells."""

    def cleaned(*rows: dict[str, str], **changes: Any) -> CleanAnswers:
        study = open_study(tiny_study(list(rows) or None, **changes))
        wave = open_wave(study)
        return clean(read_raw(wave, study.codebook), wave, study.codebook)

    return cleaned


@pytest.fixture
def complaints(clean_rows: Callable[..., CleanAnswers]) -> Callable[..., tuple[Problem, ...]]:
    """What is wrong with such answers; each complaint must say all that a person needs."""

    def refused(*rows: dict[str, str], **changes: Any) -> tuple[Problem, ...]:
        with pytest.raises(InputError) as caught:
            clean_rows(*rows, **changes)
        for problem in caught.value.problems:
            assert problem.what
            assert problem.where
            assert problem.expected
            assert problem.mend
        return caught.value.problems

    return refused


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
