"""Builds on disks that are full or may only be read; needs the right to mount."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.versions import BUILD, Versions
from tests.project import typfrage

FREE = (0, 64, 256, 1024, 2048, 4096, 8192, 12_288)
"""KiB of disk space that a build finds."""


def fill_disk(versions: Versions, free: int) -> str:
    """Build where all generated files share a disk with so much space left; say what came of it."""
    names = ("_book", "_results", "_work")
    versions.choose(0)
    assert typfrage(*BUILD, cwd=versions.root).returncode == 0
    size = sum(_size(versions.root / name) for name in names)
    with _mounted(versions.root, names, f"size={size // 1024 + free}k"):
        versions.choose(1)
        done = typfrage(*BUILD, cwd=versions.root)
        flaws = list(versions.flaws())
        kept = versions.shows(0)
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
        flaws = list(versions.flaws())
        kept = versions.shows(0)
    finally:
        subprocess.run(["umount", folder], check=True)
    return _outcome(done, flaws, kept=kept)


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


def _size(folder: Path) -> int:
    blocks = (path.lstat().st_size // 4096 + 1 for path in folder.rglob("*"))
    return sum(blocks) * 4096
