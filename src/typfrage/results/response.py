"""How many of those contacted answered."""

from __future__ import annotations

from typfrage.results.numbers import Format, formatted


def response_text(answers: int, contacted: int, language: str) -> str:
    """Write the response.

    It is told however few did not answer: both numbers are published anyway, and who took part is
    no answer.

    Args:
        answers: Municipalities whose answers count.
        contacted: Municipalities that were asked.
        language: Language of the words.

    Returns:
        „22,5 %“.

    Raises:
        ValueError: More answered than were contacted, or nobody did.
    """
    if not 0 < answers <= contacted:
        raise ValueError(f"{answers} answers must lie between 1 and {contacted} contacted")
    return formatted(answers / contacted, Format("share", 1), language)
