"""``ro-crate-metadata.json``: what lies in the bundle, whose it is, and which run made it.

Sizes of files are left out: `typfrage scan` could not tell them from rare answers, such as numbers
of inhabitants, and the zip tells them.

Source: RO-Crate 1.2, https://w3id.org/ro/crate/1.2, "Provenance of entities" for the runs.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from typfrage.publish.bundle.archive import SUMS_FILE
from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.part import Part, json_bytes
from typfrage.publish.bundle.published import Published
from typfrage.publish.bundle.ro_crate_runs import Entity, absent_inputs, file_id, run_id, runs
from typfrage.publish.bundle.software import BILL_FILE
from typfrage.results.language import speaker

METADATA_FILE = "ro-crate-metadata.json"

_CONTEXT = "https://w3id.org/ro/crate/1.2/context"
_PROFILE = "https://w3id.org/ro/crate/1.2"
_NO_LICENCE = "#no-licence"
_PYTHON = "https://www.python.org/"

_PROGRAM: Entity = {
    "@type": ["File", "SoftwareSourceCode"],
    "programmingLanguage": {"@id": _PYTHON},
    "softwareRequirements": {"@id": BILL_FILE},
}
"""What makes a notebook an instrument."""


def ro_crate(facts: Facts, published: Published, parts: Sequence[Part]) -> bytes:
    """Return the metadata of the crate.

    Args:
        facts: What is told of the study.
        published: Which notebook stored what, from which inputs.
        parts: All other files of the bundle.
    """
    entities = [
        {
            "@id": METADATA_FILE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _PROFILE},
            "about": {"@id": "./"},
        },
        _root(facts, published, parts),
        *_people(facts),
        *_licences(facts, parts),
        _python(),
        *_files(facts, parts),
        *absent_inputs(facts, published, parts),
        *runs(facts, published, parts),
    ]
    return json_bytes({"@context": _CONTEXT, "@graph": entities})


def _root(facts: Facts, published: Published, parts: Sequence[Part]) -> Entity:
    listed = [{"@id": _author_id(at)} for at, _ in enumerate(facts.authors, 1)]
    authors = listed[0] if len(listed) == 1 else listed
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": facts.name,
        "description": f"{facts.status} {facts.description}",
        "datePublished": facts.published.isoformat(),
        "inLanguage": facts.language,
        "license": _licence(facts.licences.content),
        "author": authors,
        "publisher": authors,
        "hasPart": [{"@id": file_id(path)} for path in (*(part.path for part in parts), SUMS_FILE)],
        "mentions": [{"@id": run_id(name)} for name in published.notebooks],
    }


def _people(facts: Facts) -> Iterator[Entity]:
    """The authors: who of them is a person and who an organisation, no file of the study says."""
    for at, name in enumerate(facts.authors, 1):
        yield {"@id": _author_id(at), "@type": ["Person", "Organization"], "name": name}


def _licences(facts: Facts, parts: Sequence[Part]) -> Iterator[Entity]:
    say = speaker(facts.language)
    named = {part.licence for part in parts if not _is_licence(part)} | {facts.licences.content}
    for licence in sorted(named - {""}):
        yield {**_licence(licence), "@type": "CreativeWork", "name": licence}
    if "" in named:
        yield {
            "@id": _NO_LICENCE,
            "@type": "CreativeWork",
            "name": say("keine Lizenz angegeben"),
            "description": say("Wer diese Datei weiterverwenden will, fragt die Urheber."),
        }


def _python() -> Entity:
    return {
        "@id": _PYTHON,
        "@type": "ComputerLanguage",
        "name": "Python",
        "url": _PYTHON,
        "version": platform.python_version(),
    }


def _files(facts: Facts, parts: Sequence[Part]) -> Iterator[Entity]:
    for part in parts:
        instrument = part.path.startswith("notebooks/") and part.path.endswith(".ipynb")
        yield {
            "@id": file_id(part.path),
            "@type": "File",
            "name": PurePosixPath(part.path).name,
            "description": part.title,
            "encodingFormat": part.media_type,
            "sha256": part.sha256,
            **({} if _is_licence(part) else {"license": _licence(part.licence)}),
            **(_PROGRAM if instrument else {}),
        }
    say = speaker(facts.language)
    yield {
        "@id": SUMS_FILE,
        "@type": "File",
        "name": SUMS_FILE,
        "description": say("Prüfsummen aller Dateien"),
        "encodingFormat": "text/plain",
    }


def _is_licence(part: Part) -> bool:
    """Tell whether a file is the text of a licence, which is under none."""
    return part.path.startswith("LICENSE")


def _licence(licence: str) -> Mapping[str, str]:
    return {"@id": f"https://spdx.org/licenses/{licence}" if licence else _NO_LICENCE}


def _author_id(at: int) -> str:
    return f"#author-{at}"
