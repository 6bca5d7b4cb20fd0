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
    recover(target)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
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
    """Put a folder in the place of another one, which is removed; or leave that one there."""
    old = _old(target)
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Mend what a swap left that was killed between its two renames, and remove old drafts."""
    old = _old(target)
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    for draft in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(draft, ignore_errors=True)


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}-old")


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
