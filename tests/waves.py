"""Further waves for a study with one, made of a copy of that one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any


def add_wave(root: Path, name: str, first: str | None, **changes: Any) -> Path:
    """Copy the tiny study's wave 2019.

    Args:
        root: The study's folder.
        name: Name of the new wave.
        first: First day of its field period, which ends on the same day; ``None`` leaves it open.
        changes: What else is other in its ``wave.yml``.

    Returns:
        The folder of the new wave.
    """
    folder = root / "data" / "waves" / name
    shutil.copytree(folder.with_name("2019"), folder)
    file = json.loads((folder / "wave.yml").read_text(encoding="utf-8"))
    period = None if first is None else {"first": first, "last": first}
    write_wave(folder, {**file, "id": name, "field_period": period, **changes})
    return folder


def change_wave(folder: Path, **changes: Any) -> None:
    """Change keys of a ``wave.yml`` that was written as JSON."""
    file = json.loads((folder / "wave.yml").read_text(encoding="utf-8"))
    write_wave(folder, {**file, **changes})


def write_wave(folder: Path, content: dict[str, Any]) -> None:
    """Write JSON, which is YAML too."""
    (folder / "wave.yml").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
