"""Read the tags of a PDF back, as a reading aid does (ISO 14289-1, PDF/UA-1)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

_OPERATOR = re.compile(
    rb"\((?:\\.|[^\\()])*\)|<<.*?>>|<[0-9A-Fa-f\s]*>|/[^\s/<>()\[\]{}%]+|[\[\]]|[^\s/<>()\[\]{}%]+",
    re.DOTALL,
)
_SHOWS = frozenset(
    {b"Tj", b"TJ", b"'", b'"', b"f", b"f*", b"S", b"s", b"B", b"B*", b"b", b"Do", b"sh"}
)
"""Operators that leave something to be seen on the page."""


@dataclass(frozen=True)
class Tag:
    """An element of the structure tree.

    Attributes:
        kind: Its type as it stands there, like ``H1``.
        path: Types of the elements around it, the outermost first.
        entries: Its dictionary.
    """

    kind: str
    path: tuple[str, ...]
    entries: DictionaryObject

    @property
    def alternative(self) -> str:
        """Its alternative text, or empty."""
        return str(self.entries.get("/Alt", ""))

    @property
    def kids(self) -> list[Tag]:
        """Elements directly inside of it."""
        return list(_tags(self.entries.get("/K"), (*self.path, self.kind), deep=False))

    @property
    def attributes(self) -> dict[str, Any]:
        """Its attributes, of all owners together."""
        owners = _resolved(self.entries.get("/A", []))
        listed = owners if isinstance(owners, list) else [owners]
        return {key: value for owner in listed for key, value in _resolved(owner).items()}


def tags(pdf: PdfReader) -> list[Tag]:
    """Return all elements of the structure tree in reading order."""
    root = _resolved(pdf.root_object["/StructTreeRoot"])
    return list(_tags(root["/K"], (), deep=True))


def assert_well_tagged(pdf: PdfReader, language: str) -> None:
    """Assert what holds of every PDF that reading aids can read."""
    root = pdf.root_object
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712, pypdf has booleans of its own
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf.metadata is not None
    assert pdf.metadata.title
    assert all(page["/Tabs"] == "/S" for page in pdf.pages), "links follow the reading order"
    found = tags(pdf)
    assert [tag.kind for tag in found if not tag.path] == ["Document"]
    assert broken_tree(pdf) == []
    assert links_without_words(pdf) == []
    assert shown_outside_the_tags(pdf) == []
    assert all(tag.alternative for tag in found if tag.kind in ("Figure", "Formula"))
    assert all("/Scope" in tag.attributes for tag in found if tag.kind == "TH")
    levels = [level for level, _ in headings(pdf)]
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels)), levels


def headings(pdf: PdfReader) -> list[tuple[int, str]]:
    """Return level and text of each heading in reading order."""
    return [
        (int(tag.kind[1]), str(tag.entries.get("/T", "")))
        for tag in tags(pdf)
        if re.fullmatch(r"H\d", tag.kind)
    ]


def links_without_words(pdf: PdfReader) -> list[str]:
    """Return each link annotation that has no description for reading aids."""
    return [
        f"page {number}"
        for number, page in enumerate(pdf.pages, start=1)
        for annotation in page.get("/Annots", [])
        if (entry := _resolved(annotation)).get("/Subtype") == "/Link"
        if not str(entry.get("/Contents", "")).strip()
    ]


def shown_outside_the_tags(pdf: PdfReader) -> list[str]:
    """Return what pages show that is neither part of the tree nor marked as decoration."""
    return [
        f"page {number}: {operator}"
        for number, page in enumerate(pdf.pages, start=1)
        for operator in _unmarked(page.get_contents().get_data())
    ]


def decorations(pdf: PdfReader) -> Counter[str]:
    """Count the kinds of content that reading aids pass over, by their subtype."""
    found: Counter[str] = Counter()
    for page in pdf.pages:
        content = page.get_contents().get_data()
        found.update(
            (re.search(rb"/Subtype\s*/(\w+)", entry) or [b"", b"plain"])[1].decode()
            for entry in re.findall(rb"/Artifact\s*(<<.*?>>|BMC)", content, re.DOTALL)
        )
    return found


def broken_tree(pdf: PdfReader) -> list[str]:
    """Return what the tree says of tables and lists that cannot be."""
    wanted = {
        "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
        **{key: {"TR"} for key in ("THead", "TBody", "TFoot")},
        "TR": {"TH", "TD"},
        "L": {"LI", "L", "Caption"},
        "LI": {"Lbl", "LBody"},
        "TOC": {"TOC", "TOCI", "Caption"},
    }
    return [
        f"{kid.kind} in {tag.kind}"
        for tag in tags(pdf)
        for kid in (tag.kids if tag.kind in wanted else [])
        if kid.kind not in wanted[tag.kind]
    ]


def read_tags(path: Path) -> PdfReader:
    """Open a PDF whose tags are read."""
    return PdfReader(path)


def _unmarked(content: bytes) -> Iterator[str]:
    """Operators that show something while no marked content is open that counts."""
    open_: list[bool] = []
    operands: list[bytes] = []
    for token in _OPERATOR.findall(content):
        if token in (b"BDC", b"BMC"):
            open_.append(operands[:1] == [b"/Artifact"] or b"/MCID" in b" ".join(operands))
        elif token == b"EMC":
            open_.pop()
        elif token in _SHOWS and not any(open_):
            yield token.decode()
        if token[:1].isalpha() or token in (b"'", b'"'):
            operands = []
        else:
            operands.append(token)


def _tags(node: Any, path: tuple[str, ...], *, deep: bool) -> Iterator[Tag]:
    node = _resolved(node)
    if isinstance(node, ArrayObject):
        for kid in node:
            yield from _tags(kid, path, deep=deep)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        tag = Tag(str(node["/S"])[1:], path, node)
        yield tag
        if deep:
            yield from _tags(node.get("/K"), (*path, tag.kind), deep=True)


def _resolved(node: Any) -> Any:
    return node.get_object() if isinstance(node, IndirectObject) else node
