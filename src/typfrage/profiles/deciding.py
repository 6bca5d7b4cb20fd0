"""Which goals decided between the nearest and the second-nearest type."""

from __future__ import annotations

import numpy as np

from typfrage.profiles.possible_answers import Answer
from typfrage.typology.patterns import Floats

_NOTHING = 1e-12
"""A contribution up to this is none: shares that are equal may differ in their last bits."""


def deciding_goals(contributions: Floats, chosen: Answer) -> tuple[Answer, Answer]:
    """Find the goals that decided between the nearest and the second-nearest type.

    The difference of the squared distances is a sum over the goals. A goal with a positive summand
    speaks for the nearest type: it was chosen and is more common there, or it was not chosen and
    is more common in the second-nearest.

    Args:
        contributions: The summands, shape (p,).
        chosen: Places of the chosen goals.

    Returns:
        The chosen goals that speak for the nearest type, and as many of the others as are needed
        to outweigh the goals that speak for the second-nearest; each the weightiest first.
    """
    order = [int(at) for at in np.argsort(-contributions, kind="stable")]
    speaking = [at for at in order if contributions[at] > _NOTHING]
    deciding = tuple(at for at in speaking if at in chosen)
    against = -float(contributions[contributions < 0].sum())
    weight, absent = float(contributions[list(deciding)].sum()), []
    for at in speaking:
        if at not in chosen and weight <= against + _NOTHING:
            absent.append(at)
            weight += float(contributions[at])
    return deciding, tuple(absent)
