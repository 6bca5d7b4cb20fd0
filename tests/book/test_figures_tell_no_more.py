"""Whoever reads a figure's coordinates learns no more than stands in its data file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.book.conftest import Built
from tests.book.svg_values import Floats, coordinates, share_found

pytestmark = pytest.mark.book

DRAWN = {
    "fig-feld-*": ("x", ["value", "overall"]),
    "fig-steckbrief-*": ("x", ["share", "overall"]),
    "fig-typen": ("x", ["share"]),
    "fig-stabilitaet": ("x", ["jaccard"]),
    "fig-ohne-ziel": ("x", ["adjusted_rand"]),
    "fig-regression": ("x", ["effect", "low", "high"]),
    "fig-veraenderung-trends": ("x", ["earlier_share", "later_share"]),
    "fig-veraenderung-typen": ("x", ["earlier_share", "earlier_low", "later_share", "later_high"]),
}
"""Figures → the axis along which values are drawn, and their columns."""

CRITERIA = ["silhouette", "calinski_harabasz", "prediction_strength", "instability", "bic"]
"""One panel each."""


def values(data: Path, columns: list[str]) -> Floats:
    """Distinct values of some columns of a figure's data, ascending."""
    frame = pd.read_csv(data, dtype="str")[columns]
    numbers = frame.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float).ravel()
    return np.unique(numbers[~np.isnan(numbers)])


def assert_drawn(svg: Path, axis: str, columns: list[str]) -> None:
    wanted = values(svg.with_suffix(".csv"), columns)
    if len(wanted) > 2:
        assert share_found(wanted, coordinates(svg, axis)) == 1, (svg.name, columns)


@pytest.mark.parametrize("pattern", DRAWN)
def test_values_are_drawn_as_they_are_printed(either: Built, pattern: str) -> None:
    axis, columns = DRAWN[pattern]
    figures = sorted(either.results.glob(f"{pattern}.svg"))
    assert figures or (pattern.startswith("fig-veraenderung") and either.wave == "2019")
    for svg in figures:
        assert_drawn(svg, axis, columns)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_criteria_are_drawn_as_they_are_printed(either: Built, criterion: str) -> None:
    assert_drawn(either.results / "fig-anzahl.svg", "y", [criterion])


def test_exact_shares_are_not_in_a_figure(either: Built) -> None:
    """The attack that read them all: shares of four digits, whose data have the counts."""
    told = []
    for data in sorted(either.results.glob("fig-feld-*.csv")):
        frame = pd.read_csv(data, na_values=".")
        if "count" in frame:
            exact = np.unique((frame["count"] / frame["base"]).dropna())
            told.append(share_found(exact, coordinates(data.with_suffix(".svg"), "x")))
    assert told
    assert max(told) < 1


def test_what_is_drawn_is_known(either: Built) -> None:
    """A new kind of figure is read back, too, or it is said here why it need not be."""
    manifest = json.loads((either.results / "manifest.json").read_text(encoding="utf-8"))
    figures = {id_ for id_ in manifest["entries"] if id_.startswith("fig-")}
    read = {svg.stem for pattern in DRAWN for svg in either.results.glob(f"{pattern}.svg")}
    by_colour = {"fig-verfahren", "fig-ziele"}
    # Of the mixed their share begins where the clear ones end; the counts of both are published.
    whole_numbers = {"fig-d-team", "fig-teilung", "fig-veraenderung-panel", "fig-zwischen"}
    many_panels = {id_ for id_ in figures if id_.startswith("fig-position-")}
    histogram = {"fig-ohne-typen"}
    known = read | by_colour | whole_numbers | many_panels | histogram | {"fig-anzahl"}
    assert figures == known & figures
