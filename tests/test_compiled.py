"""Compiled functions: the cache of what was compiled must never be out of date."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[1] / "src" / "typfrage"
COMPILED = sorted(path for path in SOURCES.rglob("*.py") if "njit" in path.read_text("utf-8"))


def compiled_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the functions under Numba's decorator."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any("njit" in ast.unparse(decorator) for decorator in node.decorator_list)
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
def test_compiled_functions_are_cached_exact_and_free_of_chance(path: Path) -> None:
    """No fast mathematics, no threads of their own, no random numbers inside."""
    for function in compiled_functions(ast.parse(path.read_text("utf-8"))):
        (decorator,) = function.decorator_list
        assert isinstance(decorator, ast.Call), function.name
        settings = {word.arg: ast.unparse(word.value) for word in decorator.keywords}
        assert settings == {"nogil": "True", "cache": "True"}, function.name
        assert ".random" not in ast.unparse(function), function.name
