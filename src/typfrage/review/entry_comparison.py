"""Two versions of what a notebook cell stored, file by file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from typfrage.review.differences import DRAWING, LAYOUT, Difference
from typfrage.review.table_comparison import table_differences
from typfrage.review.text_comparison import text_differences

Hashes = Mapping[str, str]
Contents = Mapping[str, bytes]

_DRAWINGS = (".svg", ".png")
_RULE = re.compile(r"^\|[-:|]+\|$", re.MULTILINE)
"""Below the head of a table: its hyphens follow from the widths of the cells."""


def entry_differences(
    published: Hashes, now: Hashes, contents: Contents, new_contents: Contents, decimal_mark: str
) -> tuple[Difference, ...]:
    """Compare the files of a table, figure, text or model.

    Args:
        published: sha256 of the published files by their names.
        now: The same of the new ones.
        contents: Content of the published files, as far as they lie there.
        new_contents: Content of the new ones.
        decimal_mark: How numbers in texts are written, ``,`` or ``.``.

    Returns:
        The differences. A drawing that differs is tolerated where the data behind it are the same.
    """
    found: list[Difference] = []
    unequal = [
        name for name in sorted(published.keys() | now.keys())
        if published.get(name) != now.get(name)
    ]  # fmt: skip
    drawings = [name for name in unequal if PurePosixPath(name).suffix in _DRAWINGS]
    for name in unequal:
        if name in drawings:
            continue
        told = _file_differences(name, contents, new_contents, decimal_mark)
        excuse = "" if told is None else LAYOUT
        found += told or [_hash_difference(name, published, now, excuse)]
    has_data = any(name.endswith(".csv") and name in now for name in published)
    same_data = has_data and all(one.tolerated for one in found)
    for name in drawings:
        both = name in published and name in now
        excuse = DRAWING if both and same_data else ""
        found.append(_hash_difference(name, published, now, excuse))
    return tuple(found)


def _file_differences(
    name: str, contents: Contents, new_contents: Contents, decimal_mark: str
) -> tuple[Difference, ...] | None:
    """Compare what two files say; ``None`` where one of them is not there or cannot be read."""
    if name not in contents or name not in new_contents:
        return None
    try:
        old, new = (content[name].decode("utf-8") for content in (contents, new_contents))
        match PurePosixPath(name).suffix:
            case ".csv":
                return table_differences(old, new, decimal_mark)
            case ".md":
                return _markdown_differences(old, new, decimal_mark)
            case ".json":
                return tuple(_json_differences(json.loads(old), json.loads(new), ""))
    except ValueError:
        return None
    return None


def _markdown_differences(old: str, new: str, decimal_mark: str) -> tuple[Difference, ...]:
    before, after = (_RULE.sub("", text) for text in (old, new))
    return text_differences(before, after, decimal_mark, "its text")


def _json_differences(old: Any, new: Any, place: str) -> Iterator[Difference]:
    """Compare two values of a model to the leaf; nothing is tolerated."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            where = f"{place}.{key}" if place else key
            yield from _json_differences(old.get(key), new.get(key), where)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _json_differences(one, other, f"{place}[{at}]")
    elif old != new:
        yield Difference(place, json.dumps(old), json.dumps(new))


def _hash_difference(name: str, published: Hashes, now: Hashes, tolerated: str = "") -> Difference:
    def shown(hashes: Hashes) -> str:
        return f"sha256 {hashes[name][:12]}…" if name in hashes else "not there"

    return Difference(name, shown(published), shown(now), tolerated)
