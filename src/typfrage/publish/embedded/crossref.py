"""Resolve references to chapters, sections, figures and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
)
from typfrage.results.language import speaker

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


def collect_labels(
    manuscripts: Iterable[Manuscript], language: str
) -> tuple[dict[str, Label], list[Problem]]:
    """Collect everything that can be referred to.

    Args:
        manuscripts: All chapters, numbered.
        language: Language of the words before the numbers.

    Returns:
        The labels by name, and a problem for each label that is given twice.
    """
    labels: dict[str, Label] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    for manuscript in manuscripts:
        for element in walk(manuscript.blocks):
            label = _label(element, manuscript, language)
            if label is None:
                continue
            if label.name in labels:
                problems.append(
                    manuscript.source.problem(
                        f"#{label.name}",
                        f'the label "{label.name}" is given twice',
                        "every label once in the book",
                        f"It is also given in {places[label.name]}: rename or remove one.",
                    )
                )
            places[label.name] = manuscript.source.where(f"#{label.name}")
            labels[label.name] = label
    return labels, problems


def _label(element: Element, manuscript: Manuscript, language: str) -> Label | None:
    say, attr = speaker(language), attr_of(element)
    word = ""
    if (float_ := as_float(element)) is not None and float_.label:
        word = say(WORDS[float_.kind])
    elif element["t"] == "Header" and attr.identifier.startswith("sec-"):
        word = say("Anhang") if manuscript.chapter.appendix else say("Kapitel")
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
        written = stringify(element["c"][1])
        found = _reference_problems(citations, kinds, labels, manuscript.source, written)
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
    citations: Sequence[Element],
    kinds: Sequence[str],
    labels: Mapping[str, Label],
    source: Source,
    written: str,
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
            problems.append(source.problem((written, f"@{key}"), what, "references only"))
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
        return [opening, *prefix, raw_inline("typst", "]);")]
    target = f"{relative(label.page, manuscript.chapter.page)}#{label.name}"
    words = [*prefix, text("\u00a0")] if prefix else []
    return [link(Attr("", (XREF,)), [*words, text(label.number)], target)]
