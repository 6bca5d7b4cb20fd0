"""Printed numbers: read in both languages, and two roundings of one value (closed form)."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from typfrage.results.numbers import Format, formatted
from typfrage.review.printed_numbers import PrintedNumber, neighbours, read_number


@pytest.mark.parametrize(
    ("text", "mark", "value", "places"),
    [
        ("1.828", ",", "1828", 0),
        ("1.828", ".", "1.828", 3),
        ("−0,21", ",", "-0.21", 2),
        ("+3,0", ",", "3.0", 1),
        ("412", ",", "412", 0),
        ("1,234.5", ".", "1234.5", 1),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(
    text: str, mark: str, value: str, places: int
) -> None:
    assert read_number(text, mark) == PrintedNumber(Decimal(value), places)


@pytest.mark.parametrize("text", ["31.12.2018", "2.4.6", "1.82", "x", "", ".", "–", "12.5.", "1e5"])
def test_dates_versions_and_signs_are_no_numbers(text: str) -> None:
    assert read_number(text, ",") is None


def test_what_is_written_is_read_back() -> None:
    for value in np.random.default_rng(1).normal(scale=3000, size=50):
        for language, mark in (("de", ","), ("en", ".")):
            read = read_number(formatted(value, Format("decimal", 2), language), mark)
            assert read is not None
            assert float(read.value) == pytest.approx(value, abs=0.005000001)


@pytest.mark.parametrize("places", [0, 1, 2, 4])
def test_two_roundings_of_one_value_are_neighbours(places: int) -> None:
    """Simulation: sums in another order differ in the last bits, the printed values by one unit."""
    rng = np.random.default_rng(places)
    for half in rng.integers(-50, 50, size=40) + 0.5:
        value = half / 10**places
        printed = [
            read_number(f"{value * (1 + error):.{places}f}", ".") for error in (-1e-13, 1e-13)
        ]
        assert printed[0] is not None
        assert printed[1] is not None
        assert neighbours(printed[0], printed[1], places, rounded=True)


def test_two_units_in_the_last_place_are_too_many() -> None:
    first, second, third = (PrintedNumber(Decimal(text), 2) for text in ("0.23", "0.24", "0.25"))
    assert neighbours(first, second, 2, rounded=False)
    assert not neighbours(first, third, 2, rounded=False)


def test_counts_are_exact() -> None:
    first, second = PrintedNumber(Decimal(412), 0), PrintedNumber(Decimal(413), 0)
    assert not neighbours(first, second, 0, rounded=False)
    assert neighbours(first, first, 0, rounded=False)
