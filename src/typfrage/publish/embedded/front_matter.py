"""The front matter of a chapter: its title, and the condition under which it is in the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from typfrage.problems import InputError
from typfrage.survey.yaml_files.yaml_document import document_of

KEY, ONLY_WITH, EARLIER_WAVE = "typfrage", "only-with", "earlier-wave"
"""``typfrage: {only-with: earlier-wave}``: only in books of waves that have an earlier one."""


@dataclass(frozen=True)
class FrontMatter:
    """What stands between the lines of hyphens.

    Attributes:
        lines: Number of lines that it takes in the file, with its marks; 0 where there is none.
        content: What it says; ``None`` where it is no mapping of keys to values.
    """

    lines: int
    content: Mapping[str, Any] | None

    @property
    def needs_earlier_wave(self) -> bool:
        """Whether the chapter belongs only to books of waves that have an earlier one.

        Raises:
            ValueError: The condition is none that is known.
        """
        if self.content is None or KEY not in self.content:
            return False
        if self.content[KEY] != {ONLY_WITH: EARLIER_WAVE}:
            raise ValueError(f"{KEY}: {self.content[KEY]!r} is no known condition")
        return True


def read_front_matter(texts: Sequence[str]) -> FrontMatter:
    """Read the front matter of a chapter.

    Args:
        texts: Its lines.
    """
    if not texts or texts[0].rstrip() != "---":
        return FrontMatter(0, {})
    ends = (at for at, text in enumerate(texts[1:], 1) if text.rstrip() in ("---", "..."))
    end = next(ends, len(texts))
    try:
        document = document_of("\n".join(texts[1:end]), "front matter")
        content = None if document is None else document.content
    except InputError:
        content = None
    return FrontMatter(end + 1, content if isinstance(content, dict) else None)
