"""The book as ``_quarto.yml`` describes it: its title page and its chapters in order."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from typfrage.problems import InputError, Problem
from typfrage.publish.book_files import leaves, outside
from typfrage.publish.embedded.extension import FILE as EXTENSION_FILE
from typfrage.publish.embedded.footer import FooterLink, footer_links
from typfrage.publish.embedded.settings import FILE, get, read_settings
from typfrage.results.language import speaker

_DEEPEST = 6
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f]{1,100}(?<!\.)")


@dataclass(frozen=True)
class Chapter:
    """One source file of the book.

    Attributes:
        path: The source, relative to the project root.
        part: Title of the part it belongs to, if any.
        appendix: Whether it is an appendix.
    """

    path: PurePosixPath
    part: str | None = None
    appendix: bool = False

    @property
    def page(self) -> PurePosixPath:
        """The page made of it, relative to the output folder."""
        return self.path.with_suffix(".html")


@dataclass(frozen=True)
class Book:
    """What ``_quarto.yml`` says about the book.

    Attributes:
        root: The project root.
        language: Language of the book's own words.
        title: Title of the book.
        subtitle: Subtitle, or empty.
        authors: Names as printed.
        date: Day of publication, or ``None``.
        description: Description for search engines, or empty.
        output_file: Name of the PDF without its suffix.
        chapters: All chapters in reading order, appendices last.
        resources: Patterns of files copied to the site, relative to the root.
        css: Style sheets of the site, relative to the root.
        bibliography: Reference files, relative to the root.
        csl: Citation style, relative to the root, or ``None`` for pandoc's own.
        font_paths: Folders with the PDF's fonts, relative to the root.
        accessible_pdf: Whether the PDF must meet PDF/UA-1.
        toc_depth: Heading levels in the PDF's table of contents.
        footer: Links at the foot of every page of the site.
    """

    root: Path
    language: str
    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: date | None
    description: str
    output_file: str
    chapters: tuple[Chapter, ...]
    resources: tuple[str, ...]
    css: tuple[str, ...]
    bibliography: tuple[str, ...]
    csl: str | None
    font_paths: tuple[str, ...]
    accessible_pdf: bool
    toc_depth: int
    footer: tuple[FooterLink, ...]

    @property
    def printed_date(self) -> str:
        """The date as readers write it: 23. November 2026."""
        return "" if self.date is None else speaker(self.language).day(self.date)


def read_book(root: Path, left_out: Collection[str] = ()) -> Book:
    """Read ``_quarto.yml``.

    Args:
        root: The project root.
        left_out: Chapters that do not belong to this book, relative to the root.

    Returns:
        The book; every file it names exists.

    Raises:
        InputError: Settings are missing or unknown, or files that they name do not exist.
    """
    settings = read_settings(root)
    problems: list[Problem] = []
    day = get(settings, "book.date")
    if not isinstance(day, date | None):
        problems.append(
            Problem(
                f'"book.date: {day}" is no calendar date',
                FILE,
                "a date like 2026-03-01, so that a rendering can be repeated",
            )
        )
        day = None
    book = Book(
        root=root,
        language=str(get(settings, "lang")),
        title=str(get(settings, "book.title")),
        subtitle=str(get(settings, "book.subtitle", "")),
        authors=tuple(_author(entry, problems) for entry in _listed(get(settings, "book.author"))),
        date=day,
        description=str(get(settings, "book.description", "")),
        output_file=str(get(settings, "book.output-file", "book")),
        chapters=tuple(
            chapter
            for chapter in _chapters(settings, problems)
            if str(chapter.path).lstrip("/") not in left_out
        ),
        resources=_paths(get(settings, "project.resources")),
        css=_paths(get(settings, "format.html.css")),
        bibliography=_paths(get(settings, "bibliography")),
        csl=next(iter(_paths(get(settings, "csl"))), None),
        font_paths=_paths(get(settings, "format.typfrage-typst.font-paths")),
        accessible_pdf=get(settings, "format.typfrage-typst.pdf-standard") == "ua-1",
        toc_depth=_depth(get(settings, "format.typfrage-typst.toc-depth", 2), problems),
        footer=footer_links(settings, problems),
    )
    problems.extend(_absent(book, settings))
    if problems:
        raise InputError(problems)
    return book


def _depth(value: Any, problems: list[Problem]) -> int:
    if isinstance(value, int) and 1 <= value <= _DEEPEST:
        return value
    what = f'"toc-depth: {value}" is no depth'
    problems.append(Problem(what, FILE, f"a whole number from 1 to {_DEEPEST}"))
    return 1


def matching(root: Path, pattern: str) -> Iterator[Path]:
    """Find what a pattern of resources names in the folder of the book; nothing outside of it."""
    if not leaves(pattern):
        with suppress(ValueError, OSError):
            yield from root.glob(pattern)


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _paths(value: Any) -> tuple[str, ...]:
    return tuple(str(entry).lstrip("/") for entry in _listed(value))


def _author(entry: Any, problems: list[Problem]) -> str:
    name = entry["name"] if isinstance(entry, dict) and set(entry) == {"name"} else entry
    if not isinstance(name, str):
        problems.append(_odd_entry("author", entry, "a name, or nothing but name: …"))
    return str(name)


def _chapters(settings: dict[str, Any], problems: list[Problem]) -> Iterator[Chapter]:
    for entry in _listed(get(settings, "book.chapters")):
        if isinstance(entry, dict) and set(entry) <= {"part", "chapters"} and "part" in entry:
            if str(entry["part"]).endswith(".qmd"):
                problems.append(
                    _odd_entry("chapter", entry["part"], "a part's title, not a part's file")
                )
            for inner in _listed(entry.get("chapters")):
                yield from _chapter(inner, problems, part=str(entry["part"]))
        else:
            yield from _chapter(entry, problems)
    for entry in _listed(get(settings, "book.appendices")):
        yield from _chapter(entry, problems, appendix=True)


def _chapter(
    entry: Any, problems: list[Problem], part: str | None = None, appendix: bool = False
) -> Iterator[Chapter]:
    if isinstance(entry, str) and entry.endswith(".qmd"):
        yield Chapter(PurePosixPath(entry), part, appendix)
    else:
        problems.append(
            _odd_entry("chapter", entry, "the path of a .qmd file, or a part with chapters")
        )


def _odd_entry(kind: str, entry: Any, expected: str) -> Problem:
    return Problem(
        f"the embedded renderer cannot use the {kind} entry {entry!r}",
        FILE,
        expected,
        "Change the entry, or render with Quarto.",
    )


def _absent(book: Book, settings: dict[str, Any]) -> Iterator[Problem]:
    if not any(chapter.path == PurePosixPath("index.qmd") for chapter in book.chapters):
        yield Problem("the book has no start page", FILE, "index.qmd among the chapters")
    seen: set[PurePosixPath] = set()
    for chapter in book.chapters:
        if chapter.path in seen:
            yield Problem(f"{chapter.path} is listed twice", FILE)
        seen.add(chapter.path)
    pages = {chapter.page for chapter in book.chapters}
    for link in book.footer:
        if link.page not in pages:
            missing = f'"{link.text}" at the foot of the pages leads to no chapter of the book'
            yield Problem(missing, FILE, "the path of a listed chapter")
    named = [*(str(chapter.path) for chapter in book.chapters), *book.css, *book.bibliography]
    named += [*([book.csl] if book.csl else []), *book.font_paths, EXTENSION_FILE]
    for pattern in _listed(get(settings, "project.resources")):
        if not str(pattern).startswith("/"):
            expected = "a leading slash, because Quarto would search every folder, old outputs too"
            yield Problem(f'the resource "{pattern}" has no root', FILE, expected)
    for pattern in book.resources:
        if not any(matching(book.root, pattern)):
            yield Problem(f'the resource "{pattern}" matches no file', FILE)
    if not _FILE_NAME.fullmatch(book.output_file):
        expected = "a name without folders and suffix"
        yield Problem(f'"output-file: {book.output_file}" is no name', FILE, expected)
    for name in dict.fromkeys(named):
        if leaves(name):
            yield outside(name)
        elif not os.path.exists(book.root / name):
            yield Problem(f"{name} does not exist", FILE, "", "Add the file, or remove its entry.")
