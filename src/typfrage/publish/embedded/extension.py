"""The Quarto format extension of the project: its look and filters serve both renderers."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from typfrage.problems import InputError, Problem
from typfrage.publish.book_files import is_book_file, read_book_yaml
from typfrage.publish.embedded.settings import get

FILE = "_extensions/typfrage/_extension.yml"
"""The extension's settings, relative to the project root."""
_TYPST = "contributes.formats.typst"


def template_partials(root: Path) -> list[Path]:
    """Return the Typst files that make up the PDF's look, in the order of ``_extension.yml``."""
    names = get(_settings(root), f"{_TYPST}.template-partials")
    return [_beside(root, name) for name in names or ()]


def lua_filters(root: Path) -> list[Path]:
    """Return the Lua filters for the PDF in the order of ``_extension.yml``."""
    entries = get(_settings(root), f"{_TYPST}.filters") or ()
    names = [entry["path"] if isinstance(entry, dict) else entry for entry in entries]
    return [_beside(root, name) for name in names]


def _beside(root: Path, name: Any) -> Path:
    path = PurePosixPath(FILE).parent / str(name)
    if not is_book_file(root, path):
        what, expected = f"the extension has no file {name!r}", "a file beside these settings"
        raise InputError(Problem(what, FILE, expected, "restore the extension"))
    return root / path


def _settings(root: Path) -> dict[str, Any]:
    document = read_book_yaml(root, FILE)
    return {} if document is None else document.content
