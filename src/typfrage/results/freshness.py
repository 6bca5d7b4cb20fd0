"""The stored results of a wave, as long as they still rest on what lies in the study."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from typfrage.problems import InputError, Problem
from typfrage.results.assembly import MANIFEST_FILE
from typfrage.results.manifest import Manifest, read_manifest
from typfrage.results.run import (
    exact_hashes,
    hashes_cleaned,
    input_hashes,
    named_inputs,
    results_folder,
)
from typfrage.results.stored_files import sha256
from typfrage.survey.waves.study import Study, Wave

_NAMED = 3


def fresh_results(study: Study, wave: Wave, needed: Collection[str] | None = None) -> Path:
    """Return the folder of a wave's results.

    Args:
        study: The study.
        wave: The wave.
        needed: Names of the stored files that are going to be read; all if left out.

    Raises:
        InputError: There are none, they rest on other inputs than those that lie there now, or a
            needed file is missing, was changed, or was not stored with them.
    """
    results = results_folder(study, wave.id)
    expected, mend = "what the notebooks store", f"run `typfrage run {wave.id}` first"
    path = results / MANIFEST_FILE
    if not path.is_file():
        what = f"the wave {wave.id} has no results yet"
        raise InputError(Problem(what, str(results), expected, mend))
    try:
        manifest = read_manifest(path.read_bytes())
    except ValueError:
        what = "this file cannot be read as the list of the results"
        raise InputError(Problem(what, str(path), expected, mend)) from None
    wrong = [*_changed_inputs(manifest.inputs, study, wave), *_damaged(results, manifest, needed)]
    if wrong:
        raise InputError(Problem(what, str(results), expected, mend) for what in wrong)
    return results


def _changed_inputs(used: Mapping[str, str], study: Study, wave: Wave) -> Iterator[str]:
    """Name the inputs that are not what was used; a raw file that is not here is none.

    Of those whose hash is withheld, the kept clean answers tell.
    """
    removed = used.keys() - named_inputs(study, wave).keys()
    present = input_hashes(study, wave)
    other = {name for name, hash_ in present.items() if used.get(name) != hash_}
    cleaned = hashes_cleaned(study, wave)
    exact = exact_hashes(study, wave).items()
    other |= {name for name, hash_ in exact if cleaned.get(name, hash_) != hash_}
    if changed := sorted(removed | other):
        yield f"the results are older than {_listed(changed)}"


def _damaged(results: Path, manifest: Manifest, needed: Collection[str] | None) -> Iterator[str]:
    stored = manifest.files
    asked = sorted(stored.keys() if needed is None else needed)
    there = [name for name in asked if (results / name).is_file()]
    for kind, names in (
        ("missing", [name for name in asked if name in stored and name not in there]),
        (
            "not as a notebook stored them",
            [name for name in there if stored.get(name) != sha256(results / name)],
        ),
    ):
        if names:
            count = "a file" if len(names) == 1 else f"{len(names)} files"
            yield f"{count} of the results, {_listed(names)}, {_are(names, kind)}"


def _are(names: Sequence[str], kind: str) -> str:
    return f"is {kind.replace('them', 'it')}" if len(names) == 1 else f"are {kind}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
