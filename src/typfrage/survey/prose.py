"""Text that people read: it holds nothing that commands a terminal or turns a line around."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""Control characters but tab and line feed, signs that change the direction of text, and what is
no character: SVG, HTML and PDF may not hold them, or would show other lines in another order."""


def without_commands(text: str) -> str:
    """Return a text of others with a blank for each character that no prose may hold."""
    return _COMMANDS.sub(" ", text)


def _refuse_commands(text: str) -> str:
    found = _COMMANDS.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        raise ValueError(f"character {found.start() + 1} is {code}, which no text may hold")
    return text


Prose = Annotated[str, AfterValidator(_refuse_commands)]
"""A text for people, as a YAML file gives it."""
