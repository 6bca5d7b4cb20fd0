"""Render the whole book: read, check everything, then write site and PDF side by side."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from typfrage.problems import InputError
from typfrage.publish.embedded.book import read_book
from typfrage.publish.embedded.edition import Edition, prepare_edition, read_manuscripts
from typfrage.publish.embedded.manuscript import Format
from typfrage.publish.embedded.pdf import write_pdf
from typfrage.publish.embedded.website import write_site

_EDITIONS: dict[str, Format] = {"html": "html", "pdf": "typst"}


@dataclass(frozen=True)
class RenderedBook:
    """What was written.

    Attributes:
        site: The start page of the site, if it was asked for.
        pdf: The PDF, if it was asked for.
        pages: All pages of the site in reading order.
    """

    site: Path | None
    pdf: Path | None
    pages: tuple[Path, ...]


def _say_nothing(message: str) -> None:
    """Ignore a progress message."""


def render_book(
    root: Path,
    output: Path,
    *,
    formats: Sequence[str] = ("html", "pdf"),
    left_out: Collection[str] = (),
    progress: Callable[[str], None] = _say_nothing,
) -> RenderedBook:
    """Render the book in ``root`` without Quarto.

    Args:
        root: The project root, with ``_quarto.yml``.
        output: An empty or new folder; nothing outside it is written.
        formats: ``html``, ``pdf`` or both.
        left_out: Listed chapters that do not belong to this book, relative to the root.
        progress: Receives a line for each step.

    Returns:
        The files written.

    Raises:
        InputError: The sources have problems; all of them are listed, and nothing is written.
        BuildError: pandoc or Typst failed.
        ValueError: A format is unknown.
    """
    if unknown := set(formats) - set(_EDITIONS):
        raise ValueError(f"unknown formats {sorted(unknown)}; known are {sorted(_EDITIONS)}")
    root = root.resolve()
    book = read_book(root, left_out)
    progress(f"Reading {len(book.chapters)} chapters")
    manuscripts = read_manuscripts(book)
    editions = {name: prepare_edition(book, manuscripts, _EDITIONS[name]) for name in formats}
    _raise_problems(list(editions.values()))
    output.mkdir(parents=True, exist_ok=True)
    pdf = PurePosixPath(f"{book.output_file}.pdf") if "pdf" in formats else None
    with tempfile.TemporaryDirectory() as workshop, ThreadPoolExecutor(1) as pool:
        setting = None
        if pdf is not None:
            progress(f"Setting {pdf}")
            setting = pool.submit(
                write_pdf, book, editions["pdf"].manuscripts, Path(workshop), output / pdf
            )
        pages: list[Path] = []
        if "html" in formats:
            progress(f"Writing {len(book.chapters)} pages")
            pages = write_site(book, editions["html"], pdf, output)
        if setting is not None:
            setting.result()
    return RenderedBook(
        site=output / "index.html" if pages else None,
        pdf=output / pdf if pdf is not None else None,
        pages=tuple(pages),
    )


def _raise_problems(editions: Sequence[Edition]) -> None:
    """Raise every problem once, though most show in both formats."""
    problems = dict.fromkeys(problem for edition in editions for problem in edition.problems)
    if problems:
        raise InputError(problems)
