"""SIGKILL just before every single step by which a process changes files.

Python tells audit hooks of each step before it is taken (PEP 578), so that the blow after a step is
the blow before the next one. Where a file is opened to be written, it is struck twice: before,
and when the file is there and empty.

``python -m tests.blows FOLDER NUMBER KIND WORD …`` runs the command line with these words and
strikes before the step of that kind and number; all kinds count where KIND is empty.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

_STEPS = ("os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def every_blow(folder: Path, do: Callable[[], object], kind: str = "") -> Iterator[str]:
    """Do something again and again, each time in a process that is killed one step later.

    Args:
        folder: Steps outside it are not counted, but where whole trees are removed.
        do: What is done; the caller makes its folder as it was before each time.
        kind: The kind of steps that are counted, such as ``os.rename``; all if left out.

    Yields:
        Before which step the process was killed, while its files lie as they lay then. It ends
        when nothing is left to be struck, and everything is done.
    """
    number = 0
    while step := _struck(do, partial(Blow, folder, number, kind)):
        yield step
        number += 1


def _struck(do: Callable[[], object], blow: Callable[[int], Blow]) -> str:
    """Do it in a child that kills itself before a step; say which, nothing if it came through."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            sys.addaudithook(blow(writing))
            do()
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        step = pipe.read()
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended == (-signal.SIGKILL if step else 0), f"{step or 'no blow'}: {ended}"
    return step


class Blow:
    """A hook that counts steps and kills before one of them.

    Args:
        folder: Steps outside it are not counted.
        number: So many steps are taken before.
        kind: The kind of steps that are counted; all where it is empty.
        told: Where the step is written to, a file descriptor.
    """

    def __init__(self, folder: Path, number: int, kind: str, told: int) -> None:
        self.folder, self.left, self.kind, self.told = os.path.realpath(folder), number, kind, told

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take notice of what Python is about to do."""
        if self.kind not in ("", event):
            return
        if event == "open":
            path, _, flags = arguments
            if flags & _WRITING and self._is_below(path):
                self._strike(f"open {path}")
                self._strike(f"write {path}", lambda: _make_empty(path))
        elif event in _STEPS and (self._is_below(arguments[0]) or _has_own_folder(arguments)):
            self._strike(f"{event} {arguments[0]}")

    def _is_below(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.path.realpath(
            os.path.dirname(path)
        ).startswith(self.folder)

    def _strike(self, step: str, last: Callable[[], object] = lambda: None) -> None:
        self.left -= 1
        if self.left == -1:
            last()
            os.write(self.told, step.encode())
            os.kill(os.getpid(), signal.SIGKILL)


def _has_own_folder(arguments: tuple[Any, ...]) -> bool:
    """Tell whether a path is relative to an open folder, as where a whole tree is removed."""
    return isinstance(arguments[-1], int) and arguments[-1] >= 0 and len(arguments) == 2


def _make_empty(path: str) -> None:
    with Path(path).open("wb"):
        pass


def _main(folder: str, number: str, kind: str, *words: str) -> None:
    from typfrage.cli import main

    sys.addaudithook(Blow(Path(folder), int(number), kind, sys.stderr.fileno()))
    sys.argv = ["typfrage", *words]
    main()


if __name__ == "__main__":
    _main(*sys.argv[1:])
