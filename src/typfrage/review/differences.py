"""What comes out of a comparison: items of a publication and what differs in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ROUNDING = "one unit in the last printed place"
DRAWING = "another drawing of the same data"
LAYOUT = "the same values and words, set otherwise"
VERSIONS = "other versions of the programs"
"""Why a difference is tolerated."""


class Outcome(StrEnum):
    """What a comparison says of one item."""

    IDENTICAL = "identical"
    WITHIN = "within tolerance"
    DIFFERENT = "different"
    MISSING = "missing now"
    NEW = "new now"


@dataclass(frozen=True)
class Difference:
    """One place at which the published and the new differ.

    Attributes:
        place: Where in the item, such as a row and a column; empty where it is the whole.
        published: What was published there.
        now: What comes out now.
        tolerated: Why it is within tolerance; empty where it is not.
    """

    place: str
    published: str
    now: str
    tolerated: str = ""


@dataclass(frozen=True)
class Item:
    """A number, table, figure, text, model or notebook.

    Attributes:
        kind: Which of these it is.
        id: Its name in the manifest.
        outcome: Whether it is the same.
        differences: Where it is not.
    """

    kind: str
    id: str
    outcome: Outcome
    differences: tuple[Difference, ...] = ()


def outcome_of(differences: Iterable[Difference]) -> Outcome:
    """Judge an item that is there both times by its worst difference."""
    found = tuple(differences)
    if not found:
        return Outcome.IDENTICAL
    return Outcome.WITHIN if all(one.tolerated for one in found) else Outcome.DIFFERENT
