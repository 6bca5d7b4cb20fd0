"""The stored results of a wave, as long as they still rest on what lies in the study."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typfrage.problems import InputError, Problem
from typfrage.results.assembly import MANIFEST_FILE
from typfrage.results.run import input_hashes, results_folder
from typfrage.results.store import sha256
from typfrage.survey.study import Study, Wave

_MEND = "run `typfrage run {}` first"


def fresh_results(study: Study, wave: Wave) -> Path:
    """Return the folder of a wave's results.

    Args:
        study: The study.
        wave: The wave.

    Raises:
        InputError: There are none, they rest on other inputs than those that lie there now, or a
            stored file is missing or was changed.
    """
    results = results_folder(study, wave.id)
    mend = _MEND.format(wave.id)
    if not (results / MANIFEST_FILE).is_file():
        raise InputError(
            Problem(
                f"the wave {wave.id} has no results yet",
                str(results),
                "what the notebooks store",
                mend,
            )
        )
    manifest = json.loads((results / MANIFEST_FILE).read_text(encoding="utf-8"))
    problems = [
        *(
            Problem(f"the results are older than {name}", str(results), "results of it", mend)
            for name in _changed_inputs(manifest["inputs"], study, wave)
        ),
        *(
            Problem(what, str(results / name), "the file as a notebook stored it", mend)
            for name, what in _damaged(results, manifest["entries"])
        ),
    ]
    if problems:
        raise InputError(problems)
    return results


def _changed_inputs(used: dict[str, str], study: Study, wave: Wave) -> list[str]:
    """Return the inputs that are not what was used; a raw file that lies elsewhere is none."""
    present = input_hashes(study, wave)
    removed = used.keys() - present.keys()
    if not wave.raw_file.exists():
        removed = {name for name in removed if Path(name).name != wave.raw_file.name}
    return sorted(removed | {name for name, hash_ in present.items() if used.get(name) != hash_})


def _damaged(results: Path, entries: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in entries.values():
        for name, hash_ in entry["files"].items():
            path = results / name
            if not path.is_file():
                yield name, "this file of the results is missing"
            elif sha256(path) != hash_:
                yield name, "this file of the results was changed"
