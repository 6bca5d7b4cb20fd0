"""Reading a YAML file safely, and saying where in it something stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from typfrage.problems import InputError, Problem
from typfrage.survey.ordinary_files import read_whole

LARGEST_FILE = 2_000_000
"""Bytes; a hand-written file is far smaller, and a larger one is refused unread."""

LONGEST_NUMBER = 30
"""Characters of a number, a day or a time."""

_NUMBERS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "timestamp"))

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
        InputError: The file is missing, no ordinary file, too large, empty, or no YAML; aliases,
            tags, merge keys and double keys are refused as well.
    """
    document = document_of(_read(path), name or path.name)
    if document is None:
        raise InputError(
            Problem("the file is empty", name or path.name, mend="fill it, or restore it")
        )
    return document


def document_of(text: str, name: str) -> Document | None:
    """Read a text as YAML.

    Args:
        text: The text.
        name: How complaints call it.

    Returns:
        What it says; ``None`` where it says nothing.

    Raises:
        InputError: It is no YAML, or says what :func:`read_document` refuses.
    """
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        content = None if root is None else loader.construct_document(root)
    except yaml.YAMLError as error:
        raise InputError(_not_yaml(name, error)) from None
    except RecursionError:
        raise InputError(
            Problem("it is nested too deeply", name, "a few levels", "correct the file")
        ) from None
    return None if root is None or content is None else Document(name, content, root)


class _Loader(yaml.SafeLoader):
    """Safe YAML that says one thing in one way.

    Aliases are refused, because a few lines can hold gigabytes; tags, because nothing but plain
    values is meant; keys that stand there twice, because one of both would be lost.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        if isinstance(event, yaml.events.AliasEvent):
            raise _refused("aliases (*name) are not allowed here", event)
        if getattr(event, "tag", None) is not None:
            raise _refused("tags (!name) are not allowed here", event)
        return super().compose_node(parent, index)

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if node.tag in _NUMBERS and len(node.value) > LONGEST_NUMBER:
            what = f"a number of more than {LONGEST_NUMBER} characters"
            raise _refused(f"{what}; a text stands in quotes", node)
        try:
            return super().construct_object(node, deep)
        except (ValueError, ArithmeticError) as error:
            raise _refused(f"{node.value!r} is no value: {error}", node) from None

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                raise _refused("merge keys (<<) are not allowed here", key_node)
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, list | dict):
                raise _refused("a key must be a single value", key_node)
            if key in seen:
                raise _refused(f"the key {key!r} stands here twice", key_node)
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _refused(what: str, at: Any) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, what, at.start_mark)


def _read(path: Path) -> str:
    try:
        return read_whole(path, str(path), LARGEST_FILE).decode("utf-8-sig")
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
        return _children(node).get(str(key))
    return None


@lru_cache(maxsize=64)
def _children(node: yaml.MappingNode) -> dict[str, tuple[int, yaml.Node]]:
    """The values of a mapping by their key, each with the line of the key."""
    return {str(key.value): (key.start_mark.line + 1, value) for key, value in reversed(node.value)}
