"""Read values back from the coordinates of a figure, as whoever has the SVG can."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRECISION = 0.002
"""Points: SVGs are written with six digits, and a printed percent is one to four points wide."""

_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = re.compile(r"line2d|patch|PathCollection|LineCollection|FillBetween")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def coordinates(svg: Path, axis: str) -> Floats:
    """Return all places of marks, lines and areas along an axis, distinct and ascending.

    Args:
        svg: The figure.
        axis: ``x`` or ``y``.
    """
    found: list[float] = []
    for group in ElementTree.parse(svg).getroot().iter(f"{_SVG}g"):
        if not _DRAWN.match(group.get("id", "")):
            continue
        for mark in group.iter(f"{_SVG}use"):
            found.append(float(mark.get(axis, "0")))
        for path in group.findall(f"{_SVG}path"):
            numbers = [float(one) for one in _NUMBER.findall(path.get("d", ""))]
            found += numbers[0 if axis == "x" else 1 :: 2]
    return np.unique(np.round(found, 6))


def share_found(values: Floats, places: Floats) -> float:
    """Return how many of some values lie in a figure, at their best, as a share of all.

    Readers know neither where an axis begins nor how long it is: each two places are tried for the
    smallest and the largest value.

    Args:
        values: Distinct values, ascending; at least three.
        places: Distinct coordinates, ascending.
    """
    relative = (values - values[0]) / (values[-1] - values[0])
    best = 0
    for first in places:
        lengths = places - first
        lengths = lengths[np.abs(lengths) > 20 * PRECISION * len(values)]
        wanted = first + lengths[:, None] * relative
        at = np.searchsorted(places, wanted).clip(1, len(places) - 1)
        apart = np.minimum(np.abs(places[at] - wanted), np.abs(places[at - 1] - wanted))
        if len(lengths):
            best = max(best, int((apart <= PRECISION).sum(axis=1).max()))
    return best / len(values)
