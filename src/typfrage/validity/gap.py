"""Gap statistic: are the types tighter than those that are found in data without any?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence
from scipy.spatial.distance import cdist

from typfrage.parallel import Progress, in_blocks
from typfrage.typology import Method, TypeSolution, prepare
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.typology.weighted import within_sum_of_squares
from typfrage.validity.dispersion import NO_SPREAD
from typfrage.validity.resampling import Search, streams

REFERENCES = ("range", "principal")
POWERS = (1, 2)
# More cases than these are not drawn into a reference sample: what their number changes is then
# extrapolated from samples of this size, of half and of a quarter of it.
REFERENCE_CASES = 800
# Excess of log(W/n) over its limit falls with a power of n between these.
EXPONENTS = (0.5, 1.0)


@dataclass(frozen=True, eq=False)
class GapStatistic:
    """The gap between the dispersion in the types and what uniform data give.

    Attributes:
        k: The numbers of types, 1 … K.
        log_dispersion: log W_k of the data, shape (K,).
        expected: Mean of log W_k over the reference samples, shape (K,).
        gap: ``expected - log_dispersion``, shape (K,); NaN where nothing spreads in the types.
        standard_error: s_k, shape (K,).
        chosen: The smallest number of types whose gap is at least the next one's less its
            standard error; K if there is none.
        samples: Number of reference samples, B.
        reference: Where they are uniform, one of ``REFERENCES``.
        reference_cases: Cases of each reference sample.
    """

    k: tuple[int, ...]
    log_dispersion: Floats
    expected: Floats
    gap: Floats
    standard_error: Floats
    chosen: int | None
    samples: int
    reference: str
    reference_cases: int


def gap_statistic(
    solutions: Sequence[TypeSolution],
    *,
    samples: int = 500,
    reference: str = "range",
    power: int = 2,
    starts: int = 10,
    seed: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> GapStatistic:
    """Compare the dispersion in the types with that of uniform data, as ``cluster::clusGap``.

    Args:
        solutions: Types for k = 1, 2, … K; the rule that chooses needs all of them.
        samples: Number of reference samples, B.
        reference: Uniform over the range of each column (``"range"``, R's ``spaceH0 =
            "original"``) or of each principal component (``"principal"``, ``"scaledPCA"``).
        power: 2 as in the paper, or 1 as R's default ``d.power``.
        starts: Random starts of each clustering of a reference sample.
        seed: Seed; every sample has its own stream.
        jobs: Number of threads or workers.
        progress: Told the share of the samples that is done.

    Returns:
        Gap and standard error for each k. With more than ``REFERENCE_CASES`` cases the mean of
        log(W_k / n) is extrapolated from samples of that size, of half and of a quarter of it, by
        a power of n that they tell; the Monte Carlo error of that is part of the standard error,
        the error of the power law is not: of 12,800 cases with 12 items it is up to 0.005.

    Raises:
        ValueError: If an argument is outside its range.

    References:
        Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data set via
        the gap statistic. https://doi.org/10.1111/1467-9868.00293
    """
    if reference not in REFERENCES:
        raise ValueError(f"reference is {reference!r}; allowed: {', '.join(REFERENCES)}")
    if power not in POWERS:
        raise ValueError(f"power is {power}; allowed: 1 or 2")
    if samples < 2:
        raise ValueError(f"samples is {samples}; allowed: at least 2, a spread is computed")
    search = Search.of(solutions, starts)
    if search.k != tuple(range(1, len(search.k) + 1)):
        raise ValueError(f"solutions have {list(search.k)} types; allowed: 1, 2, … without a gap")
    weights = search.weights.astype(np.float64)
    n = int(weights.sum())
    observed = np.array(
        [log_dispersion(search.points, labels, weights, power) for labels in search.labels]
    )
    box = ReferenceBox.around(search.points, weights, reference)
    few = n <= REFERENCE_CASES
    sizes = (n,) if few else tuple(REFERENCE_CASES // part for part in (1, 2, 4))
    rows = in_blocks(
        _samples,
        streams(seed, "gap", samples),
        box,
        (search.method, starts, search.k, power, sizes),
        jobs=jobs,
        progress=progress,
    )
    expected, error = _at_size(np.stack(rows), sizes, n)
    gap = np.where(np.isfinite(observed), expected - observed, np.nan)
    return GapStatistic(
        k=search.k,
        log_dispersion=read_only(observed),
        expected=read_only(expected),
        gap=read_only(gap),
        standard_error=read_only(error),
        chosen=first_within_one_error(gap, error),
        samples=samples,
        reference=reference,
        reference_cases=sizes[0],
    )


def first_within_one_error(gap: Floats, error: Floats) -> int | None:
    """Choose the smallest k whose gap is at least the next one's less its standard error.

    Args:
        gap: Gap for 1 … K types, shape (K,); from the first NaN on nothing is looked at.
        error: Standard errors, shape (K,).

    Returns:
        The number of types; the last one if none fulfils the rule; none where no gap is known.
    """
    known = np.isfinite(gap)
    last = int(known.argmin()) if not known.all() else len(gap)
    if last == 0:
        return None
    enough = np.flatnonzero(gap[: last - 1] >= gap[1:last] - error[1:last])
    return int(enough[0]) + 1 if len(enough) else last


def log_dispersion(points: Floats, labels: Labels, weights: Floats, power: int) -> float:
    """Compute log W_k: half the mean distances within the types, summed, as ``clusGap`` does.

    Args:
        points: Shape (m, p).
        labels: Type of each point, shape (m,), 0 … k-1.
        weights: Number of cases at each point, shape (m,).
        power: Power of the Euclidean distances, 1 or 2.

    Returns:
        The logarithm; NaN where nothing spreads in the types.
    """
    if power == 2:
        within = within_sum_of_squares(points, weights, labels)
        largest = weights.sum() * (np.ptp(points, axis=0) ** 2).sum()
        return float(np.log(within / 2)) if within > NO_SPREAD * largest else float("nan")
    within = 0.0
    for label in np.unique(labels):
        chosen = labels == label
        own, mass = points[chosen], weights[chosen]
        within += float(mass @ cdist(own, own) @ mass) / 2 / mass.sum()
    return float(np.log(within / 2)) if within > 0 else float("nan")


@dataclass(frozen=True, eq=False)
class ReferenceBox:
    """Where the reference samples are uniform.

    Attributes:
        low: Lower ends, shape (p,).
        width: Shape (p,).
        axes: Directions of the edges in the rows, shape (p, p).
    """

    low: Floats
    width: Floats
    axes: Floats

    @classmethod
    def around(cls, points: Floats, weights: Floats, reference: str) -> ReferenceBox:
        """Return the smallest box around points.

        Args:
            points: Shape (m, p).
            weights: Number of cases at each point, shape (m,); they turn principal axes alone.
            reference: Direction of the edges, one of ``REFERENCES``.
        """
        axes = np.eye(points.shape[1])
        if reference == "principal":
            centred = points - np.average(points, axis=0, weights=weights)
            axes = np.linalg.eigh(centred.T @ (centred * weights[:, None]))[1].T
        turned = points @ axes.T
        low = turned.min(axis=0)
        return cls(low, turned.max(axis=0) - low, axes)

    def draw(self, n: int, rng: np.random.Generator) -> Floats:
        """Draw n points, shape (n, p)."""
        points: Floats = (self.low + self.width * rng.random((n, len(self.low)))) @ self.axes
        return points


def _samples(
    samples: Sequence[SeedSequence],
    box: ReferenceBox,
    settings: tuple[str, int, tuple[int, ...], int, tuple[int, ...]],
) -> list[Floats]:
    """Compute log(W_k) less log(n) of some reference samples, each of shape (sizes, K)."""
    name, starts, ks, power, sizes = settings
    found = []
    for rng in map(np.random.default_rng, samples):
        points = box.draw(sizes[0], rng)
        rows = []
        for size in sizes:
            part = points[:size]
            method = prepare(name, part)
            values = [_log_of(method, part, k, starts, power, rng) for k in ks]
            rows.append(np.array(values) - np.log(size))
        found.append(np.stack(rows))
    return found


def _log_of(
    method: Method, points: Floats, k: int, starts: int, power: int, rng: np.random.Generator
) -> float:
    """Compute log W_k of one reference sample."""
    once = np.ones(len(points))
    labels = np.zeros(len(points), dtype=np.intp)
    if k > 1:
        labels = method.partition(once, k, starts=starts, rng=rng).labels
    return log_dispersion(points, labels, once, power)


def _at_size(values: Floats, sizes: tuple[int, ...], n: int) -> tuple[Floats, Floats]:
    """Expected log W_k and its standard error for n cases, from (B, sizes, K) values."""
    spread = values[:, 0].std(axis=0, ddof=1)
    at_n = values[:, 0]
    if len(sizes) == 3:
        # How the mean falls from a quarter to a half and from a half to the whole size tells the
        # power; one power for all k, because each alone is too uncertain. For k = 1 it is known.
        first, second = -np.diff(values.mean(axis=0), axis=0)[::-1]
        power = np.ones(values.shape[2])
        if second[1:].sum() > 0 < first[1:].sum():
            power[1:] = np.clip(np.log2(first[1:].sum() / second[1:].sum()), *EXPONENTS)
        remaining = (1 - (sizes[0] / n) ** power) / (2**power - 1)
        at_n = values[:, 0] + (values[:, 0] - values[:, 1]) * remaining
        spread = spread * np.sqrt(sizes[0] / n)
    error = np.sqrt(spread**2 + at_n.var(axis=0, ddof=1) / len(values))
    return at_n.mean(axis=0) + np.log(n), error
