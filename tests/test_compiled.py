"""Compiled functions: the cache of what was compiled must never be out of date."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[1] / "src" / "typfrage"
COMPILED = sorted(
    path for path in SOURCES.rglob("*.py") if "\n@compiled" in path.read_text("utf-8")
)


def compiled_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the functions that are compiled."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "compiled" in map(ast.unparse, node.decorator_list)
    ]


def imported_names(tree: ast.Module) -> set[str]:
    """Return the names that a module takes from others of the package."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("typfrage")
        for alias in node.names
    }


def test_there_are_compiled_functions() -> None:
    assert sum(len(compiled_functions(ast.parse(path.read_text("utf-8")))) for path in COMPILED) > 5


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.stem)
def test_compiled_functions_use_nothing_from_other_files(path: Path) -> None:
    """Numba's cache looks at the file of a function, not at those that it calls."""
    tree = ast.parse(path.read_text("utf-8"))
    foreign = imported_names(tree)
    for function in compiled_functions(tree):
        body = ast.Module(function.body, [])
        used = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
        assert not used & foreign, function.name


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.stem)
def test_compiled_functions_are_free_of_chance(path: Path) -> None:
    """Random numbers come in as arrays: a stream belongs to a replicate, not to a thread."""
    for function in compiled_functions(ast.parse(path.read_text("utf-8"))):
        assert ".random" not in ast.unparse(function), function.name


def test_all_that_is_compiled_is_compiled_alike() -> None:
    """No fast mathematics, no threads of their own: one decorator, in one file."""
    users = [path.name for path in SOURCES.rglob("*.py") if "njit" in path.read_text("utf-8")]
    assert users == ["compiled.py"]


def test_without_a_place_to_keep_compiled_code_it_says_so_once_and_works(tmp_path: Path) -> None:
    """As where root installed the package and somebody without a home folder uses it."""
    package = tmp_path / "typfrage"
    shutil.copytree(SOURCES, package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in {path.parent for path in package.rglob("*.py")}:
        (folder / "__pycache__").touch()
    program = (
        "import numpy as np; from typfrage.validity import silhouette_widths; "
        "print(silhouette_widths(np.array([[0.0], [0], [1], [1]]), [0, 0, 1, 1]).overall)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(tmp_path), "HOME": os.devnull, "XDG_CACHE_HOME": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == "1.0\n", found.stderr
    assert found.stderr.count("NUMBA_CACHE_DIR") == 1
