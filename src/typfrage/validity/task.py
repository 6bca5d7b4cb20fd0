"""What a criterion of the registry is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from typfrage.parallel import Progress
from typfrage.typology import TypeSolution


@dataclass(frozen=True)
class Settings:
    """How much is computed; see the criteria for what each setting means.

    Attributes:
        starts: Random starts of the solutions.
        resample_starts: Random starts of each clustering of resampled answers.
        reference_starts: Random starts of each clustering of the gap's reference samples, and of
            the bootstrap samples of each null matrix.
        bootstrap: Bootstrap samples for the Jaccard stability.
        duplicates: What becomes of repeated draws there.
        gap_samples: Reference samples of the gap statistic.
        gap_reference: Where they are uniform.
        gap_power: Power of the distances in the gap statistic.
        splits: Random halves for the prediction strength.
        pairs: Pairs of bootstrap samples for the instability.
        classification: How the instability classifies cases that were not drawn.
        null_samples: Null matrices.
        null_replicates: Bootstrap samples of each null matrix.
        seeds: Other seeds from which the types are sought.
    """

    starts: int = 50
    resample_starts: int = 30
    reference_starts: int = 10
    bootstrap: int = 1000
    duplicates: str = "drop"
    gap_samples: int = 500
    gap_reference: str = "range"
    gap_power: int = 2
    splits: int = 50
    pairs: int = 50
    classification: str = "averagedist"
    null_samples: int = 200
    null_replicates: int = 5
    seeds: int = 20


@dataclass(frozen=True, eq=False)
class Task:
    """What a criterion is computed from.

    Attributes:
        solutions: Types for each number of types that is compared, ascending.
        from_one: Types for 1, 2, … up to the largest of them.
        settings: How much is computed.
        seed: Seed of everything random.
        jobs: Number of threads or workers.
        progress: Told the share that is done.
    """

    solutions: tuple[TypeSolution, ...]
    from_one: tuple[TypeSolution, ...]
    settings: Settings
    seed: int
    jobs: int
    progress: Progress | None

    @property
    def resampled(self) -> dict[str, Any]:
        """Arguments of every resampling criterion."""
        return {
            "starts": self.settings.resample_starts,
            "seed": self.seed,
            "jobs": self.jobs,
            "progress": self.progress,
        }
