"""Processes that wait for the word "go", their times, and the memory they took."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from problem import Problem

HERE = Path(__file__).parent
SIDES = ("typfrage", "scikit-learn", "R")
RSCRIPT = shutil.which("Rscript")
PYTHON = [sys.executable, str(HERE / "worker.py")]
COMMANDS: dict[str, list[str]] = {
    "typfrage": [*PYTHON, "ours"],
    "scikit-learn": [*PYTHON, "loops"],
    "same search": [*PYTHON, "same"],
    "R": [RSCRIPT or "Rscript", str(HERE / "criteria.R")],
}
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}

LIMIT = 60.0
"""Longest run, in seconds."""
RUNS, SHORT, MOST_RUNS = 3, 1.0, 15
"""typfrage runs at least so often, and on until so many seconds have passed."""
PATIENCE = 3.0
"""The other sides run at most as often, and no longer once so many seconds have passed."""


@dataclass
class Measured:
    """What one side took.

    Attributes:
        seconds: Of every run.
        before: Resident memory before the first run, MB; none where the system does not tell.
        peak: Largest resident memory, MB.
        values: What it computed.
        why_not: Why there is no measurement.
        expected: Seconds that a run is expected to take, where it was not tried.
    """

    seconds: list[float] = field(default_factory=list)
    before: float | None = None
    peak: float | None = None
    values: Any = None
    why_not: str = ""
    expected: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


class Worker:
    """A fresh process that has read the answers and waits."""

    def __init__(self, side: str, problem: Problem, environment: dict[str, str]) -> None:
        self.measured = Measured()
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            [*COMMANDS[side], *problem.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env=os.environ | environment,
        )

    def wait(self) -> None:
        """Wait until it is ready."""
        answer = self._answer(LIMIT)
        if answer == "ready":
            self.measured.before = self._memory("VmRSS")
        elif not self.measured.why_not:
            self.measured.why_not = answer

    def go(self, limit: float) -> None:
        """Run once."""
        if not self.measured.why_not:
            self._say("go")
            answer = self._answer(limit)
            if answer:
                self.measured.seconds.append(float(answer))

    def end(self) -> Measured:
        """Take values and memory, and end the process."""
        if not self.measured.why_not:
            self.measured.peak = self._memory("VmHWM")
            self._say("values")
            self.measured.values = json.loads(self._answer(LIMIT))
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait()
        self._errors.close()
        return self.measured

    def _say(self, order: str) -> None:
        self._process.stdin.write(f"{order}\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]

    def _answer(self, limit: float) -> str:
        stop = threading.Timer(limit, self._process.kill)
        stop.start()
        answer = self._process.stdout.readline().strip()  # type: ignore[union-attr]
        stop.cancel()
        if not answer:
            code = self._process.wait()
            if code >= 0:
                self._errors.seek(0)
                raise RuntimeError(f"{self._process.args} failed:\n{self._errors.read()}")
            self.measured.why_not = "over a minute"
        return answer

    def _memory(self, name: str) -> float | None:
        """Read from Linux what getrusage would tell, without what the parent held."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return None
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(lines[name].split()[0]) / 1024


def side_by_side(
    problem: Problem,
    sides: Sequence[str],
    *,
    runs: int = RUNS,
    environment: dict[str, str],
    limit: float = LIMIT,
    once: bool = False,
) -> dict[str, Measured]:
    """Measure sides in turns, each round beginning with another one.

    Args:
        problem: What they compute.
        sides: Names, of ``COMMANDS``.
        runs: How often typfrage runs at least.
        environment: Variables of their processes.
        limit: Seconds after which a run is given up.
        once: Whether one run is enough however short it is.
    """
    workers = {side: Worker(side, problem, environment) for side in sides}
    for worker in workers.values():
        worker.wait()
    started = time.perf_counter()
    for turn in range(MOST_RUNS):
        if turn >= runs and (once or time.perf_counter() - started > SHORT):
            break
        order = list(workers)[turn % len(workers) :] + list(workers)[: turn % len(workers)]
        for side in order:
            taken = workers[side].measured.seconds
            if side == "typfrage" or not taken or sum(taken) + taken[-1] < PATIENCE:
                workers[side].go(limit)
    return {side: worker.end() for side, worker in workers.items()}
