"""One thing to measure, and how it reaches the processes that do it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from answers import Matrix
from numpy.typing import NDArray

Values = dict[str, dict[int, list[float]]]
"""What a side has computed: by name and number of types."""

WARM_UP_ROWS = 412


@dataclass(frozen=True)
class Problem:
    """What all sides compute alike.

    Attributes:
        criterion: Its name.
        rows: Number of answers.
        ks: Numbers of types.
        samples: Number of resamples; 0 for the whole table = the defaults of each criterion.
        starts: Random starts of each clustering.
        seed: Seed of everything random.
        jobs: Number of cores.
        null_replicates: Bootstrap samples of each null matrix.
        null_starts: Random starts of their clusterings.
        folder: Where the answers and the types found in them lie, see :func:`write`.
    """

    criterion: str
    rows: int
    ks: tuple[int, ...]
    samples: int
    starts: int
    seed: int
    jobs: int
    null_replicates: int
    null_starts: int
    folder: Path

    @property
    def arguments(self) -> list[str]:
        """The command line that :meth:`of` and ``criteria.R`` read."""
        ks = ",".join(map(str, self.ks))
        null = (self.null_replicates, self.null_starts)
        numbers = (self.samples, self.starts, self.seed, self.jobs, *null)
        return [self.criterion, str(self.rows), ks, *map(str, numbers), str(self.folder)]

    @classmethod
    def of(cls, arguments: list[str]) -> Problem:
        criterion, rows, ks, *numbers, folder = arguments
        numbers_of_types = tuple(map(int, ks.split(",")))
        return cls(criterion, int(rows), numbers_of_types, *map(int, numbers), Path(folder))

    def read(self) -> tuple[Matrix, dict[int, NDArray[np.intp]]]:
        """Read the answers, shape (rows, 12), and the types of each row by number of types."""
        X = _bytes(self.folder / "answers", self.rows).T.astype(np.float64, order="C")
        labels = _bytes(self.folder / "types", self.rows).astype(np.intp)
        return X, dict(enumerate(labels, start=1))

    def small(self) -> Problem:
        """The same on so little that it takes no time: for warming up."""
        return replace(self, samples=2, starts=1)


def write(folder: Path, X: Matrix, labels: list[NDArray[np.intp]]) -> None:
    """Write answers, and their types for 1, 2, … types, column by column, a byte per number."""
    X.T.astype(np.uint8).tofile(folder / "answers")
    np.stack(labels).astype(np.uint8).tofile(folder / "types")


def _bytes(path: Path, rows: int) -> NDArray[np.uint8]:
    return np.fromfile(path, dtype=np.uint8).reshape(-1, rows)
