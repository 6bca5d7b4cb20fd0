"""The files of the store: whose they are, their hashes, and the part of each notebook."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

KEYED = "hmac-sha256:"
"""What a hash begins with that is not of the file alone."""


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
    draft = path.with_suffix(path.suffix + ".tmp")
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(path)


def sha256(path: Path) -> str:
    """Return the hash of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def keyed_sha256(path: Path, key: Path) -> str:
    """Return a hash of a file that only whoever has another file can compute.

    Source: RFC 2104, https://www.rfc-editor.org/rfc/rfc2104.

    Returns:
        ``hmac-sha256:`` and the digits.
    """
    digest = hmac.new(key.read_bytes(), path.read_bytes(), hashlib.sha256).hexdigest()
    return f"{KEYED}{digest}"


def shortened(digest: str, digits: int) -> str:
    """Return the first digits of a hash, and what kind it is if it is keyed."""
    kind = KEYED if digest.startswith(KEYED) else ""
    return digest[: len(kind) + digits]
