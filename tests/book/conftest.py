"""The shipped study with both its waves, built once from a clean copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.project import copy_project, made_once, typfrage

WAVES = ("2019", "2024")


@dataclass(frozen=True)
class Built:
    """A built wave of the study.

    Attributes:
        root: The copy of the project.
        wave: Name of the wave.
        output: What the command printed.
    """

    root: Path
    wave: str
    output: str

    @property
    def book(self) -> Path:
        """The publication."""
        return self.root / "_book" / self.wave

    @property
    def results(self) -> Path:
        """The results."""
        return self.root / "_results" / self.wave

    @property
    def pages(self) -> list[Path]:
        """All pages of the site."""
        return sorted(self.book.rglob("*.html"))

    @property
    def pdf(self) -> Path:
        """The PDF."""
        return next(self.book.glob("*.pdf"))


@pytest.fixture(scope="session")
def built_study(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> tuple[Path, str]:
    """Build all waves as ``make study`` does, once for all processes of the tests."""
    base = tmp_path_factory.getbasetemp()
    return made_once(base if worker_id == "master" else base.parent, "shipped", _build)


def _build(root: Path) -> str:
    done = typfrage("build", "--all", "--renderer", "embedded", cwd=copy_project(root))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def built(built_study: tuple[Path, str]) -> Built:
    """The first wave."""
    return Built(built_study[0], WAVES[0], built_study[1])


@pytest.fixture(scope="session", params=WAVES)
def either(built_study: tuple[Path, str], request: pytest.FixtureRequest) -> Built:
    """Each of the waves in turn."""
    return Built(built_study[0], request.param, built_study[1])


@pytest.fixture(scope="session")
def pdf_pages(either: Built) -> list[str]:
    """Text of each page of the PDF of either wave."""
    return [page.extract_text() for page in PdfReader(either.pdf).pages]
