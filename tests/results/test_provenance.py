"""The report says from which parameters and versions it comes."""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

from typfrage.results import provenance
from typfrage.survey.waves.study import open_study, open_wave
from typfrage.survey.waves.wave import FieldPeriod, WaveFile


@pytest.fixture
def wave(tiny_study: Callable[..., Path]) -> WaveFile:
    return open_wave(open_study(tiny_study())).file


def test_versions_are_those_that_are_installed() -> None:
    found = provenance.versions()
    assert found["Python"] == platform.python_version()
    assert found["numpy"] == version("numpy")


def test_parameters_are_those_of_the_wave(wave: WaveFile) -> None:
    rows = provenance.parameters(wave, "de")
    assert rows["Zahl der Typen k"] == "2"
    assert rows["geprüfte Zahlen"] == "2 bis 3"
    assert rows["Datensätze ohne Typen"] == "200"
    assert rows["zwischen zwei Typen unter einem Anteil von"] == "0,75"
    assert rows["Mindestübereinstimmung mit einem Referenztyp"] == "0,3"
    assert rows["Mindestzahl von Kommunen je veröffentlichtem Wert"] == "5"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2018, 12, 1), date(2019, 2, 28), "Dezember 2018 bis Februar 2019"),
        (date(2019, 3, 1), date(2019, 3, 31), "März 2019"),
        (date(2018, 3, 1), date(2019, 3, 31), "März 2018 bis März 2019"),
    ],
)
def test_the_field_period_is_told_by_its_months(
    wave: WaveFile, first: date, last: date, text: str
) -> None:
    period = FieldPeriod(first=first, last=last)
    assert provenance.period(wave.model_copy(update={"field_period": period}), "de") == text


def test_parameters_are_told_in_english_too(wave: WaveFile) -> None:
    rows = provenance.parameters(wave, "en")
    assert len(rows) == len(provenance.parameters(wave, "de"))
    assert rows["Numbers examined"] == "2 to 3"
    assert rows["Between two types below a share of"] == "0.75"


def test_periods_and_days_are_told_in_english_too(wave: WaveFile) -> None:
    assert provenance.period(wave, "en") == "December 2018 to February 2019"
    assert provenance.day(date(2018, 12, 31), "en") == "31 December 2018"


def test_days_are_written_as_german_does() -> None:
    assert provenance.day(date(2018, 12, 31), "de") == "31.12.2018"
