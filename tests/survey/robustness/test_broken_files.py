"""Broken files of every kind are read or refused, and nothing else happens.

A short, fixed part of ``benchmarks/fuzz.py``, whose results stand in ``benchmarks/fuzz.md``.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.survey.robustness.mutations import ODD_TEXTS
from tests.survey.robustness.targets import targets, tried

FILES = {
    **{"SAV": 3, "ZSAV": 2, "_quarto.yml": 5, "index.qmd": 5, "wave.yml": 6, "synthesis.yml": 6},
    **{"corrections.yml": 6, "codebook.yml": 12, "indicators.yml": 12, "cases of assure": 8},
}
"""How many broken files are tried where trying takes long; elsewhere 30."""


@pytest.mark.parametrize("name", targets())
def test_broken_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    target, draw = targets()[name], random.Random(name)
    for _ in range(FILES.get(name.partition(",")[0], 30)):
        tried(target, target.break_(target.seeds, draw), tmp_path)


@pytest.mark.parametrize("name", ["typology.yml", "_variables.yml", "CSV", "evaluate"])
def test_what_parsers_trip_over_is_read_or_refused(name: str, tmp_path: Path) -> None:
    target = targets()[name]
    for text in ODD_TEXTS:
        tried(target, b"corrections: " + text + b"\n", tmp_path)


def test_the_valid_files_are_read(tmp_path: Path) -> None:
    """Else breaking them would prove nothing."""
    for name, target in targets().items():
        folder = tmp_path / name.replace(" ", "")
        complaints = [tried(target, seed, folder) for seed in target.seeds]
        assert "" in complaints, (name, complaints)
