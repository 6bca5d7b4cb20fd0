"""Callouts and columns: blocks whose frame differs between the outputs."""

from __future__ import annotations

from typfrage.problems import Problem
from typfrage.publish.embedded.manuscript import Format, Manuscript
from typfrage.publish.embedded.tree import (
    Attr,
    Element,
    attr_of,
    div,
    plain,
    raw_block,
    rewrite,
    text,
)
from typfrage.publish.embedded.vocabulary import CALLOUTS
from typfrage.results.language import mark, speaker

_TITLES = {
    "note": mark("Hinweis"),
    "tip": mark("Tipp"),
    "warning": mark("Warnung"),
    "important": mark("Wichtig"),
    "caution": mark("Vorsicht"),
}
_COLORS = {
    "note": ("#dae6fb", "#0758E5"),
    "tip": ("#ccf1e3", "#00A047"),
    "warning": ("#fcefdc", "#EB9113"),
    "important": ("#f7dddc", "#CC1914"),
    "caution": ("#ffe5d0", "#FC5300"),
}
"""Background and icon colour that Quarto gives Typst; the template maps them to its own."""


def write_frames(
    manuscript: Manuscript, format_: Format, language: str
) -> tuple[Manuscript, list[Problem]]:
    """Turn callouts and ``layout-ncol`` divs into the form of the output.

    Args:
        manuscript: A chapter.
        format_: The output.
        language: Language of callouts' titles.

    Returns:
        The chapter, and every column count that is no number.
    """
    problems: list[Problem] = []

    def write(element: Element) -> list[Element] | None:
        if element["t"] != "Div":
            return None
        attr = attr_of(element)
        if kind := next((name for name in attr.classes if name in CALLOUTS), None):
            kind = kind.removeprefix("callout-")
            return _callout(kind, attr, element["c"][1], format_, language)
        if columns := attr.get("layout-ncol"):
            if not columns.isdecimal() or int(columns) < 1:
                problems.append(
                    manuscript.source.problem(
                        "layout-ncol=", f"layout-ncol={columns} is no number of columns"
                    )
                )
                return None
            return _layout(int(columns), attr, element["c"][1], format_)
        return None

    return manuscript.with_blocks(rewrite(manuscript.blocks, write)), problems


def _callout(
    kind: str, attr: Attr, blocks: list[Element], format_: Format, language: str
) -> list[Element]:
    title = [text(attr.get("title", speaker(language)(_TITLES[kind])))]
    if not attr.get("title") and blocks and blocks[0]["t"] == "Header":
        title, blocks = blocks[0]["c"][2], blocks[1:]
    if format_ == "typst":
        background, icon = _COLORS[kind]
        colors = f'background_color: rgb("{background}"), icon_color: rgb("{icon}"), icon: none'
        return [
            raw_block("typst", "#callout(body: ["),
            *blocks,
            raw_block("typst", "], title: ["),
            plain(title),
            raw_block("typst", f"], {colors}, body_background_color: white)"),
        ]
    body = div(Attr(classes=("callout-body",)), blocks)
    classes = f"callout callout-{kind}"
    if collapse := attr.get("collapse"):
        is_open = " open" if collapse == "false" else ""
        return [
            raw_block("html", f'<details class="{classes}"{is_open}><summary>'),
            plain(title),
            raw_block("html", "</summary>"),
            body,
            raw_block("html", "</details>"),
        ]
    heading = div(Attr(classes=("callout-title",)), [plain(title)])
    return [div(Attr("", tuple(classes.split()), (("role", "note"),)), [heading, body])]


def _layout(columns: int, attr: Attr, blocks: list[Element], format_: Format) -> list[Element]:
    if format_ == "html":
        style = (("style", f"--columns: {columns}"),)
        cells = [div(Attr(classes=("layout-cell",)), cell) for cell in _cells(blocks)]
        return [div(Attr(attr.identifier, ("layout", *attr.classes), style), cells)]
    written = [raw_block("typst", f"#grid(columns: ({'1fr, ' * columns}), gutter: 1.5em,")]
    for cell in _cells(blocks):
        written += [raw_block("typst", "["), *cell, raw_block("typst", "],")]
    return [*written, raw_block("typst", ")")]


def _cells(blocks: list[Element]) -> list[list[Element]]:
    return [[block] for block in blocks]
