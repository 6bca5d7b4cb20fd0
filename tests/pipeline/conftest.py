"""Fixtures of the pipeline's tests: notebooks written on the spot, run by a real kernel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


@pytest.fixture(scope="session")
def write_notebook() -> Callable[..., Path]:
    """Write a notebook: parameters first, then cells; those that begin with # are headings."""

    def write(path: Path, *cells: str, parameters: str = 'study = "."\nwave = "2019"') -> Path:
        first = new_code_cell(f"#| label: parameters\n{parameters}")
        first.metadata["tags"] = ["parameters"]
        rest = [
            new_markdown_cell(text) if text.startswith("# ") else new_code_cell(text)
            for text in cells
        ]
        notebook = new_notebook(cells=[first, *rest])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"cell-{number}"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return path

    return write
