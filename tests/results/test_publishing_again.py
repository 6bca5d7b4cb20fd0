"""A wave is published again with the same answers, with enough other ones, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.results.small_waves import A, C, answers
from tests.waves import add_wave

from typfrage.problems import InputError
from typfrage.results.republication import (
    NOT_SECRET,
    RELEASED,
    check_republication,
    remember_publication,
)
from typfrage.results.run import open_run
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw

Make = Callable[..., Path]
EVERY = answers((A, 30), (C, 30))


def real(file: dict[str, Any]) -> None:
    file["synthetic"] = False


def cleaned(root: Path, wave: str = "2019") -> Any:
    """Clean and classify a wave as its notebooks do, up to what the store gets."""
    run = open_run(str(root), wave, "02")
    own = clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook)
    run.save_clean(own)
    types = ["a" if chosen else "c" for chosen in own.answers["ziel_a"]]
    run.save_types(pd.DataFrame({"type": types}, own.answers.index))
    return run


def published(root: Path, wave: str = "2019") -> str:
    run = cleaned(root, wave)
    verdict = check_republication(run.study, run.wave)
    remember_publication(run.study, run.wave)
    return verdict


def test_the_same_answers_are_published_again(tiny_study: Make) -> None:
    root = tiny_study(EVERY, wave=real)
    assert published(root) == published(root) == RELEASED


@pytest.mark.parametrize("late", [1, 4])
def test_a_few_late_answers_are_refused_with_what_to_do(tiny_study: Make, late: int) -> None:
    published(tiny_study(EVERY[late:], wave=real))
    root = tiny_study(EVERY, wave=real)
    run = cleaned(root)
    with pytest.raises(InputError) as refused:
        check_republication(run.study, run.wave)
    (problem,) = refused.value.problems
    assert problem.what.startswith("fewer than 5 municipalities differ")
    assert "delete this folder" in problem.mend
    shutil.rmtree(root / str(problem.where))
    assert check_republication(run.study, run.wave) == RELEASED


def test_enough_late_answers_are_published(tiny_study: Make) -> None:
    published(tiny_study(EVERY[6:], wave=real))
    assert published(tiny_study(EVERY, wave=real)) == RELEASED


def test_a_publication_is_held_against_all_before_it_not_only_the_last(tiny_study: Make) -> None:
    """Five join, and six leave again: of two publications in turn never fewer than five differ."""
    published(tiny_study(EVERY[5:], wave=real))
    published(tiny_study(EVERY, wave=real))
    root = tiny_study(EVERY[6:], wave=real)
    run = cleaned(root)
    with pytest.raises(InputError) as refused:
        check_republication(run.study, run.wave)
    assert len(refused.value.problems) == 1


def test_generated_answers_are_not_compared(tiny_study: Make) -> None:
    published(tiny_study(EVERY[1:]))
    root = tiny_study(EVERY)
    assert published(root) == NOT_SECRET
    assert not (root / "_work" / "2019" / "published").exists()


def test_the_earlier_wave_may_not_differ_from_its_publication_in_few_either(
    tiny_study: Make,
) -> None:
    """The later wave's chapter on changes tells shares of the earlier one's answers, too."""
    root = tiny_study(EVERY[1:], wave=real)
    published(root)
    add_wave(tiny_study(EVERY, wave=real), "2024", "2024-03-01", synthetic=True)
    run = cleaned(root, "2024")
    with pytest.raises(InputError, match="an earlier publication of 2019"):
        check_republication(run.study, run.wave)
