"""How types split as their number grows: types at each number, and who goes from which to which.

Counts of the types are released as they are. Moves are coarsened instead: next to a large one
nearly every small one would follow from the types' sizes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from typfrage.profiles.coarsening import Counts, coarsened, secret_seed
from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.results.language import speaker
from typfrage.results.type_names import TypeName
from typfrage.typology import TypeSolution
from typfrage.validity.agreement import contingency

LEADS = 0.6
"""A type bears the colour of a reported one that holds at least this share of it."""


def splitting(
    solutions: Mapping[int, TypeSolution],
    reported: int,
    names: Sequence[TypeName],
    minimum_cases: int,
    language: str,
) -> Released:
    """Count the types for every number of types, and the moves from each number to the next.

    Args:
        solutions: The types by their number, ascending, for the same municipalities.
        reported: The number of types that is reported.
        names: What the reported types are called.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.

    Returns:
        ``k``, ``type`` and ``count``, the number of municipalities; a row without ``origin`` is
        the type itself, one with it a move from that type among one fewer, rounded. ``like`` is
        the id of the reported type that holds most of a type, empty where none does.
    """
    columns = _columns(language)
    nodes = release(
        _types(solutions, reported, names),
        columns,
        minimum_cases,
        Partition(across="type", within=("k",), count="count"),
    )
    shown = ~nodes.withheld["count"].to_numpy()
    known = {pair for pair, is_ in zip(_pairs(nodes.frame), shown, strict=True) if is_}
    numbers = list(solutions)
    before = {after: fewer for fewer, after in pairwise(numbers)}
    rows: list[dict[str, Any]] = [
        {
            "k": after,
            "type": _name(after, int(target), reported, names),
            "origin": _name(fewer, int(source), reported, names),
            "count": int(count),
            "like": "",
        }
        for fewer, after in pairwise(numbers)
        for source, target, count in _moves(solutions[fewer], solutions[after], minimum_cases)
    ]
    moves = pd.DataFrame(
        [
            row
            for row in rows
            if {(row["k"], row["type"]), (before[row["k"]], row["origin"])} <= known
        ],
        columns=[column.key for column in columns],
    )
    frame = pd.concat([nodes.frame, moves], ignore_index=True).astype({"count": "Int64", "k": int})
    withheld = nodes.withheld.reindex(frame.index, fill_value=False)
    return Released(frame, columns, withheld, minimum_cases, nodes.partitions)


def _columns(language: str) -> tuple[Column, ...]:
    say = speaker(language)
    return (
        Column("k", say("Typen"), "tally"),
        Column("type", say("Typ")),
        Column("origin", say("kommt aus")),
        Column("count", say("Kommunen"), "count"),
        Column("like", say("vor allem")),
    )


def _types(
    solutions: Mapping[int, TypeSolution], reported: int, names: Sequence[TypeName]
) -> pd.DataFrame:
    ids = {name.label: name.id for name in names}
    rows = []
    for k, solution in solutions.items():
        shared = _counts(solution, solutions[reported])
        for label, size in enumerate(solution.sizes):
            most = int(shared[label].argmax())
            rows.append(
                {
                    "k": k,
                    "type": _name(k, label, reported, names),
                    "origin": "",
                    "count": int(size),
                    "like": ids[most] if shared[label, most] >= LEADS * size else "",
                }
            )
    return pd.DataFrame(rows)


def _moves(before: TypeSolution, after: TypeSolution, minimum_cases: int) -> list[tuple[int, ...]]:
    """Source, target and rounded count of every move that is shown."""
    patterns = before.patterns
    seed = secret_seed(patterns.points, patterns.weights, before.pattern_labels)
    cells = coarsened(_counts(before, after), minimum_cases, np.random.default_rng(seed))
    return [(int(s), int(t), int(cells[s, t])) for s, t in zip(*np.nonzero(cells), strict=True)]


def _counts(first: TypeSolution, second: TypeSolution) -> Counts:
    cells = contingency(first.pattern_labels, second.pattern_labels, first.patterns.weights)
    return cells.round().astype(np.int64)


def _name(k: int, label: int, reported: int, names: Sequence[TypeName]) -> str:
    if k == reported:
        return next(name.name for name in names if name.label == label)
    return f"{k}.{label + 1}"


def _pairs(frame: pd.DataFrame) -> list[tuple[int, str]]:
    return list(zip(frame["k"].astype(int), frame["type"], strict=True))
