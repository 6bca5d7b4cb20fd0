"""The runs in ``ro-crate-metadata.json``: from which inputs a notebook made which results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.part import Part
from typfrage.publish.bundle.published import Published
from typfrage.results.language import speaker
from typfrage.results.numbers import WITHHELD

Entity = dict[str, Any]
"""What the crate tells of one thing."""


def absent_inputs(facts: Facts, published: Published, parts: Sequence[Part]) -> Iterator[Entity]:
    """Yield the inputs that the bundle does not hold, by their hashes.

    Args:
        facts: What is told of the study.
        published: The inputs.
        parts: The files of the bundle.
    """
    say = speaker(facts.language)
    for name, hash_ in sorted(published.inputs.items()):
        if _held(hash_, parts) is None:
            yield {
                "@id": _absent_id(name),
                "@type": "CreativeWork",
                "name": name,
                "description": say("Diese Datei liegt dem Bündel nicht bei."),
                **({} if hash_ == WITHHELD else {"sha256": hash_}),
            }


def runs(facts: Facts, published: Published, parts: Sequence[Part]) -> Iterator[Entity]:
    """Yield an action for each notebook that stored something.

    Args:
        facts: What is told of the study.
        published: Which notebook stored what, from which inputs.
        parts: The files of the bundle.
    """
    say = speaker(facts.language)
    objects = [
        {"@id": _held(hash_, parts) or _absent_id(name)}
        for name, hash_ in sorted(published.inputs.items())
    ]
    for name in published.notebooks:
        stored = sorted(f"results/{file}" for file, by in published.files.items() if by == name)
        executed = f"notebooks/{name}.html"
        yield {
            "@id": run_id(name),
            "@type": "CreateAction",
            "name": say("Lauf des Notebooks {name}", name=name),
            "instrument": {"@id": file_id(f"notebooks/{name}.ipynb")},
            "object": objects,
            "result": [{"@id": file_id(path)} for path in (executed, *stored)],
        }


def _held(hash_: str, parts: Sequence[Part]) -> str | None:
    """The place of a file of this content among the inputs."""
    inputs = (part for part in parts if part.path.startswith(("data/", "microdata/")))
    return next((file_id(part.path) for part in inputs if part.sha256 == hash_), None)


def file_id(path: str) -> str:
    """Return the identifier of a file of the bundle: its path as a relative URI."""
    return quote(path)


def run_id(notebook: str) -> str:
    """Return the identifier of the run of a notebook."""
    return f"#run-{quote(notebook)}"


def _absent_id(name: str) -> str:
    return f"#input-{quote(name, safe='')}"
