"""Which column holds which question or option: one to one, and nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import linear_sum_assignment

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.evidence import Evidence, weigh
from typfrage.survey.proposal.targets import Target

THRESHOLD = 0.75
"""Least score of a match."""

MARGIN = 0.08
"""A match counts only where no other one is nearly as good."""

NEIGHBOUR = 0.2
"""What a column gains beside the columns of the same question; more than the margin."""

CANDIDATE = 0.3
"""Least score of a column that is named as a candidate."""

_STEEPNESS = 4
"""The scores are raised to this power, so that one sure match is worth more than two doubtful."""

_NUMBER = re.compile(r"^(.*?)([0-9]+)([^0-9]*)$")

How = Literal["name", "label", "options"]


@dataclass(frozen=True)
class Match:
    """A column that holds a question or option.

    Attributes:
        target: What it holds.
        column: The column.
        how: What speaks for it: its name, its words, or the texts of its options.
        likeness: Of the words, from 0 to 1.
    """

    target: Target
    column: Column
    how: How
    likeness: float


@dataclass(frozen=True)
class Doubt:
    """A question or option for which no column was found.

    Attributes:
        target: What was looked for.
        candidates: At most two columns that it may be, the better first.
    """

    target: Target
    candidates: tuple[Column, ...]


@dataclass(frozen=True)
class Matching:
    """Columns and what they hold.

    Attributes:
        matches: In the order of the codebook.
        doubts: The rest of the codebook.
        unmatched: The rest of the columns.
    """

    matches: tuple[Match, ...]
    doubts: tuple[Doubt, ...]
    unmatched: tuple[Column, ...]


def match_columns(columns: tuple[Column, ...], targets: tuple[Target, ...]) -> Matching:
    """Find the columns of a questionnaire.

    The sum of the scores is as large as can be with each column used once (Kuhn 1955,
    https://doi.org/10.1002/nav.3800020109). A match with too low a score, or beside which another
    one is nearly as good, is none. Options alike in their words, such as "none of these" in two
    questions, are told apart by the columns beside them.

    Args:
        columns: The columns of the export.
        targets: What is looked for.
    """
    evidence = weigh(columns, targets)
    pairs = _sure(evidence.score)
    score = evidence.score + _beside(pairs, columns, targets, evidence.score)
    pairs = _sure(score)
    matches = tuple(
        Match(targets[t], columns[c], _how(evidence, t, c), float(evidence.words[t, c]))
        for t, c in sorted(pairs.items())
    )
    used = set(pairs.values())
    doubts = tuple(
        Doubt(target, tuple(columns[c] for c in _candidates(evidence.score[t])))
        for t, target in enumerate(targets)
        if t not in pairs
    )
    return Matching(matches, doubts, tuple(c for c in columns if c.position not in used))


def _sure(score: np.ndarray) -> dict[int, int]:
    """The column of each target where there is no doubt."""
    likely = np.where(score >= THRESHOLD, score, 0.0)
    targets, columns = linear_sum_assignment(-(likely**_STEEPNESS))
    pairs = {int(t): int(c) for t, c in zip(targets, columns, strict=True) if likely[t, c] > 0}
    return {t: c for t, c in pairs.items() if not any(_rivals(t, c, pairs, likely))}


def _rivals(t: int, c: int, pairs: dict[int, int], likely: np.ndarray) -> Iterator[bool]:
    """Whether another column, another target, or an exchange of two pairs would do as well."""
    enough = likely[t, c] - MARGIN
    taken = {column: target for target, column in pairs.items()}
    for other in np.flatnonzero(likely[t]):
        owner = taken.get(int(other))
        if owner is None:
            yield likely[t, other] >= enough
        elif owner != t:
            exchanged = likely[t, other] + likely[owner, c]
            yield likely[owner, c] > 0 and exchanged >= enough + likely[owner, other]
    for other in np.flatnonzero(likely[:, c]):
        yield int(other) not in pairs and likely[other, c] >= enough


def _beside(
    pairs: dict[int, int],
    columns: tuple[Column, ...],
    targets: tuple[Target, ...],
    score: np.ndarray,
) -> np.ndarray:
    """(targets × columns) what options gain in columns beside others of the same question."""
    gain = np.zeros_like(score)
    places: dict[str, set[tuple[str, int]]] = {}
    for t, c in pairs.items():
        if targets[t].option is not None:
            places.setdefault(targets[t].item.id, set()).update(_places(columns[c]))
    for t, target in enumerate(targets):
        known = places.get(target.item.id, set())
        for c in map(int, np.flatnonzero(score[t] >= THRESHOLD)):
            near = {(stem, at + step) for stem, at in _places(columns[c]) for step in (-1, 1)}
            if target.option is not None and near & known:
                gain[t, c] = NEIGHBOUR
    return gain


def _places(column: Column) -> set[tuple[str, int]]:
    """Where a column stands: in the file, and in the numbering of names."""
    places = {("", column.position)}
    if number := _NUMBER.match(column.name):
        places.add((f"{number[1]}#{number[3]}", int(number[2])))
    return places


def _candidates(score: np.ndarray) -> list[int]:
    best = np.argsort(-score, kind="stable")[:2]
    return [int(c) for c in best if score[c] >= CANDIDATE]


def _how(evidence: Evidence, t: int, c: int) -> How:
    if evidence.named[t, c] and evidence.score[t, c] > evidence.words[t, c]:
        return "name"
    return "options" if evidence.options[t, c] else "label"
