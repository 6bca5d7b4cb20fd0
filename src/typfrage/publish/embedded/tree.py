"""Read and rewrite pandoc's JSON syntax tree.

An *element* is pandoc's own JSON object: ``{"t": "Para", "c": [...]}``. Nothing here knows books.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

Element = dict[str, Any]
Change = Callable[[Element], Element | list[Element] | None]

_ATTR_PLACE = {
    "Header": 1,
    **dict.fromkeys(
        ("Div", "Span", "Code", "CodeBlock", "Link", "Image", "Figure", "Table"),
        0,
    ),
}
_SPACES = frozenset({"Space", "SoftBreak", "LineBreak"})
_BLOCKS = frozenset(
    {"Para", "Plain", "Header", "CodeBlock", "Div", "Table", "Figure", "BulletList"}
    | {"OrderedList", "DefinitionList", "BlockQuote", "LineBlock"}
)


@dataclass(frozen=True)
class Attr:
    """Identifier, classes and key-value pairs of an element."""

    identifier: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """Return the value of ``key``, or ``default``."""
        return dict(self.pairs).get(key, default)

    def without(self, *keys: str) -> Attr:
        """Return the same attributes without the pairs named ``keys``."""
        return replace(self, pairs=tuple(pair for pair in self.pairs if pair[0] not in keys))

    def json(self) -> list[Any]:
        """Return pandoc's JSON form."""
        return [self.identifier, list(self.classes), [list(pair) for pair in self.pairs]]


_NO_ATTR = Attr()
_NESTED = (list, dict)


def attr_of(element: Element) -> Attr:
    """Return the element's attributes; empty ones for elements that have none."""
    place = _ATTR_PLACE.get(element["t"])
    if place is None:
        return _NO_ATTR
    identifier, classes, pairs = element["c"][place]
    return Attr(identifier, tuple(classes), tuple((key, value) for key, value in pairs))


def with_attr(element: Element, attr: Attr) -> Element:
    """Return a copy of the element with other attributes."""
    contents = list(element["c"])
    contents[_ATTR_PLACE[element["t"]]] = attr.json()
    return {"t": element["t"], "c": contents}


def walk(node: Any) -> Iterator[Element]:
    """Yield every element under ``node`` in document order, parents before children."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if "t" in node:
                yield node
            pending.extend(reversed(node.values()))
        elif isinstance(node, list):
            pending.extend(reversed(node))


def rewrite(node: Any, change: Change) -> Any:
    """Rewrite a tree from its leaves to its root.

    Args:
        node: An element, a list of elements or anything that contains them; left as it is.
        change: Receives each element after its children were rewritten; returns its replacement,
            a list to be spliced in its place, or ``None`` to keep it.

    Returns:
        The new tree.
    """
    if isinstance(node, list):
        children: list[Any] = []
        for child in node:
            new = rewrite(child, change) if isinstance(child, _NESTED) else child
            if isinstance(new, list) and isinstance(child, dict):
                children.extend(new)
            else:
                children.append(new)
        return children
    if not isinstance(node, dict):
        return node
    if "t" not in node:
        return {key: rewrite(child, change) for key, child in node.items()}
    element = node
    if isinstance(node.get("c"), _NESTED):
        element = {"t": node["t"], "c": rewrite(node["c"], change)}
    changed = change(element)
    return element if changed is None else changed


def map_strings(node: Any, change: Callable[[str], str]) -> Any:
    """Return the tree with every string in it (texts, attributes, targets) changed."""
    if isinstance(node, str):
        return change(node)
    if isinstance(node, list):
        return [map_strings(child, change) for child in node]
    if isinstance(node, dict):
        return {
            key: child if key == "t" else map_strings(child, change) for key, child in node.items()
        }
    return node


def stringify(node: Any) -> str:
    """Return the text a reader sees, without footnotes, one space between blocks."""
    return re.sub(" +", " ", "".join(_texts(node))).strip()


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _texts(child)
    elif isinstance(node, dict):
        kind = node.get("t")
        if kind == "Str":
            yield node["c"]
        elif kind in _SPACES:
            yield " "
        elif kind in ("Code", "CodeBlock", "Math"):
            yield node["c"][1]
        elif kind not in ("Note", "RawBlock", "RawInline"):
            for key in node:
                if key != "t":
                    yield from _texts(node[key])
            if kind in _BLOCKS:
                yield " "


def text(value: str) -> Element:
    """Return a string element; spaces in it stay inside."""
    return {"t": "Str", "c": value}


def raw_block(format_: str, value: str) -> Element:
    """Return a raw block for one output format."""
    return {"t": "RawBlock", "c": [format_, value]}


def raw_inline(format_: str, value: str) -> Element:
    """Return a raw inline for one output format."""
    return {"t": "RawInline", "c": [format_, value]}


def plain(inlines: list[Element]) -> Element:
    """Return inlines as a block that is no paragraph."""
    return {"t": "Plain", "c": inlines}


def div(attr: Attr, blocks: list[Element]) -> Element:
    """Return a fenced div."""
    return {"t": "Div", "c": [attr.json(), blocks]}


def span(attr: Attr, inlines: list[Element]) -> Element:
    """Return a span."""
    return {"t": "Span", "c": [attr.json(), inlines]}


def link(attr: Attr, inlines: list[Element], target: str) -> Element:
    """Return a link."""
    return {"t": "Link", "c": [attr.json(), inlines, [target, ""]]}
