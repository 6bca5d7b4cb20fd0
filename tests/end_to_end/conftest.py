"""A study on a tiny wave, built once for all processes of the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.project import copy_project, made_once, make_tiny, typfrage


@pytest.fixture(scope="session")
def built_tiny(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A copy of the project whose wave has few municipalities and few resamples, built."""
    base = tmp_path_factory.getbasetemp()
    return made_once(base if worker_id == "master" else base.parent, "tiny", _build)[0]


@pytest.fixture(scope="module")
def tiny(built_tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny study in a folder of its own, to which the build has moved with it."""
    return shutil.copytree(built_tiny, tmp_path_factory.mktemp("tiny") / "project", symlinks=True)


def _build(root: Path) -> str:
    make_tiny(copy_project(root))
    done = typfrage("build", "2019", "--renderer", "embedded", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
