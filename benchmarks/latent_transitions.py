"""How near corrected transitions come to planted ones, and how often their intervals hold them.

Panels of 190 municipalities in two waves of 400. Answers are independent within four classes, or
drawn as the synthetic wave draws them, "up to three of twelve" with different tastes; classes move
as planted, or not at all. Takes about a minute for ten panels of each:

    python benchmarks/latent_transitions.py 60
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from scipy.optimize import linear_sum_assignment

from typfrage.profiles.latent_transitions import latent_transitions
from typfrage.typology import find_types

SYNTHESIS = Path(__file__).parents[1] / "data" / "waves" / "2019" / "synthesis.yml"
CLASSES, GOALS, ANSWERS, MEMBERS = 4, 12, 400, 190
REPLICATES, SEED = 100, 20201020
MOVES = np.array(
    [[0.7, 0.1, 0.1, 0.1], [0.05, 0.8, 0.1, 0.05], [0.1, 0.2, 0.6, 0.1], [0.05, 0.05, 0.1, 0.8]]
)
SAME = [(each, each) for each in range(CLASSES)]


class Independent:
    """Each class likes three goals of twelve."""

    shares = np.array([0.3, 0.3, 0.2, 0.2])

    def answers(self, classes, rng):
        likes = np.full((CLASSES, GOALS), 0.15)
        for each in range(CLASSES):
            likes[each, 3 * each : 3 * each + 3] = 0.65
        return rng.random((len(classes), GOALS)) < likes[classes]


class UpToThree:
    """The priority goals of the synthetic wave 2019."""

    def __init__(self):
        parameters = yaml.safe_load(SYNTHESIS.read_text(encoding="utf-8"))
        types = list(parameters["types"])
        rule = next(each for each in parameters["multiple"] if each["item"] == "ziele")
        self.shares = np.array([parameters["types"][name]["share"] for name in types])
        self.numbers, self.taste = rule["numbers"], rule["taste"]
        self.utility = np.array(
            [
                [
                    np.log(goal["weight"]) + goal.get("drivers", {}).get("types", {}).get(name, 0)
                    for goal in rule["choices"].values()
                ]
                for name in types
            ]
        )

    def answers(self, classes, rng):
        shape = (len(classes), GOALS)
        liking = (
            self.utility[classes] + self.taste * rng.normal(size=shape) + rng.gumbel(size=shape)
        )
        wanted = rng.choice(list(self.numbers), len(classes), p=list(self.numbers.values()))
        return (-liking).argsort(axis=1).argsort(axis=1) < wanted[:, None]


def types_of(goals, classes):
    """Types as they are found, numbered as the classes that they resemble most."""
    labels = find_types(goals, CLASSES, starts=20, seed=1).labels
    shared = np.eye(CLASSES)[labels].T @ np.eye(CLASSES)[classes]
    return pd.Series(linear_sum_assignment(shared, maximize=True)[1][labels], index=goals.index)


def panel(world, moves, rng, seed):
    """One panel: the corrected transitions, and the observed ones."""
    before = rng.choice(CLASSES, ANSWERS, p=world.shares)
    moved = (rng.random(MEMBERS)[:, None] > moves.cumsum(axis=1)[before[:MEMBERS]]).sum(axis=1)
    after = np.append(moved, rng.choice(CLASSES, ANSWERS - MEMBERS, p=world.shares @ moves))
    keys = np.arange(ANSWERS)
    first = pd.DataFrame(world.answers(before, rng).astype(float), index=keys)
    second = pd.DataFrame(world.answers(after, rng).astype(float), index=keys + ANSWERS)
    second = second.rename(index=lambda key: key - ANSWERS if key < ANSWERS + MEMBERS else key)
    types = types_of(first, before), types_of(second, after)
    found = latent_transitions(
        first, second, *types, CLASSES, CLASSES,
        pairs=SAME, starts=20, replicates=REPLICATES, seed=seed,
    )  # fmt: skip
    observed = pd.crosstab(types[0][:MEMBERS], types[1][:MEMBERS], normalize="index").to_numpy()
    return found, observed


def report(name, world, moves, panels):
    rng = np.random.default_rng(SEED)
    found = [panel(world, moves, rng, seed) for seed in range(panels)]
    kept = [each for each in found if each[0].reason is None]
    stayed = float(world.shares @ np.diag(moves))
    inside = [(each.low <= moves + 1e-9) & (each.high >= moves - 1e-9) for each, _ in kept]
    whole = [each.stayed.low - 1e-9 <= stayed <= each.stayed.high + 1e-9 for each, _ in kept]
    errors = [
        np.mean([np.abs(shares - moves) for shares in each])
        for each in ([each.shares for each, _ in kept], [each for _, each in kept])
    ]
    print(
        f"{name}: {len(kept)} of {panels} panels corrected; stayed {stayed:.3f}, corrected "
        f"{np.mean([each.stayed.value for each, _ in kept]):.3f}, observed "
        f"{1 - np.mean([each.observed_change for each, _ in kept]):.3f}; mean error of a share "
        f"{errors[0]:.3f}, observed {errors[1]:.3f}; intervals hold {np.mean(inside):.1%} of the "
        f"shares, {np.mean(whole):.1%} of what stayed; foretold seeming change "
        f"{np.mean([each.expected_if_nobody_changed for each, _ in kept]):.3f}"
    )


def main():
    panels = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for name, world in (("independent", Independent()), ("up to three", UpToThree())):
        report(f"{name}, moving", world, MOVES, panels)
        report(f"{name}, nobody moves", world, np.eye(CLASSES), panels)


if __name__ == "__main__":
    main()
