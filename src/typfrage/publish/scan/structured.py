"""JSON and notebooks, value by value."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from typfrage.publish.scan.inline_files import suffix_of
from typfrage.publish.scan.passage import Inner, Passage, Read, Role, Unread
from typfrage.publish.scan.plain_text import decoded

_BINARY = ("image/png", "image/jpeg", "application/pdf")
_MARKUP = (".html", ".svg", ".json")


def read_json(file: str, content: bytes) -> Read:
    """Read JSON; each value is a passage that names its path, each key too."""
    try:
        value = json.loads(decoded(content), parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        yield Unread(file, "it is no JSON")
        return
    yield from _values(file, value, "$", "text")


def read_notebook(file: str, content: bytes) -> Read:
    """Read a notebook: sources, all outputs in all their forms, and all metadata."""
    try:
        notebook = json.loads(decoded(content), parse_float=str, parse_int=str)
        cells = notebook["cells"]
    except (ValueError, KeyError, TypeError, RecursionError):
        cells = None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        yield Unread(file, "it is no notebook")
        return
    rest = {key: value for key, value in notebook.items() if key != "cells"}
    yield from _values(file, rest, "notebook", "metadata")
    for number, cell in enumerate(cells, start=1):
        place = f"cell {number}"
        role: Role = "code" if cell.get("cell_type") == "code" else "text"
        yield Passage(file, f"{place}, source", str(_joined(cell.get("source", ""))), role)
        for at, output in enumerate(cell.get("outputs", ()), start=1):
            yield from _output(file, f"{place}, output {at}", output)
        rest = {key: value for key, value in cell.items() if key not in ("source", "outputs")}
        yield from _values(file, rest, place, "metadata")


def _output(file: str, place: str, output: dict[str, Any]) -> Read:
    forms = output.get("data", {})
    for mime, content in forms.items():
        text = _joined(content)
        name = f"{file}!{place}{suffix_of(mime)}"
        if not isinstance(text, str):
            yield from _values(file, content, f"{place}, {mime}", "text")
        elif mime in _BINARY:
            try:
                yield Inner(name, base64.b64decode(text))
            except binascii.Error:
                yield Unread(name, "its base64 is broken")
        elif name.endswith(_MARKUP):
            yield Inner(name, text.encode())
        else:
            # Beside a table the same table as text, whose rows begin with their number.
            role: Role = "metadata" if "text/html" in forms else "text"
            yield Passage(file, f"{place}, {mime}", text, role)
    for key, value in output.items():
        if key != "data":
            role = "text" if key in ("text", "traceback", "evalue") else "metadata"
            yield from _values(file, _joined(value), f"{place}, {key}", role)


def _joined(value: Any) -> Any:
    """Return a text that a notebook may hold as a list of lines; other values as they are."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value


def _values(file: str, value: Any, place: str, role: Role) -> Iterator[Passage]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield Passage(file, f"{place}, key", str(key), "metadata")
            yield from _values(file, inner, f"{place}.{key}", role)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _values(file, inner, f"{place}[{at}]", role)
    elif value is not None and not isinstance(value, bool):
        yield Passage(file, place, str(value), role)
