"""Citations: one run of citeproc over the whole book, so that both outputs cite alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import PurePosixPath

from typfrage.problems import Problem
from typfrage.publish.book_files import read_book_file
from typfrage.publish.embedded.book import Book
from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.pandoc import document, run_pandoc
from typfrage.publish.embedded.tree import Attr, Element, attr_of, div, rewrite, walk, with_attr

_PURPOSE = "citations"
_READERS = {".bib": "biblatex", ".json": "csljson", ".yaml": "markdown", ".yml": "markdown"}


def citation_problems(manuscripts: Sequence[Manuscript], book: Book) -> list[Problem]:
    """List what keeps the citations from being written.

    Args:
        manuscripts: All chapters, their cross references resolved.
        book: Names the reference files.

    Returns:
        A problem for each unknown work, or for a list of references without a place.
    """
    if not any(True for manuscript in manuscripts for _ in _cited(manuscript.blocks)):
        return []
    if references_page(manuscripts) is None:
        return [
            Problem(
                "works are cited, but the list of references has no place",
                "",
                "a chapter with ::: {#refs} and :::",
                "Add such a chapter, or render with Quarto.",
            )
        ]
    keys = _read_works(book).keys()
    return [problem for chapter in manuscripts for problem in _unknown(chapter, keys)]


def cite(manuscripts: Sequence[Manuscript], book: Book) -> list[Manuscript]:
    """Write all citations and the list of references.

    Args:
        manuscripts: All chapters; their citations have no problems.
        book: Names the reference files and the style.

    Returns:
        The chapters without citation elements. A citation links to its work; the link's target
        begins with ``#ref-``. A work in another language than the book's says so (``lang``).
    """
    arguments = ["--from", "json", "--to", "json", "--citeproc"]
    arguments += [f"--bibliography={book.root / name}" for name in book.bibliography]
    arguments += [f"--csl={book.root / book.csl}"] if book.csl else []
    whole = [div(Attr(f"chapter-{n}"), m.blocks) for n, m in enumerate(manuscripts)]
    meta = {"lang": book.language, "link-citations": True}
    written = json.loads(run_pandoc(arguments, document(whole, meta), _PURPOSE))["blocks"]
    languages = {f"ref-{key}": language for key, language in _read_works(book).items()}

    def finish(element: Element) -> Element | list[Element] | None:
        if element["t"] == "Cite":
            cited: list[Element] = element["c"][1]
            return cited
        attr = attr_of(element)
        language = languages.get(attr.identifier, "")
        if language in ("", book.language):
            return None
        return with_attr(element, replace(attr, pairs=(*attr.pairs, ("lang", language))))

    return [
        manuscript.with_blocks(rewrite(chapter["c"][1], finish))
        for manuscript, chapter in zip(manuscripts, written, strict=True)
    ]


def references_page(manuscripts: Sequence[Manuscript]) -> PurePosixPath | None:
    """Return the page with the list of references (``::: {#refs}``), if there is one."""
    for manuscript in manuscripts:
        if any(attr_of(element).identifier == "refs" for element in walk(manuscript.blocks)):
            return manuscript.chapter.page
    return None


def _read_works(book: Book) -> dict[str, str]:
    """Return the language of each work by its key; empty where the bibliography does not say."""
    works: dict[str, str] = {}
    for name in book.bibliography:
        path = book.root / name
        arguments = ["--from", _READERS.get(path.suffix, "biblatex"), "--to", "csljson"]
        entries = run_pandoc(arguments, read_book_file(book.root, name), f"reading {name}")
        works |= {
            str(entry["id"]): str(entry.get("language", ""))[:2] for entry in json.loads(entries)
        }
    return works


def _unknown(manuscript: Manuscript, keys: AbstractSet[str]) -> list[Problem]:
    return [
        manuscript.source.problem(
            f"@{key}",
            f'unknown citation "{key}"',
            "a key of the bibliography",
            "Add the work to the bibliography, or mend the key.",
        )
        for key in dict.fromkeys(_cited(manuscript.blocks))
        if key not in keys
    ]


def _cited(blocks: list[Element]) -> Iterable[str]:
    for element in walk(blocks):
        if element["t"] == "Cite":
            yield from (citation["citationId"] for citation in element["c"][0])
