"""Municipalities in two waves whose classes are not seen: estimates, and panels like theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from typfrage.profiles.joint_mixture import joint_shares
from typfrage.profiles.measurement import Measurement
from typfrage.profiles.panel_table import Pair
from typfrage.typology.patterns import Floats, Labels, read_only


@dataclass(frozen=True, eq=False)
class Panel:
    """The panel of two waves with fixed classes.

    Attributes:
        waves: Classes of the earlier and of the later wave.
        places: Positions of the members among the cases of each wave, each of shape (m,).
        joint: Estimated share of each pair of classes, in the order of the types, shape (k1, k2).
    """

    waves: tuple[Measurement, Measurement]
    places: tuple[Labels, Labels]
    joint: Floats

    @classmethod
    def of(cls, earlier: Measurement, later: Measurement) -> Panel:
        """Estimate the shares of pairs of classes among municipalities in both waves."""
        both = earlier.cases.intersection(later.cases, sort=True)
        places = earlier.cases.get_indexer(both), later.cases.get_indexer(both)
        joint = joint_shares(earlier.densities[None, places[0]], later.densities[None, places[1]])
        return cls((earlier, later), places, read_only(joint[0]))

    def simulated(self, replicates: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Let panels with the estimated shares answer, and estimate these anew, classes and all.

        Municipalities outside the panel belong to the classes in the shares of their wave.

        Args:
            replicates: Number of panels R.
            rng: Source of randomness.

        Returns:
            What is estimated for each panel, and what its shares really are, each of shape
            (R, k1, k2).
        """
        k1, k2 = self.joint.shape
        members = len(self.places[0])
        cells = rng.choice(k1 * k2, (replicates, members), p=self.joint.ravel() / self.joint.sum())
        first, second = (
            np.stack([self._answers(wave, own, rng) for own in classes])
            for wave, classes in enumerate((cells // k2, cells % k2))
        )
        real = np.stack([np.bincount(own, minlength=k1 * k2) for own in cells]) / members
        return joint_shares(first, second), real.reshape(replicates, k1, k2)

    def stretch(self, simulated: tuple[Floats, Floats]) -> float:
        """Compute how far the correction draws estimates apart, at least 1.

        Estimates lie nearer to no connection between the waves than the truth. To draw them apart
        again by a factor makes them vary more by the same factor.
        """
        bias = (simulated[0] - simulated[1]).mean(axis=0)
        apart = self.joint - np.outer(self.joint.sum(axis=1), self.joint.sum(axis=0))
        seen, squares = float((apart * (apart + bias)).sum()), float((apart**2).sum())
        return max(squares / seen, 1.0) if seen > 0 else 1.0

    def seeming_change(self, pairs: Sequence[Pair]) -> float:
        """Compute the share that would seem to have changed if nobody had.

        Args:
            pairs: The matched types.

        Returns:
            By the municipalities that seem to have a type with a counterpart; NaN if there is none.
        """
        if not pairs:
            return float("nan")
        firsts, seconds = [first for first, _ in pairs], [second for _, second in pairs]
        before = self.waves[0].seeming[np.ix_(firsts, firsts)]
        after = self.waves[1].seeming[np.ix_(seconds, seconds)]
        shares = self.joint.sum(axis=1)[firsts]
        return float(1 - shares @ (before * after).sum(axis=1) / (shares @ before.sum(axis=1)))

    def _answers(self, number: int, own: Labels, rng: np.random.Generator) -> Floats:
        """Densities of one wave of which the members have the given classes, shape (m, k)."""
        wave, places = self.waves[number], self.places[number]
        classes = rng.choice(len(wave.class_of), len(wave.cases), p=wave.shares)
        classes[places] = own
        return wave.again(classes, rng)[places]
