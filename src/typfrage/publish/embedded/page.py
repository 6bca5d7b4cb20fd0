"""Write one page of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from typfrage.publish.embedded.floats import NAMED_BY
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
    caption = attr_of(table).get(NAMED_BY)
    name = f'{NAMED_BY}="{caption}"' if caption else f'aria-label="{speaker(language)("Tabelle")}"'
    opening = f'<div class="table-box" role="group" {name} tabindex="0">'
    shown = with_attr(_with_scopes(table), Attr(pairs=((NAMED_BY, caption),) if caption else ()))
    return [raw_block("html", opening), shown, raw_block("html", "</div>")]


def _with_scopes(table: Element) -> Element:
    """Tell which cells head a column, and that the first of each row heads it."""
    attr, caption, columns, (head_attr, head_rows), bodies, foot = table["c"]
    head = [[row_attr, [_scoped(cell, "col") for cell in cells]] for row_attr, cells in head_rows]
    headed = [_with_row_headers(body) for body in bodies]
    return {"t": "Table", "c": [attr, caption, columns, [head_attr, head], headed, foot]}


def _with_row_headers(body: list[Any]) -> list[Any]:
    """Let the first cell of a row head it, and the rows below that leave it out as repeated."""
    attr, _, above, rows = body
    if not rows or not stringify(rows[0][1][0][4]):
        return body
    headed: list[list[Any]] = []
    for row_attr, (first, *cells) in rows:
        if stringify(first[4]):
            head = _scoped(first, "row")
            headed.append([row_attr, [head, *cells]])
        else:
            head[2] += 1
            headed.append([row_attr, cells])
    return [attr, 1, above, headed]


def _scoped(cell: list[Any], scope: str) -> list[Any]:
    (identifier, classes, pairs), *rest = cell
    return [[identifier, classes, [*pairs, ["scope", scope]]], *rest]
