"""Indicators are set side by side only where everything that they count stayed what it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.conftest import TINY_CODEBOOK
from tests.project import ROOT

from typfrage.survey.indicators.indicator_change import comparable_indicators
from typfrage.survey.indicators.indicators import IndicatorFile
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.questionnaire.questionnaire_change import questionnaire_change
from typfrage.survey.waves.study import open_study

EARLIER, LATER = date(2018, 12, 1), date(2024, 3, 1)
ENDED = {"valid": {"last": "2023-12-31"}}
BEGAN = {"valid": {"first": "2024-01-01"}}
BETWEEN = {"valid": {"first": "2020-01-01", "last": "2021-01-01"}}
RENAMED = {"former": [{"last": "2023-12-31", "label": {"de": "anders"}}]}
REWORDED = {"former": [{"last": "2023-12-31", "wording": {"de": "anders"}}]}
AMONG = {"items": ["stufe"], "among": {"item": "rolle", "chosen": ["amt"]}}


def _is_comparable(plan: dict[str, Any], **changes: dict[str, Any]) -> bool:
    """Whether an indicator is comparable in a questionnaire with these changes."""
    content = Codebook.model_validate(TINY_CODEBOOK).model_dump(mode="json")
    for item in content["items"]:
        for one in (item, *item.get("options", ())):
            one |= changes.get(one["id"], {})
    codebook = Codebook.model_validate(content)
    one = {"id": "n", "label": {"de": "Merkmal"}, **plan}
    section = {"id": "teil", "title": {"de": "Teil"}, "indicators": [one]}
    file = IndicatorFile.model_validate({"sections": [section]})
    change = questionnaire_change(codebook, EARLIER, LATER)
    return comparable_indicators(file, change) == ("n",)


@pytest.mark.parametrize(
    ("plan", "changes", "comparable"),
    [
        ({"items": ["stufe"]}, {}, True),
        ({"items": ["stufe"]}, {"stufe": ENDED}, False),
        ({"items": ["stufe"]}, {"stufe": BEGAN}, False),
        ({"items": ["stufe"]}, {"stufe": REWORDED}, False),
        ({"items": ["stufe"]}, {"hoch": RENAMED}, False),
        ({"items": ["felder"]}, {}, True),
        ({"items": ["felder"]}, {"feld_b": ENDED}, False),
        ({"items": ["felder"], "chosen": ["feld_a"]}, {"feld_b": ENDED}, True),
        ({"items": ["felder"], "chosen": ["feld_b"]}, {"feld_b": ENDED}, False),
        ({"items": ["felder"], "chosen": ["feld_a", "feld_b"]}, {"feld_b": RENAMED}, False),
        ({"items": ["felder"], "chosen": ["feld_a", "feld_b"]}, {"feld_b": BETWEEN}, True),
        ({"items": ["felder"], "chosen": ["feld_a"]}, {"strategie": REWORDED}, False),
        ({"items": ["rolle"], "chosen": ["amt"]}, {"leitung": RENAMED}, False),
        ({"items": ["strategie", "partner"], "chosen": ["ja"]}, {}, True),
        ({"items": ["strategie", "partner"], "chosen": ["ja"]}, {"partner": BEGAN}, False),
        (AMONG, {}, True),
        (AMONG, {"amt": RENAMED}, False),
        (AMONG, {"rolle": ENDED}, False),
        ({"items": ["einwohner"], "within": {"below": 25000}}, {"rolle": ENDED}, True),
    ],
)
def test_what_changed_decides(
    plan: dict[str, Any], changes: dict[str, dict[str, Any]], comparable: bool
) -> None:
    assert _is_comparable(plan, **changes) is comparable


def test_of_the_shipped_study_only_what_de_mail_and_ai_touch_is_lost() -> None:
    study = open_study(ROOT)
    assert study.indicators is not None
    change = questionnaire_change(study.codebook, EARLIER, LATER)
    kept = comparable_indicators(study.indicators, change)
    assert set(study.indicators.indicators) - set(kept) == {
        "management_infrastruktur",
        "komponenten_zahl",
        "komponente_de_mail",
        "komponente_ki",
        "betrieb_andere",
        "betrieb_land",
    }
