"""A YAML file as a pydantic model, with errors that name the place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from typfrage.problems import InputError, Problem
from typfrage.survey.yaml_files.yaml_complaints import complaints
from typfrage.survey.yaml_files.yaml_document import Place, read_document

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """Base of everything that is read from YAML: no unknown key, nothing converted silently.

    Infinity and "not a number" are no numbers: every comparison with a bound would let them pass.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Flaw(NamedTuple):
    """What contradicts what in a file whose parts are each well-formed.

    Attributes:
        place: Where the value stands.
        what: The contradiction, with the value.
        expected: What is allowed there.
    """

    place: Place
    what: str
    expected: str = ""


def load_yaml(
    path: Path,
    model: type[Model],
    flaws: Callable[[Model], Iterable[Flaw]] | None = None,
    name: str | None = None,
) -> Model:
    """Read a YAML file and check it against its model.

    Args:
        path: The file.
        model: What the file must look like.
        flaws: Finds contradictions between well-formed parts, also with other files.
        name: How complaints call the file; its own name if left out.

    Returns:
        The checked content.

    Raises:
        InputError: The file is missing, is not YAML, or breaks the model; every broken place is
            listed with its line, its path in the file, its value, and what is allowed.
    """
    document = read_document(path, name)
    try:
        loaded = model.model_validate(document.content)
    except ValidationError as error:
        raise InputError(complaints(document, error)) from None
    found = tuple(flaws(loaded)) if flaws else ()
    if found:
        raise InputError(
            Problem(flaw.what, document.where(flaw.place), flaw.expected) for flaw in found
        )
    return loaded
