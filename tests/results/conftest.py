"""Fixtures of the results' tests: a small solution with two plain types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.reference_types import Typology
from typfrage.survey.waves.study import open_study
from typfrage.typology import TypeSolution, find_types

GOALS = ["ziel_a", "ziel_b", "ziel_c"]


@pytest.fixture
def codebook(tiny_study: Callable[..., Path]) -> Codebook:
    return open_study(tiny_study()).codebook


@pytest.fixture
def solve() -> Callable[..., TypeSolution]:
    """Find as many types as patterns are given, with so many municipalities each."""

    def solution(*patterns: tuple[str, int]) -> TypeSolution:
        rows = [[int(digit) for digit in code] for code, number in patterns for _ in range(number)]
        frame = pd.DataFrame(np.array(rows, dtype=float), columns=GOALS)
        frame.index = pd.Index([f"{number:08}" for number in range(len(frame))], name="ags")
        return find_types(frame, len(patterns), starts=5, seed=1)

    return solution


@pytest.fixture
def typology() -> Typology:
    def type_(id_: str, marker: str, colour: str, *signature: str) -> dict[str, Any]:
        texts: dict[str, Any] = {"strengths": [], "others_learn": [], "questions": []}
        return {
            **{"id": id_, "name": {"de": f"die {id_.title()}"}, "heading": {"de": "Titel"}},
            **{"heading_evidence": "R", "colour": colour, "marker": marker},
            **{"signature": list(signature), **texts},
        }

    return Typology.model_validate(
        {
            "types_from": "ziele",
            "types": [
                type_("alphas", "circle", "#111111", "ziel_a"),
                type_("betas", "square", "#222222", "ziel_b"),
            ],
        }
    )
