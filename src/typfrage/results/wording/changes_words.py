"""What all sentences about two waves share: labels, shares, points, and small numbers."""

from __future__ import annotations

from collections.abc import Iterable

from typfrage.profiles.disclosure import is_small
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import Format, formatted

MOST_NAMED = 4
"""So many are named in a sentence; the table has the others."""


def share(value: float, language: str) -> str:
    """Write a share in whole percent; zero is „0 %“ in a sentence."""
    return formatted(value, Format("share"), language)


def points(value: float, language: str) -> str:
    """Write a difference in percentage points with its sign."""
    return formatted(value, Format("points"), language)


def count(number: int, language: str) -> str:
    """Write a number of municipalities that may be told."""
    return formatted(number, Format(), language)


def told_count(number: int, minimum_cases: int, language: str) -> str:
    """Write a number of municipalities, or that they are few."""
    say = speaker(language)
    if is_small(number, minimum_cases):
        return say("weniger als {least}", least=say.number(minimum_cases))
    return count(number, language)


def named(labels: Iterable[str], language: str) -> str:
    """Join some names of types."""
    return speaker(language).listed([escaped(label) for label in labels])
