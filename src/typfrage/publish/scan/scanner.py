"""Looking through everything published for what leads to one municipality, machine or person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from typfrage.publish.scan.declared import Declared
from typfrage.publish.scan.finding import Finding, Hit, findings
from typfrage.publish.scan.inline_files import without_inline_files
from typfrage.publish.scan.microdata import SoughtMicrodata
from typfrage.publish.scan.passage import Passage, Unread
from typfrage.publish.scan.reading import read, read_folder
from typfrage.publish.scan.shapes import Shapes
from typfrage.publish.scan.small_counts import SmallCounts

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""What a reader does not see between two letters, and what would hide a word from a scan."""


@dataclass(frozen=True)
class Report:
    """What a scan found.

    Attributes:
        findings: What leaks, in the order of the files.
        files: Number of files that were looked into, those inside of others included.
        unread: Files that were not looked into, and why.
        not_looked_for: What could not be looked for, in words.
    """

    findings: tuple[Finding, ...]
    files: int
    unread: tuple[Unread, ...]
    not_looked_for: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class Scanner:
    """Looks for leaks in files.

    Args:
        microdata: What is looked for by its content.
        declared: What the tables' columns count.
        shapes: What is looked for by its shape.
        released: Matches paths of files that may hold the answers themselves.
    """

    def __init__(
        self,
        microdata: SoughtMicrodata,
        declared: Declared,
        shapes: Shapes,
        released: re.Pattern[str] | None = None,
    ) -> None:
        self._microdata = microdata
        self._released = released or re.compile(r"(?!)")
        self._counts = SmallCounts(declared)
        self._shapes = shapes

    def scan(self, path: Path) -> Report:
        """Look through a folder with everything in it, or through one file."""
        return self._report(read_folder(path))

    def scan_content(self, name: str, content: bytes) -> Report:
        """Look through a file that is not written yet.

        Args:
            name: Its name.
            content: What it will hold.
        """
        return self._report(read(name, content))

    def _report(self, pieces: Iterable[Passage | Unread]) -> Report:
        found: list[Finding] = []
        unread, files, harmless = [], set[str](), set[tuple[str, str, str]]()
        for piece in pieces:
            if isinstance(piece, Unread):
                unread.append(piece)
                continue
            files.add(piece.file)
            if self._released.search(piece.file):
                continue
            # Styles and names of elements are the same again and again.
            content = (piece.text, piece.role, piece.heading)
            if content in harmless:
                continue
            passage = without_inline_files(piece)
            if not passage.text.isascii():
                passage = replace(passage, text=passage.text.translate(_UNSEEN))
            if hits := self._hits(passage):
                found += findings(passage.file, passage.place, passage.text, hits)
            elif not piece.heading:
                harmless.add(content)
        names = {one.file for one in unread}
        missing = self._microdata.not_looked_for
        return Report(tuple(found), len(files - names), tuple(unread), missing)

    def _hits(self, passage: Passage) -> list[Hit]:
        text, drawing = passage.text, passage.role == "drawing"
        hits = [
            *self._microdata.numbers.hits(text, drawing=drawing),
            *self._shapes.hits(text, drawing=drawing),
        ]
        if drawing:
            return hits
        hits += self._microdata.phrases.hits(text)
        hits += self._microdata.names.hits(text)
        hits += self._counts.hits(passage)
        known = {(hit.start, hit.end) for hit in hits if hit.kind == "key"}
        return [
            hit
            for hit in hits
            if hit.kind != "key-like number" or (hit.start, hit.end) not in known
        ]
