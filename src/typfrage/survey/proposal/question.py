"""An open question about a new wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.texts import normal
from typfrage.survey.proposal.yaml_text import quoted


@dataclass(frozen=True)
class Question:
    """Something that a person must decide or look at.

    Attributes:
        part: Part of the checklist.
        text: The question.
        lines: What helps to decide, or a snippet to copy.
        snippet: Lines for ``codebook.yml``.
    """

    part: str
    text: str
    lines: tuple[str, ...] = ()
    snippet: tuple[str, ...] = ()


FACTS = "What no export tells"
PLACES = "Questions and options without a column"
COLUMNS = "Columns without a question"
WORDS = "Other words than in the codebook"
CODES = "Codes and signs"
RULES = "Which answers count"


def named(column: Column) -> str:
    """Name a column with its label."""
    label = f" (“{column.label}”)" if normal(column.label) not in ("", normal(column.name)) else ""
    return f"`{column.name}`{label}"


def worded(text: str, languages: Sequence[str]) -> str:
    """Return a wording of ``codebook.yml``: what the file says, and what is to be translated."""
    said = [text, *[""] * (len(languages) - 1)]
    told = zip(languages, said, strict=True)
    return "{ " + ", ".join(f"{language}: {quoted(each or '…')}" for language, each in told) + " }"


def new_option(label: str, languages: Sequence[str], first: date | None) -> str:
    """Return the line of ``codebook.yml`` for an option that is new."""
    valid = f"valid: {{ first: {first or '…'} }}"
    return f"- {{ id: …, code: …, label: {worded(label, languages)}, {valid} }}"
