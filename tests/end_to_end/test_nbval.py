"""``pytest --nbval-lax analysis/`` passes as a reviewer runs it, and notices a changed number."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from tests.project import ROOT, copy_project

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project, so that nobody's results are touched."""
    root = copy_project(tmp_path / "project")
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def nbval(root: Path, where: str) -> subprocess.CompletedProcess[str]:
    """Run nbval in a process of its own, without what this test run has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "--color=no", where],
        cwd=root,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_notebook_comes_to_its_key_numbers_again(checkout: Path) -> None:
    done = nbval(checkout, "analysis/")

    assert done.returncode == 0, done.stdout + done.stderr
    notebooks = [nbformat.read(path, 4) for path in sorted(checkout.glob("analysis/*.ipynb"))]
    cells = sum(cell.cell_type == "code" for notebook in notebooks for cell in notebook.cells)
    assert len(notebooks) == 8
    assert re.search(rf"\b{cells} passed\b", done.stdout), done.stdout


def test_a_changed_number_is_noticed_in_its_notebook(checkout: Path) -> None:
    path = checkout / "analysis" / "01_cleaning.ipynb"
    text = path.read_text(encoding="utf-8")
    assert text.count("wave.n: 412") == 1
    path.write_text(text.replace("wave.n: 412", "wave.n: 413"), encoding="utf-8")

    done = nbval(checkout, "analysis/01_cleaning.ipynb")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed" in done.stdout
    assert "wave.n: 413" in done.stdout
    assert "wave.n: 412" in done.stdout
