"""The column of an export that holds the municipalities' keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.conventions_found import is_technical

_MOSTLY, _MOST_CALLED = 0.97, 0.8
"""Share of the answers that must have a key of their own, and of those of a column that is called
one; doubled and odd keys are for a person to see."""

_SHORTEST = 3
_CALLED = re.compile(
    r"(?i)\b(ags|key|code|gkz|lau|kennziffer)\b|schl(ü|ue)ssel|gemeindekenn|コード"
)
_AGS = re.compile(r"(0?[1-9]|1[0-6])\d{6}")
"""With or without the zero in front that spreadsheets and SPSS lose."""


def find_key(columns: Iterable[Column], answers: int) -> Column | None:
    """Find the column that holds the keys, those first that are called so.

    Args:
        columns: The columns of the export.
        answers: Number of answers.

    Returns:
        The column; ``None`` where none has digits that nearly every answer has for itself.
    """
    own = [column for column in columns if not is_technical(column)]
    called = [c for c in own if _CALLED.search(f"{c.name} {c.label}")]
    named = (c for c in called if _are_keys(c, answers, _MOST_CALLED))
    return next(named, None) or next((c for c in own if _are_keys(c, answers, _MOSTLY)), None)


def key_format(column: Column | None) -> tuple[str, str | None]:
    """Return format and pattern of the keys, for a key item of the codebook."""
    if column is None:
        return "pattern", ".+"
    filled = column.filled
    matching = sum(number for value, number in filled.items() if _AGS.fullmatch(value))
    if matching >= _MOST_CALLED * sum(filled.values()):
        return "ags", None
    return "pattern", rf"\d{{{_usual_length(filled)[0]}}}"


def _are_keys(column: Column, answers: int, share: float) -> bool:
    filled = column.filled
    if len(filled) < share * answers:
        return False
    length, same = _usual_length(filled)
    return length >= _SHORTEST and same >= share * len(filled)


def _usual_length(values: Iterable[str]) -> tuple[int, int]:
    """The most frequent number of digits, and how many values have it or one less."""
    lengths = Counter(len(value) for value in values if value.isdigit())
    length = max(lengths, key=lambda one: (lengths[one], one), default=0)
    return length, lengths[length] + lengths[length - 1]
