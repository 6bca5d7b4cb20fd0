"""Number chapters, sections, figures and tables, and resolve references to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from typfrage.problems import Problem
from typfrage.publish.embedded.floats import WORDS, as_float
from typfrage.publish.embedded.links import XREF
from typfrage.publish.embedded.manuscript import Format, Manuscript
from typfrage.publish.embedded.paths import relative
from typfrage.publish.embedded.source import Source
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
    with_attr,
)

_REFERENCE = re.compile(r"(fig|tbl|sec)-")
_UNSUPPORTED = re.compile(
    r"(eq|lst|vid|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau|apx|dem|prf)-"
)


@dataclass(frozen=True)
class Label:
    """What a reference can point to.

    Attributes:
        name: The label, e.g. ``fig-silhouette``.
        word: The word before its number, e.g. ``Abbildung``.
        number: Its number as printed, or empty if it has none.
        page: The page it is on.
    """

    name: str
    word: str
    number: str
    page: PurePosixPath


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


def _heading_problems(manuscript: Manuscript) -> Iterable[Problem]:
    source, level = manuscript.source, 0
    headings = [element for element in walk(manuscript.blocks) if element["t"] == "Header"]
    if not headings or headings[0]["c"][0] != 1:
        yield Problem(
            "the chapter does not begin with its title",
            str(manuscript.chapter.path),
            "a heading like “# Titel” before all others",
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


def collect_labels(
    manuscripts: Iterable[Manuscript],
) -> tuple[dict[str, Label], list[Problem]]:
    """Collect everything that can be referred to.

    Args:
        manuscripts: All chapters, numbered.

    Returns:
        The labels by name, and a problem for each label that is given twice.
    """
    labels: dict[str, Label] = {}
    problems: list[Problem] = []
    for manuscript in manuscripts:
        for element in walk(manuscript.blocks):
            label = _label(element, manuscript)
            if label is None:
                continue
            if label.name in labels:
                problems.append(
                    manuscript.source.problem(
                        f"#{label.name}",
                        f'the label "{label.name}" is given twice',
                        "every label once in the book",
                        f"It is also on {labels[label.name].page}: rename or remove one.",
                    )
                )
            labels[label.name] = label
    return labels, problems


def _label(element: Element, manuscript: Manuscript) -> Label | None:
    attr = attr_of(element)
    word = ""
    if (float_ := as_float(element)) is not None and float_.label:
        word = WORDS[float_.kind]
    elif element["t"] == "Header" and attr.identifier.startswith("sec-"):
        word = "Anhang" if manuscript.chapter.appendix else "Kapitel"
    if not word:
        return None
    return Label(attr.identifier, word, attr.get("number"), manuscript.chapter.page)


def resolve_references(
    manuscript: Manuscript, labels: Mapping[str, Label], format_: Format
) -> tuple[Manuscript, list[Problem]]:
    """Turn ``@fig-x``, ``@tbl-x`` and ``@sec-x`` into links with the right words and numbers.

    Args:
        manuscript: A chapter.
        labels: All labels of the book.
        format_: The output; Typst counts by itself and is only told what to refer to.

    Returns:
        The chapter, and every reference that leads nowhere. Citations stay as they are.
    """
    problems: list[Problem] = []

    def resolve(element: Element) -> list[Element] | None:
        if element["t"] != "Cite":
            return None
        citations = element["c"][0]
        kinds = [_kind(citation["citationId"]) for citation in citations]
        if set(kinds) == {"citation"}:
            return None
        found = _reference_problems(citations, kinds, labels, manuscript.source)
        problems.extend(found)
        if found:
            return []
        resolved: list[Element] = []
        for citation in citations:
            resolved += [text(", ")] if resolved else []
            label = labels[citation["citationId"]]
            resolved += _reference(citation, label, manuscript, format_)
        return resolved

    return manuscript.with_blocks(rewrite(manuscript.blocks, resolve)), problems


def _kind(key: str) -> str:
    if _REFERENCE.match(key):
        return "reference"
    return "unsupported" if _UNSUPPORTED.match(key) else "citation"


def _reference_problems(
    citations: Sequence[Element], kinds: Sequence[str], labels: Mapping[str, Label], source: Source
) -> list[Problem]:
    problems: list[Problem] = []
    for citation, kind in zip(citations, kinds, strict=True):
        key = citation["citationId"]
        if kind == "unsupported":
            what = f"the embedded renderer cannot refer to @{key}"
            expected = "@fig-…, @tbl-… or @sec-…"
            problems.append(
                source.problem(f"@{key}", what, expected, "Describe it, or render with Quarto.")
            )
        elif kind == "citation" or citation["citationSuffix"]:
            what = f"@{key} is mixed with cross references or text"
            problems.append(source.problem(f"@{key}", what, "brackets with references only"))
        elif key not in labels:
            what = f"the reference @{key} leads nowhere"
            mend = f"Give something the label {{#{key}}}, or mend the reference."
            problems.append(source.problem(f"@{key}", what, "", mend))
        elif not labels[key].number:
            what = f"@{key} refers to something without a number"
            problems.append(source.problem(f"@{key}", what, "a numbered section"))
    return problems


def _reference(
    citation: Element, label: Label, manuscript: Manuscript, format_: Format
) -> list[Element]:
    prefix: list[Element] = citation["citationPrefix"] or [text(label.word)]
    if citation["citationMode"]["t"] == "SuppressAuthor":
        prefix = []
    if format_ == "typst":
        opening = raw_inline("typst", f"#ref(<{label.name}>, supplement: [")
        return [opening, *prefix, raw_inline("typst", "])")]
    target = f"{relative(label.page, manuscript.chapter.page)}#{label.name}"
    words = [*prefix, text("\u00a0")] if prefix else []
    return [link(Attr("", (XREF,)), [*words, text(label.number)], target)]
