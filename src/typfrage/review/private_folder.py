"""A folder for microdata that is removed in any case: where its process is killed, by the next one.

Temporary folders may be shared with other users, who can put anything there under any name. What is
removed is therefore this user's own, open to nobody else, and no link.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_LOCK, _CONTENT = "lock", "content"
"""The operating system frees the lock of a killed process; microdata come after it was taken."""


@contextmanager
def private_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Make a folder that only this user can read, and remove it at the end.

    What killed processes left in the same place under the same prefix is removed before.

    Args:
        parent: Where it lies; other users may write there, too.
        prefix: Beginning of its name, for this purpose alone.

    Yields:
        An empty folder.
    """
    remove_abandoned(parent, prefix)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as name:
        folder = Path(name).resolve()
        with FileLock(folder / _LOCK, timeout=0):
            content = folder / _CONTENT
            content.mkdir()
            try:
                yield content
            finally:
                shutil.rmtree(content, ignore_errors=True)


def remove_abandoned(parent: Path, prefix: str) -> None:
    """Remove the private folders of processes that are gone.

    Args:
        parent: Where they lie.
        prefix: Beginning of their names.
    """
    for folder in parent.glob(f"{prefix}*"):
        with suppress(Timeout, OSError):
            # What has no content yet may belong to a process that has not taken its lock so far.
            if _is_private(folder) and (folder / _CONTENT).is_dir():
                with FileLock(folder / _LOCK, timeout=0):
                    shutil.rmtree(folder / _CONTENT)
                shutil.rmtree(folder)


def _is_private(folder: Path) -> bool:
    """Tell whether it is a folder of this user, and of nobody else."""
    found = folder.lstat()
    if os.name == "nt":  # There every user has a temporary folder, and no such number.
        return stat.S_ISDIR(found.st_mode)
    others = found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not others
