"""From the notebooks' parts of the store to what the book includes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from typfrage.problems import BuildError
from typfrage.results.notebook_outputs import FOLDER as NOTEBOOKS
from typfrage.results.notebook_outputs import unreleased_outputs
from typfrage.results.stored_files import part_path, remove_part, sha256, write_json, write_text
from typfrage.survey.waves.wave import WaveFile

STATUS_FILE = "status.md"
VARIABLES_FILE = "_variables.yml"
MANIFEST_FILE = "manifest.json"
_OWN_FILES = (STATUS_FILE, VARIABLES_FILE, MANIFEST_FILE)

_SYNTHETIC = {
    "de": (
        "**Synthetische Daten.** Die hier ausgewerteten Antworten sind künstlich erzeugt. Keine "
        "Kommune hat sie gegeben."
    ),
    "en": (
        "**Synthetic data.** The answers analysed here were generated. No municipality gave them."
    ),
}


def assemble(
    folder: Path,
    notebooks: list[str],
    wave: WaveFile,
    language: str,
    republication: str = "",
    others: Callable[[], None] = lambda: None,
) -> None:
    """Write manifest, variables and data status of a wave's results.

    The manifest is removed first and written last: where it lies, everything else is whole.

    What notebooks stored that are no more is removed, and so is whatever lies there that no store
    has let through.

    Args:
        folder: ``_results/<wave>``.
        notebooks: The notebooks in order; each has closed its part of the store.
        wave: The wave's file.
        language: Language of the data status.
        republication: What was decided of publishing the wave again, for the manifest.
        others: Writes what else belongs to the results, when the data status is there.

    Raises:
        BuildError: Two notebooks stored the same id or number, one number lies below another,
            the notebooks read different inputs, a stored file was changed since, or a notebook
            shows what has not passed the disclosure rules.
    """
    _check_outputs(folder, notebooks, wave.analysis.minimum_cases)
    for path in sorted((folder / "parts").glob("*.json")):
        if path.stem not in notebooks:
            remove_part(folder, path.stem)
    parts = [json.loads(part_path(folder, name).read_text(encoding="utf-8")) for name in notebooks]
    entries: dict[str, Any] = {}
    numbers: dict[str, str] = {}
    rules: dict[str, str] = {}
    for part in parts:
        if part["inputs"] != parts[0]["inputs"]:
            first = parts[0]["notebook"]
            raise BuildError(f"{part['notebook']} read other inputs than {first}: run both again")
        rules |= part["number_rules"]
        for kind, target in (("entries", entries), ("numbers", numbers)):
            double = sorted(set(part[kind]) & set(target))
            if double:
                raise BuildError(f"{part['notebook']} stores again: {', '.join(double)}")
            target.update(part[kind])
    (folder / MANIFEST_FILE).unlink(missing_ok=True)
    _check_stored(folder, entries)
    status = _SYNTHETIC.get(language, _SYNTHETIC["en"]) if wave.synthetic else ""
    text = f"::: {{.data-status}}\n{status}\n:::\n" if status else ""
    (folder / STATUS_FILE).write_text(text, encoding="utf-8")
    variables = yaml.safe_dump(_nested(numbers), allow_unicode=True, sort_keys=True)
    (folder / VARIABLES_FILE).write_text(variables, encoding="utf-8")
    others()
    manifest = {
        "wave": wave.id,
        "synthetic": wave.synthetic,
        "inputs": parts[0]["inputs"] if parts else {},
        "entries": entries,
        "numbers": numbers,
        "number_rules": rules,
        "republication": republication,
    }
    write_json(folder / MANIFEST_FILE, manifest)


def _check_outputs(folder: Path, notebooks: list[str], minimum_cases: int) -> None:
    executed = (folder / NOTEBOOKS / f"{name}.ipynb" for name in notebooks)
    refused = {
        path: faults
        for path in executed
        if path.is_file() and (faults := unreleased_outputs(path, minimum_cases))
    }
    if refused:
        lines = [f"  {path.name}, {fault}" for path, faults in refused.items() for fault in faults]
        places = ", ".join(map(str, refused))
        raise BuildError(
            "executed notebooks are published, but not all that they show is released:\n"
            + "\n".join(lines)
            + f"\n  what they show, which may be confidential: {places}"
            "\n  to do: end the cell with a released table, or with nothing"
        )


def _check_stored(folder: Path, entries: Mapping[str, Any]) -> None:
    """Remove what no store has let through, and refuse what was changed since."""
    stored = {name: hash_ for one in entries.values() for name, hash_ in one["files"].items()}
    for path in folder.iterdir():
        if path.is_file() and path.name not in (*stored, *_OWN_FILES):
            path.unlink()
    changed = sorted(name for name, hash_ in stored.items() if sha256(folder / name) != hash_)
    if changed:
        raise BuildError(f"not as a notebook stored it: {', '.join(changed)}; run it again")


def make_current(folder: Path, root: Path) -> None:
    """Make a wave's results those that the chapters include.

    Args:
        folder: ``_results/<wave>``.
        root: The folder that holds ``_quarto.yml``.
    """
    link = root / "_results" / "current"
    draft = link.with_name("current.tmp")
    draft.unlink(missing_ok=True)
    draft.symlink_to(os.path.relpath(folder, link.parent), target_is_directory=True)
    draft.replace(link)
    variables = (folder / VARIABLES_FILE).read_text(encoding="utf-8")
    target = root / VARIABLES_FILE
    if not target.exists() or target.read_text(encoding="utf-8") != variables:
        write_text(target, variables)


def _nested(numbers: dict[str, str]) -> dict[str, Any]:
    """Turn dotted paths into nested mappings."""
    tree: dict[str, Any] = {}
    for path, text in sorted(numbers.items()):
        *branches, leaf = path.split(".")
        node = tree
        for branch in branches:
            node = node.setdefault(branch, {})
            if not isinstance(node, dict):
                raise BuildError(f"{path!r} lies below {branch!r}, which is a number itself")
        node[leaf] = text
    return tree
