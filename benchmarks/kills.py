"""Builds that are killed, again and again, until they are done.

One version is in place and the other is being built, killed, built again from where that left off,
killed again, until it is done; after each blow the one or the other must be in place, whole.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.versions import BUILD, Versions
from tests.project import ROOT, command, typfrage

MOST_STEPS = 3
"""A blow falls after the start or after one of so many steps has begun: builds get on."""

LATEST_BLOW = 8.0
"""Seconds after that: longer than the longest step, so that every moment of each can be hit."""

RENAMES = 4
"""Of a build below the folder of publications: three of the swap, one of the start page."""

PATIENCE = 15.0
"""Seconds in which a kernel sees that its build is gone."""

_ROUND = ("moment", "moment", "step", "rename", "step", "rename", "step", "rename")
_GONE = (ProcessLookupError, FileNotFoundError, PermissionError)
_STEP = re.compile(r"… (.+)")
_TOLD = re.compile(r"^(?:open|write|os\.\w+) (.+)$", re.MULTILINE)
_DRAFT = re.compile(r"\.2019\.\w+\.draft")


@dataclass
class Kills:
    """What came of all blows.

    Attributes:
        steps: How often a build was struck, by kind of blow and step at work.
        brought_back: How often no publication lay there, and a command brought it back.
        finished: How many builds were finished between the blows.
        flaws: What was wrong.
    """

    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    brought_back: int = 0
    finished: int = 0
    flaws: list[str] = field(default_factory=list)


def kill_often(versions: Versions, seconds: float, rng: random.Random) -> Kills:
    """Kill builds for so long."""
    kills, version, until = Kills(), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        version = 1 - version
        versions.choose(version)
        for kind in _ROUND:
            if (step := _blow(versions.root, kind, rng)) is None:
                break
            kills.steps[kind, step] += 1
            _look(versions, kills, f"{kind}, {step}")
        done = typfrage(*BUILD, cwd=versions.root)
        kills.finished += 1
        if done.returncode or versions.state() != versions.published[version]:
            kills.flaws.append(f"the finished build differs from an undisturbed one {done.stderr}")
        kills.flaws += [f"left: {name}" for name in versions.leftovers()]
    return kills


def _look(versions: Versions, kills: Kills, where: str) -> None:
    """Look at what lies there after a blow."""
    book = versions.root / "_book" / "2019"
    if not book.exists():
        done = typfrage("scan", book, cwd=versions.root)
        kills.brought_back += book.is_dir()
        if done.returncode:
            kills.flaws.append(f"{where}: scan says {done.stderr}")
    kills.flaws += [f"{where}: {flaw}" for flaw in versions.flaws()]
    if processes := _outlive(versions.root):
        kills.flaws.append(f"{where}: {processes} processes outlive the build")


def _blow(root: Path, kind: str, rng: random.Random) -> str | None:
    """Strike a build; return the step at work, ``None`` where it was done before."""
    if kind == "moment":
        begun, after = rng.randint(0, MOST_STEPS), rng.uniform(0, LATEST_BLOW)
        return _struck_at_moment(root, begun, after, alone=rng.random() < 0.5)
    book = root / "_book"
    events, most = ("os.rename", RENAMES) if kind == "rename" else ("", 2 * _files(book))
    words = [str(book), str(rng.randrange(most)), events, *BUILD]
    log = _started(root, ["-m", "tests.blows", *words], lambda process: process.wait())
    told = _TOLD.findall(log)
    if kind == "rename" and told:
        return f"before the rename of {_DRAFT.sub('the draft', Path(told[-1]).name)}"
    return ["start", *_STEP.findall(log)][-1] if told else None


def _struck_at_moment(root: Path, begun: int, after: float, *, alone: bool) -> str | None:
    """Kill a build so long after so many steps have begun."""
    log = root / "_work" / "build.log"

    def strike(process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None and len(_begun(log)) < begun:
            time.sleep(0.05)
        with suppress(subprocess.TimeoutExpired):
            process.wait(after)
            return
        for pid in [process.pid, *([] if alone else _below_folder(root))]:
            with suppress(*_GONE):
                os.kill(pid, signal.SIGKILL)

    _, *words = command(*BUILD)
    text = _started(root, words, strike)
    if "Site: " in text:
        return None
    return steps[-1] if (steps := _STEP.findall(text)) else "start"


def _started(
    root: Path, words: list[str], strike: Callable[[subprocess.Popen[bytes]], object]
) -> str:
    """Start Python on these words, let it be struck, and return what it said."""
    log = root / "_work" / "build.log"
    python, *_ = command()
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    told = {"PYTHONUNBUFFERED": "1", "NO_COLOR": "1", "COLUMNS": "400", "PYTHONPATH": path}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [python, *words], cwd=root, stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, **told},
        )  # fmt: skip
        strike(process)
        code = process.wait()
    text = log.read_text(encoding="utf-8")
    assert code in (0, -signal.SIGKILL), text
    return text


def _begun(log: Path) -> list[str]:
    return _STEP.findall(log.read_text(encoding="utf-8"))


def _files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def _below_folder(root: Path) -> list[int]:
    """Processes that work in a folder, such as the kernels of notebooks."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(*_GONE):
            if Path(os.readlink(entry / "cwd")).is_relative_to(root):
                found.append(int(entry.name))
    return found


def _outlive(root: Path) -> int:
    """Count the processes that do not end by themselves."""
    until = time.monotonic() + PATIENCE
    while (left := len(_below_folder(root))) and time.monotonic() < until:
        time.sleep(0.05)
    return left
