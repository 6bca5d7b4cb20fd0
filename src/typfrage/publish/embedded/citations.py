"""Citations: one run of citeproc over the whole book, so that both outputs cite alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from typfrage.problems import Problem
from typfrage.publish.embedded.book import Book
from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.pandoc import document, run_pandoc
from typfrage.publish.embedded.tree import Attr, Element, attr_of, div, rewrite, walk

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
    keys = _read_keys(book)
    return [problem for chapter in manuscripts for problem in _unknown(chapter, keys)]


def cite(manuscripts: Sequence[Manuscript], book: Book) -> list[Manuscript]:
    """Write all citations and the list of references.

    Args:
        manuscripts: All chapters; their citations have no problems.
        book: Names the reference files and the style.

    Returns:
        The chapters without citation elements. A citation links to its work; the link's target
        begins with ``#ref-``.
    """
    arguments = ["--from", "json", "--to", "json", "--citeproc"]
    arguments += [f"--bibliography={book.root / name}" for name in book.bibliography]
    arguments += [f"--csl={book.root / book.csl}"] if book.csl else []
    whole = [div(Attr(f"chapter-{n}"), m.blocks) for n, m in enumerate(manuscripts)]
    meta = {"lang": book.language, "link-citations": True}
    written = json.loads(run_pandoc(arguments, document(whole, meta), _PURPOSE))["blocks"]
    return [
        manuscript.with_blocks(rewrite(chapter["c"][1], _without_cite))
        for manuscript, chapter in zip(manuscripts, written, strict=True)
    ]


def references_page(manuscripts: Sequence[Manuscript]) -> PurePosixPath | None:
    """Return the page with the list of references (``::: {#refs}``), if there is one."""
    for manuscript in manuscripts:
        if any(attr_of(element).identifier == "refs" for element in walk(manuscript.blocks)):
            return manuscript.chapter.page
    return None


def _read_keys(book: Book) -> frozenset[str]:
    keys: set[str] = set()
    for name in book.bibliography:
        path = book.root / name
        arguments = ["--from", _READERS.get(path.suffix, "biblatex"), "--to", "csljson"]
        entries = run_pandoc(arguments, path.read_text(encoding="utf-8"), f"reading {name}")
        keys |= {str(entry["id"]) for entry in json.loads(entries)}
    return frozenset(keys)


def _unknown(manuscript: Manuscript, keys: frozenset[str]) -> list[Problem]:
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


def _without_cite(element: Element) -> list[Element] | None:
    if element["t"] != "Cite":
        return None
    written: list[Element] = element["c"][1]
    return written
