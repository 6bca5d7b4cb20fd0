"""Quarto's pre-render step, run by the interpreter that Quarto uses for it: pandoc's Lua."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pypandoc
from tests.book.conftest import Built

SCRIPT = "_extensions/typfrage/pre-render.lua"


def _run(root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [pypandoc.get_pandoc_path(), "lua", SCRIPT],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_quarto_finds_the_results_up_to_date(built: Built) -> None:
    (built.root / "_variables.yml").unlink()
    done = _run(built.root, PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")

    assert done.returncode == 0, done.stderr
    assert "unchanged" in done.stdout
    assert (built.root / "_variables.yml").is_file()


def test_quarto_stops_where_the_results_cannot_be_made(built: Built) -> None:
    done = _run(built.root, PATH="/usr/bin:/bin")

    assert done.returncode == 1
    assert "make study" in done.stderr


def test_a_build_through_quarto_does_not_run_the_notebooks_twice(built: Built) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = _run(built.root, PATH=path, TYPFRAGE_ALREADY_RUN="1")

    assert done.returncode == 0
    assert done.stdout == ""
