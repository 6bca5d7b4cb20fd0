"""Number chapters, sections, figures and tables as Quarto does, parts notwithstanding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from typfrage.problems import Problem
from typfrage.publish.embedded.floats import as_float
from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.source import Source
from typfrage.publish.embedded.tree import (
    Element,
    attr_of,
    rewrite,
    stringify,
    walk,
    with_attr,
)


def number_book(manuscripts: Sequence[Manuscript]) -> tuple[list[Manuscript], list[Problem]]:
    """Give every heading and every labelled float its number, as attribute ``number``.

    Args:
        manuscripts: All chapters in order, their floats in the one shape.

    Returns:
        The chapters, and everything that keeps them from being numbered.
    """
    problems: list[Problem] = []
    numbered: list[Manuscript] = []
    chapters = appendices = 0
    for manuscript in manuscripts:
        first = next((e for e in walk(manuscript.blocks) if e["t"] == "Header"), None)
        problems.extend(_heading_problems(manuscript))
        number = ""
        if first is not None and "unnumbered" not in attr_of(first).classes:
            if manuscript.chapter.appendix:
                appendices += 1
                number = chr(ord("A") + appendices - 1)
            else:
                chapters += 1
                number = str(chapters)
        counter = _ChapterCounter(number, manuscript.source)
        numbered.append(manuscript.with_blocks(rewrite(manuscript.blocks, counter.number)))
        problems.extend(counter.problems)
    return numbered, problems


class _ChapterCounter:
    """Counts the sections, figures and tables of one chapter."""

    def __init__(self, chapter: str, source: Source) -> None:
        self._chapter = chapter
        self._source = source
        self._sections = [0] * 6
        self._floats: Counter[str] = Counter()
        self.problems: list[Problem] = []

    def number(self, element: Element) -> Element | None:
        float_ = as_float(element)
        if float_ is not None and float_.label:
            self._floats[float_.kind] += 1
            if not self._chapter:
                self.problems.append(self._unnumbered_chapter(float_.label))
            return self._with_number(element, f"{self._chapter}.{self._floats[float_.kind]}")
        if element["t"] == "Header" and self._chapter:
            if "unnumbered" in attr_of(element).classes:
                return None
            return self._with_number(element, self._heading_number(element["c"][0]))
        return None

    def _heading_number(self, level: int) -> str:
        if level == 1:
            return self._chapter
        self._sections[level - 1] += 1
        self._sections[level:] = [0] * (6 - level)
        return ".".join([self._chapter, *(str(n) for n in self._sections[1:level])])

    @staticmethod
    def _with_number(element: Element, number: str) -> Element:
        attr = attr_of(element)
        return with_attr(element, replace(attr, pairs=(*attr.pairs, ("number", number))))

    def _unnumbered_chapter(self, label: str) -> Problem:
        return self._source.problem(
            f"#{label}",
            f'"{label}" stands in a chapter without number, so it has no number either',
            "labels in numbered chapters only",
            "Move it, or remove its label.",
        )


def _heading_problems(manuscript: Manuscript) -> Iterator[Problem]:
    source, level = manuscript.source, 0
    headings = [element for element in walk(manuscript.blocks) if element["t"] == "Header"]
    if not _begins_with_title(manuscript.blocks):
        yield Problem(
            "the chapter does not begin with its title",
            str(manuscript.chapter.path),
            "a heading like “# Titel” before everything but the data status",
        )
    for place, heading in enumerate(headings):
        title = stringify(heading["c"][2])
        if heading["c"][0] == 1 and place:
            yield source.problem(
                title, f'second chapter title "{title}"', "one heading of level 1 in each chapter"
            )
        if level and heading["c"][0] > level + 1:
            yield source.problem(
                title, f'the heading "{title}" skips a level', f"at most {'#' * (level + 1)}"
            )
        level = heading["c"][0]


def _begins_with_title(blocks: list[Element]) -> bool:
    for block in blocks:
        if block["t"] == "Header":
            return bool(block["c"][0] == 1)
        if block["t"] != "RawBlock" and "data-status" not in attr_of(block).classes:
            return False
    return False
