"""Builds that are killed, starved of disk space or refused their folders.

``python -m benchmarks.faults`` takes about half an hour, and writes ``faults.md`` beside this
file. It needs Linux, and for the faults of disks the right to mount.

A tiny wave is built in two versions, whose publications are known byte by byte. What is struck is
told in :mod:`benchmarks.kills`, and what disks refuse in :mod:`benchmarks.disks`.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.disks import FREE, fill_disk, refuse_folder
from benchmarks.kills import Kills, kill_often
from benchmarks.versions import BUILD, Versions
from tests.project import command, copy_project, make_tiny

HERE = Path(__file__).parent
FOLDERS = ("_book", "_results", "_work")


def main() -> None:
    """Make all faults and write what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=25, help="time for the kills")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        versions = Versions(make_tiny(copy_project(Path(folder) / "project")))
        full = [(free, fill_disk(versions, free)) for free in FREE]
        refused = [(name, refuse_folder(versions, name)) for name in FOLDERS]
        two = two_at_once(versions)
        kills = kill_often(versions, 60 * arguments.minutes, random.Random(arguments.seed))
        root = f"{versions.root}/"
    text = report(kills, full, refused, two, time.perf_counter() - started).replace(root, "")
    (HERE / "faults.md").write_text(text, encoding="utf-8")
    print(text)


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
    who = "the second was told who is at work" if told else "nobody was told who is at work"
    return f"Exit codes {codes}; {who}; the publication is {'whole' if whole else '**torn**'}."


def report(
    kills: Kills,
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
        f"min on {os.cpu_count()} cores. A wave of 60 answers, all notebooks, embedded renderer.",
        "",
        f"## Killed (SIGKILL) {kills.steps.total()} times",
        "",
        "At random moments, every second time with its kernels; before random steps by which the "
        "folder of publications changes, as Python's audit hooks tell them; and before each of the "
        "renames. After each: the publication is byte by byte the last one or the new one, or is "
        "brought back by `typfrage scan`; `_results/current` leads to results, the start page is "
        "whole, no process is left. After each finished build: the publication of an undisturbed "
        "one, and no leftovers.",
        "",
        "| struck | step at work | kills |",
        "| --- | --- | --- |",
        *(f"| {how} | {step} | {kills.steps[how, step]} |" for how, step in sorted(kills.steps)),
        "",
        f"No publication in its place, and brought back: {kills.brought_back}. "
        f"Builds that were finished between: {kills.finished}. Flaws: {len(kills.flaws)}.",
        "",
        *(f"- {flaw}" for flaw in kills.flaws),
        *([""] if kills.flaws else []),
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
