"""The classes, attributes and raw formats that a chapter may use; all others are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from typfrage.problems import Problem
from typfrage.publish.embedded.manuscript import Format, Manuscript
from typfrage.publish.embedded.tree import Attr, Element, attr_of, walk

COMPONENTS = frozenset(
    {"evidence", "kernaussage", "data-status", "anstoesse", "wege", "weg", "steckbrief"}
    | {"steckbrief-kopf", "steckbrief-spalten", "steckbrief-spalte", "steckbrief-kasten"}
    | {"karten", "karte"}
)
CALLOUTS = frozenset(
    {"callout-note", "callout-tip", "callout-warning", "callout-important", "callout-caution"}
)

_CLASSES = {
    "Div": COMPONENTS | CALLOUTS,
    "Header": frozenset({"unnumbered", "unlisted"}),
    "Span": frozenset({"smallcaps", "underline", "mark", "beleg"}),
    "Link": frozenset({"uri", "email"}),
}
_ATTRIBUTES = {
    "Image": frozenset({"fig-alt", "width"}),
    "Table": frozenset({"tbl-colwidths"}),
}
_DIV_ATTRIBUTES = {
    "layout-ncol": frozenset[str](),
    "title": CALLOUTS,
    "collapse": CALLOUTS,
    "style": frozenset({"steckbrief", "karte"}),
    "marker": frozenset({"steckbrief", "karte"}),
}
"""Attributes of a div, and the classes of which it must have one."""
_TYPE_COLOR = re.compile(r"--type-color: #[0-9a-fA-F]{6}")
_CHILDREN = {"steckbrief-spalten": "steckbrief-spalte", "karten": "karte"}
"""Divs that hold nothing but divs of one kind."""
_MARKERS = frozenset({"square", "triangle", "circle", "diamond", "pentagon", "cross"})
_NO_NAMES: frozenset[str] = frozenset()
_RAW_FORMATS = ("html", "typst")


def unknown_constructs(manuscript: Manuscript, format_: Format) -> list[Problem]:
    """List what the embedded renderer does not know in a chapter.

    Args:
        manuscript: The chapter, without what is not meant for the format.
        format_: The format being made.

    Returns:
        One problem for each unknown class, attribute or raw format.
    """
    problems: list[Problem] = []
    for element in walk(manuscript.blocks):
        for construct, needle in _unknown(element, format_):
            problems.append(
                manuscript.source.problem(
                    needle,
                    f"the embedded renderer does not know {construct}",
                    _expected(element),
                    "Write it otherwise, or render with Quarto.",
                )
            )
    return problems


def _unknown(element: Element, format_: Format) -> Iterator[tuple[str, tuple[str, ...]]]:
    kind = element["t"]
    attr = attr_of(element)
    for name in attr.classes[1:] if kind == "CodeBlock" else attr.classes:  # the first: a language
        if name not in _CLASSES.get(kind, _NO_NAMES):
            yield f'the class ".{name}" of a {kind}', (f".{name}", name)
    for key, value in attr.pairs:
        known = _knows_div(attr, key, value) if kind == "Div" else key in _attributes(kind)
        if not known:
            yield (
                f'the attribute {key}="{value}" of a {kind}',
                (
                    f'{key}="{value}"',
                    f"{key}={value}",
                    f"{key}=",
                ),
            )
    if kind in ("RawBlock", "RawInline"):
        yield from _unknown_raw(element, format_)
    for name in _CHILDREN.keys() & set(attr.classes):
        if any(_CHILDREN[name] not in attr_of(child).classes for child in element["c"][1]):
            yield f"content of .{name} that is no .{_CHILDREN[name]}", (f".{name}",)


def _attributes(kind: str) -> frozenset[str]:
    return _ATTRIBUTES.get(kind, _NO_NAMES)


def _knows_div(attr: Attr, key: str, value: str) -> bool:
    """Tell whether a div may have an attribute, and whether its value says something."""
    classes = _DIV_ATTRIBUTES.get(key)
    if classes is None or (classes and classes.isdisjoint(attr.classes)):
        return False
    if key == "collapse":
        return value in ("true", "false")
    if key == "marker":
        return value in _MARKERS
    return key != "style" or bool(_TYPE_COLOR.fullmatch(value.strip().rstrip(";")))


def _unknown_raw(element: Element, format_: Format) -> Iterator[tuple[str, tuple[str, ...]]]:
    name, content = element["c"]
    first_line = content.split("\n", 1)[0]
    if name not in _RAW_FORMATS:
        yield f'raw {name} "{first_line}"', (f"{{={name}}}", first_line)
    elif (
        format_ == "typst"
        and element["t"] == "RawInline"
        and name == "html"
        and content[:4] != "<!--"
    ):
        yield f'the tag {first_line} in a text, which the PDF would lose: "{content}"', (content,)


def _expected(element: Element) -> str:
    kind = element["t"]
    names = [f".{name}" for name in sorted(_CLASSES.get(kind, _NO_NAMES))]
    names += [f"{key}=…" for key in sorted(_DIV_ATTRIBUTES if kind == "Div" else _attributes(kind))]
    return ", ".join(names) if names else "plain Markdown"
