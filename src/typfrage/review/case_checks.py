"""What a case expects, one by one, beside what came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.profiles.type_check import TypeCheck, classify
from typfrage.review.case_outcomes import CellChange, Outcome
from typfrage.survey.questionnaire.codebook import Item, MultipleItem
from typfrage.survey.waves.cases import Expected, ExpectedChange

_HUNDREDTH = 0.005
"""Certainties nearer than this are written alike."""

_UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Check:
    """One thing that should come out.

    Attributes:
        what: Item, column, or part of the type.
        expected: What the case says.
        got: What came out.
        as_expected: Whether it is that.
    """

    what: str
    expected: str
    got: str
    as_expected: bool


def checks(expected: Expected, outcome: Outcome, items: Mapping[str, Item]) -> Iterator[Check]:
    """Compare what cleaning made of an answer with what a case expects.

    Args:
        expected: What the case says; the wave knows all its names.
        outcome: What came out.
        items: The wave's items by their ids and by their columns in the clean answers.

    Yields:
        Whether the answer counts; where it does, values and reasons; what was changed.
    """
    standing = _standing(expected.excluded, sorted(expected.refused or ()))
    same = standing == _standing(outcome.excluded, sorted(outcome.refused))
    why = [f"{column} ({what})" for column, what in sorted(outcome.refused.items())]
    yield Check("the answer", standing, _standing(outcome.excluded, why), same)
    if outcome.values is not None:
        for name, stated in expected.values.items():
            value, reason = _found(name, items[name], outcome)
            wanted = tuple(sorted(stated)) if isinstance(stated, tuple) else stated
            yield Check(name, _written(wanted), reason or _written(value), value == wanted)
        for name, stated_reason in expected.missing.items():
            value, reason = _found(name, items[name], outcome)
            missing = f"missing: {stated_reason.value}"
            yield Check(name, missing, reason or _written(value), reason == missing)
    if expected.changes is not None and not outcome.refused:
        yield from _of_changes(expected.changes, outcome.changes)


def checks_of_type(expected: Expected, outcome: Outcome, model: TypeCheck) -> Iterator[Check]:
    """Compare the type of an answer that counts with what a case expects.

    Args:
        expected: What the case says.
        outcome: What came out.
        model: The types of all possible answers.
    """
    chosen = {goal.id: (outcome.values or {}).get(goal.id) for goal in model.goals}
    try:
        (found,) = classify(pd.DataFrame([chosen]), model).to_dict("records")
    except ValueError:
        for name, stated in expected.of_type.items():
            yield Check(name, _written(stated), "no type: none or too many goals", False)
        return
    for name, stated in expected.of_type.items():
        value = found[name]
        same = abs(value - stated) < _HUNDREDTH if name == "certainty" else value == stated
        yield Check(name, _written(stated), _written(value), bool(same))


def _found(name: str, item: Item, outcome: Outcome) -> tuple[object, str]:
    """A clean value, of a whole multiple-choice item the chosen options; or why it is missing."""
    values, missing = outcome.values or {}, outcome.missing or {}
    columns = item.columns if name == item.id else (name,)
    if reasons := sorted({missing[column] for column in columns if column in missing}):
        return None, f"missing: {', '.join(reasons)}"
    if isinstance(item, MultipleItem) and name == item.id:
        return tuple(sorted(column for column in columns if values[column] == 1)), ""
    return values[name], ""


def _of_changes(
    expected: Sequence[ExpectedChange], changes: Sequence[CellChange]
) -> Iterator[Check]:
    left = list(changes)
    for one in expected:
        same = next((change for change in left if _alike(one, change)), None)
        near = same or next((change for change in left if change.column == one.column), None)
        if near is not None:
            left.remove(near)
        yield Check(
            f'column "{one.column}"',
            repr(one.becomes) + (f" by {one.rule}" if one.rule else ""),
            _UNCHANGED if near is None else _told(near),
            same is not None,
        )
    for change in left:
        yield Check(f'column "{change.column}"', _UNCHANGED, _told(change), False)


def _alike(expected: ExpectedChange, change: CellChange) -> bool:
    same_cell = (expected.column, expected.becomes) == (change.column, change.becomes)
    return same_cell and expected.rule in (None, change.rule)


def _told(change: CellChange) -> str:
    return f"{change.becomes!r} by {change.rule}"


def _standing(excluded: str | None, refused: Sequence[str]) -> str:
    if excluded is not None:
        return f"excluded: {excluded}"
    if refused:
        return f"refused: {', '.join(refused)}"
    return "counts"


def _written(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(map(str, value)) or "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case _:
            return str(value)
