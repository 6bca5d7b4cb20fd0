"""Attack the Typ-Check: do certainties tell counts that the table of goals by type withholds?

Readers of a small wave know the table of goals by type except for one goal, which few chose in two
of three types: one and four, or four and one. They make up answers that have either table, as often
as they like, find types in them, and learn how the certainties of all possible answers differ. Then
they look at the certainties that were published. How often they guess right is set against the half
that a coin gets.

    .venv/bin/python benchmarks/certainty_attack.py
"""

from __future__ import annotations

import sys
import time

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from typfrage.profiles.possible_answers import as_points, possible_answers
from typfrage.typology import assign, find_types
from typfrage.typology.patterns import Floats, Labels
from typfrage.validity import type_shares

GOALS, MOST = 8, 3
STARTS, SEED, MOVES = 5, 2019, 20
SHARES = np.array(
    [
        [0.85, 0.70, 0.15, 0.10, 0.10, 0.20, 0.15],
        [0.10, 0.15, 0.85, 0.70, 0.15, 0.10, 0.20],
        [0.15, 0.10, 0.10, 0.15, 0.80, 0.75, 0.15],
    ]
)
"""Of seven goals in three types; the eighth is the withheld one."""
HYPOTHESES = ((1, 4), (4, 1))
"""How many chose it in the first two types; in the third nobody did."""


def planted(sizes: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Make up answers that have a table of goals by type, without the withheld goal."""
    rows = []
    for size, shares in zip(sizes, SHARES, strict=True):
        counts = [*np.round(shares * size).astype(int), 0]
        rows.append(np.column_stack([rng.permutation(np.arange(size) < n) for n in counts]))
    return np.vstack(rows).astype(float)


def labels_of(points: Floats, k: int) -> Labels:
    """Find the types."""
    return find_types(points, k, starts=STARTS, seed=SEED).labels


def shuffled(points: Floats, types: Labels, rng: np.random.Generator, moves: int) -> Floats:
    """Exchange answers within types, which leaves the table as it is, as long as types stay."""
    k = int(types.max()) + 1
    for _ in range(moves):
        draft = points.copy()
        members = np.flatnonzero(types == rng.integers(k))
        goal = rng.integers(GOALS - 1)
        one, other = rng.choice(members, 2, replace=False)
        draft[[one, other], goal] = draft[[other, one], goal]
        if np.array_equal(labels_of(draft, k), types):
            points = draft
    return points


def with_secret(
    points: Floats, types: Labels, few: tuple[int, int], rng: np.random.Generator
) -> Floats | None:
    """Let few of two types choose the withheld goal; ``None`` where that changes the types."""
    points = points.copy()
    for type_, number in enumerate(few):
        points[rng.choice(np.flatnonzero(types == type_), number, replace=False), -1] = 1
    return points if np.array_equal(labels_of(points, int(types.max()) + 1), types) else None


def published_types(points: Floats, types: Labels, asked: Floats) -> Labels:
    """The type of every possible answer by the published shares: the two withheld ones are one."""
    few = types < len(HYPOTHESES[0])
    centres = np.stack([points[types == one].mean(axis=0) for one in np.unique(types)])
    centres[: len(HYPOTHESES[0]), -1] = sum(HYPOTHESES[0]) / few.sum()
    return assign(asked, centres).labels


def certainties(points: Floats, types: Labels, asked: Floats) -> Floats:
    """What a Typ-Check from samples of the answers tells: percent of them for the type it names."""
    solution = find_types(points, int(types.max()) + 1, starts=STARTS, seed=SEED)
    shares = type_shares(solution, asked, replicates=200, starts=STARTS, seed=SEED)
    named = published_types(points, types, asked)
    return np.floor(shares[np.arange(len(asked)), named] * 100 + 1e-9)


def made_up(sizes: tuple[int, ...], number: int) -> tuple[Floats, Labels]:
    """Make up answers and look at their certainties, half for each table.

    Returns:
        Certainties, shape (2 · number, values), and which table it was.
    """
    rng = np.random.default_rng(7)
    asked = as_points(possible_answers(GOALS, MOST), GOALS)
    points = planted(sizes, rng)
    types = labels_of(points, len(sizes))
    seen, truth = [], []
    while len(truth) < 2 * number:
        points = shuffled(points, types, rng, MOVES)
        answers = with_secret(points, types, HYPOTHESES[len(truth) % 2], rng)
        if answers is not None:
            seen.append(certainties(answers, types, asked))
            truth.append(len(truth) % 2)
    return np.array(seen), np.array(truth)


def guessed_right(seen: Floats, truth: Labels) -> float:
    """Return how often the better of two readers guesses right on what they have not seen."""
    readers = (
        LogisticRegression(C=0.01, max_iter=2000),
        LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
    )
    return max(
        float(cross_val_score(make_pipeline(StandardScaler(), one), seen, truth, cv=5).mean())
        for one in readers
    )


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for sizes in ((12, 10, 9), (24, 20, 18), (50, 45, 40), (150, 140, 120)):
        began = time.perf_counter()
        seen, truth = made_up(sizes, number)
        rates = ", ".join(
            f"steps of {step} %: {guessed_right(seen // step * step, truth):.2f}"
            for step in (1, 5, 10, 25)
        )
        error = np.sqrt(0.25 / len(truth))
        spent = time.perf_counter() - began
        print(f"{sizes}: {rates} (± {error:.2f}, {spent:.0f} s)", flush=True)
