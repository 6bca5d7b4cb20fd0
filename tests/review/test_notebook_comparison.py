"""Two executions of a notebook: the cell is named, its source and its output are told apart."""

from __future__ import annotations

from collections.abc import Callable

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from typfrage.review.differences import DRAWING, ROUNDING, Difference
from typfrage.review.notebook_comparison import notebook_differences

Change = Callable[[nbformat.NotebookNode], object]


def _written(change: Change = lambda _: None, version: str = "3.11.7") -> bytes:
    table = {"text/plain": "share 0.25", "text/html": "<td>0.25</td>"}
    drawing = {"text/plain": "<Figure>", "image/png": "AAAA"}
    outputs = [
        new_output("execute_result", table, execution_count=1),
        new_output("display_data", drawing),
        new_output("stream", name="stdout", text="n = 412"),
    ]
    cells = [new_code_cell("#| label: typen\nshow()", outputs=outputs), new_code_cell("x = 1")]
    notebook = new_notebook(
        cells=cells, metadata={"language_info": {"name": "python", "version": version}}
    )
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    change(notebook)
    return nbformat.writes(notebook).encode()


def _differences(change: Change) -> dict[str, tuple[Difference, ...]]:
    return notebook_differences(_written(), _written(change), ",")


def test_another_python_alone_is_no_difference() -> None:
    assert notebook_differences(_written(), _written(version="3.12.1"), ",") == {}


def test_a_changed_source_is_told() -> None:
    found = _differences(lambda notebook: notebook.cells[1].update(source="x = 2"))
    assert found == {"": (Difference("cell 2, its source, after “x =”", "1", "2"),)}


def test_a_changed_output_is_told_once_by_its_plainest_form() -> None:
    def change(notebook: nbformat.NotebookNode) -> None:
        data = notebook.cells[0].outputs[0].data
        data.update({"text/plain": "share 0.27", "text/html": "<td>0.27</td>"})

    assert _differences(change) == {
        "typen": (Difference("cell typen, its output, after “share”", "0.25", "0.27"),)
    }


def test_a_value_that_only_the_html_has_is_found() -> None:
    found = _differences(
        lambda notebook: notebook.cells[0].outputs[0].data.update({"text/html": "<td>0.26</td>"})
    )
    assert [one.now for one in found["typen"]] == ["<td>0.26</td>"]


def test_a_changed_stream_and_a_missing_output_are_found() -> None:
    found = _differences(lambda notebook: notebook.cells[0].outputs[2].update(text="n = 411"))
    assert [(one.published, one.now) for one in found["typen"]] == [("412", "411")]
    found = _differences(lambda notebook: notebook.cells[0].outputs.pop())
    assert [(one.published, one.now) for one in found["typen"]] == [("3 outputs", "2 outputs")]


def test_another_drawing_is_tolerated_as_its_data_are_compared_elsewhere() -> None:
    found = _differences(
        lambda notebook: notebook.cells[0].outputs[1].data.update({"image/png": "BBBB"})
    )
    assert [one.tolerated for one in found["typen"]] == [DRAWING]


def test_rounding_is_tolerated_in_outputs() -> None:
    """Outputs of pandas have a decimal point, whatever the language of the report."""

    def change(notebook: nbformat.NotebookNode) -> None:
        notebook.cells[0].outputs[2].update(text="n = 412,5")

    first = _written(lambda notebook: notebook.cells[0].outputs[2].update(text="n = 412,4"))
    found = notebook_differences(first, _written(change), ",")
    assert [one.tolerated for one in found["typen"]] == [ROUNDING]


def test_a_missing_cell_is_told() -> None:
    found = _differences(lambda notebook: notebook.cells.pop())
    assert found == {"": (Difference("", "2 cells", "1 cells"),)}
