"""Two executions of a notebook, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from typfrage.results.cell_label import cell_label
from typfrage.review.differences import DRAWING, Difference
from typfrage.review.text_comparison import text_differences


def notebook_differences(
    published: bytes, now: bytes, decimal_mark: str
) -> dict[str, tuple[Difference, ...]]:
    """Compare what two executed notebooks did and showed.

    Args:
        published: The published notebook.
        now: The new one.
        decimal_mark: How numbers in its texts are written, ``,`` or ``.``.

    Returns:
        The differences by the label of the cell; empty where all that can be seen is the same.
    """
    before, after = (json.loads(notebook)["cells"] for notebook in (published, now))
    if len(before) != len(after):
        told = Difference("", f"{len(before)} cells", f"{len(after)} cells")
        return {"": (told,)}
    found: dict[str, tuple[Difference, ...]] = {}
    for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
        if differences := tuple(_cell_differences(old, new, _name(old, number), decimal_mark)):
            found[_label(old)] = (*found.get(_label(old), ()), *differences)
    return found


def _cell_differences(
    old: Mapping[str, Any], new: Mapping[str, Any], name: str, decimal_mark: str
) -> Iterator[Difference]:
    yield from text_differences(
        "".join(old["source"]), "".join(new["source"]), decimal_mark, f"{name}, its source"
    )
    before, after = old.get("outputs", []), new.get("outputs", [])
    if len(before) != len(after):
        yield Difference(name, f"{len(before)} outputs", f"{len(after)} outputs")
        return
    for output, other in zip(before, after, strict=True):
        yield from _output_differences(_shown(output), _shown(other), name, decimal_mark)


def _output_differences(
    old: Mapping[str, str], new: Mapping[str, str], name: str, decimal_mark: str
) -> Iterator[Difference]:
    """Compare one output by the plainest of its forms that differs; a picture tells no value."""
    if old.keys() != new.keys():
        yield Difference(name, ", ".join(sorted(old)), ", ".join(sorted(new)))
        return
    unequal = sorted((kind for kind in old if old[kind] != new[kind]), key="text/plain".__ne__)
    texts = [kind for kind in unequal if not kind.startswith("image/")]
    if texts:
        kind = texts[0]
        yield from text_differences(old[kind], new[kind], decimal_mark, f"{name}, its output")
    elif unequal:
        yield Difference(name, unequal[0], unequal[0], DRAWING)


def _shown(output: Mapping[str, Any]) -> dict[str, str]:
    """What an output shows, by the kind of its forms."""
    if "data" not in output:
        return {"text/plain": "".join(output.get("text", output.get("evalue", "")))}
    return {
        kind: "".join(content) if isinstance(content, list | str) else json.dumps(content)
        for kind, content in output["data"].items()
    }


def _label(cell: Mapping[str, Any]) -> str:
    return cell_label("".join(cell["source"]))


def _name(cell: Mapping[str, Any], number: int) -> str:
    return f"cell {_label(cell) or number}"
