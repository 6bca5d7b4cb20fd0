"""Exports whose header holds the questions in words and not their codes."""

from __future__ import annotations

from collections.abc import Iterable

from typfrage.problems import Cell, Problem
from typfrage.survey.questionnaire.codebook import Codebook


def question_texts(header: Iterable[str], codebook: Codebook) -> tuple[str, ...]:
    """Return the headers that are questions in words, alone or with an option behind them.

    Args:
        header: Names of columns.
        codebook: The questionnaire.
    """
    wordings = tuple(
        plain(text) for item in codebook.items for text in item.wording.values() if text.strip()
    )
    return tuple(name for name in header if plain(name).startswith(wordings))


def header_in_words(header: Iterable[str], file: str, codebook: Codebook) -> Problem | None:
    """Say that an export names its columns by questions in words where it does.

    Args:
        header: Names of the columns, of which some were looked for in vain.
        file: Name of the raw file.
        codebook: The questionnaire.
    """
    found = question_texts(header, codebook)
    if not found:
        return None
    return Problem(
        f"the header holds questions in words ({len(found)} columns), not their codes",
        f"{file}, header: {found[0]!r}",
        "the names of columns that wave.yml maps",
        "export the answers again with question codes as heading",
        Cell(file, column=found[0]),
    )


def plain(text: str) -> str:
    """Return a text without what writing it down may change: case, blanks, outer quotes."""
    return " ".join(text.split()).strip(" \"'„“”").casefold()
