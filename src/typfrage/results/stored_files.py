"""The files of the store: whose they are, their hashes, and the part of each notebook."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def part_path(folder: Path, notebook: str) -> Path:
    """Return where a notebook's part of the manifest lies."""
    return folder / "parts" / f"{notebook}.json"


def remove_part(folder: Path, notebook: str) -> None:
    """Remove everything that a notebook stored, but no file that another one has stored since."""
    path = part_path(folder, notebook)
    if path.exists():
        for name in _stored_files(path) - _stored_by_others(folder, notebook):
            (folder / name).unlink(missing_ok=True)
        path.unlink()


def _stored_by_others(folder: Path, notebook: str) -> set[str]:
    own = part_path(folder, notebook)
    parts = (path for path in own.parent.glob("*.json") if path != own)
    return {name for path in parts for name in _stored_files(path)}


def _stored_files(part: Path) -> set[str]:
    entries = json.loads(part.read_text(encoding="utf-8"))["entries"]
    return {name for entry in entries.values() for name in entry["files"]}


def write_json(path: Path, content: Any) -> None:
    """Write JSON that is the same for the same content, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all; its folder is there."""
    draft = path.with_suffix(path.suffix + ".tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def sha256(path: Path) -> str:
    """Return the hash of a file's content."""
    return sha256_of(path.read_bytes())


def sha256_of(content: bytes) -> str:
    """Return the hash of a content."""
    return hashlib.sha256(content).hexdigest()
