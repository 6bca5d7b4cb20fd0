"""The criteria as one writes them with scikit-learn and joblib: row by row, replicate by replicate.

Everything that a practised user would do is done: no pair of rows is looked at where counts do,
NumPy wherever it helps. What is not done is typfrage's own: distinct answers with weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from answers import Matrix
from joblib import Parallel, delayed
from numpy.random import Generator
from numpy.typing import NDArray
from problem import Problem, Values
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.metrics.cluster import contingency_matrix
from stepmix.stepmix import StepMix

Labels = NDArray[np.intp]
Types = dict[int, Labels]

TRADES_PER_ITEM = 5
# poLCA stops where a step gains less than this; StepMix looks at the mean over the cases.
EM_TOLERANCE = 1e-10
EM_STEPS = 5_000


def types(X: Matrix, labels: Types, problem: Problem) -> Values:
    """Find the types."""
    [rng] = sources(problem, 1)
    found = {k: fit(X, k, problem, rng).inertia_ for k in problem.ks}
    return {"total": {k: [float(total)] for k, total in found.items()}}


def silhouette(X: Matrix, labels: Types, problem: Problem) -> Values:
    return {"overall": {k: [float(silhouette_score(X, labels[k]))] for k in problem.ks}}


def gap(X: Matrix, labels: Types, problem: Problem) -> Values:
    low, high = X.min(axis=0), X.max(axis=0)
    ks = range(1, max(problem.ks) + 1)

    def reference(rng: Generator) -> list[float]:
        Z = rng.uniform(low, high, size=X.shape)
        return [np.log(fit(Z, k, problem, rng).inertia_ / 2) for k in ks]

    def dispersion(k: int) -> float:
        clusters = [X[labels[k] == label] for label in range(k)]
        return np.log(sum(((own - own.mean(axis=0)) ** 2).sum() for own in clusters) / 2)

    expected = replicates(reference, problem).mean(axis=0)
    return {
        "log_dispersion": {k: [float(dispersion(k))] for k in ks},
        "expected": {k: [float(expected[k - 1])] for k in ks},
    }


def prediction_strength(X: Matrix, labels: Types, problem: Problem) -> Values:
    def split(rng: Generator) -> list[float]:
        halves = np.array_split(rng.permutation(len(X)), 2)
        return [float(np.mean(strengths(halves, k, rng))) for k in problem.ks]

    def strengths(halves: list[Labels], k: int, rng: Generator) -> list[float]:
        fits = [fit(X[half], k, problem, rng) for half in halves]
        values = []
        for own, other in ((0, 1), (1, 0)):
            predicted = fits[other].predict(X[halves[own]])
            shares = []
            for label in range(k):
                counts = np.bincount(predicted[fits[own].labels_ == label])
                size = counts.sum()
                pairs = (counts * (counts - 1)).sum()
                shares.append(pairs / (size * (size - 1)) if size > 1 else 1.0)
            values.append(min(shares))
        return values

    return mean_by_k(replicates(split, problem), problem)


def jaccard(X: Matrix, labels: Types, problem: Problem) -> Values:
    def sample(rng: Generator) -> list[float]:
        drawn = np.unique(rng.integers(len(X), size=len(X)))
        return [
            value
            for k in problem.ks
            for value in best_matches(labels[k][drawn], fit(X[drawn], k, problem, rng).labels_, k)
        ]

    mean = replicates(sample, problem).mean(axis=0)
    parts = np.split(mean, np.cumsum(problem.ks)[:-1])
    return {"mean": {k: part.tolist() for k, part in zip(problem.ks, parts, strict=True)}}


def instability(X: Matrix, labels: Types, problem: Problem) -> Values:
    def pair(rng: Generator) -> list[float]:
        samples = [rng.integers(len(X), size=len(X)) for _ in range(2)]
        values = []
        for k in problem.ks:
            table = contingency_matrix(*(classified(drawn, k, rng) for drawn in samples)).astype(
                float
            )
            differ = (table.sum(axis=1) ** 2).sum() - (table**2).sum()
            values.append(differ / len(X) ** 2)
        return values

    def classified(drawn: Labels, k: int, rng: Generator) -> Labels:
        """Types of all rows; those not drawn go where the mean distance is smallest."""
        known = np.full(len(X), -1)
        known[drawn] = fit(X[drawn], k, problem, rng).labels_
        rest = known == -1
        far = [cdist(X[rest], X[known == label]).mean(axis=1) for label in range(k)]
        known[rest] = np.argmin(far, axis=0)
        return known

    return mean_by_k(replicates(pair, problem), problem)


def null(X: Matrix, labels: Types, problem: Problem) -> Values:
    """Silhouette and stability of random matrices with the same sums; the observed one first."""

    def matrix(rng: Generator, observed: bool) -> list[list[float]]:
        Z = X if observed else curveball(X, rng)
        samples = [
            np.unique(rng.integers(len(X), size=len(X))) for _ in range(problem.null_replicates)
        ]
        return [values(Z, samples, k, rng) for k in problem.ks]

    again = replace(problem, starts=problem.null_starts)

    def values(Z: Matrix, samples: list[Labels], k: int, rng: Generator) -> list[float]:
        own = fit(Z, k, problem, rng).labels_
        matches = [
            np.mean(best_matches(own[drawn], fit(Z[drawn], k, again, rng).labels_, k))
            for drawn in samples
        ]
        return [float(silhouette_score(Z, own)), float(np.mean(matches))]

    work = Parallel(n_jobs=problem.jobs)
    rows = work(
        delayed(matrix)(rng, number == 0)
        for number, rng in enumerate(sources(problem, problem.samples + 1))
    )
    mean = np.mean(rows[1:], axis=0)
    return {
        name: {k: [float(mean[i, column])] for i, k in enumerate(problem.ks)}
        for column, name in enumerate(("silhouette", "jaccard"))
    }


def latent_classes(X: Matrix, labels: Types, problem: Problem) -> Values:
    """StepMix, an estimator for scikit-learn's users; scikit-learn has no latent classes."""
    found = {}
    for k, rng in zip(problem.ks, sources(problem, len(problem.ks)), strict=True):
        model = StepMix(
            k,
            measurement="binary",
            n_init=problem.starts,
            max_iter=EM_STEPS,
            abs_tol=EM_TOLERANCE,
            rel_tol=0.0,
            random_state=int(rng.integers(2**31)),
            progress_bar=0,
        )
        found[k] = [float(model.fit(X).score(X) * len(X))]
    return {"log_likelihood": found}


CRITERIA: dict[str, Callable[[Matrix, Types, Problem], Values]] = {
    function.__name__: function
    for function in (
        types,
        silhouette,
        gap,
        prediction_strength,
        jaccard,
        instability,
        null,
        latent_classes,
    )
}


def fit(X: Matrix, k: int, problem: Problem, rng: Generator) -> Any:
    """Cluster with starts of its own: the same in all resamples would make them alike."""
    return KMeans(k, n_init=problem.starts, random_state=int(rng.integers(2**31))).fit(X)


def sources(problem: Problem, count: int) -> list[Generator]:
    return np.random.default_rng(problem.seed).spawn(count)


def replicates(one: Callable[[Generator], list[float]], problem: Problem) -> Matrix:
    """Compute all replicates, shape (samples, values)."""
    rngs = sources(problem, problem.samples)
    return np.array(Parallel(n_jobs=problem.jobs)(delayed(one)(rng) for rng in rngs))


def mean_by_k(values: Matrix, problem: Problem) -> Values:
    mean = values.mean(axis=0)
    return {"mean": {k: [float(value)] for k, value in zip(problem.ks, mean, strict=True)}}


def best_matches(own: Labels, found: Labels, k: int) -> list[float]:
    """Jaccard similarity of each of k types to its best match."""
    best = []
    for label in range(k):
        here = own == label
        there = [found == other for other in range(k)]
        best.append(float(max((here & that).sum() / (here | that).sum() for that in there)))
    return best


def curveball(X: Matrix, rng: Generator) -> Matrix:
    """Strona's algorithm on the shorter side, the items."""
    rows_of = [set(np.flatnonzero(column)) for column in X.T]
    for _ in range(TRADES_PER_ITEM * len(rows_of)):
        first, second = rng.choice(len(rows_of), size=2, replace=False)
        both = rows_of[first] & rows_of[second]
        either = rng.permutation(list(rows_of[first] ^ rows_of[second]))
        own = len(rows_of[first]) - len(both)
        rows_of[first] = both | set(either[:own])
        rows_of[second] = both | set(either[own:])
    Z = np.zeros_like(X)
    for item, rows in enumerate(rows_of):
        Z[list(rows), item] = 1
    return Z
