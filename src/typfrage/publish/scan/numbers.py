"""Numbers of single municipalities: keys, inhabitants, and others that are long enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from typfrage.publish.scan.finding import Hit, Kind

SHORTEST = 5
"""Numbers of fewer digits are too frequent by chance."""

KEY_DIGITS = 8
"""Digits of an AGS; a spreadsheet may have dropped its leading zero."""

_ARS_DIGITS = 12
_INSIDE_WORDS = re.compile(r"(?<!\d)(?<!\d\.)(?:\d{12}|\d{7,9})(?!\d)(?!\.\d)")
_ALONE = re.compile(
    r"(?<![\w#])(?<!\d\.)(?:\d{1,3}(?:[.\u202f\u00a0’']\d{3})+|\d{5,})(?!\w)(?![.,]\d)"
)
_SEPARATORS = re.compile(r"\D")


class NumberIndex:
    """Finds numbers, however their digits are grouped, and keys inside words and as ARS.

    Args:
        numbers: Digits without separators, and what they are.
    """

    def __init__(self, numbers: Mapping[str, Kind]) -> None:
        self._numbers = dict(numbers)
        for digits, kind in numbers.items():
            if kind == "key" and len(digits) == KEY_DIGITS and digits.startswith("0"):
                self._numbers.setdefault(digits[1:], kind)

    def hits(self, text: str, *, drawing: bool) -> Iterator[Hit]:
        """Yield where one of the numbers stands.

        Args:
            text: The text.
            drawing: Whether the numbers in it are coordinates; then only keys are looked for.
        """
        if not self._numbers:
            return
        for found in _INSIDE_WORDS.finditer(text):
            digits = found[0]
            ags = digits[:5] + digits[9:] if len(digits) == _ARS_DIGITS else digits
            if "key" in (self._numbers.get(ags), self._numbers.get(digits)):
                yield Hit("key", *found.span())
        if drawing:
            return
        for found in _ALONE.finditer(text):
            kind = self._numbers.get(_SEPARATORS.sub("", found[0]))
            if kind is not None:
                yield Hit(kind, *found.span())
