"""Numbers as the readers of the report write them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
WITHHELD = "."
"""Destatis sign for a value that is kept secret."""
NOTHING = "–"
"""Destatis sign for a count of zero."""
NOT_COMPUTABLE = "x"
"""Destatis sign for a cell in which a value makes no sense."""


@dataclass(frozen=True)
class Format:
    """How a number is written.

    Attributes:
        kind: ``count`` (1.828), ``share`` of 1 in percent (22,5 %), ``points`` of percent with
            their sign (+3,0), or ``decimal`` (0,21).
        digits: Digits after the decimal mark.
    """

    kind: Literal["count", "share", "points", "decimal"] = "count"
    digits: int = 0


COEFFICIENT = Format("decimal", 2)
"""How a coefficient between -1 and 1 is written, such as a silhouette."""


def formatted(value: float, how: Format, language: str) -> str:
    """Write a number.

    Args:
        value: The number; a share lies between 0 and 1.
        how: The format.
        language: ``de`` writes 1.234,5; every other language 1,234.5.

    Returns:
        The number with a true minus sign and a narrow space before %; ``x`` where there is none.
    """
    if value is None or value is pd.NA or not math.isfinite(value):
        return NOT_COMPUTABLE
    number = value * 100 if how.kind in ("share", "points") else value
    sign = "+" if how.kind == "points" else ""
    text = f"{number:{sign},.{how.digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    text = text.replace("-", MINUS)
    return text + (f"{NARROW_SPACE}%" if how.kind == "share" else "")
