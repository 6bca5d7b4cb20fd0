"""How well the answers of a wave show the type: latent classes, and the types they stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from typfrage.profiles.choice_model import ChoiceModel, fit_choice_model
from typfrage.profiles.correspondence import jaccard_index
from typfrage.typology.categorical import Codes
from typfrage.typology.em import SMALLEST, maximise
from typfrage.typology.latent_classes import LatentClassModel, fit_latent_classes
from typfrage.typology.mixture import Mixture
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.typology.segments import Segments

# A climb that starts near its end: a step that gains less per case moves nothing that is shown.
CLIMB_ENDS = 1e-6
MOST_CYCLES = 20_000
# So far classes move towards each other before they are fitted anew: EM cannot leave a zero.
SMOOTHING = 0.05
# Part of the variance under independence below which the number of choices counts as limited.
LIMITED = 0.5


@dataclass(frozen=True, eq=False)
class Measurement:
    """Latent classes of one wave, in the order of its types.

    Attributes:
        model: The classes, in an order of their own.
        class_of: Class that stands for each type, shape (k,).
        overlap: Municipalities both in the type and in its class, by those in one of both, shape
            (k,); the class of a municipality is its most probable one.
        seeming: Share of each type's class that is found in each type, shape (k, k): what types a
            municipality seems to have, given what it is.
        densities: Probability of each municipality's answers in the class of each type, up to a
            factor of the row, shape (n, k).
        choices: What the members of each type's class choose.
        limited: Whether the number of choices varies less than half as much as if goals were
            chosen independently: "choose up to three". Classes within which answers are
            independent then do not quite fit.
        cases: Keys of the n municipalities.
    """

    model: LatentClassModel
    class_of: Labels
    overlap: Floats
    seeming: Floats
    densities: Floats
    choices: ChoiceModel
    limited: bool
    cases: pd.Index

    @property
    def shares(self) -> Floats:
        """Share of the class of each type, shape (k,)."""
        own = self.model.shares[self.class_of]
        shares: Floats = own / own.sum()
        return shares

    def again(self, classes: Labels, rng: np.random.Generator) -> Floats:
        """Let municipalities of known classes answer, and fit the classes to these answers anew.

        Args:
            classes: Type whose class each municipality belongs to, shape (n,).
            rng: Source of randomness.

        Returns:
            Probability of each municipality's answers in the class of each type, shape (n, k), as
            ``densities``. The climb starts from the classes as they are: their order stays.
        """
        first = np.array(self.model.patterns.first, np.int32)
        drawn = self.choices.draw(classes, rng).astype(np.int32)
        columns = first[:-1] + drawn
        segments = Segments.of(columns)
        parameters = self._start_values()
        maximise(
            np.array(segments.of_pattern, np.int32, order="C"),
            np.array(segments.columns, np.int32, order="C"),
            np.ones(len(columns)),
            first,
            parameters,
            CLIMB_ENDS * len(columns),
            MOST_CYCLES,
        )
        fitted = Mixture(parameters[0, -1], parameters[0, :-1])
        return _densities(fitted, columns)[:, self.class_of]

    def _start_values(self) -> Floats:
        """The classes, a little nearer to each other, shape (1, K + 1, k)."""
        own = self.model.mixture.responses
        overall = (own @ self.model.shares)[:, None]
        values = np.vstack([own + SMOOTHING * (overall - own), self.model.shares[None]])
        return np.ascontiguousarray(values[None])


def fit_measurement(
    goals: pd.DataFrame, types: pd.Series[int], k: int, *, starts: int, seed: int
) -> Measurement:
    """Fit as many latent classes as there are types, and say which class is which type.

    Goals that all or none of the municipalities chose tell nothing and are left out. Types and
    classes are matched so that as many municipalities as possible are in a type and its class.

    Args:
        goals: (municipalities × goals) 0/1, indexed by key.
        types: Type of each municipality, 0 … k-1, on the same index.
        k: Number of types.
        starts: Random starts.
        seed: Their seed.

    Raises:
        ValueError: If the indexes differ or there are fewer different answers than types.

    References:
        Collins & Lanza (2010), Latent Class and Latent Transition Analysis.
        https://doi.org/10.1002/9780470567333
    """
    if not goals.index.equals(types.index):
        raise ValueError("goals and types have different indexes; allowed: the same cases")
    varying = goals.loc[:, goals.nunique() > 1]
    model = fit_latent_classes(varying, k, starts=starts, seed=seed)
    posterior = model.posterior[model.patterns.of_case]
    classes, labels = model.labels, types.to_numpy(dtype=np.intp)
    member = np.eye(k)[labels]
    class_of = linear_sum_assignment(member.T @ np.eye(k)[classes], maximize=True)[1]
    overlap = [jaccard_index(labels, classes, own, other) for own, other in enumerate(class_of)]
    own = posterior[:, class_of]
    chosen = varying.to_numpy(dtype=np.float64)
    return Measurement(
        model=model,
        class_of=read_only(class_of),
        overlap=read_only(np.nan_to_num(np.array(overlap))),
        seeming=read_only(own.T @ member / own.sum(axis=0)[:, None]),
        densities=read_only(
            _densities(model.mixture, model.patterns.columns)[model.patterns.of_case][:, class_of]
        ),
        choices=fit_choice_model(chosen, own),
        limited=_is_limited(chosen, own),
        cases=goals.index,
    )


def _densities(mixture: Mixture, columns: Codes) -> Floats:
    """Probability of answers in each class by that in their likeliest one, shape (m, k)."""
    logs = mixture.log_joint(columns, SMALLEST) - np.log(np.maximum(mixture.shares, SMALLEST))
    relative: Floats = np.exp(logs - logs.max(axis=1, keepdims=True))
    return relative


def _is_limited(choices: Floats, membership: Floats) -> bool:
    """Compare the variance of the number of choices with that of independent ones."""
    shares = membership.mean(axis=0)
    chances = membership.T @ choices / membership.sum(axis=0)[:, None]
    means = chances.sum(axis=1)
    within = (chances * (1 - chances)).sum(axis=1)
    independent = shares @ (within + (means - shares @ means) ** 2)
    return bool(choices.sum(axis=1).var() < LIMITED * independent)
