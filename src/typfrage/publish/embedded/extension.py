"""The Quarto format extension of the project: its look and filters serve both renderers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from typfrage.publish.embedded.settings import get

FILE = "_extensions/typfrage/_extension.yml"
"""The extension's settings, relative to the project root."""
_TYPST = "contributes.formats.typst"


def template_partials(root: Path) -> list[Path]:
    """Return the Typst files that make up the PDF's look, in the order of ``_extension.yml``."""
    names = get(_settings(root), f"{_TYPST}.template-partials")
    return [(root / FILE).with_name(name) for name in names]


def lua_filters(root: Path) -> list[Path]:
    """Return the Lua filters for the PDF in the order of ``_extension.yml``."""
    entries = get(_settings(root), f"{_TYPST}.filters")
    names = [entry["path"] if isinstance(entry, dict) else entry for entry in entries]
    return [(root / FILE).with_name(name) for name in names]


def _settings(root: Path) -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load((root / FILE).read_text(encoding="utf-8"))
    return settings
