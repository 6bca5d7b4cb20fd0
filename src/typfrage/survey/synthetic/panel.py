"""Municipalities of an earlier synthetic wave that answer again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from typfrage.survey.synthetic.answers import Latent, Past
from typfrage.survey.synthetic.draws import normal, ranked, some, uniform
from typfrage.survey.synthetic.parameters import Panel, Structure


@dataclass(frozen=True)
class Planted:
    """What a wave is made of, before anything is answered.

    Attributes:
        municipalities: (n × 5) those whose answers remain after cleaning, as from
            :func:`draw_municipalities`.
        others: Those that break off, make test entries, or answer for another.
        latent: What moves the answers of those that remain.
        origins: (n,) id of the type that was planted in the earlier wave; empty for new ones.
    """

    municipalities: pd.DataFrame
    others: pd.DataFrame
    latent: Latent
    origins: pd.Series


def draw_members(
    earlier: Planted, panel: Panel, structure: Structure, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the municipalities that answer again.

    Args:
        earlier: The earlier wave.
        panel: How many, and how their inhabitants change.
        structure: How people round the inhabitants.
        rng: Source of randomness.

    Returns:
        (members × 7) as from :func:`draw_municipalities`, with ``type`` and ``noise`` of the
        earlier wave.
    """
    places = some(rng, np.ones(len(earlier.municipalities), dtype=bool), 1.0)[: panel.members]
    members = earlier.municipalities.iloc[places].reset_index(drop=True)
    change = np.exp(panel.growth * normal(rng, len(members)))
    numbers = np.maximum((members["einwohner"].to_numpy() * change).round(), 1)
    rounded = np.ceil(numbers / structure.rounded_to) * structure.rounded_to
    use = uniform(rng, len(members)) < structure.rounded
    members["einwohner"] = np.where(use, rounded, numbers).astype(int)
    members["type"] = earlier.latent.types[places]
    members["noise"] = earlier.latent.noise[places]
    return members


def mixed(
    members: pd.DataFrame, fresh: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, Past]:
    """Put members and new municipalities into one random order.

    Args:
        members: As from :func:`draw_members`.
        fresh: Municipalities that did not answer the earlier wave.
        rng: Source of randomness.

    Returns:
        All of them, and what moved their earlier answers.
    """
    together = pd.concat([members, fresh.assign(type="", noise=0.0)], ignore_index=True)
    together = together.iloc[ranked(uniform(rng, len(together)))].reset_index(drop=True)
    past = Past(together["type"].to_numpy(str), together["noise"].to_numpy(float))
    return together[list(fresh.columns)], past
