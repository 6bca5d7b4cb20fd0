"""More than one machine: the resampling of all criteria on a Dask cluster."""

from __future__ import annotations

import _thread
import hashlib
import importlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typfrage.problems import BuildError, InputError, Problem

SECONDS_TO_ANSWER = 10
"""So long a scheduler and its first worker may take to answer."""

SECONDS_TO_CLOSE = 2
SECONDS_WITHOUT_WORKER = 60
"""So long a cluster may be without any: a nanny starts a worker that has died again."""

PACKAGES = ("typfrage", "dask", "distributed", "cloudpickle", "joblib", "numpy", "numba", "scipy")
"""What must be the same everywhere, so that the numbers are."""

_COMPUTING = ("typology", "validity")


@contextmanager
def on_cluster(address: str | None) -> Iterator[int | None]:
    """Let joblib compute on a Dask cluster.

    Args:
        address: The scheduler's, e.g. ``tcp://10.0.0.5:8786``; none = on this machine.

    Yields:
        The number of jobs by which joblib takes the whole cluster; none for this machine.

    Raises:
        InputError: Dask is not installed, no scheduler answers, there is no worker, or a worker
            has other versions than this machine.
        BuildError: The cluster was lost while it computed.
    """
    if address is None:
        yield None
        return
    from joblib import parallel_config

    distributed = _distributed()
    client = _connected(distributed, address)
    watch = _Watch(client)
    try:
        _check_workers(client, address)
        with watch, parallel_config(backend="dask", client=client):
            yield -1
    except (KeyboardInterrupt, Exception) as error:
        killed = isinstance(error, distributed.KilledWorker)
        reason = "a task has ended several workers" if killed else watch.loss(at_once=True)
        if reason is None or isinstance(error, InputError):
            raise
        raise BuildError(f"the cluster at {address} was lost: {reason}") from error
    finally:
        client.close(timeout=SECONDS_TO_CLOSE)


class _Watch:
    """Ends the computation when the cluster is lost; joblib would wait for ever.

    Args:
        client: The connection to the scheduler.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._over = threading.Event()
        self._idle_since: float | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def loss(self, *, at_once: bool = False) -> str | None:
        """Say why the cluster is lost, if it is.

        Args:
            at_once: Do not wait for new workers.
        """
        if self._client.status != "running":
            return "the scheduler has gone"
        try:
            if self._client.nthreads():
                self._idle_since = None
                return None
        except Exception:
            return "the scheduler does not answer"
        self._idle_since = self._idle_since or time.monotonic()
        if at_once or time.monotonic() - self._idle_since > SECONDS_WITHOUT_WORKER:
            return "no worker is left"
        return None

    def _run(self) -> None:
        while not self._over.wait(1):
            if self.loss() is not None and not self._over.is_set():
                _thread.interrupt_main()
                return


def _distributed() -> Any:
    """The optional package."""
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise InputError(
            Problem(
                "Dask is not installed",
                "--scheduler",
                "the packages dask and distributed",
                'install them with pip install "typfrage[scale]", or leave --scheduler out',
            )
        ) from None
    # What it has to say stands in our own messages; it sets levels for each of its modules.
    for name in [
        name for name in logging.root.manager.loggerDict if name.startswith("distributed")
    ]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return distributed


def _connected(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            Problem(
                f"no scheduler answers at {address!r}: {error}",
                "--scheduler",
                "the address of a running Dask scheduler, e.g. tcp://10.0.0.5:8786",
                "start one with `dask scheduler`, then workers with `dask worker ADDRESS`",
            )
        ) from None


def _check_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
    except TimeoutError:
        raise InputError(
            Problem(
                f"the scheduler at {address} has no worker",
                "--scheduler",
                "at least one worker",
                f"start some: dask worker {address}",
            )
        ) from None
    versions = client.get_versions(packages=list(PACKAGES))
    here = _relevant(versions["client"])
    problems = [
        Problem(
            f"the worker {worker} has {_difference(_relevant(found), here)}",
            f"--scheduler {address}",
            "the same versions on every machine, so that the numbers are the same",
            "install the same packages there, e.g. from the same requirements.lock",
        )
        for worker, found in versions["workers"].items()
        if _relevant(found) != here
    ]
    if problems:
        raise InputError(problems)
    own = code_fingerprint()
    others = [worker for worker, code in client.run(code_fingerprint).items() if code != own]
    if others:
        raise InputError(
            Problem(
                f"{', '.join(others)} run another typfrage than this one",
                f"--scheduler {address}",
                "the same code on every machine, so that the numbers are the same",
                "install the same commit there",
            )
        )


def code_fingerprint() -> str:
    """Hash the code that computes, to tell two states of the same version apart."""
    root = Path(__file__).resolve().parents[1]
    content = hashlib.sha256()
    for path in sorted(each for room in _COMPUTING for each in (root / room).rglob("*.py")):
        content.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return content.hexdigest()


def _relevant(versions: Any) -> dict[str, str]:
    found = {name: versions["packages"].get(name) or "none" for name in PACKAGES}
    python = str(versions["packages"]["python"]).split(".")[:2]
    return {"python": ".".join(python), **found}


def _difference(there: dict[str, str], here: dict[str, str]) -> str:
    return ", ".join(
        f"{name} {there[name]} (here {here[name]})" for name in here if there[name] != here[name]
    )
