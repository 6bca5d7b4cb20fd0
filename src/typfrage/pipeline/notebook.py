"""The strict papermill runner: what papermill lets pass with a log line is an error here."""

from __future__ import annotations

import difflib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from typfrage.compiled import NOT_KEPT
from typfrage.problems import BuildError, InputError, Problem
from typfrage.results.cell_label import cell_label

KERNEL = "python3"
ENVIRONMENT = {
    "JUPYTER_PREFER_ENV_PATH": "1",
    "LC_ALL": "C.UTF-8",
    "MATPLOTLIBRC": os.devnull,
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONSTARTUP": "",
    "TZ": "UTC",
}
"""What a kernel sees of the machine, so that two machines give the same results."""

_QUIET = (
    "import logging, warnings; logging.getLogger('matplotlib').setLevel('ERROR'); "
    f"warnings.filterwarnings('ignore', {NOT_KEPT!r})"
)
"""Run before the notebook: that fonts are listed, or no home can be written, is no output of it."""

_LONGEST_SOCKET = 103
"""Bytes of a socket's path on macOS; 107 on Linux."""

_UNREADABLE = (
    nbformat.reader.NotJSONError,
    nbformat.ValidationError,
    papermill.exceptions.PapermillException,
    *(ValueError, TypeError, AttributeError, LookupError, NameError, RecursionError),
    AssertionError,
)
"""What nbformat and papermill raise of a file that is no notebook."""

_TRACEBACK_LINES = 6


def run_notebook(
    source: Path,
    target: Path,
    parameters: Mapping[str, str],
    folder: Path,
    drafts: Path,
    progress: Callable[[int, int], None],
) -> None:
    """Execute a notebook.

    Args:
        source: The notebook; it has a cell tagged ``parameters``.
        target: Where the executed notebook goes, without timings.
        parameters: A value for each parameter of the notebook, no more and no fewer.
        folder: Where the notebook works; paths among its parameters are relative to it.
        drafts: Folder of unfinished notebooks, one that is never published: the complaint of a
            notebook that failed may quote answers.
        progress: Called with the cells done and their number.

    Raises:
        InputError: The notebook complains about an input.
        BuildError: A parameter is unknown or missing, or a cell failed; the message names
            notebook, heading, cell, the last lines and the partial notebook's place.
    """
    check_parameters(source, parameters)
    target.parent.mkdir(parents=True, exist_ok=True)
    # The user's own IPython profile may run code before the notebook does; here is an empty one.
    profiles = drafts / "ipython"
    profiles.mkdir(parents=True, exist_ok=True)
    partial = drafts / source.name
    try:
        with _fixed_environment(), _transport() as transport:
            papermill.execute_notebook(
                source,
                partial,
                dict(parameters),
                engine_name=_Engine.name,
                kernel_name=KERNEL,
                cwd=folder,
                progress_bar=False,
                log_output=False,
                shutdown_kernel="immediate",
                on_cell=progress,
                config=transport,
                extra_arguments=[
                    "--IPKernelApp.log_level=CRITICAL",
                    f"--IPKernelApp.ipython_dir={profiles}",
                    f"--IPKernelApp.exec_lines={_QUIET}",
                ],
            )
    except PapermillExecutionError as error:
        raise _told(error, source, partial) from None
    except DeadKernelError:
        raise BuildError(
            f"{source.name}: the kernel died, mostly because memory ran out; "
            f"the notebook as far as it got: {partial}"
        ) from None
    notebook = nbformat.read(partial, as_version=4)
    strip_volatile(notebook)
    # Written anew beside its place: the drafts may lie on another disk.
    draft = target.with_suffix(".ipynb.tmp")
    nbformat.write(notebook, draft)
    draft.replace(target)
    partial.unlink()


def strip_volatile(notebook: nbformat.NotebookNode) -> None:
    """Remove timings, paths and random ids, in place: two runs give the same file."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("widgets", None)
    for number, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-parameters-{number}"


class _Engine(NBClientEngine):
    """Papermill's engine, telling how far it is."""

    name = "typfrage"

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        on_cell = kwargs.pop("on_cell")
        started, total = nb_man.cell_start, len(nb_man.nb.cells)

        def cell_start(cell: Any, cell_index: int | None = None, **rest: Any) -> Any:
            on_cell(cell_index or 0, total)
            return started(cell, cell_index, **rest)

        nb_man.cell_start = cell_start
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


papermill_engines.register(_Engine.name, _Engine)


def check_parameters(source: Path, given: Mapping[str, str]) -> None:
    """Check that a notebook can be read and has these parameters.

    Raises:
        BuildError: It is missing, no notebook, or has others.
    """
    if not source.is_file():
        raise BuildError(f"the notebook {source.name} is missing in {source.parent}")
    try:
        known = list(papermill.inspect_notebook(str(source)))
    except _UNREADABLE as error:
        raise BuildError(f"{source.name} is no readable notebook: {error}") from None
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise BuildError(
                f"{source.name} has no parameter {name!r}, only {', '.join(known) or 'none'}{hint}"
            )
    missing = [name for name in known if name not in given]
    if missing:
        raise BuildError(f"{source.name} needs a value for {', '.join(missing)}")


@contextmanager
def _transport() -> Iterator[Config]:
    """How microdata pass between kernel and runner: not over TCP, which all users can hear.

    Sockets lie in a folder of the machine's own, because a build that is killed leaves them behind;
    where the path of temporary files is too long for them, in the one that every Unix has.
    """
    if sys.platform == "win32":
        yield Config()
        return
    place = tempfile.gettempdir()
    if len(os.fsencode(place)) + len("/typfrage-12345678/kernel-5") > _LONGEST_SOCKET:
        place = "/tmp"
    with tempfile.TemporaryDirectory(prefix="typfrage-", dir=place) as folder:
        yield Config(KernelManager={"transport": "ipc", "ip": f"{folder}/kernel"})


@contextmanager
def _fixed_environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _told(error: PapermillExecutionError, source: Path, partial: Path) -> Exception:
    """What a person needs to know of a failed cell."""
    if error.ename == InputError.__name__:
        return InputError(Problem(str(error.evalue)))
    cells = [
        cell
        for cell in nbformat.read(partial, as_version=4).cells
        if not {"papermill-error-cell-tag", "injected-parameters"}
        & set(cell.metadata.get("tags", []))
    ]
    failed = next(
        at
        for at, cell in enumerate(cells)
        if any(out.output_type == "error" for out in cell.get("outputs", []))
    )
    headings = [
        line.lstrip("# ")
        for cell in cells[:failed]
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    last = "\n".join(
        f"    {line}" for line in error.source.strip().splitlines()[-_TRACEBACK_LINES:]
    )
    return BuildError(
        f"{source.name} failed under „{headings[-1] if headings else '–'}“, "
        f"cell {cell_label(cells[failed].source) or failed + 1}:\n{last}\n"
        f"  {error.ename}: {error.evalue}\n"
        f"  the notebook as far as it got: {partial}"
    )
