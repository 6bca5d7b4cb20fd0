"""Do the sides say the same?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

EXACT = {"silhouette": "overall", "gap": "log_dispersion"}
# Sums over a million squares and roots.
ROUNDING = 1e-8
# What is minimised, and what is maximised.
OPTIMA = {"types": ("total", 1), "latent_classes": ("log_likelihood", -1)}
# Each side searches from random starts; of eight numbers of types one may be luckier by so much.
LUCK = 0.005
MONTE_CARLO = {
    "gap": ("expected",),
    "prediction_strength": ("mean",),
    "jaccard": ("mean",),
    "instability": ("mean",),
    "null": ("silhouette", "jaccard"),
}
STANDARD_ERRORS = 4.0


@dataclass(frozen=True)
class Check:
    """One comparison of typfrage with another side.

    Attributes:
        criterion: What was compared.
        side: With whom.
        rows: Number of answers.
        kind: ``"exact"``, ``"optimum"`` (typfrage's is as good or better) or ``"Monte Carlo"``.
        count: How many numbers.
        worst: Largest difference; in standard errors for ``"Monte Carlo"``; for ``"optimum"`` by
            how much, relatively, the other side's is worse at most.
        least: For ``"optimum"`` the same at least; below zero the other side's is better there.
        agrees: Whether all are within the tolerance.
    """

    criterion: str
    side: str
    rows: int
    kind: str
    count: int
    worst: float
    agrees: bool
    least: float = 0.0


def certain(criterion: str, rows: int, side: str, ours: Any, theirs: Any) -> Iterator[Check]:
    """Compare what does not depend on chance, or only by the search for an optimum."""
    if criterion in EXACT:
        own, other = (numbers(values[EXACT[criterion]]) for values in (ours, theirs))
        worst = float(np.abs(own - other).max())
        yield Check(criterion, side, rows, "exact", len(own), worst, worst <= ROUNDING)
    if criterion in OPTIMA:
        name, sign = OPTIMA[criterion]
        own, other = numbers(ours[name]), numbers(theirs[name])
        loss = sign * (other - own) / np.abs(own)
        worst, least = float(loss.max()), float(loss.min())
        yield Check(criterion, side, rows, "optimum", len(own), worst, least >= -LUCK, least)


def random(
    criterion: str, rows: int, side: str, ours: Any, theirs: Any, samples: int
) -> Iterator[Check]:
    """Compare means over replicates with those of the whole table.

    The standard error of the difference rests on the table's spread over many replicates, not on
    the other side's over few.
    """
    for name in MONTE_CARLO.get(criterion, ()):
        differences = []
        for k, other in theirs[name].items():
            own = ours[criterion][name][k]
            sd = np.array(own["sd"]) * np.sqrt(1 / samples + 1 / own["count"])
            apart = np.abs(np.array(other) - own["mean"])
            differences.append(np.where(apart > ROUNDING, apart / np.maximum(sd, ROUNDING), 0))
        errors = np.concatenate(differences)
        what = criterion if len(MONTE_CARLO[criterion]) == 1 else f"{criterion}: {name}"
        worst = float(errors.max())
        yield Check(what, side, rows, "Monte Carlo", len(errors), worst, worst <= STANDARD_ERRORS)


def numbers(by_k: dict[str, list[float]]) -> Any:
    return np.concatenate([by_k[k] for k in sorted(by_k)])
