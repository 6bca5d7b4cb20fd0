"""A copy of the project in a folder of its own, for tests that build it."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    "_quarto.yml", "index.qmd", "folien.qmd", "references.bib", "CITATION.cff",
    "analysis", "assets", "chapters", "data", "_extensions",
)  # fmt: skip
"""What a study of one's own consists of; the package is installed."""


TINY = "60"
SETTINGS = {
    "k_range: [1, 8]": "k_range: [2, 4]",
    "resample_starts: 30": "resample_starts: 2",
    "reference_starts: 10": "reference_starts: 2",
    "bootstrap: 1000": "bootstrap: 10",
    "gap_samples: 500": "gap_samples: 10",
    "splits: 50": "splits: 5",
    "pairs: 50": "pairs: 5",
    "null_matrices: 200": "null_matrices: 19",
    "null_replicates: 5": "null_replicates: 2",
    "certainty_replicates: 200": "certainty_replicates: 10",
}
"""What is computed often is computed rarely."""


BLOW = """\
import os, time
if "BLOW" in os.environ:
    os.kill(os.getppid(), int(os.environ["BLOW"]))
    time.sleep(600)
"""
"""A cell of a notebook that strikes the command which runs it, where a test wants that."""


def copy_project(target: Path) -> Path:
    """Copy the sources of the study, without anything generated."""
    target.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy(source, target / name)
    return target


def make_tiny(root: Path) -> Path:
    """Give a copy of the project a wave of few municipalities and few resamples."""
    done = typfrage("wave", "synthesise", "2019", "--municipalities", TINY, cwd=root)
    assert done.returncode == 0, done.stderr
    wave = root / "data" / "waves" / "2019" / "wave.yml"
    text = wave.read_text(encoding="utf-8")
    for setting, tiny in SETTINGS.items():
        assert setting in text
        text = text.replace(setting, tiny)
    wave.write_text(text, encoding="utf-8")
    return root


def made_once(shared: Path, name: str, make: Callable[[Path], str]) -> tuple[Path, str]:
    """Make a project once for all processes of the tests.

    Args:
        shared: A folder that all processes of the tests share.
        name: Name of the project.
        make: Makes it in the folder that it is called with, and returns what is said of it.

    Returns:
        Its folder, and what was said.
    """
    root, said = shared / name / "project", shared / f"{name}.txt"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.is_file():
            said.write_text(make(root), encoding="utf-8")
    return root, said.read_text(encoding="utf-8")


def typfrage(
    *arguments: str | Path, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def started(*arguments: str | Path, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the command line beside the test; nothing of it runs on when the test ends."""
    with subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def wait_for(words: str, stream: IO[str] | None) -> None:
    """Read what a process says until it says these words."""
    assert stream is not None
    assert any(words in line for line in stream), f"it ended without saying {words!r}"


def command(*arguments: str | Path) -> list[str]:
    """Return the words of a call of the command line."""
    return [sys.executable, "-m", "typfrage", *map(str, arguments)]


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
