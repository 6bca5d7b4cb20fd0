"""What executed notebooks show: they are published, so that it must have passed the same door.

A notebook may show released tables, which mark their output, its key numbers, which are read from
what it stored, and single numbers that are no small counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from typfrage.profiles.disclosure import RELEASED_MARK, is_small
from typfrage.results.cell_label import cell_label

FOLDER = "notebooks"
"""Folder of the executed notebooks and of their pages, below a wave's results."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?|nan")
_WARNING = re.compile(r"^.+\.py:\d+: (\w*Warning: .{1,200})", re.MULTILINE)
"""As Python prints it: place, category, and the first line of the message."""
_KEY_NUMBERS = re.compile(r"^check_values\(", re.MULTILINE)


def unreleased_outputs(notebook: Path, minimum_cases: int) -> tuple[str, ...]:
    """Name the cells of an executed notebook that show what may not be published.

    Args:
        notebook: The executed notebook.
        minimum_cases: Threshold of the disclosure rules.

    Returns:
        A line for each such cell: its label, or its number, and what it shows.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return tuple(
        f"cell {_name(cell, number)} {fault}"
        for number, cell in enumerate(cells, start=1)
        if cell["cell_type"] == "code"
        for fault in _faults(cell, minimum_cases)
    )


def _faults(cell: Mapping[str, Any], minimum: int) -> Iterator[str]:
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            yield _printed("".join(output["text"]))
        elif output["output_type"] not in ("display_data", "execute_result"):
            yield "failed"
        elif RELEASED_MARK in output["metadata"]:
            if output["metadata"][RELEASED_MARK] < minimum:
                yield "shows a table that was released at a lower threshold"
        elif not _is_plain(output["data"], "".join(cell["source"]), minimum):
            yield f"shows {_kinds(output['data'])} that is no released table"


def _is_plain(shown: Mapping[str, Any], source: str, minimum: int) -> bool:
    if list(shown) != ["text/plain"]:
        return False
    text = "".join(shown["text/plain"])
    if _KEY_NUMBERS.search(source):
        return True
    if not _NUMBER.fullmatch(text):
        return False
    return not (text.isdigit() and is_small(int(text), minimum))


def _printed(text: str) -> str:
    """Quote a warning, which a library worded, but nothing else: it may be an answer."""
    warned = _WARNING.search(text)
    return f"prints a warning: {warned[1]}" if warned else "prints text"


def _kinds(shown: Mapping[str, Any]) -> str:
    return " and ".join(sorted(shown))


def _name(cell: Mapping[str, Any], number: int) -> str:
    return cell_label("".join(cell["source"])) or str(number)
