"""Write one page of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.pandoc import document, run_pandoc
from typfrage.publish.embedded.tree import (
    Attr,
    Element,
    attr_of,
    plain,
    raw_block,
    rewrite,
    span,
    stringify,
    text,
    with_attr,
)
from typfrage.results.language import speaker

_NUMBER_CLASS = "header-section-number"
_TOC_DEPTH = "3"


def page_title(manuscript: Manuscript) -> str:
    """Return the chapter's title as plain text, without its number."""
    return stringify(_title(manuscript)["c"][2])


def page_number(manuscript: Manuscript) -> str:
    """Return the chapter's number, or empty."""
    return attr_of(_title(manuscript)).get("number")


def write_page(
    manuscript: Manuscript, template: Path, variables: Mapping[str, Any], language: str
) -> str:
    """Write a chapter as a page of HTML.

    Args:
        manuscript: The chapter, resolved for HTML.
        template: pandoc's template of the page.
        variables: What the template needs besides the chapter: navigation and the book.
        language: Language of the page's own words.

    Returns:
        The page.
    """
    title = _title(manuscript)
    status = [block for block in manuscript.blocks if _is_status(block)]
    body = [block for block in manuscript.blocks if block is not title and not _is_status(block)]
    arguments = ["--from", "json", "--to", "html5", "--wrap", "none", "--mathml", "--toc"]
    arguments += ["--toc-depth", _TOC_DEPTH, "--syntax-highlighting", "none"]
    arguments += [f"--template={template}"]
    meta = {
        **variables,
        "page-title": page_title(manuscript),
        "heading": [plain(_numbered(title)["c"][2])],
        "heading-id": attr_of(title).identifier,
        "status": [inner for block in status for inner in block["c"][1]] or "",
    }
    written = document(rewrite(body, partial(_for_html, language=language)), meta)
    return run_pandoc(arguments, written, f"writing {manuscript.chapter.page}")


def _title(manuscript: Manuscript) -> Element:
    return next(block for block in manuscript.blocks if block["t"] == "Header")


def _is_status(block: Element) -> bool:
    return "data-status" in attr_of(block).classes


def _for_html(element: Element, language: str) -> Element | list[Element] | None:
    if element["t"] == "Header":
        return _numbered(element)
    if element["t"] == "Table":
        return _scrollable(element, language)
    return None


def _numbered(heading: Element) -> Element:
    attr = attr_of(heading)
    number = attr.get("number")
    bare = with_attr(heading, attr.without("number"))
    if not number:
        return bare
    inlines: Sequence[Element] = heading["c"][2]
    numbered = [span(Attr(classes=(_NUMBER_CLASS,)), [text(number)]), text(" "), *inlines]
    return {"t": "Header", "c": [heading["c"][0], bare["c"][1], numbered]}


def _scrollable(table: Element, language: str) -> list[Element]:
    """Put a table into a box of its own that scrolls by keyboard, too."""
    say, bare = speaker(language), with_attr(table, Attr())
    label = say("Tabelle")
    opening = f'<div class="table-box" role="group" aria-label="{label}" tabindex="0">'
    return [raw_block("html", opening), bare, raw_block("html", "</div>")]
