"""The index of the site's full-text search: one entry for each section of each page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.tree import Element, attr_of, rewrite, stringify

FILE = "site/search-index.js"


def search_index(manuscripts: Iterable[Manuscript]) -> str:
    """Return the index as a script, because a page opened from a disk may not fetch data.

    Args:
        manuscripts: All chapters in reading order. Their data status is left out.
    """
    entries = [entry for manuscript in manuscripts for entry in _entries(manuscript)]
    return f"window.typfrageSearchIndex = {json.dumps(entries, ensure_ascii=False)};\n"


def _entries(manuscript: Manuscript) -> Iterator[dict[str, str]]:
    page, chapter = str(manuscript.chapter.page), ""
    for heading, blocks in _sections(manuscript.blocks):
        title = stringify(heading["c"][2]) if heading else ""
        chapter = chapter or title
        anchor = attr_of(heading).identifier if heading and title != chapter else ""
        content = stringify(rewrite(blocks, _without_what_is_not_read))
        if title or content:
            yield {
                "url": f"{page}#{anchor}" if anchor else page,
                "chapter": chapter,
                "title": title,
                "text": content,
            }


def _without_what_is_not_read(element: Element) -> list[Element] | None:
    hidden = element["t"] == "Image" or "data-status" in attr_of(element).classes
    return [] if hidden else None


def _sections(blocks: list[Element]) -> Iterator[tuple[Element | None, list[Element]]]:
    heading: Element | None = None
    section: list[Element] = []
    for block in blocks:
        if block["t"] == "Header":
            yield heading, section
            heading, section = block, []
        else:
            section.append(block)
    yield heading, section
