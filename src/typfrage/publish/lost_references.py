"""References from the chapters of a wave's book to those that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from typfrage.problems import Problem
from typfrage.publish.embedded.settings import FILE
from typfrage.results.store import CURRENT

_KIND = r"(?:sec|fig|tbl)-[\w-]+"
_LABEL = re.compile(rf"\{{[^}}]*#({_KIND})")
_STORED = re.compile(rf"\{{\{{<\s*include\s+[\"']?{CURRENT}/({_KIND})\.md")
_REFERENCE = re.compile(rf"(?<![\w@\\])@({_KIND})")
_LINK = re.compile(r"\]\(([^)\s#]+\.qmd)")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def lost_references(texts: Mapping[str, str], left_out: Collection[str]) -> Iterator[Problem]:
    """Find what leads to a chapter that is not in the book.

    Args:
        texts: Text of each listed chapter by its path.
        left_out: The chapters among them that the book leaves out.
    """
    kept = [path for path in texts if path not in left_out]
    given = {label for path in kept for label in _labels(texts[path])}
    lost = {label: path for path in left_out for label in _labels(texts[path])}
    lost = {label: path for label, path in lost.items() if label not in given}
    for path in kept:
        for number, line in enumerate(texts[path].splitlines(), start=1):
            prose = _CODE.sub("", line)
            found = [(f"@{label}", lost[label]) for label in _found(prose) if label in lost]
            links = [(to, _target(path, to)) for to in _LINK.findall(prose)]
            for written, to in [*found, *(link for link in links if link[1] in left_out)]:
                yield Problem(
                    f"{written} leads to {to}, which the book of this wave leaves out",
                    f"{path}, line {number}",
                    "references to chapters that are always in the book",
                    f"store the sentence with its reference from a notebook and include it, or "
                    f"list {to} unconditionally in {FILE}",
                )


def _labels(text: str) -> set[str]:
    """Labels that a chapter gives, or that what it includes from the store bears as its name."""
    return {*_LABEL.findall(text), *_STORED.findall(text)}


def _found(prose: str) -> list[str]:
    return [label.rstrip("-") for label in _REFERENCE.findall(prose)]


def _target(chapter: str, link: str) -> str:
    """Path from the root of what a link in a chapter leads to."""
    steps: list[str] = []
    base = PurePosixPath() if link.startswith("/") else PurePosixPath(chapter).parent
    for step in (base / link.lstrip("/")).parts:
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)
