"""Latent class analysis: classes within which the answers to all items are independent."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from typfrage.typology.categorical import AnswerPatterns, answer_frame, answer_patterns
from typfrage.typology.mixture import Mixture, maximum_likelihood, modal_classes
from typfrage.typology.partition import ABSENT, Partition, by_first_appearance, checked_weights
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.typology.segments import Segments


class EmptyClassError(ValueError):
    """A latent class that is nobody's most probable one, where every type needs a case."""


@dataclass(frozen=True, eq=False)
class LatentClassModel:
    """Latent classes with canonical labels, fitted by maximum likelihood.

    Classes are numbered 0 … C-1 by share, the largest first; equal shares by their response
    probabilities, lexicographically.

    Attributes:
        patterns: The m distinct answer patterns of the n cases, and the items' categories.
        weights: Number of cases of each pattern, shape (m,); or the sum of their sample weights.
        n: Number of cases with an answer to at least one item; or the sum of their weights.
        mixture: Shares, and response probabilities on one axis of all categories.
        log_likelihood: Sum over the cases of the log-probabilities of their answers.
        parameters: Number of free parameters.
        posterior: Probability of each class given each pattern, shape (m, C). A case without any
            answer has the shares.
        seed: Seed of the random starts.
        starts: Their number.
        starts_at_best: Number of starts that reached the log-likelihood.
        steps: EM steps to it.
        converged: Whether the climb had ended there.
    """

    patterns: AnswerPatterns
    weights: Floats
    n: float
    mixture: Mixture
    log_likelihood: float
    parameters: int
    posterior: Floats
    seed: int
    starts: int
    starts_at_best: int
    steps: int
    converged: bool

    @property
    def classes(self) -> int:
        """Number of classes C."""
        return len(self.shares)

    @property
    def shares(self) -> Floats:
        """Share of each class, shape (C,), descending."""
        return self.mixture.shares

    @property
    def categories(self) -> Mapping[Hashable, tuple[object, ...]]:
        """Values of each item, sorted."""
        return self.patterns.categories

    @property
    def probabilities(self) -> dict[Hashable, Floats]:
        """Probability of each category in each class, (C, categories), by item."""
        blocks = np.split(self.mixture.responses, self.patterns.first[1:-1])
        return {item: block.T for item, block in zip(self.patterns.items, blocks, strict=True)}

    @property
    def aic(self) -> float:
        """Akaike's information criterion."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Bayesian information criterion."""
        return math.log(self.n) * self.parameters - 2 * self.log_likelihood

    @property
    def degrees_of_freedom(self) -> float:
        """Cells of the items' cross table that can vary, at most n, minus the free parameters."""
        cells = math.prod(len(values) for values in self.categories.values())
        return min(self.n, cells - 1) - self.parameters

    @property
    def entropy_r2(self) -> float:
        """How certain the classes of the cases with answers are, 0 … 1; NaN for one class."""
        if self.classes == 1:
            return math.nan
        entropy = -(self.posterior * np.log(np.where(self.posterior > 0, self.posterior, 1)))
        mass = np.where(self.patterns.answered, self.weights, 0)
        return float(1 - mass @ entropy.sum(axis=1) / (self.n * math.log(self.classes)))

    @property
    def pattern_labels(self) -> Labels:
        """Most probable class of each pattern, shape (m,); of equals the first."""
        return modal_classes(self.posterior)

    @property
    def labels(self) -> Labels:
        """Most probable class of each case, shape (n,)."""
        return self.pattern_labels[self.patterns.of_case]


def fit_latent_classes(
    X: pd.DataFrame | ArrayLike,
    classes: int,
    *,
    starts: int = 50,
    seed: int,
    sample_weight: ArrayLike | None = None,
) -> LatentClassModel:
    """Fit a latent class model to categorical answers by maximum likelihood.

    Missing answers are taken as missing at random: a case contributes the probability of the
    answers it gave (full-information likelihood). A case without any answer contributes nothing,
    neither to the likelihood nor to ``n``; it keeps its place, with the class shares as its
    posterior probabilities.

    Args:
        X: One row per case, one column per item, shape (n, p): numbers, strings or other values
            as categories; NaN, None and ``pandas.NA`` are missing. A DataFrame's columns name the
            items.
        classes: Number of classes, 1 to the number of distinct patterns with an answer.
        starts: Number of random starts.
        seed: Seed of the starts.
        sample_weight: How many cases each row stands for, shape (n,), 0 or more; 0 is as if the
            row were not there, except that its posterior is computed too. Default: one each.

    Returns:
        The best model found. Permuting the rows of ``X`` changes nothing else.

    Raises:
        ValueError: If an argument is outside its range, or an item has only one category.

    References:
        Goodman (1974), Exploratory Latent Structure Analysis Using Both Identifiable and
        Unidentifiable Models. https://doi.org/10.1093/biomet/61.2.215
        Collins & Lanza (2010), Latent Class and Latent Transition Analysis.
        https://doi.org/10.1002/9780470567333
        Linzer & Lewis (2011), poLCA: An R Package for Polytomous Variable Latent Class Analysis.
        https://doi.org/10.18637/jss.v042.i10
    """
    frame = answer_frame(X)
    counted = _sample_weights(sample_weight, len(frame))
    # What only absent rows answer is no category: the model has no probability for it.
    patterns = answer_patterns(frame[counted > 0])
    _check_categories(patterns)
    if not counted.all():
        patterns = answer_patterns(frame, patterns.categories, unseen="missing")
    weights = np.bincount(patterns.of_case, counted).astype(np.float64)
    used = patterns.answered & (weights > 0)
    if not 1 <= classes <= used.sum():
        raise ValueError(
            f"classes is {classes}; allowed: 1 to the number of distinct answers, {used.sum()}"
        )
    if starts < 1:
        raise ValueError(f"starts is {starts}; allowed: at least 1")
    best = maximum_likelihood(
        Segments.of(patterns.columns[used]),
        weights[used],
        patterns.first,
        classes,
        starts=starts,
        rng=np.random.default_rng(seed),
    )
    n = weights[used].sum()
    return LatentClassModel(
        patterns=patterns,
        weights=read_only(weights),
        n=int(n) if n.is_integer() else float(n),
        mixture=best.mixture,
        log_likelihood=best.log_likelihood,
        parameters=classes - 1 + classes * int(patterns.first[-1] - len(patterns.items)),
        posterior=read_only(best.mixture.posterior(patterns.columns)),
        seed=seed,
        starts=starts,
        starts_at_best=best.starts_at_best,
        steps=best.steps,
        converged=best.converged,
    )


def posterior(
    model: LatentClassModel, X: pd.DataFrame | ArrayLike, *, unseen: str = "error"
) -> Floats:
    """Compute the probability of each class for new cases.

    Args:
        model: A fitted model.
        X: One row per case, shape (n, p), missing answers allowed: a DataFrame with the model's
            items in any order, or an array with its items in the model's order.
        unseen: ``"error"``, or ``"missing"``, which counts an answer that the model has never
            seen as none.

    Returns:
        Posterior probabilities, shape (n, C). Where no class can give such answers, the classes
        that can give most of them.

    Raises:
        ValueError: If an item is absent or holds an unseen answer.
    """
    patterns = answer_patterns(X, model.categories, unseen=unseen)
    return model.mixture.posterior(patterns.columns)[patterns.of_case]


class LatentClasses:
    """Latent class analysis as a method of finding types, prepared on distinct points.

    Args:
        points: Distinct points, shape (m, p); each value of a column is a category.
    """

    def __init__(self, points: pd.DataFrame | ArrayLike) -> None:
        patterns = answer_patterns(points)
        self._columns = patterns.columns[patterns.of_case]
        self._first = patterns.first
        self._segments = Segments.of(self._columns)

    def partition(
        self, weights: ArrayLike, k: int, *, starts: int = 50, rng: np.random.Generator
    ) -> Partition:
        """Assign every point to its most probable class.

        Args:
            weights: Number of cases at each point, shape (m,); 0 = absent.
            k: Number of classes, 1 to the number of points that are present.
            starts: Number of random starts.
            rng: Source of the starts.

        Returns:
            The partition; its objective is the negative log-likelihood.

        Raises:
            EmptyClassError: If a class is no point's most probable one.
            ValueError: If an argument is outside its range.
        """
        mass = checked_weights(weights, len(self._columns), k, starts)
        present = mass > 0
        best = maximum_likelihood(
            self._segments.take(present), mass[present], self._first, k, starts=starts, rng=rng
        )
        labels = np.full(len(mass), ABSENT, dtype=np.intp)
        labels[present] = modal_classes(best.mixture.posterior(self._columns[present]))
        found = len(np.unique(labels[present]))
        if found < k:
            raise EmptyClassError(
                f"of {k} latent classes only {found} are the most probable class of any answers; "
                "allowed: a number of classes that each have cases; ask for fewer"
            )
        return Partition(
            read_only(by_first_appearance(labels)), -best.log_likelihood, best.starts_at_best
        )


def _check_categories(patterns: AnswerPatterns) -> None:
    """Refuse items that cannot tell classes apart."""
    for item, values in patterns.categories.items():
        if len(values) < 2:
            found = f"only {values[0]!r}" if values else "no answer"
            raise ValueError(f"item {item!r} holds {found}; allowed: at least two categories")


def _sample_weights(sample_weight: ArrayLike | None, n: int) -> Floats:
    """Check that there is one weight for each of n rows, and one above zero."""
    if sample_weight is None:
        return np.ones(n)
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.shape != (n,) or not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError(
            f"sample_weight {sample_weight!r}; allowed: one number from 0 for each of {n} rows"
        )
    if not weights.any():
        raise ValueError("sample_weight is zero everywhere; allowed: at least one above 0")
    return weights
