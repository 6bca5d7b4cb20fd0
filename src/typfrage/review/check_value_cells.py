"""The cell of a notebook that shows its key numbers, and what it last showed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

MARK = "# NBVAL_CHECK_OUTPUT"
"""By this line nbval knows the cell whose output it compares."""

_COUNT = 1
"""nbval compares only cells that were executed; a constant keeps the file from changing."""

_RESULT = "execute_result"
_PLAIN = "text/plain"


@dataclass(frozen=True)
class Change:
    """A key number that is not what it was.

    Attributes:
        notebook: Name of the notebook, without suffix.
        name: What the number is called.
        old: How it was written; ``None`` where it is new.
        new: How it is written now; ``None`` where it is no more.
    """

    notebook: str
    name: str
    old: str | None
    new: str | None


def shown(notebook: nbformat.NotebookNode) -> str:
    """Return the text of the key numbers in a notebook, empty where none are stored.

    Raises:
        ValueError: The notebook has no cell for them, or more than one.
    """
    outputs = (one for one in _cell(notebook)["outputs"] if one["output_type"] == _RESULT)
    return "\n".join(output["data"][_PLAIN] for output in outputs)


def with_shown(source: str, text: str) -> str:
    """Return a notebook's file with other key numbers and nothing else changed.

    Args:
        source: Content of the file.
        text: The key numbers.

    Raises:
        ValueError: The notebook has no cell for them, or more than one.
    """
    notebook = nbformat.reads(source, as_version=nbformat.NO_CONVERT)
    if shown(notebook) == text:
        return source
    result = nbformat.v4.new_output(_RESULT, {_PLAIN: text}, execution_count=_COUNT)
    _cell(notebook).update(outputs=[result], execution_count=_COUNT)
    return str(nbformat.writes(notebook)) + "\n"


def changes(path: Path, old: str, new: str) -> tuple[Change, ...]:
    """Compare the key numbers of a notebook.

    Args:
        path: The notebook.
        old: Their text as it was.
        new: Their text now.

    Returns:
        What changed, in the order of the notebook; numbers that are no more come last.
    """
    before, after = _by_name(old), _by_name(new)
    return tuple(
        Change(path.stem, name, before.get(name), after.get(name))
        for name in (*after, *(name for name in before if name not in after))
        if before.get(name) != after.get(name)
    )


def _by_name(text: str) -> dict[str, str]:
    pairs = (line.rpartition(": ") for line in text.splitlines())
    return {name: value for name, _, value in pairs}


def _cell(notebook: nbformat.NotebookNode) -> Any:
    cells = [cell for cell in notebook.cells if MARK in cell.source.splitlines()]
    if len(cells) != 1:
        raise ValueError(f"{len(cells)} cells hold the line {MARK}; allowed: one")
    return cells[0]
