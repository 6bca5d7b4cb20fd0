"""Reading a YAML file safely, and saying where in it something stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from typfrage.problems import InputError, Problem

LARGEST_FILE = 5_000_000
"""Bytes; a hand-written file is far smaller, and a larger one is refused unread."""

Place = tuple[int | str, ...]
"""Keys and list positions that lead to a value, from the top of the file."""


@dataclass(frozen=True)
class Document:
    """A YAML file that was read.

    Attributes:
        name: How complaints call the file.
        content: What it says.
        root: The same as nodes, which know their lines.
    """

    name: str
    content: Any
    root: yaml.Node

    def where(self, keys: Sequence[int | str], absent: bool = False) -> str:
        """Say where a value stands: file, line, and the path as a person writes it.

        Args:
            keys: The path; what the file does not know in it is left out, as pydantic names the
                branch of a union there.
            absent: The last key is missing in the file; it is named all the same.

        Returns:
            The line is that of the deepest node that the path reaches.
        """
        node, place = self.root, ""
        line = node.start_mark.line + 1
        for key in keys:
            child = _child(node, key)
            if child is not None:
                line, node = child
            elif not (absent and key == keys[-1]):
                continue
            place += f"[{key}]" if isinstance(key, int) else (f".{key}" if place else str(key))
        return f"{self.name}, line {line}" + (f", {place}" if place else "")


def read_document(path: Path, name: str | None = None) -> Document:
    """Read a YAML file.

    Raises:
        InputError: The file is missing, too large, empty, or no YAML; aliases and double keys are
            refused as well.
    """
    text, name = _read(path), name or path.name
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        content = None if root is None else loader.construct_document(root)
    except yaml.YAMLError as error:
        raise InputError(_not_yaml(name, error)) from None
    except (RecursionError, ValueError) as error:
        raise InputError(
            Problem(f"not readable as YAML: {error}", name, mend="correct the file")
        ) from None
    if content is None:
        raise InputError(Problem("the file is empty", name, mend="fill it, or restore it"))
    return Document(name, content, root)


class _Loader(yaml.SafeLoader):
    """Safe YAML without duplicate keys and without aliases (a few lines can hold gigabytes)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, "aliases (*name) are not allowed here", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, list | dict):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a single value", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands here twice", key_node.start_mark
                )
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(
                Problem(
                    f"the file has {path.stat().st_size} bytes",
                    str(path),
                    f"at most {LARGEST_FILE} bytes of YAML",
                )
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            Problem("the file is missing", str(path), mend="create it, or name another folder")
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                f"byte {error.start} is not UTF-8",
                str(path),
                "a text file in UTF-8",
                "save the file in UTF-8",
            )
        ) from None
    except OSError as error:
        raise InputError(Problem(f"cannot be read: {error.strerror}", str(path))) from None


def _not_yaml(name: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"{name}, line {mark.line + 1}, column {mark.column + 1}" if mark else name
    what = getattr(error, "problem", None) or str(error)
    return Problem(what, where, "valid YAML", "correct this line")


def _child(node: yaml.Node, key: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    if isinstance(node, yaml.MappingNode):
        for key_node, value in node.value:
            if key_node.value == str(key):
                return key_node.start_mark.line + 1, value
    return None
