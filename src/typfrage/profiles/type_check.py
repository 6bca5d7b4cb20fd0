"""Which type is nearest to an answer, how surely, and which goals decided: for every answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from typfrage.profiles.deciding import deciding_goals
from typfrage.profiles.possible_answers import Answer, as_points
from typfrage.typology import assign
from typfrage.typology.patterns import Floats, distinct_rows, finite_matrix

MOST_ANSWERS = 10_000
"""More possible answers than these are not listed: the model would be too large for a page."""

_LAST_BITS = 1e-9
"""A share of 0.29 is 28.999… percent; far less than one sample among the most that are drawn."""


@dataclass(frozen=True)
class Named:
    """A goal or a type: its id and what it is called."""

    id: str
    name: str


@dataclass(frozen=True)
class CheckedAnswer:
    """What the model says of one answer.

    Attributes:
        type: Place of the nearest type.
        second: Place of the second-nearest type.
        certainty: Percent of the bootstrap samples whose types put the answer into the nearest
            type, rounded down: 100 means all of them.
        mixed: Whether the share is below the threshold: the answer lies between two types.
        deciding: Places of the chosen goals that speak for the nearest and against the
            second-nearest type, the weightiest first.
        deciding_absent: Places of goals that were not chosen and without which those would not
            have outweighed what speaks for the second-nearest type, the weightiest first.
    """

    type: int
    second: int
    certainty: int
    mixed: bool
    deciding: tuple[int, ...]
    deciding_absent: tuple[int, ...]


@dataclass(frozen=True)
class TypeCheck:
    """The types of all possible answers.

    Attributes:
        goals: The goals, in the order of the questionnaire.
        types: The types.
        max_choices: Largest number of goals in an answer; none = all.
        answers: What is said of each answer, by the places of its goals, ascending.
    """

    goals: tuple[Named, ...]
    types: tuple[Named, ...]
    max_choices: int | None
    answers: Mapping[Answer, CheckedAnswer]


def type_check(
    centres: ArrayLike,
    shares: ArrayLike,
    answers: Sequence[Answer],
    *,
    goals: Sequence[Named],
    types: Sequence[Named],
    max_choices: int | None,
    threshold: float,
) -> TypeCheck:
    """Classify all possible answers by the nearest centre.

    Args:
        centres: Share of every goal in every type, shape (k, p), at least two types.
        shares: Share of the bootstrap samples whose types put an answer into each type, shape
            (answers, k); see :func:`typfrage.validity.type_shares`.
        answers: The answers; see :func:`typfrage.profiles.possible_answers.possible_answers`.
        goals: The p goals.
        types: The k types; of equally near ones the first counts.
        max_choices: Largest number of goals in an answer; none = all.
        threshold: Smallest share with which an answer is not between two types, 0 … 1.

    Raises:
        ValueError: If shapes do not fit, or there is one type.
    """
    means, counted = finite_matrix(centres, "centres"), finite_matrix(shares, "shares")
    if means.shape != (len(types), len(goals)) or len(types) < 2:
        raise ValueError(
            f"centres have shape {means.shape}; allowed: ({len(types)}, {len(goals)}), one row a "
            "type, at least two, and one column a goal"
        )
    if counted.shape != (len(answers), len(types)):
        raise ValueError(
            f"shares have shape {counted.shape}; allowed: ({len(answers)}, {len(types)})"
        )
    points = as_points(answers, len(goals))
    near = assign(points, means)
    checked = {}
    for row, chosen in enumerate(answers):
        own, second = int(near.labels[row]), int(near.second[row])
        contributions = (points[row] - means[second]) ** 2 - (points[row] - means[own]) ** 2
        share = float(counted[row, own])
        checked[chosen] = CheckedAnswer(
            own,
            second,
            math.floor(share * 100 + _LAST_BITS),
            share < threshold,
            *deciding_goals(contributions, chosen),
        )
    return TypeCheck(tuple(goals), tuple(types), max_choices, checked)


def classify(answers: pd.DataFrame, model: TypeCheck) -> pd.DataFrame:
    """Say the type of given answers.

    Args:
        answers: One row per answer, one column per goal, named by its id, in any order; 1 = chosen,
            0 = not chosen.
        model: The types of all possible answers.

    Returns:
        On the same index: ``type`` and ``second_type`` (ids) with ``type_name`` and
        ``second_name``, ``certainty`` (share of the bootstrap samples, 0 … 1, to a hundredth),
        ``mixed`` (between two types), ``deciding`` and ``deciding_absent`` (ids of goals, parted by
        blanks); see :class:`CheckedAnswer`.

    Raises:
        ValueError: If the columns are not the goals, a value is neither 0 nor 1, or a row chooses
            no goal or too many; the message names the first such row, and the column of a value.
    """
    points, of_row = distinct_rows(_checked(answers, model))
    rows = [_said(model, model.answers[tuple(np.flatnonzero(row).tolist())]) for row in points]
    return pd.DataFrame(rows, columns=list(COLUMNS)).iloc[of_row].set_axis(answers.index)


COLUMNS = (
    "type", "type_name", "certainty", "mixed", "second_type", "second_name", "deciding",
    "deciding_absent",
)  # fmt: skip
"""What :func:`classify` says of an answer."""


def _said(model: TypeCheck, answer: CheckedAnswer) -> tuple[object, ...]:
    own, second = model.types[answer.type], model.types[answer.second]
    deciding, absent = (
        " ".join(model.goals[at].id for at in places)
        for places in (answer.deciding, answer.deciding_absent)
    )
    certainty = answer.certainty / 100
    return (own.id, own.name, certainty, answer.mixed, second.id, second.name, deciding, absent)


def _checked(answers: pd.DataFrame, model: TypeCheck) -> Floats:
    goals = [goal.id for goal in model.goals]
    if sorted(map(str, answers.columns)) != sorted(goals):
        raise ValueError(f"columns are {list(answers.columns)}; allowed: {goals}")
    numbers = answers[goals].apply(pd.to_numeric, errors="coerce")
    values: Floats = numbers.to_numpy(dtype=float, na_value=np.nan)
    wrong = ~np.isin(values, (0, 1))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"row {answers.index[row]!r} is refused; allowed: 0 and 1, but column "
            f'"{goals[column]}" holds {answers[goals].iat[row, column]!r}'
        )
    most = len(goals) if model.max_choices is None else model.max_choices
    chosen = values.sum(axis=1)
    refused = (chosen < 1) | (chosen > most)
    if refused.any():
        raise ValueError(
            f"row {answers.index[refused][0]!r} is refused; allowed: 1 to {most} goals chosen"
        )
    return values
