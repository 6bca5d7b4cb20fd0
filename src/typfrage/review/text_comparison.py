"""Two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from typfrage.results.numbers import NARROW_SPACE
from typfrage.review.differences import ROUNDING, Difference
from typfrage.review.printed_numbers import NUMBER, neighbours, read_number

CONTEXT = 3
"""Words before a difference that say where it is."""

_PERCENT = f"{NARROW_SPACE}%"
_BREAKING = re.compile(r"[ \t\r\n]+")
"""The narrow space before a percent sign does not part two words."""


def text_differences(
    published: str, now: str, decimal_mark: str, place: str = ""
) -> tuple[Difference, ...]:
    """Compare two texts by their words.

    Args:
        published: The published text.
        now: The new one.
        decimal_mark: How its numbers are written, ``,`` or ``.``.
        place: Put before the place of each difference.
    """
    before, after = (_BREAKING.split(text.strip()) for text in (published, now))
    found = []
    for start, end, other_start, other_end in _unequal(before, after):
        old, new = before[start:end], after[other_start:other_end]
        context = " ".join(before[max(start - CONTEXT, 0) : start])
        where = f"after “{context}”" if context else "at the beginning"
        same = len(old) == len(new) and all(
            same_but_for_rounding(a, b, decimal_mark) for a, b in zip(old, new, strict=True)
        )
        told = ROUNDING if same else ""
        whole = f"{place}, {where}" if place else where
        found.append(Difference(whole, " ".join(old), " ".join(new), told))
    return tuple(found)


def same_but_for_rounding(published: str, now: str, decimal_mark: str) -> bool:
    """Tell whether two words are the same, but for the last place of numbers in them."""
    before, after = NUMBER.split(published), NUMBER.split(now)
    if before[::2] != after[::2] or len(before) != len(after):
        return False
    follows = before[2::2]
    return all(
        _near(old, new, decimal_mark, percent=next_.startswith((_PERCENT, "%")))
        for old, new, next_ in zip(before[1::2], after[1::2], follows, strict=True)
    )


def _near(published: str, now: str, decimal_mark: str, *, percent: bool) -> bool:
    if published == now:
        return True
    old, new = read_number(published, decimal_mark), read_number(now, decimal_mark)
    if old is None or new is None:
        return False
    return neighbours(old, new, max(old.places, new.places), rounded=percent)


def _unequal(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Spans that differ; words at the same places are compared one by one."""
    if len(before) == len(after):
        for at, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                yield at, at + 1, at, at + 1
        return
    for kind, *span in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield span[0], span[1], span[2], span[3]
