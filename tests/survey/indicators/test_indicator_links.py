"""Which indicators follow from each other, in small questionnaires and in the shipped one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from typfrage.survey.indicators.indicator_links import Links, links
from typfrage.survey.indicators.indicators import Indicator
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.study import open_study

ROOT = Path(__file__).resolve().parents[3]
LABEL = {"de": "Merkmal"}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return open_study(ROOT).codebook


def _links(codebook: Codebook, **plan: dict[str, Any]) -> Links:
    indicators = {
        name: Indicator.model_validate({"id": name, "label": LABEL, **rest})
        for name, rest in plan.items()
    }
    return links(indicators, codebook)


def test_options_of_one_question_exclude_each_other(codebook: Codebook) -> None:
    found = _links(
        codebook,
        county={"items": ["art"], "chosen": ["landkreis"]},
        city={"items": ["art"], "chosen": ["kreisfreie_stadt"]},
        east={"items": ["land"], "chosen": ["sachsen"]},
    )
    assert dict(found.alternatives) == {"county": "county", "city": "county"}
    assert not found.overlapping


def test_options_that_share_answers_overlap(codebook: Codebook) -> None:
    found = _links(
        codebook,
        has={"items": ["strategie"], "chosen": ["ja"]},
        has_or_develops={"items": ["strategie"], "chosen": ["ja", "in_entwicklung"]},
    )
    assert set(found.overlapping) == {"has", "has_or_develops"}
    assert not found.alternatives


@pytest.mark.parametrize(("least", "overlap"), [(1000, False), (999, True), (None, True)])
def test_ranges_overlap_or_exclude_each_other(
    codebook: Codebook, least: float | None, overlap: bool
) -> None:
    found = _links(
        codebook,
        small={"items": ["einwohner"], "within": {"below": 1000}},
        large={"items": ["einwohner"], "within": {"least": least, "below": 2000}},
    )
    assert bool(found.overlapping) is overlap
    assert bool(found.alternatives) is not overlap


def test_another_base_is_another_question(codebook: Codebook) -> None:
    among = {"item": "art", "chosen": ["landkreis"]}
    found = _links(
        codebook,
        yes={"items": ["fortbildung"], "chosen": ["ja"]},
        no={"items": ["fortbildung"], "chosen": ["nein"], "among": among},
    )
    assert found == Links()


def test_options_of_a_multiple_choice_do_not_exclude_each_other(codebook: Codebook) -> None:
    found = _links(
        codebook,
        wlan={"items": ["gemeinschaft"], "chosen": ["angebot_wlan"]},
        app={"items": ["gemeinschaft"], "chosen": ["angebot_app"]},
        number={"items": ["gemeinschaft"]},
    )
    assert not found.alternatives
    assert not found.overlapping
    assert dict(found.summed) == {"number": ("wlan", "app")}


def test_the_shipped_indicators_know_their_links() -> None:
    study = open_study(ROOT)
    assert study.indicators is not None
    found = links(study.indicators.indicators, study.codebook)
    assert set(found.summed) == {"komponenten_zahl", "angebote_zahl"}
    assert set(found.alternatives.values()) == {"art_landkreis", "groesse_klein"}
