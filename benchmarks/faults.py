"""Builds that are killed, starved of disk space or refused their folders.

``python -m benchmarks.faults`` takes about half an hour, and writes ``faults.md`` beside this
file. It needs Linux, and for the faults of disks the right to mount.

A tiny wave is built in two versions, whose publications are known byte by byte. Then one version is
in place and the other is being built, killed at a random moment, built again from where that left
off, killed again, until it is done; after each blow the one or the other must be in place, whole.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.project import command, contents, copy_project, make_tiny, typfrage

HERE = Path(__file__).parent
BUILD = ("build", "2019", "--renderer", "embedded")
MOST_STEPS = 3
"""A blow falls after the start or after one of so many steps has begun: builds get on."""

LATEST_BLOW = 8.0
"""Seconds after that: longer than the longest step, so that every moment of each can be hit."""

PATIENCE = 15.0
"""Seconds in which a kernel sees that its build is gone."""

FREE = (0, 64, 256, 1024, 2048, 4096, 8192, 12_288)
"""KiB of disk space that a build finds."""

_GONE = (ProcessLookupError, FileNotFoundError, PermissionError)
_STEP = re.compile(r"… (.+)")


class Versions:
    """Two versions of a tiny study in one folder, and what each of them publishes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wave = root / "data" / "waves" / "2019" / "wave.yml"
        self._text = self.wave.read_text(encoding="utf-8")
        self.published = []
        for version in (0, 1):
            self.choose(version)
            done = typfrage(*BUILD, cwd=root)
            assert done.returncode == 0, done.stdout + done.stderr
            self.published.append(self.state())
        self._there = {path.name for path in root.iterdir()}

    def choose(self, version: int) -> None:
        """Make a version the one that the next build makes."""
        self.wave.write_text(f"{self._text}\n# version {version}\n", encoding="utf-8")

    def state(self) -> dict[str, bytes]:
        """What is published now."""
        return contents(self.root / "_book")

    def flaws(self, version: int) -> Iterator[str]:
        """Say what is wrong beside a build that was stopped while it made a version."""
        now = contents(self.root / "_book" / "2019")
        known = [_below(each, "2019/") for each in self.published]
        if now not in (known[1 - version], known[version]):
            yield "the publication is neither the last one nor the new one"
        if not (self.root / "_results" / "current").is_dir():
            yield "_results/current leads nowhere"
        if not (self.root / "_book" / "index.html").read_bytes().rstrip().endswith(b"</html>"):
            yield "the start page is torn"

    def leftovers(self) -> Iterator[str]:
        """Name what a finished build should not have left."""
        yield from sorted({path.name for path in self.root.iterdir()} - self._there)
        for path in self.root.rglob("*"):
            if path.name.endswith((".tmp", "-old")) or path.name.startswith(".2019"):
                yield str(path.relative_to(self.root))


def main() -> None:
    """Make all faults and write what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        versions = Versions(make_tiny(copy_project(Path(folder) / "project")))
        steps, flaws = kill_often(versions, arguments.kills, random.Random(arguments.seed))
        full = [(free, fill_disk(versions, free)) for free in FREE]
        refused = [(name, refuse_folder(versions, name)) for name in ("_book", "_results", "_work")]
        two = two_at_once(versions)
    text = report(steps, flaws, full, refused, two, time.perf_counter() - started)
    (HERE / "faults.md").write_text(text, encoding="utf-8")
    print(text)


def kill_often(
    versions: Versions, kills: int, rng: random.Random
) -> tuple[Counter[str], list[str]]:
    """Kill builds at random moments: every second one with its kernels, every other one alone."""
    steps: Counter[str] = Counter()
    flaws: list[str] = []
    version = 0
    versions.choose(version)
    while steps.total() < kills:
        moment = rng.randint(0, MOST_STEPS), rng.uniform(0, LATEST_BLOW)
        step = _killed(versions.root, *moment, alone=steps.total() % 2 == 0)
        if step is not None:
            steps[step] += 1
            flaws += [f"{step}: {flaw}" for flaw in versions.flaws(version)]
            if processes := _outlive(versions.root):
                flaws.append(f"{step}: {processes} processes outlive the build")
            continue
        if versions.state() != versions.published[version]:
            flaws.append("the finished build differs from an undisturbed one")
        flaws += [f"left: {name}" for name in versions.leftovers()]
        version = 1 - version
        versions.choose(version)
    done = typfrage(*BUILD, cwd=versions.root)
    if done.returncode or versions.state() != versions.published[version]:
        flaws.append(f"the last build did not complete: {done.stderr}")
    return steps, flaws


def _killed(root: Path, begun: int, after: float, *, alone: bool) -> str | None:
    """Kill a build so long after so many steps have begun.

    Returns:
        The step that was at work, or ``None`` where the build was done before.
    """
    log = root / "_work" / "build.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command(*BUILD), cwd=root, stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", "COLUMNS": "200"},
        )  # fmt: skip
        while process.poll() is None and len(_begun(log)) < begun:
            time.sleep(0.05)
        try:
            code = process.wait(after)
        except subprocess.TimeoutExpired:
            for pid in [process.pid, *([] if alone else _below_folder(root))]:
                with suppress(*_GONE):
                    os.kill(pid, signal.SIGKILL)
            process.wait()
        else:
            assert code == 0, log.read_text(encoding="utf-8")
            return None
    steps = _begun(log)
    return steps[-1] if steps else "start"


def _begun(log: Path) -> list[str]:
    return _STEP.findall(log.read_text(encoding="utf-8"))


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


def fill_disk(versions: Versions, free: int) -> str:
    """Build where all generated files share a disk with so much space left; say what came of it."""
    names = ("_book", "_results", "_work")
    versions.choose(0)
    assert typfrage(*BUILD, cwd=versions.root).returncode == 0
    size = sum(_size(versions.root / name) for name in names)
    with _mounted(versions.root, names, f"size={size // 1024 + free}k"):
        versions.choose(1)
        done = typfrage(*BUILD, cwd=versions.root)
        flaws = list(versions.flaws(1))
        kept = _below(versions.state(), "2019/") == _below(versions.published[0], "2019/")
    return _outcome(done, flaws, kept=kept)


def refuse_folder(versions: Versions, name: str) -> str:
    """Build where one folder may only be read; say what came of it."""
    versions.choose(0)
    assert typfrage(*BUILD, cwd=versions.root).returncode == 0
    folder = str(versions.root / name)
    subprocess.run(["mount", "--bind", "-o", "ro", folder, folder], check=True)
    try:
        versions.choose(1)
        done = typfrage(*BUILD, cwd=versions.root)
        flaws = list(versions.flaws(1))
        kept = versions.state() == versions.published[0]
    finally:
        subprocess.run(["umount", folder], check=True)
    return _outcome(done, flaws, kept=kept)


def two_at_once(versions: Versions) -> str:
    """Start two builds at once; say how each ended."""
    versions.choose(0)
    both = [
        subprocess.Popen(
            command(*BUILD), cwd=versions.root, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    errors = [process.communicate()[1] for process in both]
    codes = sorted(process.returncode for process in both)
    told = any("is at work on the study" in text for text in errors)
    whole = versions.state() == versions.published[0]
    return f"exit codes {codes}, told {told}, publication whole {whole}"


def _outcome(done: subprocess.CompletedProcess[str], flaws: list[str], *, kept: bool) -> str:
    text = f"exit code {done.returncode}, " + ("last" if kept else "new") + " publication in place"
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    told = f"; „{lines[1].strip() if len(lines) > 1 else ''}“" if done.returncode else ""
    traceback = "; TRACEBACK" if "Traceback" in done.stdout + done.stderr else ""
    return text + told + traceback + "".join(f"; FLAW: {flaw}" for flaw in flaws)


@contextmanager
def _mounted(root: Path, names: tuple[str, ...], options: str) -> Iterator[None]:
    """Move folders to a disk of their own, and back."""
    disk = root / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], check=True)
    try:
        for name in names:
            subprocess.run(["cp", "-a", str(root / name), str(disk / name)], check=True)
            (disk / "aside").mkdir(exist_ok=True)
            (root / name).rename(root / f"{name}.aside")
            (root / name).mkdir()
            subprocess.run(["mount", "--bind", str(disk / name), str(root / name)], check=True)
        yield
    finally:
        for name in names:
            if (root / f"{name}.aside").is_dir():
                subprocess.run(["umount", str(root / name)], check=True)
                shutil.rmtree(root / name)
                (root / f"{name}.aside").rename(root / name)
        subprocess.run(["umount", str(disk)], check=True)
        disk.rmdir()


def _below(files: dict[str, bytes], start: str) -> dict[str, bytes]:
    return {
        name.removeprefix(start): each for name, each in files.items() if name.startswith(start)
    }


def _size(folder: Path) -> int:
    blocks = (path.lstat().st_size // 4096 + 1 for path in folder.rglob("*"))
    return sum(blocks) * 4096


def report(
    steps: Counter[str],
    flaws: list[str],
    full: list[tuple[int, str]],
    refused: list[tuple[str, str]],
    two: str,
    seconds: float,
) -> str:
    """Write what came of all faults as Markdown."""
    day = datetime.now(UTC).date().isoformat()
    lines = [
        "# Faults of builds",
        "",
        f"Written on {day} by `python -m benchmarks.faults`, which says how; {seconds / 60:.0f} "
        "min. A wave of 60 answers, all notebooks, embedded renderer.",
        "",
        f"## Killed (SIGKILL) at {steps.total()} random moments",
        "",
        "Every second time with its kernels, every other time alone. After each: the publication "
        "is byte by byte the last one or the new one, `_results/current` leads to results, the "
        "start page is whole, no process is left; after each finished build: the publication of an "
        "undisturbed one, and no leftovers.",
        "",
        "| step at work | kills |",
        "| --- | --- |",
        *(f"| {step} | {steps[step]} |" for step in sorted(steps)),
        "",
        f"Flaws: {len(flaws)}",
        *(f"- {flaw}" for flaw in flaws),
        "",
        "## Full disk",
        "",
        "| KiB free when the build begins | what came of it |",
        "| --- | --- |",
        *(f"| {free:,} | {outcome} |" for free, outcome in full),
        "",
        "## Folder that may only be read",
        "",
        "| folder | what came of it |",
        "| --- | --- |",
        *(f"| `{name}` | {outcome} |" for name, outcome in refused),
        "",
        "## Two builds at once",
        "",
        two,
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
