"""Maximum likelihood of the latent class model on weighted patterns: many starts, one answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from typfrage.typology.categorical import MISSING, Codes
from typfrage.typology.em import SMALLEST, maximise
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.typology.segments import Segments

# A plain EM step that gains less than this per case has arrived: where EM closes a thousandth of
# the gap with each step, 1e-10 per case are missing, far below what any test could see.
TOLERANCE_PER_CASE = 1e-13
# The best start climbs on until a step gains less than this part of the above.
POLISH = 1e-2
# Far beyond what identified models need (tens); flat ridges take thousands.
MAX_CYCLES = 20_000
# Two log-likelihoods within this share of their size are the same maximum: 2e-6 at 400 cases.
SAME_MAXIMUM = 1e-9
# An answer that a class gives less often than this part of the rarest pattern has probability 0.
NOBODY = 1e-8
# Shares and probabilities that agree to so many decimals do not decide the order of classes.
ORDER_DECIMALS = 6
# Posterior probabilities within this are equal: the rounding of sums over a hundred items.
SAME_POSTERIOR = 1e-9


@dataclass(frozen=True, eq=False)
class Mixture:
    """A mixture of classes in which the items are independent.

    Classes are numbered by share, the largest first; equal shares by their response
    probabilities, lexicographically.

    Attributes:
        shares: Class shares, shape (C,).
        responses: Probability of each category of each item in each class, shape (K, C), on one
            axis of all categories.
    """

    shares: Floats
    responses: Floats

    def log_joint(self, columns: Codes, smallest: float = 0.0) -> Floats:
        """Compute the logarithm of share times probability of the answers.

        Args:
            columns: Column of each answer on the axis of categories, shape (m, p); ``MISSING``
                skips the item.
            smallest: What a smaller probability counts as.

        Returns:
            Shape (m, C).
        """
        with np.errstate(divide="ignore"):
            logs = np.log(np.maximum(self.responses, smallest))
            joint = np.tile(np.log(np.maximum(self.shares, smallest)), (len(columns), 1))
        for column in columns.T:
            joint += np.where((column == MISSING)[:, None], 0.0, logs[column])
        return joint

    def log_density(self, columns: Codes) -> Floats:
        """Compute the log-probability of patterns (m, p), shape (m,)."""
        density: Floats = np.logaddexp.reduce(self.log_joint(columns), axis=1)
        return density

    def posterior(self, columns: Codes) -> Floats:
        """Compute the probability of each class given patterns (m, p), shape (m, C).

        Answers that no class can give together count for the classes that can give most of them.
        """
        joint = self.log_joint(columns, SMALLEST)
        relative = np.exp(joint - joint.max(axis=1, keepdims=True))
        posterior: Floats = relative / relative.sum(axis=1, keepdims=True)
        return posterior


@dataclass(frozen=True, eq=False)
class Maximum:
    """The best maximum of the likelihood that many starts found.

    Attributes:
        mixture: The classes.
        log_likelihood: Sum over the cases.
        starts_at_best: Number of starts that reached it.
        steps: EM steps that the chosen start took.
        converged: Whether it arrived before the steps ran out.
    """

    mixture: Mixture
    log_likelihood: float
    starts_at_best: int
    steps: int
    converged: bool


def maximum_likelihood(
    segments: Segments,
    weights: Floats,
    first: Codes,
    classes: int,
    *,
    starts: int,
    rng: np.random.Generator,
) -> Maximum:
    """Fit latent classes to weighted patterns.

    Every start draws the response probabilities of each class and item uniformly from all
    possible ones (a flat Dirichlet distribution) and gives all classes the same share.

    Args:
        segments: The m patterns.
        weights: Number of cases at each pattern, shape (m,), positive.
        first: First column of each item and their number, shape (p + 1,).
        classes: Number of classes, at least 1.
        starts: Number of random starts.
        rng: Source of the starts.

    Returns:
        The first of the starts that reached the greatest likelihood, climbed to its very top.
    """
    # Copies, because the compiled code is compiled anew for arrays that are read-only.
    data = (
        np.array(segments.of_pattern, np.int32, order="C"),
        np.array(segments.columns, np.int32, order="C"),
        np.array(weights, np.float64),
        np.array(first, np.int32),
    )
    tolerance = TOLERANCE_PER_CASE * weights.sum()
    ends = _start_values(first, classes, starts, rng)
    reached, steps = np.empty(starts), np.empty(starts, dtype=np.int64)
    # One call per start, so that an interrupt from the keyboard need not wait for all.
    for start in range(starts):
        own = slice(start, start + 1)
        reached[own], steps[own], _ = maximise(*data, ends[own], tolerance, MAX_CYCLES)
    at_best = reached >= reached.max() - SAME_MAXIMUM * abs(reached.max())
    chosen = at_best.argmax()
    winner = ends[[chosen]]
    top, further, converged = maximise(*data, winner, POLISH * tolerance, MAX_CYCLES)
    return Maximum(
        mixture=_canonical(winner[0, -1], _without_traces(winner[0], weights), first),
        log_likelihood=float(top[0]),
        starts_at_best=int(at_best.sum()),
        steps=int(steps[chosen] + further[0]),
        converged=bool(converged[0]),
    )


def modal_classes(posterior: Floats) -> Labels:
    """Choose the most probable class of each row (m, C), shape (m,); of equals the first."""
    near = posterior >= posterior.max(axis=1, keepdims=True) - SAME_POSTERIOR
    modal: Labels = near.argmax(axis=1)
    return modal


def _start_values(first: Codes, classes: int, starts: int, rng: np.random.Generator) -> Floats:
    """Draw start values, shape (starts, K + 1, C): responses, and shares in the last row."""
    values = np.empty((starts, first[-1] + 1, classes))
    values[:, :-1] = rng.standard_exponential((starts, first[-1], classes))
    for begin, end in pairwise(first):
        values[:, begin:end] /= values[:, begin:end].sum(axis=1, keepdims=True)
    values[:, -1] = 1 / classes
    return values


def _without_traces(parameters: Floats, weights: Floats) -> Floats:
    """Set response probabilities to zero that EM has only not brought there yet, shape (K, C)."""
    responses, shares = parameters[:-1], parameters[-1]
    given = responses * shares * weights.sum()
    # In a class without cases nothing is given; what it would answer stays.
    trace = (given < NOBODY * weights.min()) & (responses < NOBODY)
    return np.where(trace, 0.0, responses)


def _canonical(shares: Floats, responses: Floats, first: Codes) -> Mixture:
    """Number the classes by share, then by response probabilities."""
    keys = np.vstack([-shares, responses]).round(ORDER_DECIMALS) + 0.0
    order = np.lexsort(keys[::-1])
    ordered = responses[:, order]
    for begin, end in pairwise(first):
        ordered[begin:end] /= ordered[begin:end].sum(axis=0)
    return Mixture(read_only(shares[order] / shares.sum()), read_only(ordered))
