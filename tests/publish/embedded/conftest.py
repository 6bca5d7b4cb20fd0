"""A small book with every construct, laid out as the real one is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from typfrage.publish.embedded import RenderedBook, render_book

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]


def lay_out_sample(root: Path) -> Path:
    """Copy the sample book; its results are kept in git under other names than generated ones."""
    shutil.copytree(HERE / "sample", root, dirs_exist_ok=True)
    (root / "_results").mkdir()
    (root / "results").rename(root / "_results/2026")
    (root / "_results/current").symlink_to("2026", target_is_directory=True)
    (root / "variables.yml").rename(root / "_variables.yml")
    for name in ("assets", "_extensions"):
        (root / name).symlink_to(PROJECT / name, target_is_directory=True)
    return root


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A fresh copy of the sample book, to be damaged by a test."""
    return lay_out_sample(tmp_path / "book")


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> RenderedBook:
    """The sample book, rendered once."""
    root = lay_out_sample(tmp_path_factory.mktemp("sample") / "book")
    return render_book(root, root / "_book")
