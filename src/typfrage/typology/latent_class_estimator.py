"""Latent class analysis as a scikit-learn estimator."""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, DensityMixin
from sklearn.utils import Tags, check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from typfrage.typology.categorical import AnswerPatterns, answer_patterns
from typfrage.typology.latent_classes import fit_latent_classes
from typfrage.typology.mixture import modal_classes
from typfrage.typology.patterns import Floats, Labels

UNSEEN = ("missing", "error")


class LatentClassAnalysis(DensityMixin, BaseEstimator):
    """Latent class analysis of categorical answers, the counterpart of ``GaussianMixture``.

    Args:
        n_components: Number of classes.
        n_init: Number of random starts.
        unseen: What becomes of an answer that was not in the data of ``fit``: ``"missing"`` gives
            a warning and lets the other answers decide the class, ``"error"`` refuses it.
        random_state: Seed of the starts.

    Attributes:
        weights_: Share of each class, shape (C,), descending.
        probabilities_: For each item the probability of each category in each class, shape
            (C, categories).
        categories_: For each item its categories, sorted.
        labels_: Most probable class of each row of ``fit``, shape (n,).
        log_likelihood_: Sum over the cases.
        n_parameters_: Number of free parameters.
        n_iter_: EM steps of the best start.
        converged_: Whether they arrived at a maximum.
        starts_at_best_: Number of starts that reached it.
        n_features_in_: Number of items.
        feature_names_in_: Their names, if ``X`` had any.

    References:
        See :func:`~typfrage.typology.latent_classes.fit_latent_classes`.
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        n_init: int = 50,
        unseen: str = "missing",
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_components = n_components
        self.n_init = n_init
        self.unseen = unseen
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the classes.

        Args:
            X: One row per case, one column per item, shape (n, p); categories of any kind, NaN
                and None are missing answers.
            y: Ignored.
            sample_weight: How many cases each row stands for, shape (n,); 0 = absent.

        Raises:
            ValueError: If an argument is outside its range, or an item has only one category.
        """
        if self.unseen not in UNSEEN:
            raise ValueError(f"unseen is {self.unseen!r}; allowed: {', '.join(UNSEEN)}")
        model = fit_latent_classes(
            self._validated(X, reset=True),
            self.n_components,
            starts=self.n_init,
            seed=int(check_random_state(self.random_state).randint(np.iinfo(np.int32).max)),
            sample_weight=sample_weight,
        )
        self._mixture, self._known = model.mixture, model.categories
        self.weights_ = model.shares
        self.probabilities_ = list(model.probabilities.values())
        self.categories_ = [np.array(values) for values in model.categories.values()]
        self.labels_ = model.labels
        self.log_likelihood_ = model.log_likelihood
        self.n_parameters_ = model.parameters
        self.n_iter_ = model.steps
        self.converged_ = model.converged
        self.starts_at_best_ = model.starts_at_best
        return self

    def fit_predict(
        self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None
    ) -> Labels:
        """Fit the classes and return the most probable one of each row, shape (n,)."""
        return self.fit(X, sample_weight=sample_weight).labels_

    def predict(self, X: ArrayLike) -> Labels:
        """Return the most probable class of each row (n, p), shape (n,)."""
        return modal_classes(self.predict_proba(X))

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Return the probability of each class given each row (n, p), shape (n, C)."""
        patterns = self._coded(X)
        return self._mixture.posterior(patterns.columns)[patterns.of_case]

    def score_samples(self, X: ArrayLike) -> Floats:
        """Return the log-probability of each row (n, p), shape (n,); -inf for an unseen answer."""
        patterns = self._coded(X)
        density = self._mixture.log_density(patterns.columns)
        return np.where(patterns.unseen, -np.inf, density)[patterns.of_case]

    def score(self, X: ArrayLike, y: object = None) -> float:
        """Return the mean log-probability of the rows (n, p)."""
        return float(self.score_samples(X).mean())

    def aic(self, X: ArrayLike) -> float:
        """Return Akaike's information criterion on the rows (n, p); the lower the better."""
        return float(2 * self.n_parameters_ - 2 * self.score_samples(X).sum())

    def bic(self, X: ArrayLike) -> float:
        """Return the Bayesian information criterion on the rows (n, p); the lower the better.

        Rows without any answer do not count.
        """
        patterns = self._coded(X)
        n = patterns.answered[patterns.of_case].sum()
        return float(np.log(n) * self.n_parameters_ - 2 * self.score_samples(X).sum())

    def _coded(self, X: ArrayLike) -> AnswerPatterns:
        """Code new rows by the categories that ``fit`` has seen."""
        check_is_fitted(self)
        patterns = answer_patterns(self._validated(X, reset=False), self._known, unseen=self.unseen)
        if patterns.unseen.any():
            warnings.warn(
                f"{patterns.unseen[patterns.of_case].sum()} rows hold answers that were not in "
                "the data of fit; only their other answers decide the class",
                stacklevel=3,
            )
        return patterns

    def _validated(self, X: ArrayLike, *, reset: bool) -> NDArray[Any]:
        """Check X as scikit-learn does; one case alone shows no classes."""
        values: NDArray[Any] = validate_data(
            self,
            X,
            dtype=None,
            ensure_all_finite="allow-nan",
            ensure_min_samples=2 if reset else 1,
            reset=reset,
        )
        return values

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.categorical = True
        tags.input_tags.allow_nan = True
        return tags
