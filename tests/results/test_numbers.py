"""Numbers as readers of German and English write them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from typfrage.results.numbers import Format, formatted
from typfrage.results.values import p_text

COUNT = Format()
SHARE = Format("share", 1)
POINTS = Format("points", 1)
TWO = Format("decimal", 2)


@pytest.mark.parametrize(
    ("value", "how", "german", "english"),
    [
        (0, COUNT, "0", "0"),
        (412, COUNT, "412", "412"),
        (1828, COUNT, "1.828", "1,828"),
        (10_796_000, COUNT, "10.796.000", "10,796,000"),
        (-1828, COUNT, "−1.828", "−1,828"),
        (0.2254, SHARE, "22,5\u202f%", "22.5\u202f%"),
        (1, SHARE, "100,0\u202f%", "100.0\u202f%"),
        (0, SHARE, "0,0\u202f%", "0.0\u202f%"),
        (0.005, Format("share"), "0\u202f%", "0\u202f%"),
        (0.03, POINTS, "+3,0", "+3.0"),
        (-0.03, POINTS, "−3,0", "−3.0"),
        (0, POINTS, "0,0", "0.0"),
        (0.0004, POINTS, "0,0", "0.0"),
        (-0.0004, POINTS, "0,0", "0.0"),
        (0.206, TWO, "0,21", "0.21"),
        (-0.206, TWO, "−0,21", "−0.21"),
        (-0.04, Format("decimal"), "0", "0"),
        (-0.004, TWO, "0,00", "0.00"),
        (1234.567, TWO, "1.234,57", "1,234.57"),
        (np.float64(2.5), Format("decimal", 1), "2,5", "2.5"),
        (np.int64(7), COUNT, "7", "7"),
    ],
)
def test_numbers_are_written_in_both_languages(
    value: float, how: Format, german: str, english: str
) -> None:
    assert formatted(value, how, "de") == german
    assert formatted(value, how, "en") == english


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None, np.nan, pd.NA])
@pytest.mark.parametrize("how", [COUNT, SHARE, POINTS, TWO])
def test_what_cannot_be_computed_is_an_x(value: float, how: Format) -> None:
    assert formatted(value, how, "de") == "x"


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0004, "< 0,001"),
        (0.001, "0,001"),
        (0.0496, "0,0496"),
        (0.05, "0,050"),
        (0.0502, "0,0502"),
        (0.050004, "0,050004"),
        (0.0508, "0,051"),
        (0.5, "0,500"),
        (math.nan, "x"),
    ],
)
def test_a_p_value_that_is_not_the_level_of_significance_does_not_look_like_it(
    p: float, text: str
) -> None:
    assert p_text(p, "de") == text
