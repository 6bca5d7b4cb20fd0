"""From results and chapters to a publication that is replaced as a whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from typfrage.problems import BuildError, InputError, Problem
from typfrage.publish.embedded import render_book
from typfrage.publish.staged_book import stage_book

Renderer = Literal["quarto", "embedded"]

ALREADY_RUN = "TYPFRAGE_ALREADY_RUN"
"""Set for Quarto's pre-render step: the results have been brought up to date before."""

_OLD, _DRAFT = "-old", ".draft"
"""Ends of the hidden names of a publication set aside, and of one that is being made."""

_LAST_LINES = 25


@dataclass(frozen=True)
class Publication:
    """Where a publication lies.

    Attributes:
        site: The first page.
        pdf: The PDF.
    """

    site: Path
    pdf: Path


def choose_renderer(wanted: str | None) -> Renderer:
    """Return the wanted renderer, or Quarto where it is on the PATH, else the embedded one.

    Raises:
        InputError: The renderer is unknown, or Quarto is wanted and absent.
    """
    if wanted is None:
        return "quarto" if shutil.which("quarto") else "embedded"
    if wanted == "quarto" and not shutil.which("quarto"):
        raise InputError(
            Problem(
                "Quarto is not on the PATH",
                "--renderer quarto",
                "quarto 1.9 or newer",
                "install it from quarto.org or conda-forge, or use --renderer embedded",
            )
        )
    if wanted == "quarto":
        return "quarto"
    if wanted == "embedded":
        return "embedded"
    raise InputError(
        Problem(f"there is no renderer {wanted!r}", "--renderer", "quarto or embedded")
    )


def publish(
    root: Path,
    target: Path,
    renderer: Renderer,
    progress: Callable[[str], None],
    left_out: Collection[str] = (),
    gate: Callable[[Path], None] = lambda draft: None,
) -> Publication:
    """Render the book and put it in the place of the last publication.

    Whoever calls it holds the study's lock, and has called :func:`recover`.

    Args:
        root: The folder of ``_quarto.yml``; the results are up to date.
        target: The publication's folder; it is replaced when everything succeeded.
        renderer: Who renders.
        progress: Called with what is being done.
        left_out: Listed chapters that do not belong to this book, relative to the root.
        gate: Looks through the draft's folder, and raises what speaks against publishing it.

    Raises:
        InputError: A chapter is wrong.
        BuildError: A renderer failed, or the gate refused the draft. The last publication is
            untouched in all cases.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_DRAFT, dir=target.parent))
    try:
        if renderer == "quarto":
            _run_quarto(root, draft, progress, left_out)
        else:
            render_book(root, draft, left_out=left_out, progress=progress)
        find_publication(draft)
        gate(draft)
        draft.chmod(0o755)
        swap(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return find_publication(target)


def find_publication(folder: Path) -> Publication:
    """Return site and PDF of a rendered folder.

    Raises:
        BuildError: One of them is missing.
    """
    pdfs = sorted(folder.glob("*.pdf"))
    site = folder / "index.html"
    if not site.is_file() or len(pdfs) != 1:
        raise BuildError(f"the renderer left no complete publication in {folder}")
    return Publication(site, pdfs[0])


def swap(new: Path, target: Path) -> None:
    """Put a folder in the place of another one, which takes its name; or leave all as it is.

    A kill between the first two renames leaves nothing at the place; :func:`recover` mends that.
    What bears the name of an old publication is always whole, and a draft may be anything.
    """
    old = target.with_name(f".{target.name}{_OLD}")
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    if old.exists():
        old.rename(new)


def left_behind(books: Path) -> list[Path]:
    """Return what killed commands left in the folder of the publications."""
    return [path for suffix in (_OLD, _DRAFT) for path in books.glob(f".*{suffix}")]


def recover(books: Path) -> None:
    """Bring back the publications that killed swaps left aside, and remove unfinished drafts.

    Args:
        books: The folder of the publications; the study's lock is held.
    """
    for old in books.glob(f".*{_OLD}"):
        target = old.with_name(old.name.removeprefix(".").removesuffix(_OLD))
        spent = old.with_name(f"{old.name}{_DRAFT}")
        shutil.rmtree(spent, ignore_errors=True)
        old.rename(spent if target.exists() else target)
    for draft in books.glob(f".*{_DRAFT}"):
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            draft.unlink()


def _run_quarto(
    root: Path, output: Path, progress: Callable[[str], None], left_out: Collection[str]
) -> None:
    """Let Quarto render in the root, or in a copy where not all listed chapters are wanted."""
    if not left_out:
        _quarto_render(root, output, progress)
        return
    with tempfile.TemporaryDirectory(prefix="typfrage-") as folder:
        stage = Path(folder).resolve()
        stage_book(root, stage, left_out)
        _quarto_render(stage, output, progress)


def _quarto_render(root: Path, output: Path, progress: Callable[[str], None]) -> None:
    command = ["quarto", "render", str(root), "--output-dir", str(output)]
    progress("quarto render")
    done = subprocess.run(
        command,
        env={**os.environ, ALREADY_RUN: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        told = (done.stdout + done.stderr).replace(f"{root}{os.sep}", "")
        last = "\n".join(told.splitlines()[-_LAST_LINES:])
        raise BuildError(f"quarto render failed:\n{last}")
