"""Who answered: counted by hand on few answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from typfrage.profiles.structure import COLUMNS, composition
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.study import open_study


@pytest.fixture
def codebook(tiny_study: Callable[..., Path]) -> Codebook:
    def blocks(content: dict[str, Any]) -> None:
        content["blocks"].append({"id": "anderer", "label": {"de": "Anderer Teil"}})
        for item in content["items"]:
            if item["id"] in ("strategie", "ziele"):
                item["block"] = "anderer"

    return open_study(tiny_study(codebook=blocks)).codebook


def test_every_option_is_counted_on_those_who_answered(codebook: Codebook) -> None:
    answers = pd.DataFrame({"land": ["nrw", "nrw", None, "sh"], "stufe": [1, 2, 3, 1]})
    table = composition(answers, codebook, "teil")
    assert table.to_dict("list") == {
        "item": ["Frage land"] * 4,
        "option": [f"Vorgabe {name}" for name in ("sh", "nrw", "bayern", "saarland")],
        "item_id": ["land"] * 4,
        "option_id": ["sh", "nrw", "bayern", "saarland"],
        "count": [1, 2, 0, 0],
        "base": [3, 3, 3, 3],
        "share": pytest.approx([1 / 3, 2 / 3, 0, 0]),
    }


def test_a_question_that_nobody_answered_has_no_shares(codebook: Codebook) -> None:
    answers = pd.DataFrame({"strategie": [None, None]})
    table = composition(answers, codebook, "anderer")
    assert table["base"].to_list() == [0, 0]
    assert table["share"].isna().all()


def test_a_block_without_single_choices_gives_an_empty_table(codebook: Codebook) -> None:
    table = composition(pd.DataFrame({"ziel_a": [1]}), codebook, "anderer")
    assert table.empty
    assert table.columns.to_list() == list(COLUMNS)
