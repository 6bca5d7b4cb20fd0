"""Information criteria of latent classes: how many does the likelihood support?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence

from typfrage.parallel import Progress, in_blocks
from typfrage.typology import Patterns
from typfrage.typology.latent_classes import LatentClassModel, fit_latent_classes
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.validity.arguments import UndefinedError
from typfrage.validity.resampling import streams


@dataclass(frozen=True, eq=False)
class InformationCriteria:
    """Fit of latent class models.

    Attributes:
        k: The numbers of classes.
        log_likelihood: Shape (K,).
        aic: Akaike's information criterion, shape (K,); NaN, like ``bic``, where the data do not
            identify so many parameters.
        bic: Bayesian information criterion, shape (K,).
        entropy_r2: Certainty of the classes, shape (K,); NaN for one class.
        starts_at_best: Starts that reached the log-likelihood, shape (K,).
        chosen_aic: Number of classes with the smallest AIC; none where no model is identified.
        chosen_bic: The same for BIC.
    """

    k: tuple[int, ...]
    log_likelihood: Floats
    aic: Floats
    bic: Floats
    entropy_r2: Floats
    starts_at_best: Floats
    chosen_aic: int | None
    chosen_bic: int | None


def information_criteria(
    patterns: Patterns,
    classes: Iterable[int],
    *,
    starts: int = 50,
    seed: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> InformationCriteria:
    """Fit latent class models with several numbers of classes and compare them.

    Args:
        patterns: Distinct 0/1 answers.
        classes: Numbers of classes.
        starts: Random starts of each model.
        seed: Seed; every model has its own stream.
        jobs: Number of threads or workers.
        progress: Told the share of the models that is done.

    Raises:
        UndefinedError: If the items are not 0/1, or one of them is constant.
        ValueError: If an argument is outside its range.

    References:
        Collins & Lanza (2010), Latent Class and Latent Transition Analysis.
        https://doi.org/10.1002/9780470567333
    """
    if not np.isin(patterns.points, (0, 1)).all():
        raise UndefinedError("items hold other values than 0 and 1; latent classes need categories")
    if (np.ptp(patterns.points, axis=0) == 0).any():
        raise UndefinedError("an item has the same answer everywhere; latent classes need two")
    k = tuple(sorted(set(classes)))
    sources = streams(seed, "classes", max(k))
    items = [(count, sources[count - 1]) for count in k]
    answers = patterns.points, patterns.weights
    models = in_blocks(_models, items, answers, starts, jobs=jobs, progress=progress)
    identified = np.array([model.degrees_of_freedom >= 0 for model in models])
    aic = np.where(identified, [model.aic for model in models], np.nan)
    bic = np.where(identified, [model.bic for model in models], np.nan)
    return InformationCriteria(
        k=k,
        log_likelihood=read_only(np.array([model.log_likelihood for model in models])),
        aic=read_only(aic),
        bic=read_only(bic),
        entropy_r2=read_only(np.array([model.entropy_r2 for model in models])),
        starts_at_best=read_only(np.array([float(model.starts_at_best) for model in models])),
        chosen_aic=k[int(np.nanargmin(aic))] if identified.any() else None,
        chosen_bic=k[int(np.nanargmin(bic))] if identified.any() else None,
    )


def _models(
    items: list[tuple[int, SeedSequence]], answers: tuple[Floats, Labels], starts: int
) -> list[LatentClassModel]:
    return [
        fit_latent_classes(
            answers[0],
            count,
            starts=starts,
            seed=int(source.generate_state(1)[0]),
            sample_weight=answers[1],
        )
        for count, source in items
    ]
