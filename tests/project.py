"""A copy of the project in a folder of its own, for tests that build it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    "_quarto.yml", "index.qmd", "folien.qmd", "references.bib", "CITATION.cff",
    "analysis", "assets", "chapters", "data", "_extensions",
)  # fmt: skip
"""What a study of one's own consists of; the package is installed."""


def copy_project(target: Path) -> Path:
    """Copy the sources of the study, without anything generated."""
    target.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy(source, target / name)
    return target


def typfrage(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def command(*arguments: str | Path) -> list[str]:
    """Return the words of a call of the command line."""
    return [sys.executable, "-m", "typfrage", *map(str, arguments)]


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
