"""How many of those contacted answered, in words that keep few silent ones from being counted."""

from __future__ import annotations

import math

from typfrage.profiles.disclosure import is_small
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted


def response_text(answers: int, contacted: int, minimum_cases: int, language: str) -> str:
    """Write the response, or a bound below it where fewer than the threshold did not answer.

    Args:
        answers: Municipalities whose answers count.
        contacted: Municipalities that were asked.
        minimum_cases: Smallest count that may be told.
        language: Language of the words.

    Returns:
        „22,5 %“ or „mehr als 98 %“, whose bound leaves room for ``minimum_cases`` without answer.

    Raises:
        ValueError: More answered than were contacted, or nobody did.
    """
    if not 0 < answers <= contacted:
        raise ValueError(f"{answers} answers must lie between 1 and {contacted} contacted")
    if not is_small(contacted - answers, minimum_cases):
        return formatted(answers / contacted, Format("share", 1), language)
    bound = math.floor(100 * max(contacted - minimum_cases, 0) / contacted) / 100
    return speaker(language)("mehr als {share}", share=formatted(bound, Format("share"), language))
