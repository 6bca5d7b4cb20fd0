"""Notebooks are thin: they load, call, show and store; what they show at their end is compared."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from tests.project import ROOT

from typfrage.review.check_value_cells import MARK

NOTEBOOKS = sorted((ROOT / "analysis").glob("*.ipynb"))
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda,
    ast.For, ast.AsyncFor, ast.While, ast.If, ast.IfExp, ast.Match, ast.Try, ast.With,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.Compare, ast.BoolOp, ast.BinOp, ast.AugAssign, ast.NamedExpr, ast.Assert, ast.Delete,
)  # fmt: skip
FIRST_OR_SECOND = (0, 1)
"""The only numbers: places in a pair, and -1 for all cores."""


def logic_in(source: str) -> list[str]:
    """Name what decides, repeats or reckons, and numbers that could be thresholds."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, LOGIC):
            found.append(type(node).__name__)
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float, complex):
            found += [repr(node.value)] if node.value not in FIRST_OR_SECOND else []
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebooks:
    def test_are_thin(self, path: Path) -> None:
        for source in code_cells(path):
            assert logic_in(source) == [], source

    def test_store_no_output_but_their_key_numbers(self, path: Path) -> None:
        *others, last = cells(path)
        for cell in others:
            assert (cell.get("outputs", []), cell.get("execution_count")) == ([], None)
        assert MARK in "".join(last["source"])
        (output,) = last["outputs"]
        assert set(output["data"]) == {"text/plain"}
        assert output["output_type"] == "execute_result"
        # nbval looks only at executed cells.
        assert (last["execution_count"], output["execution_count"]) == (1, 1)

    def test_show_a_named_number_in_each_line_of_their_end(self, path: Path) -> None:
        lines = "".join(cells(path)[-1]["outputs"][0]["data"]["text/plain"]).splitlines()
        names = [line.rpartition(": ")[0] for line in lines]
        assert all(re.fullmatch(r"[^:]+.*: \S.*", line) for line in lines), lines
        assert len(set(names)) == len(names) > 5
        assert "nicht gespeichert" not in "".join(lines)

    def test_label_every_code_cell_once(self, path: Path) -> None:
        labels = [re.match(r"#\| label: (\S+)", source) for source in code_cells(path)]
        names = [label.group(1) for label in labels if label]
        assert len(names) == len(set(names)) == len(labels)

    def test_are_written_so_that_differences_stay_small(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 5 if y else 1", ["IfExp", "5"]),
        ("[f(a) for a in b]", ["ListComp"]),
        ("table[table.share > limit]", ["Compare"]),
        ("sizes = n / total", ["BinOp"]),
        ("f(lambda row: row)", ["Lambda"]),
        ("f(threshold=0.05)", ["0.05"]),
        ("model and model.effects", ["BoolOp"]),
        ("f(pair[0], pair[1], jobs=-1, exact=True, name='k4')", []),
    ],
)
def test_logic_is_noticed(source: str, found: list[str]) -> None:
    assert sorted(logic_in(source)) == sorted(found)


def cells(path: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook."""
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["cells"]
    return found


def code_cells(path: Path) -> list[str]:
    """Return the source of a notebook's code cells."""
    return ["".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "code"]
