"""Figures and tables with a caption (Quarto's *floats*), however the source writes them.

Whatever the source uses becomes one shape, a div of class ``quarto-float`` with the attribute
``kind`` and two children, its content and its caption; :func:`write_floats` turns it into the
output's own form.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from typfrage.problems import Problem
from typfrage.publish.embedded.manuscript import Format, Manuscript
from typfrage.publish.embedded.source import Source
from typfrage.publish.embedded.tree import (
    Attr,
    Element,
    attr_of,
    div,
    plain,
    raw_block,
    rewrite,
    stringify,
    text,
    walk,
    with_attr,
)
from typfrage.results.language import mark, speaker

FLOAT = "quarto-float"
WORDS = {"fig": mark("Abbildung"), "tbl": mark("Tabelle")}
_NO_FIGURE = Attr(classes=("typst:no-figure",))
"""Keeps pandoc's Typst writer from making a figure of a table by itself."""
_KIND_OF = {"Figure": "fig", "Table": "tbl"}

NAMED_BY = "aria-labelledby"
"""Attribute of a table in HTML: its caption, which stands outside of it."""


@dataclass(frozen=True)
class Float:
    """A float in its one shape, read back.

    Attributes:
        label: Its identifier, or empty for a float without number.
        kind: ``fig`` or ``tbl``.
        number: Its number as printed, or empty.
        content: What is shown.
        caption: Its caption.
    """

    label: str
    kind: str
    number: str
    content: list[Element]
    caption: list[Element]


def as_float(element: Element) -> Float | None:
    """Return the float that an element is, or ``None``."""
    attr = attr_of(element)
    if element["t"] != "Div" or FLOAT not in attr.classes:
        return None
    content, caption = (child["c"][1] for child in element["c"][1])
    return Float(attr.identifier, attr.get("kind"), attr.get("number"), content, caption[0]["c"])


def find_floats(manuscript: Manuscript) -> tuple[Manuscript, list[Problem]]:
    """Give every figure and captioned table of a chapter the one shape.

    Args:
        manuscript: A chapter.

    Returns:
        The chapter, and every float that is not complete.
    """
    problems: list[Problem] = []

    def shape(element: Element) -> Element | None:
        if element["t"] == "Table":
            element = _with_column_widths(element, manuscript.source, problems)
        attr = attr_of(element)
        if element["t"] in _KIND_OF:
            return _from_caption(element, manuscript.source, problems)
        if element["t"] == "Div" and attr.identifier[:4] in ("fig-", "tbl-"):
            return _from_div(element, manuscript.source, problems)
        return None

    return manuscript.with_blocks(rewrite(manuscript.blocks, shape)), problems


def _shape(label: str, kind: str, content: list[Element], caption: list[Element]) -> Element:
    children = [div(Attr(), content), div(Attr(), [plain(caption)])]
    return div(Attr(label, (FLOAT,), (("kind", kind),)), children)


def _from_caption(element: Element, source: Source, problems: list[Problem]) -> Element:
    attr, kind = attr_of(element), _KIND_OF[element["t"]]
    caption = [inline for block in element["c"][1][1] for inline in block["c"]]
    if attr.identifier and not attr.identifier.startswith(f"{kind}-"):
        problems.append(
            source.problem(
                f"#{attr.identifier}",
                f'the label "{attr.identifier}" belongs to a {WORDS[kind]}',
                f'a label that begins with "{kind}-"',
            )
        )
    if not caption and attr.identifier:
        problems.append(_no_caption(attr.identifier, source))
    if element["t"] == "Figure":
        content = rewrite(element["c"][2], _without_description)
        return _shape(attr.identifier, kind, content, caption)
    bare = {"t": "Table", "c": [_NO_FIGURE.json(), [None, []], *element["c"][2:]]}
    return _shape(attr.identifier, kind, [bare], caption) if caption else bare


def _without_description(element: Element) -> Element | None:
    """Empty an image's description: in a figure it is the caption, and no alternative text."""
    if element["t"] != "Image":
        return None
    return {"t": "Image", "c": [element["c"][0], [], element["c"][2]]}


def _from_div(element: Element, source: Source, problems: list[Problem]) -> Element:
    attr = attr_of(element)
    label = attr.identifier
    blocks = element["c"][1]
    nested = [child for child in walk(blocks) if as_float(child)]
    if nested:
        problems.append(
            source.problem(
                f"#{label}",
                f'the embedded renderer cannot put captioned figures or tables into "{label}"',
                "one caption, as the last paragraph; images without a text of their own",
                "Number them one by one, or render with Quarto.",
            )
        )
    if len(blocks) < 2 or blocks[-1]["t"] != "Para":
        problems.append(_no_caption(label, source))
        return _shape(label, label[:3], blocks, [])
    content = blocks[:-1]
    if attr.classes or attr.pairs:
        content = [div(replace(attr, identifier=""), content)]
    return _shape(label, label[:3], content, blocks[-1]["c"])


def _no_caption(label: str, source: Source) -> Problem:
    return source.problem(f"#{label}", f'"{label}" has no caption', "a caption to be numbered by")


def _with_column_widths(table: Element, source: Source, problems: list[Problem]) -> Element:
    attr = attr_of(table)
    written = attr.get("tbl-colwidths")
    if not written:
        return table
    columns: list[Any] = table["c"][2]
    try:
        widths = [float(width) for width in json.loads(written)]
    except (ValueError, TypeError):
        widths = []
    if len(widths) != len(columns):
        problems.append(
            source.problem(
                "tbl-colwidths=",
                f'cannot use tbl-colwidths="{written}"',
                f"{len(columns)} numbers like [40,60], one for each column",
            )
        )
        return table
    specs = [
        [alignment, {"t": "ColWidth", "c": width / sum(widths)}]
        for (alignment, _), width in zip(columns, widths, strict=True)
    ]
    sized = {"t": "Table", "c": [*table["c"][:2], specs, *table["c"][3:]]}
    return with_attr(sized, attr.without("tbl-colwidths"))


def write_floats(blocks: list[Element], format_: Format, language: str) -> list[Element]:
    """Turn every float into the form of the output.

    Args:
        blocks: A chapter whose floats are numbered.
        format_: The output.
        language: Language of the words before the numbers.

    Returns:
        The chapter without floats.
    """

    def write(element: Element) -> list[Element] | None:
        float_ = as_float(element)
        if float_ is None:
            return None
        word = speaker(language)(WORDS[float_.kind])
        return _html(float_, word) if format_ == "html" else _typst(float_, word)

    written: list[Element] = rewrite(blocks, write)
    return written


def _html(float_: Float, word: str) -> list[Element]:
    identifier = f' id="{float_.label}"' if float_.label else ""
    named = f"{float_.label}-caption" if float_.label else ""
    caption_id = f' id="{named}"' if named else ""
    numbered = f"{word}\u00a0{float_.number}: " if float_.number else ""
    caption = [
        raw_block("html", f"<figcaption{caption_id}>"),
        plain([*([text(numbered)] if numbered else []), *float_.caption]),
        raw_block("html", "</figcaption>"),
    ]
    content = rewrite(float_.content, partial(_named_by, caption=named))
    inside = [*caption, *content] if float_.kind == "tbl" else [*content, *caption]
    opening = f'<figure{identifier} class="{FLOAT} {FLOAT}-{float_.kind}">'
    shown = inside if stringify(float_.caption) else float_.content
    return [raw_block("html", opening), *shown, raw_block("html", "</figure>")]


def _named_by(element: Element, caption: str) -> Element | None:
    if element["t"] != "Table" or not caption:
        return None
    attr = attr_of(element)
    return with_attr(element, replace(attr, pairs=(*attr.pairs, (NAMED_BY, caption))))


def _typst(float_: Float, word: str) -> list[Element]:
    position = "top" if float_.kind == "tbl" else "bottom"
    number = "" if float_.label else "numbering: none,\n"
    label = f"\n<{float_.label}>" if float_.label else ""
    ending = f'], ),\n{number}kind: "{FLOAT}-{float_.kind}",\nsupplement: "{word}",\n){label}\n'
    return [
        raw_block("typst", "#figure(["),
        *float_.content,
        raw_block("typst", f"], caption: figure.caption(\nposition: {position},\n["),
        plain(float_.caption),
        raw_block("typst", ending),
    ]
