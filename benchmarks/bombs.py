"""Files that would fill the memory, at full size: what they lead to, how long it takes, how much.

``python -m benchmarks.bombs`` writes ``bombs.md`` beside this file. Each file is read by a process
of its own; its largest resident memory includes the interpreter and the packages, 200 MB.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
from tests.survey.robustness import test_bombs as small

HERE = Path(__file__).parent
READ = """
import json, resource, sys, time
from pathlib import Path
from typfrage.problems import InputError
from typfrage.survey.formats import describe_export
begun = time.perf_counter()
try:
    describe_export(Path(sys.argv[1]))
    told = "read"
except InputError as error:
    told = str(error).splitlines()[0]
# What the kernel reports of a process itself begins with the memory of the one that started it.
own = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
memory = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024
print(json.dumps([told, time.perf_counter() - begun, memory]))
"""


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for name, (file, write) in _files().items():
            path = Path(place) / file
            write(path)
            size = path.stat().st_size
            done = subprocess.run(
                [sys.executable, "-c", READ, path], capture_output=True, text=True, check=True
            )
            told, seconds, memory = json.loads(done.stdout)
            path.unlink()
            rows.append(f"| {name} | {size:,} | {told} | {seconds:.1f} s | {memory:,} |")
            print(rows[-1], flush=True)
    (HERE / "bombs.md").write_text(_markdown(rows), encoding="utf-8")


def _files() -> dict[str, tuple[str, Callable[[Path], object]]]:
    files: dict[str, tuple[str, Callable[[Path], object]]] = {
        "a line of 2 GB": ("r.csv", lambda path: _repeat(path, b"x" * 10**6, 2_000)),
        "a line of 0.9 GB": ("r.csv", lambda path: _repeat(path, b"x" * 10**6, 900)),
        "a gigabyte of delimiters": (
            "r.csv",
            lambda path: _repeat(path, b";" * 999 + b"\n", 10**6),
        ),
        "a gigabyte of empty lines": ("r.csv", lambda path: _repeat(path, b"\n" * 10**6, 1_000)),
        "a zip bomb of 10 GB": ("r.xlsx", _zip_bomb),
        "a ZSAV of 2 GB of text": ("r.zsav", _zsav),
        "a ZSAV of 150 million cells": ("r.zsav", _wide_zsav),
        "noise of 0.5 GB": ("r.csv", lambda path: _repeat(path, _noise(), 50)),
    }
    for name, (file, make, _) in small.BOMBS.items():
        files[name] = (file, lambda path, make=make: path.write_bytes(make()))
    return files


def _repeat(path: Path, piece: bytes, times: int) -> None:
    with path.open("wb") as file:
        for _ in range(times):
            file.write(piece)


def _noise() -> bytes:
    return random.Random(1).randbytes(10**7)


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1_000):
                part.write(b" " * 10**7)


def _zsav(path: Path) -> None:
    frame = pd.DataFrame({f"v{at}": ["x" * 20_000] * 5_000 for at in range(20)})
    pyreadstat.write_sav(frame, path, compress=True)


def _wide_zsav(path: Path) -> None:
    frame = pd.DataFrame(np.zeros((150_000, 1_000)), columns=[f"v{at}" for at in range(1_000)])
    pyreadstat.write_sav(frame, path, compress=True)


def _markdown(rows: list[str]) -> str:
    head = (
        f"Written by `python -m benchmarks.bombs` on {datetime.now(UTC):%Y-%m-%d}; "
        "`benchmarks/bombs.py` says how."
    )
    table = [
        "| file | bytes | what it leads to | time | peak MB |",
        "| --- | --- | --- | --- | --- |",
    ]
    return "\n".join(["# Bombs", "", head, "", *table, *rows, ""])


if __name__ == "__main__":
    main()
