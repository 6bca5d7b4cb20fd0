"""The Quarto format extension of the project: its look and filters serve both renderers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from typfrage.problems import InputError, Problem
from typfrage.publish.embedded.settings import get

_FOLDER = Path("_extensions/typfrage")
_SETTINGS = "_extension.yml"
_TYPST = "contributes.formats.typst"


def template_partials(root: Path) -> list[Path]:
    """Return the Typst files that make up the PDF's look, in the order of ``_extension.yml``."""
    return [root / _FOLDER / name for name in get(_settings(root), f"{_TYPST}.template-partials")]


def lua_filters(root: Path) -> list[Path]:
    """Return the Lua filters for the PDF in the order of ``_extension.yml``."""
    entries = get(_settings(root), f"{_TYPST}.filters")
    names = [entry["path"] if isinstance(entry, dict) else entry for entry in entries]
    return [root / _FOLDER / name for name in names]


def _settings(root: Path) -> dict[str, Any]:
    path = root / _FOLDER / _SETTINGS
    if not path.is_file():
        raise InputError(
            Problem(
                "the look of the PDF is missing",
                str(_FOLDER / _SETTINGS),
                "the format extension of the project",
                "Copy the folder _extensions from the project.",
            )
        )
    settings: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return settings
