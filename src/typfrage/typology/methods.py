"""The clustering methods by name, all behind one interface."""

from __future__ import annotations

from collections.abc import Mapping

from typfrage.typology.kmeans import KMeans
from typfrage.typology.latent_classes import LatentClasses
from typfrage.typology.pam import Pam
from typfrage.typology.partition import Method, MethodFactory
from typfrage.typology.patterns import Floats
from typfrage.typology.ward import Ward

METHODS: Mapping[str, MethodFactory] = {
    "kmeans": KMeans,
    "pam": Pam,
    "ward": Ward,
    "latent_classes": LatentClasses,
}


def prepare(method: str, points: Floats) -> Method:
    """Prepare a named method on distinct points.

    Args:
        method: One of ``METHODS``.
        points: Distinct points, shape (m, p).

    Raises:
        ValueError: If there is no such method, or it does not take such points.
    """
    if method not in METHODS:
        raise ValueError(f"method is {method!r}; allowed: {', '.join(METHODS)}")
    return METHODS[method](points)
