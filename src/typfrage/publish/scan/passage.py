"""A piece of text of a published file, with its place, as all readers yield it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["text", "metadata", "code", "drawing"]
"""What a passage is for: people read ``text``; ``metadata`` stands beside it; ``code`` is a
program, a style or the source of a notebook; ``drawing`` holds coordinates."""


@dataclass(frozen=True)
class Passage:
    """A piece of text of a published file.

    Attributes:
        file: Path of the file, from the folder that is scanned; members of archives and attachments
            follow after ``!``.
        place: Where it stands in the file: line, cell, page, element.
        text: What stands there.
        role: What it is for.
        heading: Heading of the column, where it is a cell of a table.
    """

    file: str
    place: str
    text: str
    role: Role = "text"
    heading: str = ""


@dataclass(frozen=True)
class Unread:
    """A file that nobody looked into.

    Attributes:
        file: Its path, as in :class:`Passage`.
        reason: Why not.
    """

    file: str
    reason: str


@dataclass(frozen=True)
class Inner:
    """A file inside a file: a member, an attachment, a picture among outputs.

    Attributes:
        file: Path of the outer file, ``!`` and its own name.
        content: What it holds.
    """

    file: str
    content: bytes


Read = Iterator[Passage | Unread | Inner]

Reader = Callable[[str, bytes], Read]
"""Reads the passages of a file, given its path and its content."""
