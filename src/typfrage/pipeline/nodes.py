"""What a task depends on and produces, as pytask sees it: a state that changes with the content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from typfrage.results.stored_files import part_path

PACKAGES = (
    "numpy", "pandas", "scipy", "scikit-learn", "statsmodels", "matplotlib", "seaborn",
    "pyarrow", "pandera", "joblib",
)  # fmt: skip
"""Libraries whose version can change a result."""


@dataclass
class Node:
    """A thing whose state decides whether a task must run.

    Attributes:
        name: What a person calls it.
        content: Returns a hash of its content, or ``None`` where it is missing.
        attributes: Required by pytask.
    """

    name: str
    content: Callable[[], str | None]
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """Identity of the node between two runs."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    def state(self) -> str | None:
        """Return the state of the content."""
        return self.content()

    def load(self, is_product: bool = False) -> None:
        """Tasks read their files themselves."""

    def save(self, value: Any) -> None:
        """Tasks write their files themselves."""


def files(name: str, paths: Callable[[], list[Path]]) -> Node:
    """Return a node for several files; it is missing where one of them is, or where none is."""

    def content() -> str | None:
        found = sorted(set(paths()))
        if not found or not all(path.is_file() for path in found):
            return None
        return _joint([(path.name, _file_hash(path)) for path in found])

    return Node(name, content)


def names(name: str, listed: Sequence[str]) -> Node:
    """Return a node for a list of names, so that one that is dropped is a change, too."""
    return Node(name, lambda: _joint([(one, "") for one in listed]))


def folder(name: str, path: Path, *suffixes: str) -> Node:
    """Return a node for all files below a folder, or those with one of these suffixes."""

    def content() -> str | None:
        found = [
            file
            for file in sorted(path.rglob("*"))
            if file.is_file() and "__pycache__" not in file.parts
            if not suffixes or file.suffix in suffixes
        ]
        if not found:
            return None
        return _joint([(str(file.relative_to(path)), _file_hash(file)) for file in found])

    return Node(name, content)


def stored(name: str, results: Path, notebook: str) -> Node:
    """Return a node for everything that a notebook stored."""

    def content() -> str | None:
        part = part_path(results, notebook)
        if not part.is_file():
            return None
        entries = json.loads(part.read_text(encoding="utf-8"))["entries"]
        names = [part, *(results / file for entry in entries.values() for file in entry["files"])]
        if not all(path.is_file() for path in names):
            return None
        return _joint([(path.name, _file_hash(path)) for path in names])

    return Node(name, content)


def environment() -> Node:
    """Return a node for the versions of the libraries that compute."""

    def content() -> str:
        return _joint([(package, _version(package)) for package in PACKAGES])

    return Node("versions of the libraries", content)


def _joint(parts: list[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _file_hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
