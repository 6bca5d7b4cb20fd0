"""A chapter on its way from its source to a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from typfrage.publish.embedded.book import Chapter
from typfrage.publish.embedded.source import Source
from typfrage.publish.embedded.tree import Element

Format = Literal["html", "typst"]


@dataclass(frozen=True)
class Manuscript:
    """A chapter as a syntax tree.

    Attributes:
        chapter: Its place in the book.
        source: Its text, to say where a problem is.
        blocks: Its syntax tree.
    """

    chapter: Chapter
    source: Source
    blocks: list[Element]

    def with_blocks(self, blocks: list[Element]) -> Manuscript:
        """Return the same chapter with other blocks."""
        return replace(self, blocks=blocks)
