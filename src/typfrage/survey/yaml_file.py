"""Reading a YAML file into a pydantic model, with errors that name the place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from typfrage.problems import InputError, Problem

Model = TypeVar("Model", bound=BaseModel)

LARGEST_FILE = 5_000_000
"""Bytes; a hand-written file is far smaller, and a larger one is refused unread."""


class Strict(BaseModel):
    """Base of everything that is read from YAML: no unknown key, nothing converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Flaw(NamedTuple):
    """What contradicts what in a file whose parts are each well-formed.

    Attributes:
        place: Keys and list positions that lead to the value, from the top of the file.
        what: The contradiction, with the value.
        expected: What is allowed there.
    """

    place: tuple[int | str, ...]
    what: str
    expected: str = ""


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


def load_yaml(
    path: Path, model: type[Model], flaws: Callable[[Model], Iterable[Flaw]] | None = None
) -> Model:
    """Read a YAML file and check it against its model.

    Args:
        path: The file.
        model: What the file must look like.
        flaws: Finds contradictions between well-formed parts, also with other files.

    Returns:
        The checked content.

    Raises:
        InputError: The file is missing, is not YAML, or breaks the model; every broken place is
            listed with its line, its path in the file, its value, and what is allowed.
    """
    text = _read(path)
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        content = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        raise InputError(_not_yaml(path, error)) from None
    except (RecursionError, ValueError) as error:
        raise InputError(
            Problem(f"not readable as YAML: {error}", path.name, mend="correct the file")
        ) from None
    if content is None:
        raise InputError(Problem("the file is empty", path.name, mend="fill it, or restore it"))
    try:
        loaded = model.model_validate(content)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise InputError(_problems(path, node, details)) from None
    found = tuple(flaws(loaded)) if flaws else ()
    if found:
        raise InputError(_flaw(path, node, flaw) for flaw in found)
    return loaded


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


def _not_yaml(path: Path, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"{path.name}, line {mark.line + 1}, column {mark.column + 1}" if mark else path.name
    what = getattr(error, "problem", None) or str(error)
    return Problem(what, where, "valid YAML", "correct this line")


def _problems(path: Path, root: yaml.Node | None, details: list[Any]) -> list[Problem]:
    """One problem a place: what the branches of a union expect is joined."""
    problems: dict[tuple[str, str], Problem] = {}
    for detail in details:
        if _is_consequence(detail, details):
            continue
        problem = _problem(path, root, detail)
        before = problems.get((problem.where, problem.what))
        if before is not None:
            problem = replace(problem, expected=f"{before.expected}, or {problem.expected}")
        problems[problem.where, problem.what] = problem
    return list(problems.values())


def _is_consequence(detail: Any, details: list[Any]) -> bool:
    """Tell whether a complaint only follows from others.

    A list seems too short when broken entries were left out of it; keys with values are no text,
    but were not meant as one where another complaint is about a key among them.
    """
    if detail["type"] == "too_short":
        return len(detail["input"]) >= int(detail["ctx"]["min_length"])
    if detail["type"] != "string_type" or not isinstance(detail["input"], dict):
        return False
    depth = len(detail["loc"])
    return any(
        len(other["loc"]) > depth and other["loc"][: depth - 1] == detail["loc"][:-1]
        for other in details
    )


def _problem(path: Path, root: yaml.Node | None, detail: Any) -> Problem:
    keys = [key for key in detail["loc"] if not _is_union_tag(key)]
    if detail["type"] in ("union_tag_invalid", "union_tag_not_found"):
        keys.append(str(detail["ctx"]["discriminator"]).strip("'"))
    absent = detail["type"] in ("missing", "union_tag_not_found")
    where = _where(path, root, keys, absent)
    return Problem(_what(detail), where, _expected(detail), _mend(detail))


def _flaw(path: Path, root: yaml.Node | None, flaw: Flaw) -> Problem:
    return Problem(flaw.what, _where(path, root, list(flaw.place)), flaw.expected)


def _is_union_tag(key: int | str) -> bool:
    return isinstance(key, str) and (key.startswith("kind=") or "[" in key)


def _where(path: Path, root: yaml.Node | None, keys: list[int | str], absent: bool = False) -> str:
    """File, line of the deepest node that the path reaches, and the path as a person writes it."""
    node, place = root, ""
    line = 1 if root is None else root.start_mark.line + 1
    for key in keys:
        child = _child(node, key)
        if child is not None:
            line, node = child
        elif not (absent and key == keys[-1]):
            continue  # pydantic names the branch of a union here, which the file does not know
        place += f"[{key}]" if isinstance(key, int) else (f".{key}" if place else str(key))
    return f"{path.name}, line {line}" + (f", {place}" if place else "")


def _child(node: yaml.Node | None, key: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    if isinstance(node, yaml.MappingNode):
        for key_node, value in node.value:
            if key_node.value == str(key):
                return key_node.start_mark.line + 1, value
    return None


def _what(detail: Any) -> str:
    value = detail.get("input")
    match detail["type"]:
        case "missing" | "union_tag_not_found":
            return "a required key is missing"
        case "extra_forbidden":
            return "an unknown key"
        case "value_error":
            return str(detail["ctx"]["error"])
        case "union_tag_invalid":
            return f"the value {detail['ctx']['tag']!r} is not allowed"
        case "too_short" | "too_long":
            return f"the list has {len(detail['input'])} entries"
    match value:
        case None:
            return "nothing stands here"
        case dict():
            return "keys with values are not allowed here"
        case list():
            return "a list is not allowed here"
        case _:
            return f"the value {value!r} is not allowed"


def _expected(detail: Any) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing" | "extra_forbidden" | "value_error" | "union_tag_not_found":
            return ""
        case "literal_error" | "enum":
            return str(context["expected"])
        case "union_tag_invalid":
            return str(context["expected_tags"])
        case "string_type":
            return "text; write numbers and codes in quotes, so that 01 stays 01"
        case "string_pattern_mismatch":
            return f"text that matches {context['pattern']}"
        case "tuple_type" | "list_type":
            return "a list"
        case "dict_type" | "model_type":
            return "keys with values"
        case "int_type":
            return "a whole number, without quotes"
        case "bool_type":
            return "true or false, without quotes"
        case "too_short":
            return f"at least {context['min_length']}"
        case "too_long":
            return f"at most {context['max_length']}"
        case "string_too_short":
            return f"at least {context['min_length']} characters"
        case "string_too_long":
            return f"at most {context['max_length']} characters"
        case _:
            return str(detail["msg"]).removeprefix("Input should be ")


def _mend(detail: Any) -> str:
    match detail["type"]:
        case "missing" | "union_tag_not_found":
            return "add it"
        case "extra_forbidden":
            return "remove it, or correct its spelling"
        case _:
            return ""
