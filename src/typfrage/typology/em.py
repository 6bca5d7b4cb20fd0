"""Maximum likelihood of the latent class model by accelerated EM, compiled.

One pass over the patterns is one EM step: it gives the log-likelihood of the parameters it starts
from and the parameters that follow. Three steps make a cycle of SQUAREM: two plain ones, a long
stride along the direction they show, and one from where it lands. A stride that loses likelihood
is not taken, so the log-likelihood never falls.

Answers are columns of one axis, item after item: ``first[j]`` is the first category of item j,
``first[p]`` their number K. Response probabilities have the shape (K, C), so that what a pattern
adds up lies side by side. Patterns share segments, runs of items answered alike: each is added up
once for all patterns that hold it.

References:
    Dempster, Laird & Rubin (1977), Maximum Likelihood from Incomplete Data via the EM Algorithm.
    https://doi.org/10.1111/j.2517-6161.1977.tb01600.x
    Varadhan & Roland (2008), Simple and Globally Convergent Methods for Accelerating the
    Convergence of Any EM Algorithm. https://doi.org/10.1111/j.1467-9469.2007.00585.x
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from typfrage.compiled import compiled
from typfrage.typology.patterns import Floats

# A probability below this counts as this in a logarithm: zero stays finite, and is still so small
# that no pattern can have it back.
SMALLEST = 1e-300
# A stride may shrink a probability to this part of what plain EM gives, never to zero: EM cannot
# leave zero again, and the optimum may lie elsewhere.
SHRINK = 0.1
# The longest stride grows by this factor whenever it was taken with success.
STRIDE_GROWTH = 4.0
# This share of a log-likelihood is rounding, summed over thousands of patterns.
ROUNDING = 1e-15
# This many cycles in a row must gain less than the tolerance.
CALM_CYCLES = 3


@compiled
def em_step(
    segments: NDArray[np.int32],
    columns: NDArray[np.int32],
    weights: Floats,
    first: NDArray[np.int32],
    shares: Floats,
    responses: Floats,
    next_shares: Floats,
    next_responses: Floats,
    room: Floats,
) -> float:
    """Take one EM step and return the log-likelihood before it.

    Args:
        segments: The segments that make up each pattern, shape (m, g).
        columns: Columns of each segment's answers, shape (u, l); -1 where there is none, which
            skips the item.
        weights: Number of cases of each pattern, shape (m,), positive.
        first: First column of each item and their number, shape (p + 1,).
        shares: Class shares, shape (C,).
        responses: Probability of each category in each class, shape (K, C).
        next_shares: Receives the shares after the step, shape (C,).
        next_responses: Receives the response probabilities after the step, shape (K, C).
        room: Room for work, shape (2 u + K + 2, C).
    """
    m, g = segments.shape
    u, length = columns.shape
    K, C = responses.shape
    segment_logs, segment_mass, logs = room[:u], room[u : 2 * u], room[2 * u : 2 * u + K]
    log_shares, joint = room[2 * u + K], room[2 * u + K + 1]
    for c in range(C):
        log_shares[c] = np.log(max(shares[c], SMALLEST))
        next_shares[c] = 0.0
    for k in range(K):
        for c in range(C):
            logs[k, c] = np.log(max(responses[k, c], SMALLEST))
            next_responses[k, c] = 0.0
    for t in range(u):
        for c in range(C):
            segment_logs[t, c] = 0.0
            segment_mass[t, c] = 0.0
        for j in range(length):
            k = columns[t, j]
            if k >= 0:
                for c in range(C):
                    segment_logs[t, c] += logs[k, c]

    log_likelihood = 0.0
    total = 0.0
    for i in range(m):
        for c in range(C):
            joint[c] = log_shares[c]
        for j in range(g):
            t = segments[i, j]
            for c in range(C):
                joint[c] += segment_logs[t, c]
        largest = joint[0]
        for c in range(1, C):
            largest = max(largest, joint[c])
        density = 0.0
        for c in range(C):
            joint[c] = np.exp(joint[c] - largest)
            density += joint[c]
        weight = weights[i]
        log_likelihood += weight * (largest + np.log(density))
        total += weight
        for c in range(C):
            joint[c] *= weight / density
            next_shares[c] += joint[c]
        for j in range(g):
            t = segments[i, j]
            for c in range(C):
                segment_mass[t, c] += joint[c]

    for t in range(u):
        for j in range(length):
            k = columns[t, j]
            if k >= 0:
                for c in range(C):
                    next_responses[k, c] += segment_mass[t, c]
    for c in range(C):
        next_shares[c] /= total
    for j in range(len(first) - 1):
        for c in range(C):
            answered = 0.0
            for k in range(first[j], first[j + 1]):
                answered += next_responses[k, c]
            for k in range(first[j], first[j + 1]):
                # A class that nobody with an answer belongs to says nothing of the item.
                next_responses[k, c] = (
                    next_responses[k, c] / answered if answered > 0 else responses[k, c]
                )
    return log_likelihood


@compiled
def _normalise(shares: Floats, responses: Floats, first: NDArray[np.int32]) -> None:
    """Make shares and each item's probabilities in each class sum to one, in place."""
    shares /= shares.sum()
    for j in range(len(first) - 1):
        for c in range(len(shares)):
            total = 0.0
            for k in range(first[j], first[j + 1]):
                total += responses[k, c]
            for k in range(first[j], first[j + 1]):
                responses[k, c] /= total


@compiled
def _stride_length(start: Floats, once: Floats, twice: Floats) -> float:
    """Return SQUAREM's third step length, the ratio of first to second differences, at least 1."""
    step, bend = 0.0, 0.0
    for k in range(start.shape[0]):
        for c in range(start.shape[1]):
            r = once[k, c] - start[k, c]
            v = twice[k, c] - once[k, c] - r
            step += r * r
            bend += v * v
    return max(1.0, np.sqrt(step / bend)) if bend > 0 else 1.0


@compiled
def _stride(start: Floats, once: Floats, twice: Floats, length: float, target: Floats) -> None:
    """Extrapolate two EM steps; a length of 1 ends at the second."""
    for k in range(start.shape[0]):
        for c in range(start.shape[1]):
            r = once[k, c] - start[k, c]
            v = twice[k, c] - once[k, c] - r
            landed = start[k, c] + 2.0 * length * r + length * length * v
            target[k, c] = max(landed, SHRINK * twice[k, c])


@compiled
def maximise(
    segments: NDArray[np.int32],
    columns: NDArray[np.int32],
    weights: Floats,
    first: NDArray[np.int32],
    parameters: Floats,
    tolerance: float,
    max_cycles: int,
) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """Climb from every start to a maximum of the likelihood.

    Args:
        segments: The segments that make up each pattern, shape (m, g).
        columns: Columns of each segment's answers, shape (u, l), -1 where there is none.
        weights: Number of cases of each pattern, shape (m,), positive.
        first: First column of each item and their number, shape (p + 1,).
        parameters: Start values, positive, shape (S, K + 1, C): response probabilities, and in the
            last row the shares. Holds the maxima afterwards.
        tolerance: A plain EM step that gains less, rounding aside, in several cycles in a row,
            ends the climb.
        max_cycles: Most cycles of a start.

    Returns:
        Log-likelihood of each start's end, shape (S,), the EM steps it took, and whether it
        converged.
    """
    S, rows, C = parameters.shape
    K = rows - 1
    log_likelihoods = np.empty(S)
    steps = np.zeros(S, dtype=np.int64)
    converged = np.zeros(S, dtype=np.bool_)
    once, twice, target = np.empty((rows, C)), np.empty((rows, C)), np.empty((rows, C))
    room = np.empty((2 * len(columns) + rows + 1, C))
    for s in range(S):
        own = parameters[s]
        longest = 1.0
        calm = 0
        for _ in range(max_cycles):
            before = em_step(
                segments, columns, weights, first, own[K], own[:K], once[K], once[:K], room
            )
            after = em_step(
                segments, columns, weights, first, once[K], once[:K], twice[K], twice[:K], room
            )
            steps[s] += 2
            calm = calm + 1 if after - before < tolerance + ROUNDING * abs(after) else 0
            if calm == CALM_CYCLES:
                own[:] = twice
                converged[s] = True
                break
            length = min(_stride_length(own, once, twice), longest)
            if length > 1.0:
                _stride(own, once, twice, length, target)
                _normalise(target[K], target[:K], first)
                reached = em_step(
                    segments, columns, weights, first, target[K], target[:K], own[K], own[:K], room
                )
                steps[s] += 1
                if reached >= after:
                    if length == longest:
                        longest *= STRIDE_GROWTH
                else:
                    own[:] = twice
                    longest = max(1.0, longest / STRIDE_GROWTH)
            else:
                own[:] = twice
            if length == longest == 1.0:
                longest *= STRIDE_GROWTH
        log_likelihoods[s] = em_step(
            segments, columns, weights, first, own[K], own[:K], once[K], once[:K], room
        )
        steps[s] += 1
    return log_likelihoods, steps, converged
