"""The chapters that the book lists, and those of them that a wave's book leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from typfrage.problems import InputError, Problem
from typfrage.publish.book_files import (
    is_book_file,
    leaves,
    outside,
    read_book_file,
    read_book_yaml,
)
from typfrage.publish.embedded.front_matter import (
    EARLIER_WAVE,
    KEY,
    ONLY_WITH,
    read_front_matter,
)
from typfrage.publish.embedded.settings import FILE, get

LISTS = ("chapters", "appendices")
"""Keys below ``book`` that list chapters."""


def chapter_texts(root: Path) -> dict[str, str]:
    """Return the text of each chapter and appendix of the book by its path.

    Chapters that do not exist are left to the renderer, as is everything else in the settings.

    Args:
        root: The folder that holds ``_quarto.yml``.

    Raises:
        InputError: ``_quarto.yml`` is no YAML, or a chapter lies outside the book or is no UTF-8.
    """
    document = read_book_yaml(root, FILE)
    settings = {} if document is None else document.content
    listed = (get(settings, f"book.{key}") for key in LISTS)
    paths = dict.fromkeys(path for entry in listed for path in _sources(entry))
    if problems := [outside(path) for path in paths if leaves(path)]:
        raise InputError(problems)
    return {path: read_book_file(root, path) for path in paths if is_book_file(root, path)}


def left_out_chapters(texts: Mapping[str, str], *, earlier_wave: bool) -> frozenset[str]:
    """Return the chapters whose condition a wave does not meet.

    Args:
        texts: Text of each chapter by its path.
        earlier_wave: Whether the wave is compared with an earlier one.

    Raises:
        InputError: Front matter names a condition that is not known.
    """
    needing, problems = set(), []
    for path, text in texts.items():
        try:
            if read_front_matter(text.splitlines()).needs_earlier_wave:
                needing.add(path)
        except ValueError as error:
            expected = f"{KEY}: {{{ONLY_WITH}: {EARLIER_WAVE}}}"
            mend = "correct the front matter, or remove this key"
            problems.append(Problem(str(error), f"{path}, front matter", expected, mend))
    if problems:
        raise InputError(problems)
    return frozenset() if earlier_wave else frozenset(needing)


def _sources(entry: Any) -> Iterator[str]:
    """Paths of the sources that an entry of the settings names at any depth."""
    match entry:
        case str() if entry.endswith(".qmd"):
            yield entry.lstrip("/")
        case list():
            for one in entry:
                yield from _sources(one)
        case dict():
            for one in entry.values():
                yield from _sources(one)
