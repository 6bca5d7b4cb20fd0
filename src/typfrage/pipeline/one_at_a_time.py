"""One command at a time may write what a study generates.

The operating system holds the lock, so that a process that was killed leaves none behind. Whoever
gets it next mends what that process left.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from typfrage.problems import BuildError
from typfrage.publish.publication import left_behind, recover
from typfrage.publish.start_page import BOOKS

LOCK = Path("_work") / "lock"
"""Below the study; waves share what chapters include, so that each of them has not its own."""

HOLDER = LOCK.with_suffix(".txt")


@contextmanager
def one_at_a_time(root: Path, doing: str) -> Iterator[None]:
    """Hold the study's lock; meant for everything that writes generated files.

    Publications that a killed command left aside are back in their places.

    Args:
        root: The study's folder.
        doing: What is going to be done, for whoever comes second.

    Raises:
        BuildError: Another process holds it; the message says which, and since when.
    """
    path, holder = root / LOCK, root / HOLDER
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise BuildError(_told(root, holder)) from None
    try:
        started = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
        holder.write_text(f"{doing}, process {os.getpid()}, since {started}", encoding="utf-8")
        recover(root / BOOKS)
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def mend(root: Path) -> None:
    """Bring back publications that a killed command left aside, before something reads them.

    Where a command is at work, or nothing may be written, all stays as it is.
    """
    if left_behind(root / BOOKS):
        with suppress(BuildError, OSError), one_at_a_time(root, "mending publications"):
            pass


def _told(root: Path, holder: Path) -> str:
    try:
        by = holder.read_text(encoding="utf-8")
    except OSError:
        by = "another process"
    return (
        f"something is at work on the study in {root.absolute()}: {by}\n"
        "  to do: wait until it is done, or end it, and try again"
    )
