"""The complaints of pydantic about a YAML file, in the words of the person who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from typfrage.problems import Problem
from typfrage.survey.yaml_files.yaml_document import Document

_LONGEST = 200
_EXPECTED = {
    "missing": "",
    "extra_forbidden": "",
    "value_error": "",
    "union_tag_not_found": "",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "union_tag_invalid": "{expected_tags}",
    "string_type": "text; write numbers and codes in quotes, so that 01 stays 01",
    "string_pattern_mismatch": "text that matches {pattern}",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "int_type": "a whole number, without quotes",
    "date_type": "a day such as 2024-03-31, without quotes",
    "bool_type": "true or false, without quotes",
    "too_short": "at least {min_length}",
    "too_long": "at most {max_length}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
}
"""What is allowed, by the type of pydantic's complaint; its context fills the braces."""


MOST = 1000
"""So many complaints about one file are listed; whoever mends them sees the others."""


def complaints(document: Document, error: ValidationError) -> list[Problem]:
    """Say what a model refused, and where.

    Args:
        document: The file.
        error: What pydantic says about its content.

    Returns:
        One problem a place: what the branches of a union expect is joined, and what only follows
        from other complaints is left out.
    """
    details = error.errors(include_url=False)[:MOST]
    problems: dict[tuple[str, str], Problem] = {}
    for detail in details:
        if _is_consequence(detail, details):
            continue
        problem = _problem(document, detail)
        before = problems.get((problem.where, problem.what))
        if before is not None:
            problem = replace(problem, expected=f"{before.expected}, or {problem.expected}")
        problems[problem.where, problem.what] = problem
    return list(problems.values())


def _is_consequence(detail: Any, details: Sequence[Any]) -> bool:
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


def _problem(document: Document, detail: Any) -> Problem:
    keys = [key for key in detail["loc"] if not _is_union_tag(key)]
    if detail["type"] in ("union_tag_invalid", "union_tag_not_found"):
        keys.append(str(detail["ctx"]["discriminator"]).strip("'"))
    absent = detail["type"] in ("missing", "union_tag_not_found")
    where = document.where(keys, absent)
    return Problem(_what(detail), where, _expected(detail), _mend(detail))


def _is_union_tag(key: int | str) -> bool:
    return isinstance(key, str) and (key.startswith("kind=") or "[" in key)


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
            return f"the value {_short(value)} is not allowed"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _expected(detail: Any) -> str:
    known = _EXPECTED.get(detail["type"])
    if known is None:
        return str(detail["msg"]).removeprefix("Input should be ")
    return known.format(**detail.get("ctx", {}))


def _mend(detail: Any) -> str:
    match detail["type"]:
        case "missing" | "union_tag_not_found":
            return "add it"
        case "extra_forbidden":
            return "remove it, or correct its spelling"
        case "list_type" | "tuple_type" if detail.get("input") is None:
            return "fill it in, or write [] for none"
        case "dict_type" | "model_type" if detail.get("input") is None:
            return "fill it in, or remove the line"
        case _:
            return "fill it in" if detail.get("input") is None else ""
