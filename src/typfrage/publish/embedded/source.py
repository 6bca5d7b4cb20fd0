"""A chapter's text, and where every line of it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from typfrage.problems import Problem


@dataclass(frozen=True)
class Line:
    """One line of the text that pandoc reads, and where its author wrote it."""

    text: str
    file: str
    number: int
    code: bool = False


@dataclass(frozen=True)
class Source:
    """A chapter's text with all its includes.

    Attributes:
        path: The chapter, relative to the project root.
        lines: Its lines in order.
    """

    path: PurePosixPath
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The Markdown that pandoc reads."""
        return "".join(f"{line.text}\n" for line in self.lines)

    def where(self, *needles: str) -> str:
        """Return file and line of the first mention outside code of the first needle found."""
        for needle in needles:
            mention = re.compile(
                re.escape(needle) + (r"(?![\w-])" if needle[-1:].isalnum() else "")
            )
            for line in self.lines:
                if not line.code and mention.search(line.text):
                    return f"{line.file}, line {line.number}"
        return str(self.path)

    def warning(self, message: str) -> Problem:
        """Return pandoc's warning as a complaint about the line that it names."""
        named = re.search(r"line (\d+)", message)
        line = self.lines[min(int(named[1]), len(self.lines)) - 1] if named else None
        where = f"{line.file}, line {line.number}" if line else str(self.path)
        return Problem(re.sub(r" at line \d+ column \d+", "", message), where)

    def problem(
        self, needle: str | tuple[str, ...], what: str, expected: str = "", mend: str = ""
    ) -> Problem:
        """Return a complaint about the place where ``needle``, or the first found, is written."""
        needles = (needle,) if isinstance(needle, str) else needle
        return Problem(what, self.where(*needles), expected, mend)
