"""Broken files for everything that reads: none may end in a traceback, a hang, or much memory.

``python -m benchmarks.fuzz`` takes about twenty minutes; ``--only SAV ZSAV --seconds 480`` renews
some targets. Both keep what they find in ``fuzz.json`` and write ``fuzz.md`` from it, beside this
file. Each target breaks valid files in a process of its own, with a limit of memory; what a file
leads to besides being read or refused is a finding, told once by the line of this package that
raised it.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MEMORY = 4 << 30
"""Bytes of addresses that a reading process may have."""
DEADLINE = 10
"""Seconds of the processor that one file may take."""
BEFORE = "## Before\n"
"""Heading of what was found before it was mended, which people wrote and no run replaces."""
SILENCE = 120
"""Seconds after which compiled code that does not return counts as hanging."""


class HangError(BaseException):
    """Reading took too long."""


def main() -> None:
    arguments = _arguments()
    if arguments.target:
        _work(arguments.target, arguments.seconds, arguments.seed, arguments.folder)
        return
    from tests.survey.robustness.targets import targets

    names = [name for name in targets() if not arguments.only or name in arguments.only]
    for name in names:
        result = _campaign(name, arguments.seconds, arguments.seed)
        print(name, json.dumps(result, indent=1), flush=True)
        _record(name, result, list(targets()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=45, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="names of targets")
    parser.add_argument("--target", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _campaign(name: str, seconds: float, seed: int) -> dict[str, Any]:
    """Break files for a while; a process that dies is a finding, and the next one goes on."""
    total: dict[str, Any] = {"files": 0, "read": 0, "refused": 0, "slowest": 0.0, "findings": {}}
    total |= {"seconds": seconds, "day": f"{datetime.now(UTC):%Y-%m-%d}"}
    total |= {"python": platform.python_version()}
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 1:
        seed += 1
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            dead = _watched(name, left, seed, folder)
            if (folder / "report.json").is_file():
                _add(total, json.loads((folder / "report.json").read_text()))
            if dead:
                _keep(name, dead, (folder / "last").read_bytes())
                total["findings"][dead] = total["findings"].get(dead, 0) + 1
    return total


def _watched(name: str, seconds: float, seed: int, folder: Path) -> str:
    """Run a worker; how it died, where it did."""
    words = ["-m", "benchmarks.fuzz", "--target", name, "--seconds", str(seconds)]
    worker = subprocess.Popen(
        [sys.executable, *words, "--seed", str(seed), "--folder", str(folder)],
        stderr=subprocess.PIPE,
        text=True,
    )
    beat = folder / "report.json"
    while worker.poll() is None:
        time.sleep(0.5)
        if beat.is_file() and time.time() - beat.stat().st_mtime > SILENCE:
            worker.kill()
            worker.wait()
            return "hang in compiled code"
    assert worker.stderr is not None
    told = worker.stderr.read()
    return f"died with {worker.returncode}: {told[-80:].strip()}" if worker.returncode else ""


def _add(total: dict[str, Any], part: dict[str, Any]) -> None:
    for key in ("files", "read", "refused"):
        total[key] += part[key]
    total["slowest"] = max(total["slowest"], part["slowest"])
    total["memory"] = max(total.get("memory", 0), part["memory"])
    for finding, number in part["findings"].items():
        total["findings"][finding] = total["findings"].get(finding, 0) + number


def _work(name: str, seconds: float, seed: int, folder: Path) -> None:
    from tests.survey.robustness.targets import targets, tried

    target = targets()[name]
    draw = random.Random(seed * 10_007 + zlib.crc32(name.encode()))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, _alarm)
    report: dict[str, Any] = {"files": 0, "read": 0, "refused": 0, "slowest": 0.0, "findings": {}}
    end, told = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        content = target.break_(target.seeds, draw)
        (folder / "last").write_bytes(content)
        begun = time.monotonic()
        finding = ""
        signal.setitimer(signal.ITIMER_PROF, DEADLINE)
        try:
            complaint = tried(target, content, folder)
        except (Exception, HangError) as error:
            finding = _finding(error)
            report["findings"][finding] = report["findings"].get(finding, 0) + 1
            _keep(name, finding, content)
        else:
            report["refused" if complaint else "read"] += 1
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        report["files"] += 1
        report["slowest"] = max(report["slowest"], time.monotonic() - begun)
        report["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if time.monotonic() - told > 1:
            told = time.monotonic()
            _write(folder, report)
    _write(folder, report)


def _write(folder: Path, report: dict[str, Any]) -> None:
    (folder / "report.json").write_text(json.dumps(report))


def _alarm(*_: object) -> None:
    raise HangError


def _finding(error: BaseException) -> str:
    """Name an error by its kind and the innermost line of this package."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "typfrage" in frame.filename
    ]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} in {where}"


def _keep(name: str, finding: str, content: bytes) -> None:
    folder = Path(tempfile.gettempdir()) / "typfrage-fuzz"
    folder.mkdir(exist_ok=True)
    stem = f"{name}-{zlib.crc32(finding.encode()):08x}".replace(" ", "_").replace(",", "")
    (folder / stem).write_bytes(content)
    (folder / f"{stem}.txt").write_text(finding)


def _record(name: str, result: dict[str, Any], order: Sequence[str]) -> None:
    """Keep what a target found in place of its last result, and tell all anew."""
    kept, report = HERE / "fuzz.json", HERE / "fuzz.md"
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    known[name] = result
    results = {each: known[each] for each in order if each in known}
    kept.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _, heading, before = report.read_text(encoding="utf-8").partition(BEFORE)
    report.write_text(_markdown(results) + heading + before, encoding="utf-8")


def _markdown(results: dict[str, dict[str, Any]]) -> str:
    rows = [
        f"| {name} | {r['seconds']:g} | {r['files']:,} | {r['read']:,} | {r['refused']:,} "
        f"| {len(r['findings'])} | {r['slowest']:.1f} | {r['memory']:,} |"
        for name, r in results.items()
    ]
    found = [
        f"- {name}: {finding} ({number}×)"
        for name, r in results.items()
        for finding, number in r["findings"].items()
    ]
    total = sum(r["files"] for r in results.values())
    days = ", ".join(sorted({r["day"] for r in results.values()}))
    pythons = ", ".join(sorted({r["python"] for r in results.values()}))
    return "\n".join(
        [
            "# Broken files",
            "",
            f"Written by `python -m benchmarks.fuzz` on {days}; `benchmarks/fuzz.py` says how. "
            f"{total:,} files, in processes of at most {MEMORY >> 30} GB of addresses; "
            f"Python {pythons}.",
            "",
            "| target | seconds | files | read | refused | findings | slowest (s) | peak MB |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            *_section("Findings", found),
            "",
        ]
    )


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *(lines or ["None."]), ""]


if __name__ == "__main__":
    main()
