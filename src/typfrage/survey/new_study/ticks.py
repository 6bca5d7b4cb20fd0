"""Columns of an export that may be the options of one question: ticked or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from typfrage.survey.proposal.columns import SHOWN_COUNT, Column
from typfrage.survey.proposal.reason_words import says_tick
from typfrage.survey.proposal.texts import normal

_PAIRS = (
    ("1", "0"), ("2", "1"), ("y", "n"), ("x", "-"), ("ja", "nein"), ("yes", "no"),
    ("true", "false"), ("wahr", "falsch"), ("quoted", "not quoted"),
)  # fmt: skip
"""What survey tools write for a tick and for none, in small letters."""

_EMPTY = frozenset({"N/A", "-1", "-9", "-66", "-77", "-99"})
"""What survey tools write where there is no answer."""


@dataclass(frozen=True)
class Ticks:
    """What stands in the columns of options.

    Attributes:
        ticked: Signs of a tick.
        unticked: Signs of no tick, besides an empty cell.
    """

    ticked: frozenset[str]
    unticked: frozenset[str] = frozenset()


def tick_columns(
    columns: Sequence[Column], options: Sequence[str]
) -> tuple[Ticks, tuple[Column, ...]] | None:
    """Find the columns of a group that hold ticks.

    Args:
        columns: Columns that share the words of a question or the stem of a name.
        options: The option in words that each would be.

    Returns:
        The signs and the columns, at least two; ``None`` where there are none. Columns that hold
        something else, such as a text beside the option "other", are not among them.
    """
    kinds = (_by_labels(columns), _texts_of_options(columns, options), _pair(columns))
    whole = next((ticks for ticks in kinds if ticks), None)
    if whole is not None:
        return whole, tuple(columns)
    return _one_sign(columns)


def values_of(column: Column) -> frozenset[str]:
    """Return what stands in a column besides codes for empty answers."""
    return frozenset(column.filled) - _EMPTY - frozenset(column.missing)


def _by_labels(columns: Sequence[Column]) -> Ticks | None:
    """The file labels the codes of every column with words for ticked and not ticked."""
    said = {
        (value, says_tick(column.values.get(value, "")))
        for column in columns
        for value in values_of(column)
    }
    if not said or any(tick is None for _, tick in said):
        return None
    ticked = frozenset(value for value, tick in said if tick)
    unticked = frozenset(value for value, tick in said if not tick)
    return None if ticked & unticked else Ticks(ticked, unticked)


def _texts_of_options(columns: Sequence[Column], options: Sequence[str]) -> Ticks | None:
    """A ticked cell holds the text of its option."""
    ticked: set[str] = set()
    for column, option in zip(columns, options, strict=True):
        values = values_of(column)
        if any(normal(value) != normal(option) for value in values) or not normal(option):
            return None
        ticked |= values
    return Ticks(frozenset(ticked)) if ticked else None


def _pair(columns: Sequence[Column]) -> Ticks | None:
    values = {value for column in columns for value in values_of(column)}
    for tick, none in _PAIRS:
        if len(values) > 1 and {value.casefold() for value in values} <= {tick, none}:
            ticked = frozenset(value for value in values if value.casefold() == tick)
            return Ticks(ticked, frozenset(values) - ticked)
    return None


def _one_sign(columns: Sequence[Column]) -> tuple[Ticks, tuple[Column, ...]] | None:
    """All ticks are the same sign, and what is not ticked is empty.

    What fewer answers hold than may be shown is no sign: it may be what one of them wrote.
    """
    held = [next(iter(values)) for c in columns if len(values := values_of(c)) == 1]
    if not held:
        return None
    sign = max(sorted(set(held)), key=held.count)
    found = tuple(column for column in columns if values_of(column) <= {sign})
    often = sum(column.filled.get(sign, 0) for column in found) >= SHOWN_COUNT
    if not often or len(found) < 2 or held.count(sign) < 2:
        return None
    return Ticks(frozenset({sign})), found
