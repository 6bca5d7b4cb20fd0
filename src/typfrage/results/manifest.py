"""The manifest of published results, read from a place that anybody may have written to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any


@dataclass(frozen=True)
class Entry:
    """What a notebook cell stored.

    Attributes:
        notebook: Name of the notebook, without suffix.
        cell: Label of its cell.
        files: sha256 by the name of the file.
    """

    notebook: str
    cell: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Manifest:
    """What results rest on and consist of.

    Attributes:
        wave: Name of the wave.
        inputs: sha256 by the name of the input.
        numbers: Numbers and words as they are printed, by their path.
        entries: Tables, figures, texts and models by their id.
    """

    wave: str
    inputs: Mapping[str, str]
    numbers: Mapping[str, str]
    entries: Mapping[str, Entry]

    @property
    def files(self) -> dict[str, str]:
        """Return the sha256 of every stored file by its name."""
        return {
            name: hash_ for entry in self.entries.values() for name, hash_ in entry.files.items()
        }


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest.

    Args:
        content: The bytes of ``manifest.json``.

    Raises:
        ValueError: It is none, or names files elsewhere.
    """
    try:
        read = json.loads(content)
        entries = {id_: _entry(entry) for id_, entry in read["entries"].items()}
        manifest = Manifest(
            str(read["wave"]), _texts(read["inputs"]), _texts(read["numbers"]), entries
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no list of results: {error!r}") from None
    elsewhere = sorted(name for name in manifest.files if not _plain(name))
    if elsewhere:
        raise ValueError(f"it names files elsewhere: {', '.join(map(repr, elsewhere))}")
    return manifest


def _entry(read: Any) -> Entry:
    return Entry(str(read["notebook"]), str(read["cell"]), _texts(read["files"]))


def _texts(read: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in read.items()}


def _plain(name: str) -> bool:
    return name == PurePosixPath(name).name and "\\" not in name and name not in ("", ".", "..")
