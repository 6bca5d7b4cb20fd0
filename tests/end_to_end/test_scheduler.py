"""More than one machine: a real Dask cluster gives the numbers of one process, whatever dies."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.project import ROOT, typfrage

from typfrage.cli import scheduler
from typfrage.cli.scheduler import on_cluster
from typfrage.problems import BuildError, InputError
from typfrage.validity import Settings, evaluate

distributed = pytest.importorskip("distributed", reason="the extra 'scale' is not installed")
SchedulerPlugin: Any = pytest.importorskip("distributed.diagnostics.plugin").SchedulerPlugin

pytestmark = pytest.mark.end_to_end

CHOICES = ROOT / "tests" / "references" / "stored" / "choices.csv"
ITEMS = [f"X{number}" for number in range(1, 13)]
SETTINGS = Settings(
    starts=5, resample_starts=3, reference_starts=3,
    bootstrap=10_000, gap_samples=400, splits=40, pairs=40,
    null_samples=40,
)  # fmt: skip
RESAMPLING = ("gap", "prediction_strength", "jaccard", "instability", "null")
LONG = Settings(starts=2, resample_starts=2, reference_starts=2, bootstrap=20_000)
"""Takes far longer than the cluster lives."""

PATIENCE = 120
"""Seconds that a worker may take to start on a busy machine."""


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clusters answer late where others compute beside them."""
    monkeypatch.setattr(scheduler, "SECONDS_TO_ANSWER", PATIENCE)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two worker processes, which their nannies start again when they die."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as started:
        yield started


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return pd.read_csv(CHOICES)[ITEMS].astype(float)


@pytest.fixture(scope="module")
def by_one_process(frame: pd.DataFrame) -> pd.DataFrame:
    return evaluate(frame, range(2, 5), criteria=RESAMPLING, settings=SETTINGS, seed=1).table()


class Killer(SchedulerPlugin):
    """Kills a worker in the moment it is given a task, so that it certainly leaves it unfinished.

    A test that kills after a report of progress may find every task done already.

    Args:
        scheduler: The scheduler, which runs in this process.
        functions: For each of them, the worker that gets its third task dies.
        kill: Kills the worker at an address.
    """

    THIRD = 3

    def __init__(
        self, scheduler: Any, functions: tuple[str, ...], kill: Callable[[str], object]
    ) -> None:
        self.scheduler, self.kill = scheduler, kill
        self.given: dict[str, list[str]] = {function: [] for function in functions}
        self.unfinished: dict[str, str] = {}

    def transition(self, key: Any, start: str, finish: str, *_: Any, **__: Any) -> None:
        if finish != "processing":
            return
        for function, tasks in self.given.items():
            if f"__{function}_" in str(key):
                tasks.append(str(key))
                if len(tasks) == self.THIRD:
                    self.unfinished[function] = str(key)
                    self.kill(self.scheduler.tasks[key].processing_on.address)

    def __enter__(self) -> Killer:
        self.scheduler.add_plugin(self, name="killer")
        return self

    def __exit__(self, *_: object) -> None:
        self.scheduler.remove_plugin("killer")


def kill_below_its_nanny(cluster: Any, address: str) -> None:
    """Kill a worker by SIGKILL; its nanny starts another."""
    (victim,) = (
        nanny.process.process.pid
        for nanny in cluster.workers.values()
        if nanny.worker_address == address
    )
    os.kill(victim, signal.SIGKILL)


def test_two_workers_give_the_numbers_of_one_process(
    cluster: Any, frame: pd.DataFrame, by_one_process: pd.DataFrame
) -> None:
    with on_cluster(cluster.scheduler_address) as jobs:
        assert jobs is not None
        found = evaluate(
            frame, range(2, 5), criteria=RESAMPLING, settings=SETTINGS, seed=1, jobs=jobs
        )
    pd.testing.assert_frame_equal(found.table(), by_one_process, check_exact=True)


def test_a_worker_that_is_killed_in_the_middle_costs_no_result(
    cluster: Any, frame: pd.DataFrame, by_one_process: pd.DataFrame
) -> None:
    functions, kill = ("samples", "replicates"), partial(kill_below_its_nanny, cluster)
    with (
        Killer(cluster.scheduler, functions, kill) as killer,
        on_cluster(cluster.scheduler_address) as jobs,
    ):
        assert jobs is not None
        found = evaluate(
            frame, range(2, 5), criteria=RESAMPLING, settings=SETTINGS, seed=1, jobs=jobs
        )
    assert set(killer.unfinished) == set(killer.given)
    for function, task in killer.unfinished.items():
        assert killer.given[function].count(task) > 1, "nobody did the dead worker's task again"
    pd.testing.assert_frame_equal(found.table(), by_one_process, check_exact=True)


def test_the_command_line_writes_the_same_files(cluster: Any, tmp_path: Path) -> None:
    written = []
    for where in ((), ("--scheduler", cluster.scheduler_address)):
        done = typfrage(
            "evaluate", CHOICES, "--items", ",".join(ITEMS), "--k", "2-3", "--bootstrap", "40",
            "--gap-samples", "10", "--splits", "5", "--pairs", "5", "--null-samples", "10",
            "--starts", "5", "--json", "out.json", "--labels", "types.csv", *where, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert len(done.stderr.splitlines()) == len(set(done.stderr.splitlines()))
        assert all(line.startswith("  … ") for line in done.stderr.splitlines())
        written.append([(tmp_path / name).read_bytes() for name in ("out.json", "types.csv")])
    assert written[0] == written[1]
    assert json.loads(written[0][0])["k"][0]["jaccard"]


@contextmanager
def worker_without_nanny(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that nobody starts again, when the scheduler knows it.

    It has two threads: what one could do, joblib would not send to a cluster.
    """
    program = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny"]
    with subprocess.Popen(
        [*program, "--nthreads", "2", "--no-dashboard"], stderr=subprocess.DEVNULL
    ) as worker:
        try:
            with distributed.Client(address, timeout=PATIENCE, set_as_default=False) as client:
                client.wait_for_workers(1, timeout=PATIENCE)
            yield worker
        finally:
            worker.kill()


def compute_long(
    address: str, frame: pd.DataFrame, progress: Callable[[str, float], object] | None = None
) -> None:
    with on_cluster(address) as jobs:
        assert jobs is not None
        evaluate(
            frame, [2], criteria=["jaccard"], settings=LONG, seed=1, jobs=jobs, progress=progress
        )


def test_a_scheduler_that_dies_ends_the_run_with_a_message(frame: pd.DataFrame) -> None:
    program = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    with subprocess.Popen(
        [*program, "--host", "127.0.0.1", "--port", "0"], stderr=subprocess.PIPE, text=True
    ) as dying:
        try:
            assert dying.stderr is not None
            address = next(line.split()[-1] for line in dying.stderr if "Scheduler at" in line)

            def kill(name: str, share: float) -> None:
                if name == "jaccard":
                    dying.kill()

            with (
                worker_without_nanny(address),
                pytest.raises(BuildError, match="was lost: the scheduler"),
            ):
                compute_long(address, frame, kill)
        finally:
            dying.kill()


def test_a_cluster_that_stays_without_worker_ends_the_run_with_a_message(
    frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "SECONDS_WITHOUT_WORKER", 0.1)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as cluster,
        worker_without_nanny(cluster.scheduler_address) as worker,
        Killer(cluster.scheduler, ("replicates",), lambda _: worker.kill()) as killer,
        pytest.raises(BuildError, match="was lost: no worker is left"),
    ):
        compute_long(cluster.scheduler_address, frame)
    assert killer.unfinished


def refused(address: str) -> str:
    """Return why a cluster is not used."""
    with pytest.raises(InputError) as caught, on_cluster(address):
        pass
    return str(caught.value)


class TestBadInput:
    def test_no_scheduler_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scheduler, "SECONDS_TO_ANSWER", 1)
        with socket.socket() as silent:  # its port is taken, and nobody listens
            silent.bind(("127.0.0.1", 0))
            message = refused(f"tcp://127.0.0.1:{silent.getsockname()[1]}")
        assert "no scheduler answers" in message
        assert "dask scheduler" in message

    def test_no_worker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scheduler, "SECONDS_TO_ANSWER", 1)
        with distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty:
            assert "has no worker" in refused(empty.scheduler_address)

    def test_dask_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "distributed", None)
        assert "typfrage[scale]" in refused("tcp://127.0.0.1:9")

    def test_a_worker_with_other_versions(
        self, cluster: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = distributed.Client.get_versions

        def older(client: Any, *words: Any, **named: Any) -> Any:
            versions = original(client, *words, **named)
            for found in versions["workers"].values():
                found["packages"]["numpy"] = "1.0"
            return versions

        monkeypatch.setattr(distributed.Client, "get_versions", older)
        assert "has numpy 1.0 (here 2" in refused(cluster.scheduler_address)

    def test_a_worker_with_other_code(self, cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        original = distributed.Client.run

        def other(client: Any, *words: Any, **named: Any) -> Any:
            return dict.fromkeys(original(client, *words, **named), "another commit")

        monkeypatch.setattr(distributed.Client, "run", other)
        assert "another typfrage" in refused(cluster.scheduler_address)


def test_without_an_address_nothing_changes() -> None:
    with on_cluster(None) as jobs:
        assert jobs is None
