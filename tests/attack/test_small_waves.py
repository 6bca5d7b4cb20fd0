"""Small waves in which nearly everything must be kept secret, attacked from what they publish.

Rung: an integer programme over all their tables at once, which shares no code with the rules.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.attack.public import read_publication
from tests.attack.publishing import Answered, answered, publish
from tests.attack.wave_attack import Verdict, WaveAttack
from tests.project import ROOT

from typfrage.profiles import disclosure


@pytest.fixture(scope="module")
def shipped() -> Answered:
    return answered("2019")


def _few(source: Answered, number: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(len(source.answers), number, replace=False))
    return source.answers.iloc[chosen].copy()


def _hard(source: Answered) -> pd.DataFrame:
    """One municipality of a kind, an option of few, all but one, and few without an answer."""
    answers = _few(source, 70, 3)
    bavarian = answers.index[answers["land"] == "bayern"]
    answers.loc[bavarian[0], "land"] = "saarland"
    answers = answers[(answers["land"] != "saarland") | (answers.index == bavarian[0])]
    answers["art"] = answers["art"].mask(answers["art"] == "kreisfreie_stadt", "landkreis")
    answers.loc[answers.index[:1], "art"] = "kreisfreie_stadt"
    answers["komponente_chatbot"] = answers["komponente_chatbot"].mask(
        answers["komponente_chatbot"].notna(), 0
    )
    answers.loc[answers.index[5:9], "komponente_chatbot"] = 1
    answers["fortbildung"] = answers["fortbildung"].mask(answers["fortbildung"].notna(), "ja")
    answers.loc[answers.index[:1], "fortbildung"] = "nein"
    answers.loc[answers.index[10:13], "glasfaser"] = None
    return answers


def _attack(
    source: Answered, answers: pd.DataFrame, folder: Path, *, whole: bool = True
) -> Verdict:
    published = publish(source, answers, folder)
    return WaveAttack(read_publication(ROOT, source.wave.id, published)).run(whole=whole)


def test_nothing_is_recovered_of_a_wave_of_twenty(shipped: Answered, tmp_path: Path) -> None:
    """With hardly a cell published, whole numbers at once would take minutes and find no more."""
    verdict = _attack(shipped, _few(shipped, 20, 5), tmp_path, whole=False)
    assert verdict.withheld > 100
    assert (verdict.recovered, verdict.told) == ((), ())


def test_nothing_is_recovered_where_one_is_alone_of_its_kind(
    shipped: Answered, tmp_path: Path
) -> None:
    verdict = _attack(shipped, _hard(shipped), tmp_path)
    assert verdict.withheld > 100
    assert (verdict.recovered, verdict.told) == ((), ())


def test_the_attack_has_teeth(
    shipped: Answered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without secondary suppression it recovers cells of every kind of table."""
    monkeypatch.setattr(disclosure, "_secondary", lambda frame, columns, secret, *rest: secret)
    verdict = _attack(shipped, _hard(shipped), tmp_path)
    tables = {one.table for one in verdict.recovered}
    assert {"tbl-struktur", "tbl-merkmale-share", "tbl-ziele"} <= tables
    assert len(verdict.recovered) > verdict.withheld / 5
