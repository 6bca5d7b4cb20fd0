"""Prepare all chapters for one output: everything between parsing and writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePosixPath

from typfrage.problems import InputError, Problem
from typfrage.publish.embedded.book import Book
from typfrage.publish.embedded.callouts import write_frames
from typfrage.publish.embedded.citations import (
    citation_problems,
    cite,
    references_page,
)
from typfrage.publish.embedded.conditional import keep_visible
from typfrage.publish.embedded.crossref import collect_labels, resolve_references
from typfrage.publish.embedded.floats import find_floats, write_floats
from typfrage.publish.embedded.links import resolve_links
from typfrage.publish.embedded.manuscript import Format, Manuscript
from typfrage.publish.embedded.numbering import number_book
from typfrage.publish.embedded.pandoc import read_markdown
from typfrage.publish.embedded.reader import read_source
from typfrage.publish.embedded.tree import Element, rewrite, text
from typfrage.publish.embedded.variables import fill_variables, read_variables
from typfrage.publish.embedded.vocabulary import unknown_constructs

_WORKERS = 4


@dataclass(frozen=True)
class Edition:
    """The book's chapters, ready to be written in one format.

    Attributes:
        manuscripts: All chapters in order; nothing but plain pandoc and raw blocks is left.
        files: Files that they show or link to, relative to the root.
        problems: Everything that is wrong with the sources in this format.
    """

    manuscripts: tuple[Manuscript, ...]
    files: frozenset[PurePosixPath]
    problems: tuple[Problem, ...]


def read_manuscripts(book: Book) -> list[Manuscript]:
    """Read and parse all chapters.

    Raises:
        InputError: Includes, shortcodes or code cells that cannot be used, or Markdown that
            pandoc warns of, in all chapters.
    """
    variables = read_variables(book.root)
    read = [read_source(book.root, chapter.path, variables) for chapter in book.chapters]
    if problems := [problem for _, found in read for problem in found]:
        raise InputError(problems)
    with ThreadPoolExecutor(_WORKERS) as pool:
        parsed = pool.map(
            lambda source: read_markdown(source.text, f"reading {source.path}"),
            [source for source, _ in read],
        )
        trees = list(parsed)
    problems = [
        source.warning(warning)
        for (source, _), (_, warnings) in zip(read, trees, strict=True)
        for warning in warnings
    ]
    if problems:
        raise InputError(problems)
    return [
        Manuscript(chapter, source, fill_variables(blocks, variables))
        for chapter, (source, _), (blocks, _) in zip(book.chapters, read, trees, strict=True)
    ]


def prepare_edition(book: Book, manuscripts: Sequence[Manuscript], format_: Format) -> Edition:
    """Resolve everything that pandoc does not know, for one format.

    Args:
        book: The book.
        manuscripts: Its chapters as parsed.
        format_: The format to be made.
    """
    language = book.language
    problems: list[Problem] = []

    def each(
        step: Callable[[Manuscript], tuple[Manuscript, list[Problem]]],
        chapters: Sequence[Manuscript],
    ) -> list[Manuscript]:
        done = [step(chapter) for chapter in chapters]
        problems.extend(problem for _, found in done for problem in found)
        return [chapter for chapter, _ in done]

    chapters = each(lambda chapter: keep_visible(chapter, format_), manuscripts)
    for chapter in chapters:
        problems += unknown_constructs(chapter, format_)
    chapters = each(find_floats, [_with_quotes(chapter, language) for chapter in chapters])
    chapters = each(lambda chapter: write_frames(chapter, format_, language), chapters)
    chapters, found = number_book(chapters)
    labels, duplicates = collect_labels(chapters, language)
    problems += [*found, *duplicates]
    chapters = each(lambda chapter: resolve_references(chapter, labels, format_), chapters)
    problems += citation_problems(chapters, book)
    if not problems:
        chapters = cite(chapters, book)
    references = references_page(chapters)
    linked = [resolve_links(chapter, book.root, references, format_) for chapter in chapters]
    problems += [problem for chapter in linked for problem in chapter.problems]
    written = (chapter.manuscript for chapter in linked)
    return Edition(
        tuple(
            chapter.with_blocks(write_floats(chapter.blocks, format_, language))
            for chapter in written
        ),
        frozenset(path for chapter in linked for path in chapter.files),
        tuple(problems),
    )


_QUOTES = {
    "de": {"DoubleQuote": ("„", "“"), "SingleQuote": ("‚", "‘")},
    "en": {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")},
}


def _with_quotes(manuscript: Manuscript, language: str) -> Manuscript:
    marks = _QUOTES[language]

    def quote(element: Element) -> list[Element] | None:
        if element["t"] != "Quoted":
            return None
        opening, closing = marks[element["c"][0]["t"]]
        return [text(opening), *element["c"][1], text(closing)]

    return manuscript.with_blocks(rewrite(manuscript.blocks, quote))
