"""Numbers as they are printed, and how far two of them may lie apart.

A printed number is rounded. Another machine adds up in another order, its sums differ in the
sixteenth digit, and where the value lies between two printed ones it may round to the other
neighbour: one unit in the last printed place, never more. A count is not rounded, so that
nothing is tolerated there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from typfrage.results.numbers import MINUS

LAST_PLACES = 1
"""Units in the last printed place that two roundings of the same value may lie apart."""

_SIGN = rf"[{MINUS}+-]?"
NUMBER = re.compile(rf"({_SIGN}\d(?:[\d.,]*\d)?)")
"""Finds numbers in a text, in German and in English; the group keeps them when it splits."""


@dataclass(frozen=True)
class PrintedNumber:
    """A number with its precision.

    Attributes:
        value: The number as it is printed, exactly.
        places: Digits after the decimal mark.
    """

    value: Decimal
    places: int


def read_number(text: str, decimal_mark: str, *, grouped: bool = True) -> PrintedNumber | None:
    """Read a printed number.

    Args:
        text: Such as 1.828, −0,21 or 0.2349.
        decimal_mark: ``,`` or ``.``.
        grouped: Whether the other mark may group thousands, as it never does in data files.

    Returns:
        The number, or ``None`` where the text is none: a date, a version, a word.
    """
    group, mark = (r"\.", ",") if decimal_mark == "," else (",", r"\.")
    thousands = rf"|[1-9]\d{{0,2}}(?:{group}\d{{3}})+" if grouped else ""
    found = re.fullmatch(rf"({_SIGN})(\d+{thousands})(?:{mark}(\d+))?", text)
    if found is None:
        return None
    sign, whole, fraction = found[1].replace(MINUS, "-"), re.sub(r"\D", "", found[2]), found[3]
    return PrintedNumber(Decimal(f"{sign}{whole}.{fraction or 0}"), len(fraction or ""))


def neighbours(first: PrintedNumber, second: PrintedNumber, places: int, *, rounded: bool) -> bool:
    """Tell whether two numbers may be roundings of the same value.

    Args:
        first: One number.
        second: The other.
        places: Digits after the decimal mark that both are rounded to.
        rounded: Whether a whole number is a rounded one, as percentages are; counts are not.
    """
    if places == 0 and not rounded:
        return first.value == second.value
    return abs(first.value - second.value) <= LAST_PLACES * Decimal(1).scaleb(-places)
