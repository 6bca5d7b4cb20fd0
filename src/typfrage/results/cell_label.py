"""The label of a notebook cell, ``#| label: …``, by which results name the cell they come from."""

from __future__ import annotations

import re

LABEL_LINE = re.compile(r"^#\|\s*label:\s*(\S+)\n?", re.MULTILINE)
"""The line; its group is the label. Source: https://quarto.org/docs/computations/execution-options.html."""


def cell_label(source: str) -> str:
    """Return the label of a cell, empty where it has none.

    Args:
        source: Source of the cell.
    """
    found = LABEL_LINE.search(source)
    return found[1] if found else ""
