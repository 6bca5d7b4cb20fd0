"""Unknown whole numbers, what is known of them, and what follows: the least and most of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

SLACK = 1e-7
"""Sums of whole numbers within rounded shares are compared up to this."""
_ROUNDS = 30
_NODES = 100
_VIEWS = 8
_NEARLY = 1e-5
_INFEASIBLE = 2

Term = Mapping[int, float]
Values: TypeAlias = NDArray[np.float64]
Enough = Callable[[int, int], bool]


@dataclass
class Unknowns:
    """Whole numbers with limits, and linear statements about them."""

    names: list[Hashable] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    _at: dict[Hashable, int] = field(default_factory=dict)
    _rows: list[tuple[Term, float, float]] = field(default_factory=list)

    def number(self, name: Hashable, low: float, high: float) -> int:
        """Return the unknown of that name, and make it where there is none."""
        if name not in self._at:
            self._at[name] = len(self.names)
            self.names.append(name)
            self.low.append(low)
            self.high.append(high)
        return self._at[name]

    def has(self, name: Hashable) -> bool:
        """Tell whether there is an unknown of that name."""
        return name in self._at

    def __getitem__(self, name: Hashable) -> int:
        return self._at[name]

    def know(self, term: Term, low: float = -np.inf, high: float = np.inf) -> None:
        """Note that low ≤ Σ coefficient x unknown ≤ high."""
        self._rows.append((dict(term), low, high))

    def sum_of(self, name: Hashable, parts: Iterable[int], high: float) -> int:
        """Return a new unknown that is the sum of others."""
        whole = self.number(name, 0, high)
        self.know(add({whole: -1.0}, *({part: 1.0} for part in parts)), 0, 0)
        return whole

    def ranges(
        self, wanted: Mapping[int, Enough], *, whole: bool = True
    ) -> dict[int, tuple[int, int]]:
        """Return the least and the greatest value of unknowns that fits all that is known.

        Args:
            wanted: The unknowns, with a test of two values that fit: where it holds, the range is
                wide enough, and these two are returned instead of the ends.
            whole: Whether all unknowns are taken to be whole numbers, or only the one asked for:
                much faster, and a weaker attack.

        Raises:
            ValueError: What is known contradicts itself.
        """
        matrix, below, above = self._matrix()
        low, high = _tightened(matrix, below, above, np.array(self.low), np.array(self.high))
        free = high - low > 0.5
        found = {at: (round(low[at]), round(high[at])) for at in wanted if not free[at]}
        links = matrix[:, free]
        _, label = connected_components((abs(links).T @ abs(links)) != 0, directed=False)
        place = np.cumsum(free) - 1
        parts: dict[int, _Part] = {}
        for at in (at for at in wanted if free[at]):
            if label[place[at]] not in parts:
                own = np.flatnonzero(free)[label == label[place[at]]]
                part = _Part.of(own, matrix, below, above, low, high, whole)
                part.look_around()
                parts[label[place[at]]] = part
            found[at] = parts[label[place[at]]].range(at, wanted[at])
        return found

    def _matrix(self) -> tuple[csr_array, Values, Values]:
        cells = [
            (row, at, value)
            for row, (term, _, _) in enumerate(self._rows)
            for at, value in term.items()
        ]
        rows, columns, values = zip(*cells, strict=True)
        shape = (len(self._rows), len(self.names))
        matrix = csr_array((values, (rows, columns)), shape=shape)
        matrix.eliminate_zeros()
        below = np.array([low for _, low, _ in self._rows]) - SLACK
        above = np.array([high for _, _, high in self._rows]) + SLACK
        return matrix, below, above


def add(*terms: Term) -> dict[int, float]:
    """Add linear terms."""
    total: dict[int, float] = {}
    for term in terms:
        for at, value in term.items():
            total[at] = total.get(at, 0.0) + value
    return total


def times(factor: float, term: Term) -> dict[int, float]:
    """Multiply a linear term."""
    return {at: factor * value for at, value in term.items()}


@dataclass
class _Part:
    """Unknowns that hang together, and the values that were found to fit."""

    own: NDArray[np.intp]
    statements: LinearConstraint
    limits: Bounds
    seen: tuple[Values, Values]
    whole: bool

    @staticmethod
    def of(
        own: NDArray[np.intp],
        matrix: csr_array,
        below: Values,
        above: Values,
        low: Values,
        high: Values,
        whole: bool,
    ) -> _Part:
        rest = low.copy()
        rest[own] = 0
        part = matrix[:, own]
        rows = np.flatnonzero(np.diff(part.indptr))
        fixed = (matrix @ rest)[rows]
        statements = LinearConstraint(part[rows], below[rows] - fixed, above[rows] - fixed)
        never = np.full(len(own), np.inf)
        return _Part(own, statements, Bounds(low[own], high[own]), (never, -never), whole)

    def look_around(self) -> None:
        """Find values far apart that fit, so that few unknowns must be asked for one by one."""
        rng = np.random.default_rng(0)
        for _ in range(min(_VIEWS, len(self.own) // _VIEWS)):
            self._solved(rng.choice((-1.0, 1.0), len(self.own)))

    def range(self, at: int, enough: Enough) -> tuple[int, int]:
        place = int(np.flatnonzero(self.own == at)[0])
        ends: list[int] = []
        for sign in (1.0, -1.0):
            least, most = (float(end[place]) for end in self.seen)
            if np.isfinite(least) and enough(_ceiling(least), _floor(most)):
                return _ceiling(least), _floor(most)
            ends.append(self._extreme(place, sign))
        return ends[0], ends[1]

    def _extreme(self, place: int, sign: float) -> int:
        cost = np.zeros(len(self.own))
        cost[place] = sign
        done = self._solved(cost)
        end = done.fun if done.status == 0 else getattr(done, "mip_dual_bound", None)
        if end is None or not np.isfinite(end):
            end = sign * (self.limits.lb[place] if sign > 0 else self.limits.ub[place])
        # Out of nodes, it is what the relaxed programme has proven by then.
        return _ceiling(end) if sign > 0 else _floor(-end)

    def _solved(self, cost: Values) -> OptimizeResult:
        done = milp(
            cost,
            constraints=self.statements,
            bounds=self.limits,
            integrality=np.full(len(cost), int(self.whole)),
            options={"node_limit": _NODES, "mip_rel_gap": 0.0} if self.whole else None,
        )
        if done.status == _INFEASIBLE:
            raise ValueError("what is published contradicts itself")
        if done.x is not None:
            values = np.round(done.x) if self.whole else done.x
            self.seen = np.minimum(self.seen[0], values), np.maximum(self.seen[1], values)
        return done


def _ceiling(value: float) -> int:
    return math.ceil(value - _NEARLY)


def _floor(value: float) -> int:
    return math.floor(value + _NEARLY)


def _tightened(
    matrix: csr_array, below: Values, above: Values, low: Values, high: Values
) -> tuple[Values, Values]:
    """Limits that follow from single statements, one after the other."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    at, value = matrix.indices, matrix.data
    up = value > 0
    for _ in range(_ROUNDS):
        least = np.where(up, value * low[at], value * high[at])
        most = np.where(up, value * high[at], value * low[at])
        whole_least = np.bincount(row, least, minlength=len(below))
        whole_most = np.bincount(row, most, minlength=len(above))
        room_above = (above - whole_least)[row] + least
        room_below = (below - whole_most)[row] + most
        with np.errstate(invalid="ignore"):
            ends = np.stack([room_above / value, room_below / value])
        upper = np.where(up, ends[0], ends[1])
        lower = np.where(up, ends[1], ends[0])
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, at, np.ceil(np.nan_to_num(lower, nan=-np.inf) - 1e-6))
        np.minimum.at(new_high, at, np.floor(np.nan_to_num(upper, nan=np.inf) + 1e-6))
        if (new_low > new_high).any():
            raise ValueError("what is published contradicts itself")
        if (new_low == low).all() and (new_high == high).all():
            break
        low, high = new_low, new_high
    return low, high
