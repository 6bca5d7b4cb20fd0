"""One file of a bundle, and what is said of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MEDIA_TYPES = {
    "csv": "text/csv",
    "html": "text/html",
    "ipynb": "application/x-ipynb+json",
    "json": "application/json",
    "lock": "text/plain",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "sav": "application/x-spss-sav",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "yml": "application/yaml",
}


@dataclass(frozen=True)
class Part:
    """One file of a bundle.

    Attributes:
        path: Its place in the bundle, with slashes.
        content: Its bytes.
        title: What it is, in the language of the report.
        licence: SPDX identifier, empty where none is stated or the text of one is meant.
    """

    path: str
    content: bytes
    title: str
    licence: str = ""

    @property
    def sha256(self) -> str:
        """Hash of the content."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def media_type(self) -> str:
        """Media type, by the suffix."""
        return _MEDIA_TYPES.get(self.path.rpartition(".")[2].lower(), "application/octet-stream")


def json_bytes(content: Mapping[str, Any]) -> bytes:
    """Write JSON that is the same for the same content, in the order in which it is given."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8")
