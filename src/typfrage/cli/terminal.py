"""A console that says what it is given as text: no file, cell or name can command the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.errors import MarkupError
from rich.segment import Segment
from rich.text import Text

_FOREIGN_TAG = re.compile(r"(?<!\\)\[(?!/?(?:(?:bold|dim|green|red|yellow) ?)+\]|/\])")
"""A bracket that opens none of the tags that the commands themselves write."""

_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_REPLACED = dict.fromkeys(
    (0xAD, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD
)
_HARMLESS = {**_PICTURES, 0x7F: 0x2421, **_REPLACED}
"""Control characters as their pictures; what changes the direction of text as U+FFFD."""


class Terminal(Console):
    """Shows control characters instead of sending them, and brackets of others as they are."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render, without anything in a text that a terminal would obey."""
        for segment in super().render(renderable, options):
            if segment.control is None:
                segment = segment._replace(text=harmless(segment.text))
            yield segment

    def render_str(self, text: str, **options: Any) -> Text:
        """Read the tags of a text that the commands write, and no others."""
        if options.get("markup") is False:
            return super().render_str(text, **options)
        try:
            return super().render_str(_FOREIGN_TAG.sub(r"\\[", text), **options)
        except MarkupError:
            return super().render_str(text, **{**options, "markup": False})


def harmless(text: str) -> str:
    """Return a text in which control characters are shown and not obeyed."""
    return text.translate(_HARMLESS)
