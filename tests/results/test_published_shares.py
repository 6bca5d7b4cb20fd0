"""Published shares beside those of their own wave, and of another in which questions changed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.project import ROOT

from typfrage.profiles.disclosure import Released
from typfrage.results import tables, wording
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import Study, open_study, open_wave
from typfrage.survey.waves.wave import WaveFile

MINIMUM_CASES = 5


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(ROOT)


def _table(study: Study, name: str) -> tuple[WaveFile, Released]:
    wave = open_wave(study, name)
    answers = clean(read_raw(wave, study.codebook), wave, study.codebook).answers
    made = tables.published_against_reproduced(study, wave.file, answers, MINIMUM_CASES)
    return wave.file, made


@pytest.fixture(scope="module")
def own(study: Study) -> tuple[WaveFile, Released]:
    return _table(study, "2019")


@pytest.fixture(scope="module")
def other(study: Study) -> tuple[WaveFile, Released]:
    return _table(study, "2024")


def _heads(table: Released) -> list[str]:
    return [column.label for column in table.columns]


def test_the_own_wave_reproduces_all_of_them(own: tuple[WaveFile, Released]) -> None:
    _, table = own
    assert len(table.frame) == 16
    assert "reproduziert" in _heads(table)


def test_another_wave_shows_its_own_shares_of_what_stayed(
    other: tuple[WaveFile, Released],
) -> None:
    _, table = other
    assert len(table.frame) == 14
    assert "in dieser Welle" in _heads(table)
    assert "reproduziert" not in _heads(table)
    assert not table.frame["statement"].str.contains("Basiskomponenten").any()


def test_what_the_own_wave_can_tell_depends_on_whether_it_is_real(
    study: Study, own: tuple[WaveFile, Released]
) -> None:
    wave, table = own
    real = wave.model_copy(update={"synthetic": False})
    assert "kein Befund" in wording.published_note(study, wave, table, "de")
    assert "wie weit die Welle" in wording.published_note(study, real, table, "de")


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (0, None),
        (1, "Ein veröffentlichter Anteil fehlt in der Tabelle"),
        (2, "Zwei veröffentlichte Anteile fehlen in der Tabelle"),
    ],
)
def test_another_wave_is_said_to_be_another(
    left_out: int, words: str | None, study: Study, other: tuple[WaveFile, Released]
) -> None:
    wave, table = other
    rows = pd.concat([table.frame] * 2).head(16 - left_out)
    said = wording.published_note(study, wave, replace(table, frame=rows), "de")
    assert "die am 1.12.2018 begann" in said
    assert "die am 1.3.2024 begann" in said
    assert "Auch die Unterschiede sind erfunden." in said
    assert ("in der Tabelle" in said) == (words is not None)
    assert words is None or words in said


def test_a_real_other_wave_is_not_said_to_be_invented(
    study: Study, other: tuple[WaveFile, Released]
) -> None:
    wave, table = other
    said = wording.published_note(study, wave.model_copy(update={"synthetic": False}), table, "de")
    assert "erfunden" not in said


def test_a_study_without_published_shares_says_so(
    study: Study, own: tuple[WaveFile, Released]
) -> None:
    wave, table = own
    said = wording.published_note(replace(study, published=None), wave, table, "de")
    assert said == "Zu dieser Studie sind keine Anteile hinterlegt, die veröffentlicht wurden."
