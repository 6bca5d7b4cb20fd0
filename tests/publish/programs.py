"""Programs that tests put in the place of those of the machine."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest


def put_on_path(name: str, text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a program that is found before any other of its name."""
    program = folder / "bin" / name
    program.parent.mkdir()
    program.write_text(text, encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
