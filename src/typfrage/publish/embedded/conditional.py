"""Content for one format only: ``::: {.content-visible when-format="html"}`` and its kin."""

from __future__ import annotations

from typfrage.problems import Problem
from typfrage.publish.embedded.manuscript import Format, Manuscript
from typfrage.publish.embedded.tree import Attr, Element, attr_of, rewrite

_CLASSES = frozenset({"content-visible", "content-hidden"})
_CONDITIONS = frozenset({"when-format", "unless-format"})
_FORMATS = ("html", "typst")


def keep_visible(manuscript: Manuscript, format_: Format) -> tuple[Manuscript, list[Problem]]:
    """Drop what is not meant for a format, and unwrap what is.

    Args:
        manuscript: A chapter.
        format_: The format being made.

    Returns:
        The chapter for that format, and conditions that are not understood.
    """
    problems: list[Problem] = []

    def decide(element: Element) -> list[Element] | None:
        attr = attr_of(element)
        if element["t"] not in ("Div", "Span") or _CLASSES.isdisjoint(attr.classes):
            return None
        if not _understood(attr):
            problems.append(_condition_problem(manuscript, attr))
        kept: list[Element] = element["c"][1] if _is_visible(attr, format_) else []
        return kept

    return manuscript.with_blocks(rewrite(manuscript.blocks, decide)), problems


def _understood(attr: Attr) -> bool:
    return (
        len(attr.classes) == 1
        and not attr.identifier
        and len(attr.pairs) == 1
        and all(key in _CONDITIONS and value in _FORMATS for key, value in attr.pairs)
    )


def _is_visible(attr: Attr, format_: Format) -> bool:
    matches = attr.get("when-format", format_) == format_ and attr.get("unless-format") != format_
    return matches == ("content-visible" in attr.classes)


def _condition_problem(manuscript: Manuscript, attr: Attr) -> Problem:
    pairs = " ".join(f'{key}="{value}"' for key, value in attr.pairs)
    return manuscript.source.problem(
        next((f'{key}="{value}"' for key, value in attr.pairs), f".{attr.classes[0]}"),
        f"the embedded renderer does not know this condition: .{' .'.join(attr.classes)} {pairs}",
        'one of when-format or unless-format, with "html" or "typst"',
        "Change the condition, or render with Quarto.",
    )
