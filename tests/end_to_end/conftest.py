"""A study on a tiny wave, built in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import copy_project, typfrage

TINY = "60"
SETTINGS = {
    "k_range: [1, 8]": "k_range: [2, 4]",
    "resample_starts: 30": "resample_starts: 2",
    "reference_starts: 10": "reference_starts: 2",
    "bootstrap: 1000": "bootstrap: 10",
    "gap_samples: 500": "gap_samples: 10",
    "splits: 50": "splits: 5",
    "pairs: 50": "pairs: 5",
    "null_matrices: 200": "null_matrices: 19",
    "null_replicates: 5": "null_replicates: 2",
    "certainty_replicates: 200": "certainty_replicates: 10",
}
"""What is computed often is computed rarely."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose wave has few municipalities and few resamples; not built yet."""
    root = copy_project(tmp_path_factory.mktemp("tiny") / "project")
    done = typfrage("wave", "synthesise", "2019", "--municipalities", TINY, cwd=root)
    assert done.returncode == 0, done.stderr
    wave = root / "data" / "waves" / "2019" / "wave.yml"
    text = wave.read_text(encoding="utf-8")
    for setting, tiny in SETTINGS.items():
        assert setting in text
        text = text.replace(setting, tiny)
    wave.write_text(text, encoding="utf-8")
    return root
