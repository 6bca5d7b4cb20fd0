"""The notebooks of a wave, executed again in a place where nothing of the first run is."""

from __future__ import annotations

import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typfrage.pipeline.progress import Steps
from typfrage.pipeline.tasks import BOOK_FOLDERS, Plan
from typfrage.problems import BuildError
from typfrage.publish.book_check import BOOK_SOURCES
from typfrage.publish.imprint import CITATION_FILE
from typfrage.publish.publication import Renderer
from typfrage.review.private_folder import private_folder
from typfrage.survey.waves.study import (
    Study,
    Wave,
    check_raw_file,
    earlier_wave,
    open_study,
    open_wave,
)
from typfrage.survey.waves.wave_series import check_earlier_raw_file

FOLDERS = ("data", "analysis", *BOOK_FOLDERS)
FILES = (*BOOK_SOURCES, CITATION_FILE, "*.bib", "*.csl")
"""What a wave's results and its report are made from."""

_PREFIX = "typfrage-verify-"

_ENDING = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # fmt: skip


@contextmanager
def second_run(
    study: Study, wave: Wave, steps: Steps, renderer: Renderer | None = None
) -> Iterator[Plan]:
    """Execute all notebooks of a wave again and assemble what they store.

    Args:
        study: The study.
        wave: The wave.
        steps: Told of each step.
        renderer: Who renders the report again, where it is wanted.

    Yields:
        The plan, which names the folders of the new results and of the new report. They lie in a
        temporary place that only this user can read; microdata lie there too, and all of it is
        removed at the end, and where that comes by a kill, by the next second run.

    Raises:
        InputError: An input is wrong.
        BuildError: A notebook failed.
    """
    check_raw_file(wave)
    check_earlier_raw_file(study, wave)
    with ended_by_signals(), private_folder(Path(tempfile.gettempdir()), _PREFIX) as folder:
        copy = copy_sources(study, wave, folder)
        opened = open_study(copy)
        plan = Plan(opened, open_wave(opened, wave.id), renderer)
        try:
            plan.run(steps)
        except BuildError as error:
            told = f"{error}\n  (removed, as microdata lie there; `typfrage run` keeps it)"
            raise BuildError(told) from None
        yield plan


def copy_sources(study: Study, wave: Wave, base: Path) -> Path:
    """Copy what a wave's results are made from; nothing generated.

    Args:
        study: The study.
        wave: The wave.
        base: An empty folder. Below it everything lies as it does on the machine, so that raw
            files outside the study are found where ``wave.yml`` says.

    Returns:
        The study's folder in the copy.
    """
    root = _place(study.root, base)
    root.mkdir(parents=True)
    for name in FOLDERS:
        if (study.root / name).is_dir():
            shutil.copytree(study.root / name, root / name)
    for path in (path for name in FILES for path in study.root.glob(name)):
        shutil.copyfile(path, root / path.name)
    for one in (wave, earlier_wave(study, wave)):
        if one is not None and one.raw_file.is_file():
            copy = _place(one.raw_file, base)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(one.raw_file, copy)
    return root


def _place(path: Path, base: Path) -> Path:
    return base / path.relative_to(path.anchor)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let a request to end clean up as Ctrl-C does, but for what ``nohup`` lets be ignored.

    Outside the main thread nothing can be set.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = [number for number in _ENDING if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, _interrupt) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt
