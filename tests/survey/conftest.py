"""Fixtures of the survey's tests: small studies, read and cleaned by the real code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from typfrage.problems import InputError, Problem
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study, open_wave


@pytest.fixture
def clean_rows(tiny_study: Callable[..., Path]) -> Callable[..., CleanAnswers]:
    """Clean answers that differ from a complete one in the given cells."""

    def cleaned(*rows: dict[str, str], **changes: Any) -> CleanAnswers:
        study = open_study(tiny_study(list(rows) or None, **changes))
        wave = open_wave(study)
        return clean(read_raw(wave, study.codebook), wave, study.codebook)

    return cleaned


@pytest.fixture
def complaints(clean_rows: Callable[..., CleanAnswers]) -> Callable[..., tuple[Problem, ...]]:
    """What is wrong with such answers; each complaint must say all that a person needs."""

    def refused(*rows: dict[str, str], **changes: Any) -> tuple[Problem, ...]:
        with pytest.raises(InputError) as caught:
            clean_rows(*rows, **changes)
        for problem in caught.value.problems:
            assert problem.what
            assert problem.where
            assert problem.expected
            assert problem.mend
        return caught.value.problems

    return refused
