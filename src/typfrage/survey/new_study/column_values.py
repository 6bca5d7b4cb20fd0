"""What the values of a column look like: numbers, codes, degrees, or texts of respondents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count, takewhile

from typfrage.survey.new_study.ticks import values_of
from typfrage.survey.proposal.columns import SHOWN_COUNT, Column

_NUMBER = re.compile(r"-?[0-9]{1,3}([., ' ]?[0-9]{3})*([.,][0-9]+)?")
_MOSTLY = 0.95
_CODED = 0.8
"""Share of the answers that repeated values make up where a column holds options."""

_MOST_OPTIONS, _LARGEST_CODE, _MOST_BESIDE = 20, 1000, 2
_STEPS = range(3, 12)
"""So many whole numbers in a row, from 0 or 1, are taken for a scale."""


def labels_are_answers(column: Column) -> bool:
    """Tell whether a file labels its codes with what respondents wrote, as AUTORECODE of SPSS does.

    Then every label stands there, and most of them once.
    """
    counts = [column.filled.get(value, 0) for value in column.values if value not in column.missing]
    return bool(counts) and all(counts) and counts.count(1) > len(counts) / 2


def repeated_values(column: Column) -> list[str]:
    """Return the values that may be codes or texts of options; none of them leads to anybody."""
    own = values_of(column)
    counts = {value: n for value, n in column.filled.items() if value in own}
    often = [value for value, n in counts.items() if n >= SHOWN_COUNT]
    mostly = sum(counts[value] for value in often) >= _CODED * sum(counts.values())
    return sorted(often, key=_place) if mostly and len(often) <= _MOST_OPTIONS else []


def are_numbers(column: Column) -> bool:
    """Tell whether nearly all answers of a column are numbers."""
    own = values_of(column)
    filled = {value: n for value, n in column.filled.items() if value in own}
    fits = sum(n for value, n in filled.items() if _NUMBER.fullmatch(value))
    return bool(filled) and fits >= _MOSTLY * sum(filled.values())


def are_codes(column: Column) -> bool:
    """Tell whether numbers are few and small, so that they may be codes of options."""
    often = repeated_values(column)
    small = all(value.isdigit() and int(value) < _LARGEST_CODE for value in often)
    return bool(often) and small and len(values_of(column)) <= _MOST_OPTIONS


def scale_steps(often: Mapping[str, str]) -> tuple[str, ...]:
    """Return the whole numbers in a row from 0 or 1, if there are hardly any others beside them."""
    if not all(value.isdigit() for value in often):
        return ()
    numbers = {int(value): value for value in often}
    first = next((number for number in (0, 1) if number in numbers), None)
    if first is None:
        return ()
    row = list(takewhile(lambda number: number in numbers, count(first)))
    enough = len(row) in _STEPS and len(numbers) - len(row) <= _MOST_BESIDE
    return tuple(numbers[number] for number in row) if enough else ()


def _place(value: str) -> tuple[bool, int, str]:
    """Numbers in their order, before texts in theirs."""
    return not value.isdigit(), int(value) if value.isdigit() else 0, value
