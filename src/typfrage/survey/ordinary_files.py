"""Reading files that others wrote: ordinary ones, of bounded size, as they were when opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from typfrage.problems import InputError, Problem

LARGEST = 1 << 30
"""Bytes; a million answers to 150 questions take two thirds of it, each cell in quotes."""

_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def size_of(path: Path, name: str, largest: int = LARGEST) -> int:
    """Return how many bytes a file has, if it may be read.

    A pipe or device is refused, because reading it may never end.

    Args:
        path: The file.
        name: How complaints call it.
        largest: Bytes that it may have.

    Raises:
        InputError: It is no ordinary file, or too large.
        OSError: It is missing, or may not be looked at.
    """
    status = path.stat()
    kind = next((what for is_, what in _KINDS if is_(status.st_mode)), None)
    if kind is not None:
        mend = "name the file in it" if kind == "a folder" else "save it as a file first"
        raise InputError(Problem(f"this is {kind}", name, "an ordinary file", mend))
    if status.st_size > largest:
        raise InputError(
            Problem(
                f"the file has {status.st_size:,} bytes",
                name,
                f"at most {largest:,} bytes",
                "check whether it is the right file; leave out what is not needed",
            )
        )
    return status.st_size


def read_whole(path: Path, name: str, largest: int = LARGEST) -> bytes:
    """Read a file as a whole.

    Args:
        path: The file.
        name: How complaints call it.
        largest: Bytes that it may have.

    Raises:
        InputError: It is no ordinary file, too large, or grows or shrinks while it is read.
        OSError: It is missing, or may not be read.
    """
    size = size_of(path, name, largest)
    with path.open("rb") as file:
        content = file.read(size + 1)
    if len(content) != size:
        raise InputError(
            Problem(
                "the file changed while it was read",
                name,
                "a file that stays as it is",
                "wait until it is complete, then try again",
            )
        )
    return content


def inside(path: Path, folder: Path) -> bool:
    """Tell whether a path lies in a folder, links followed; one that leads in circles does not.

    Args:
        path: It need not exist.
        folder: The folder.
    """
    try:
        real = Path(os.path.realpath(path))
        return real.is_relative_to(os.path.realpath(folder)) and not real.is_symlink()
    except (OSError, ValueError):
        return False
