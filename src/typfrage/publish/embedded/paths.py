"""Paths inside the book."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath


def relative(target: PurePosixPath, page: PurePosixPath) -> str:
    """Return the way from a page to a file; both are relative to the output folder."""
    return posixpath.relpath(str(target), str(page.parent))


def inside_root(target: str, chapter: PurePosixPath) -> PurePosixPath:
    """Resolve a target written in a chapter to a path relative to the project root.

    A leading slash means the root; anything else starts at the chapter's folder.
    """
    joined = target if target.startswith("/") else str(chapter.parent / target)
    return PurePosixPath(posixpath.normpath(f"/{joined.lstrip('/')}").lstrip("/"))
