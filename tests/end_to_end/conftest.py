"""A study on a tiny wave, built in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import copy_project, typfrage

TINY = "60"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose wave has few municipalities and few resamples; not built yet."""
    root = copy_project(tmp_path_factory.mktemp("tiny") / "project")
    done = typfrage("wave", "synthesise", "2019", "--municipalities", TINY, cwd=root)
    assert done.returncode == 0, done.stderr
    wave = root / "data" / "waves" / "2019" / "wave.yml"
    text = wave.read_text(encoding="utf-8").replace("bootstrap: 200", "bootstrap: 10")
    wave.write_text(text.replace("k_range: [2, 8]", "k_range: [2, 4]"), encoding="utf-8")
    return root
