"""Latent class models as JSON, for whoever computes on elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from typfrage.results.json_values import number, numbers
from typfrage.typology.latent_classes import LatentClassModel


def latent_classes_json(models: Sequence[LatentClassModel], n: int) -> dict[str, Any]:
    """Write latent class models of the same data as values of strict JSON.

    Args:
        models: Models of the same items, by ascending number of classes.
        n: Number of cases.

    Returns:
        ``n``, ``answered`` (cases with at least one answer), ``items``, ``categories`` by item,
        ``seed``, ``starts``, ``classes`` (one entry for each model: within it, classes are ordered
        by share, the largest first, and ``probabilities`` holds by item a list for each class
        with the probabilities of the categories), and ``chosen``, the number of classes with the
        smallest ``aic`` and ``bic``.
    """
    first = models[0]
    return {
        "n": n,
        "answered": int(first.n),
        "items": [str(item) for item in first.categories],
        "categories": {str(item): list(values) for item, values in first.categories.items()},
        "seed": first.seed,
        "starts": first.starts,
        "classes": [_entry(model) for model in models],
        "chosen": chosen_classes(models),
    }


def chosen_classes(models: Sequence[LatentClassModel]) -> Mapping[str, int]:
    """Choose the number of classes by each information criterion; of equals the smaller."""
    return {
        "aic": min(models, key=lambda model: model.aic).classes,
        "bic": min(models, key=lambda model: model.bic).classes,
    }


def _entry(model: LatentClassModel) -> dict[str, Any]:
    return {
        "classes": model.classes,
        "log_likelihood": number(model.log_likelihood),
        "parameters": model.parameters,
        "degrees_of_freedom": number(model.degrees_of_freedom),
        "aic": number(model.aic),
        "bic": number(model.bic),
        "entropy_r2": number(model.entropy_r2),
        "shares": numbers(model.shares),
        "probabilities": {
            str(item): [numbers(row) for row in table]
            for item, table in model.probabilities.items()
        },
        "starts_at_best": model.starts_at_best,
        "converged": model.converged,
    }
