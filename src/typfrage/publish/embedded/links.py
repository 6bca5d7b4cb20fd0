"""Links and images: every local target must exist, and is written as its output needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from typfrage.problems import Problem
from typfrage.publish.book_files import is_book_file
from typfrage.publish.embedded.manuscript import Format, Manuscript
from typfrage.publish.embedded.paths import inside_root, relative
from typfrage.publish.embedded.tree import (
    Attr,
    Element,
    attr_of,
    link,
    raw_inline,
    rewrite,
    stringify,
    text,
    walk,
)

XREF = "quarto-xref"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_WIDTH = re.compile(r"\d+(\.\d+)?(%|cm|mm|in|pt)")


@dataclass(frozen=True)
class Linked:
    """A chapter whose links are final.

    Attributes:
        manuscript: The chapter.
        files: Files it shows or links to, relative to the root.
        problems: Targets that do not exist, images that cannot be read aloud.
    """

    manuscript: Manuscript
    files: frozenset[PurePosixPath]
    problems: tuple[Problem, ...]


def resolve_links(
    manuscript: Manuscript, root: Path, references: PurePosixPath | None, format_: Format
) -> Linked:
    """Check and rewrite the links and images of a chapter.

    Args:
        manuscript: A chapter whose cross references and citations are written.
        root: The project root.
        references: The page with the list of references, if there is one.
        format_: The output.
    """
    resolver = _Resolver(manuscript, root, references, format_)
    blocks = rewrite(manuscript.blocks, resolver.resolve)
    return Linked(
        manuscript.with_blocks(blocks), frozenset(resolver.files), tuple(resolver.problems)
    )


class _Resolver:
    def __init__(
        self,
        manuscript: Manuscript,
        root: Path,
        references: PurePosixPath | None,
        format_: Format,
    ) -> None:
        self._chapter = manuscript.chapter
        self._source = manuscript.source
        self._root = root
        self._references = references
        self._format = format_
        self._anchors = {attr_of(element).identifier for element in walk(manuscript.blocks)}
        self.files: set[PurePosixPath] = set()
        self.problems: list[Problem] = []

    def resolve(self, element: Element) -> Element | None:
        if element["t"] == "Image":
            return self._image(element)
        if element["t"] == "Link" and XREF not in attr_of(element).classes:
            return self._link(element)
        return None

    def _complain(self, target: str, what: str, expected: str = "", mend: str = "") -> None:
        self.problems.append(self._source.problem(target, what, expected, mend))

    def _link(self, element: Element) -> Element:
        attr, (target, _) = attr_of(element), element["c"][2]
        if target.startswith("#"):
            target = self._anchor(target)
        elif not _SCHEME.match(target):
            target = self._local_link(target)
        return link(Attr(attr.identifier, attr.classes), element["c"][1], target)

    def _anchor(self, target: str) -> str:
        if target.startswith("#ref-") and self._references is not None:
            if self._format == "typst":
                return target
            return f"{relative(self._references, self._chapter.page)}{target}"
        if target[1:] not in self._anchors:
            self._complain(
                f"]({target}",
                f'the link to "{target}" leads nowhere on its page',
                "an identifier of the same chapter",
                "Refer to other chapters with @sec-…, @fig-… or @tbl-….",
            )
        return target

    def _local_link(self, target: str) -> str:
        file, mark, anchor = target.partition("#")
        path = inside_root(unquote(file), self._chapter.path)
        is_page = path.suffix == ".html" and not is_book_file(self._root, path)
        if path.suffix == ".qmd" or is_page:
            self._complain(
                f"]({target}",
                f'the link to the page "{target}" would be dead in the PDF',
                "@sec-… for a page of the book",
                "Give the chapter a label {#sec-…} and refer to it.",
            )
            return target
        return self._file(target, path, "link") + mark + anchor

    def _image(self, element: Element) -> Element:
        attr, inlines, (target, _) = attr_of(element), element["c"][1], element["c"][2]
        alternative = attr.get("fig-alt") or stringify(inlines)
        width = attr.get("width")
        if not alternative:
            self._complain(
                f"]({target}",
                f'the image "{target}" has no alternative text',
                'fig-alt="what the image says"',
            )
        if width and not _WIDTH.fullmatch(width):
            self._complain(f"width={width}", f'cannot use the width "{width}"', "like 60% or 8cm")
        if _SCHEME.match(target):
            self._complain(f"]({target}", f'the image "{target}" is not a file of the book')
            return element
        path = inside_root(unquote(target), self._chapter.path)
        written = self._file(target, path, "image")
        if self._format == "typst":
            sized = f", width: {width}" if width else ""
            call = f"#box(image({_quoted(f'/{path}')}, alt: {_quoted(alternative)}{sized}));"
            return raw_inline("typst", call)
        pairs = (("width", width),) if width else ()
        image_attr = Attr(attr.identifier, (), pairs).json()
        return {"t": "Image", "c": [image_attr, [text(alternative)], [written, ""]]}

    def _file(self, target: str, path: PurePosixPath, kind: str) -> str:
        if not is_book_file(self._root, path):
            self._complain(
                f"]({target}",
                f'the {kind} "{target}" points to no file',
                "a file, from the project root if the path begins with a slash",
                "Run the analysis that writes it, or mend the path.",
            )
        self.files.add(path)
        return quote(relative(path, self._chapter.page)) if self._format == "html" else f"/{path}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
