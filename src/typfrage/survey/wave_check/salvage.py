"""Going on with what is sound in a YAML file, so that all that is wrong is found at once."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from typfrage.problems import InputError, Problem
from typfrage.survey.yaml_files.yaml_complaints import complaints
from typfrage.survey.yaml_files.yaml_document import Document, Place, read_document

Model = TypeVar("Model", bound=BaseModel)

_MOST_ROUNDS = 20
"""A part that is left out may leave another one broken; deeper files than ours are given up."""


@dataclass(frozen=True)
class Salvaged(Generic[Model]):
    """What could be read of a YAML file.

    Attributes:
        model: The content without its broken parts; ``None`` where nothing can be made of it.
        document: The file, to say where something stands; ``None`` where it is no YAML.
        problems: What is wrong with it.
        lost: Places that were left out or filled with something harmless.
    """

    model: Model | None
    document: Document | None
    problems: tuple[Problem, ...] = ()
    lost: tuple[Place, ...] = ()


def salvage(
    path: Path, model: type[Model], harmless: Mapping[Place, Any], name: str | None = None
) -> Salvaged[Model]:
    """Read a YAML file, leaving out what breaks its model.

    Args:
        path: The file.
        model: What the file must look like.
        harmless: What stands in for parts that must be there.
        name: How complaints call the file; its own name if left out.
    """
    try:
        document = read_document(path, name)
    except InputError as error:
        return Salvaged(None, None, error.problems)
    content = deepcopy(document.content)
    problems: tuple[Problem, ...] = ()
    lost: list[Place] = []
    for _ in range(_MOST_ROUNDS):
        try:
            return Salvaged(model.model_validate(content), document, problems, tuple(lost))
        except ValidationError as error:
            problems = problems or tuple(complaints(document, error))
            places = [_place(content, tuple(each["loc"]), harmless) for each in error.errors()]
        if not all(places):
            break
        for place in sorted(set(places), key=_from_behind, reverse=True):
            _put(content, place, harmless)
        lost += places
    return Salvaged(None, document, problems, tuple(lost))


def _place(content: Any, loc: tuple[Any, ...], harmless: Mapping[Place, Any]) -> Place:
    """The part to leave out: one that has a substitute, or the deepest that the file holds."""
    if loc in harmless:
        return loc
    place: list[Any] = []
    for key in loc:
        if not _holds(content, key):
            break
        content = content[key]
        place.append(key)
    return tuple(place)


def _holds(content: Any, key: int | str) -> bool:
    if isinstance(content, list):
        return isinstance(key, int) and key < len(content)
    return isinstance(content, dict) and key in content


def _put(content: Any, place: Place, harmless: Mapping[Place, Any]) -> None:
    """Fill a place with its substitute, or remove it."""
    parent: Any = content
    for key in place[:-1]:
        if not _holds(parent, key):
            return
        parent = parent[key]
    if place in harmless and isinstance(parent, dict):
        parent[place[-1]] = deepcopy(harmless[place])
    elif _holds(parent, place[-1]):
        del parent[place[-1]]


def _from_behind(place: Place) -> tuple[tuple[int, str], ...]:
    """An order in which removing entries of a list moves none that is still to be removed."""
    return tuple((key, "") if isinstance(key, int) else (0, key) for key in place)
