"""What a scan found, and how it is told without telling it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "key",
    "key-like number",
    "name",
    "single answer",
    "rare value",
    "small count",
    "path",
    "user or host name",
    "temporary name",
    "e-mail address",
]

MASK = "▒▒▒"
AROUND = 30
"""Characters that an excerpt shows on either side."""


@dataclass(frozen=True)
class Hit:
    """A place in a passage.

    Attributes:
        kind: What was found.
        start: First character.
        end: Behind the last one.
        certain: Whether it can be nothing else.
    """

    kind: Kind
    start: int
    end: int
    certain: bool = True


@dataclass(frozen=True)
class Finding:
    """A leak.

    Attributes:
        kind: What leaks.
        file: In which file.
        place: Where in it.
        excerpt: What stands around it; everything that was found there is masked.
        shown: The same unmasked, for the team alone.
        certain: Whether it can be nothing else, so that nothing with it may be published.
    """

    kind: Kind
    file: str
    place: str
    excerpt: str
    shown: str
    certain: bool = True

    def __str__(self) -> str:
        return f"{self.kind}: {self.file}, {self.place}: {self.excerpt}"


def findings(file: str, place: str, text: str, hits: Iterable[Hit]) -> list[Finding]:
    """Make findings of the hits in one passage; those of one kind that touch are one finding.

    Args:
        file: The file.
        place: The passage's place in it.
        text: The passage.
        hits: What was found in it.
    """
    ordered = sorted(hits, key=lambda hit: (hit.start, hit.end))
    merged: list[Hit] = []
    for hit in ordered:
        last = merged[-1] if merged else None
        if last is not None and last.kind == hit.kind and hit.start <= last.end:
            sure = last.certain or hit.certain
            merged[-1] = Hit(last.kind, last.start, max(last.end, hit.end), sure)
        else:
            merged.append(hit)
    secret = [(hit.start, hit.end) for hit in merged]
    return [
        Finding(
            hit.kind,
            printable(file),
            printable(place),
            _excerpt(text, hit, secret),
            _excerpt(text, hit, ()),
            hit.certain,
        )
        for hit in merged
    ]


def _excerpt(text: str, hit: Hit, secret: Iterable[tuple[int, int]]) -> str:
    first, last = max(0, hit.start - AROUND), min(len(text), hit.end + AROUND)
    pieces, at = [], first
    for start, end in secret:
        if end <= at or start >= last:
            continue
        pieces += [text[at : max(at, start)], MASK]
        at = min(end, last)
    return printable("".join((*pieces, text[at:last])))


def printable(text: str) -> str:
    """Return a text on one line, without anything that a terminal would obey."""
    return "".join(one if one.isprintable() else " " for one in " ".join(text.split()))
