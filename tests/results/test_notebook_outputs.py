"""What executed notebooks may show: what has passed the disclosure rules, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from typfrage.profiles.disclosure import Column, release
from typfrage.results.notebook_outputs import unreleased_outputs

COLUMNS = (Column("type", "Typ"), Column("count", "Kommunen", "count"))


def executed(tmp_path: Path, source: str, *outputs: dict[str, Any]) -> Path:
    """An executed notebook of one cell."""
    cell = {"cell_type": "code", "source": source, "outputs": list(outputs)}
    path = tmp_path / "01.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown"}, cell]}), encoding="utf-8")
    return path


def shown(value: object) -> dict[str, Any]:
    """A value as a kernel shows it at the end of a cell."""
    data, metadata = InteractiveShell.instance().display_formatter.format(value)
    return {"output_type": "execute_result", "data": data, "metadata": metadata}


def test_a_released_table_may_be_shown_at_the_threshold_and_not_below(tmp_path: Path) -> None:
    counts = pd.DataFrame({"type": ["a", "b"], "count": [3, 40]})
    output = shown(release(counts, COLUMNS, 5))
    assert "3" not in output["data"]["text/plain"].split()
    assert unreleased_outputs(executed(tmp_path, "table", output), 5) == ()
    assert unreleased_outputs(executed(tmp_path, "table", output), 6) == (
        "cell 2 shows a table that was released at a lower threshold",
    )


@pytest.mark.parametrize(
    "value",
    [pd.DataFrame({"count": [3]}), pd.Series([3]), "05334002", [40], 3, {"a": 1}, pd.Timestamp(0)],
)
def test_anything_else_may_not_be_shown(tmp_path: Path, value: object) -> None:
    (fault,) = unreleased_outputs(executed(tmp_path, "#| label: blick\nx", shown(value)), 5)
    assert fault.startswith("cell blick shows")


@pytest.mark.parametrize("value", [40, 0, 3.9, -2, float("nan")])
def test_numbers_may_be_shown_that_are_no_small_counts(tmp_path: Path, value: float) -> None:
    assert unreleased_outputs(executed(tmp_path, "x", shown(value)), 5) == ()


def test_key_numbers_may_be_shown_for_they_are_read_from_what_is_stored(tmp_path: Path) -> None:
    output = shown(3) | {"data": {"text/plain": "goals.n: 412\ntbl-a · b: ."}}
    assert unreleased_outputs(executed(tmp_path, "# x\ncheck_values(store, {})", output), 5) == ()
    assert unreleased_outputs(executed(tmp_path, "x", output), 5)


def test_what_a_cell_prints_may_not_be_shown(tmp_path: Path) -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": "05334002"}
    failed = {"output_type": "error", "ename": "KeyError", "evalue": "05334002"}
    assert unreleased_outputs(executed(tmp_path, "x", printed, failed), 5) == (
        "cell 2 prints text",
        "cell 2 failed",
    )


@pytest.mark.parametrize("category", ["UserWarning", "RuntimeWarning", "DeprecationWarning"])
def test_a_warning_is_quoted_so_that_one_sees_what_to_do(tmp_path: Path, category: str) -> None:
    text = f"/lib/seaborn/utils.py:61: {category}: axes collapsed.\n  fig.canvas.draw()\n05334002\n"
    warned = {"output_type": "stream", "name": "stderr", "text": [text]}
    assert unreleased_outputs(executed(tmp_path, "#| label: ziele\nx", warned), 5) == (
        f"cell ziele prints a warning: {category}: axes collapsed.",
    )
