"""The shipped study, built once from a clean copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.project import copy_project, typfrage


@dataclass(frozen=True)
class Built:
    """A built study.

    Attributes:
        root: The copy of the project.
        book: The publication.
        output: What the command printed.
    """

    root: Path
    book: Path
    output: str

    @property
    def pages(self) -> list[Path]:
        """All pages of the site."""
        return sorted(self.book.rglob("*.html"))

    @property
    def pdf(self) -> Path:
        """The PDF."""
        return next(self.book.glob("*.pdf"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the shipped wave as ``make study`` does."""
    root = copy_project(tmp_path_factory.mktemp("shipped") / "project")
    done = typfrage("build", "2019", "--renderer", "embedded", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(root, root / "_book" / "2019", done.stdout)
