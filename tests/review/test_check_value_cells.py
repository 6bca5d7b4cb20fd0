"""Key numbers in a notebook are replaced alone, and compared one by one."""

from __future__ import annotations

import difflib
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from typfrage.review.check_value_cells import MARK, Change, changes, shown, with_shown

PATH = Path("02_types.ipynb")


def written(text: str | None, *, cells: int = 1) -> str:
    """Return the file of a notebook that ends with key numbers."""
    count = None if text is None else 1
    data = {"text/plain": text or ""}
    outputs = [new_output("execute_result", data, execution_count=1)]
    source = f"#| label: end\n{MARK}\nnumbers()"
    ends = [
        new_code_cell(
            source, outputs=outputs if count else [], execution_count=count, id=f"end-{at}"
        )
        for at in range(cells)
    ]
    first = new_code_cell("x = 'ä'", id="one", metadata={"tags": ["parameters"]})
    return nbformat.writes(new_notebook(cells=[first, *ends])) + "\n"


def test_a_changed_number_is_one_line_of_the_difference() -> None:
    old = written("n: 412\nkinds: vier\nshare: 0.2")
    new = with_shown(old, "n: 412\nkinds: fünf\nshare: 0.2")
    assert new == written("n: 412\nkinds: fünf\nshare: 0.2")
    told = list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=0))[3:]
    assert [line.strip() for line in told] == [
        '-       "kinds: vier\\n",',
        '+       "kinds: fünf\\n",',
    ]


def test_the_same_numbers_leave_the_file_as_it_is_however_it_is_formatted() -> None:
    oddly = written("n: 412").replace('\n "', '\n    "').rstrip()
    assert with_shown(oddly, "n: 412") == oddly


def test_numbers_are_stored_for_the_first_time() -> None:
    new = with_shown(written(None), "n: 412")
    notebook = nbformat.reads(new, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert shown(notebook) == "n: 412"
    assert new == written("n: 412")
    assert shown(nbformat.reads(written(None), as_version=nbformat.NO_CONVERT)) == ""


@pytest.mark.parametrize("cells", [0, 2])
def test_a_notebook_has_one_cell_for_them(cells: int) -> None:
    with pytest.raises(ValueError, match=f"{cells} cells hold the line"):
        with_shown(written("n: 1", cells=cells), "n: 2")


def test_changes_are_told_by_name() -> None:
    old = "n: 412\nratio 1: 2: 0.5\nold: 1\nsame: 3"
    new = "n: 413\nratio 1: 2: 0.6\nsame: 3\nnew: 2"
    assert changes(PATH, old, new) == (
        Change("02_types", "n", "412", "413"),
        Change("02_types", "ratio 1: 2", "0.5", "0.6"),
        Change("02_types", "new", None, "2"),
        Change("02_types", "old", "1", None),
    )
