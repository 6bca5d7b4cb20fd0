"""Rung 4: what was planted in the shipped waves is what the comparison of both finds.

Types are found from answers, so the truth is not what is compared: who moved is known of the
planted types alone, and the comparison sees the found ones.
"""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest
from tests.project import ROOT

from typfrage.profiles.latent_transitions import LatentTransitions
from typfrage.profiles.transitions import Transitions
from typfrage.profiles.trend import trend
from typfrage.results.changes.panel import moves_of
from typfrage.results.run import open_run
from typfrage.results.type_names import TypeName
from typfrage.results.waves import Waves, open_waves
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.synthesis import load_parameters, synthesise
from typfrage.survey.waves.study import Study, open_study
from typfrage.typology import TypeSolution

EARLIER, LATER = "2019", "2024"
MISSED = 0.1
"""Share of cells that may lie outside 95 % intervals, twice what is expected of sixteen."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    root = tmp_path_factory.mktemp("planted")
    shutil.copytree(ROOT / "data", root / "data")
    return open_study(root)


@pytest.fixture(scope="module")
def waves(study: Study) -> Waves:
    run = open_run(str(study.root), LATER, notebook="nothing")
    cleaned = clean(read_raw(run.wave, study.codebook), run.wave, study.codebook)
    return open_waves(run, cleaned)


@pytest.fixture(scope="module")
def found(waves: Waves) -> tuple[Transitions, LatentTransitions]:
    assert waves.types is not None
    return moves_of(waves, waves.types)


def _parameters(study: Study) -> pd.DataFrame:
    """The planted chances, types in the order of their names."""
    planted = load_parameters(study.data / "waves" / LATER, study.codebook).panel
    assert planted is not None
    return pd.DataFrame(planted.transitions).T


def _in_order_of(waves: Waves, planted: pd.DataFrame) -> np.ndarray:
    """The planted chances in the order of the found types."""
    first, second = ([_reference(name) for name in names] for names in waves.names)
    return planted.loc[first, second].to_numpy()


def test_every_planted_type_is_found_in_both_waves(waves: Waves) -> None:
    assert waves.types is not None
    assert (waves.types.vanished, waves.types.new) == ((), ())
    assert all(name.reference is not None for names in waves.names for name in names)


def test_corrected_moves_hold_the_planted_chances(
    study: Study, waves: Waves, found: tuple[Transitions, LatentTransitions]
) -> None:
    planted, latent = _in_order_of(waves, _parameters(study)), found[1]
    outside = (planted < latent.low) | (planted > latent.high)

    assert latent.reason is None
    assert outside.mean() <= MISSED


def test_what_stayed_is_held_by_the_corrected_interval_and_not_by_the_observed(
    study: Study, found: tuple[Transitions, LatentTransitions]
) -> None:
    """Change is overstated by what is observed: that is why there is a correction."""
    wave = synthesise(study, load_parameters(study.data / "waves" / LATER, study.codebook))
    stayed = float((wave.planted[wave.origins.index] == wave.origins).mean())
    observed, corrected = found[0].stayed, found[1].stayed

    assert corrected.low <= stayed <= corrected.high
    assert observed.high < stayed


def test_the_sizes_of_the_types_moved_as_planted(study: Study, waves: Waves) -> None:
    folders = [study.data / "waves" / name for name in (EARLIER, LATER)]
    planted = [
        synthesise(study, load_parameters(folder, study.codebook)).planted for folder in folders
    ]
    first, second = (types.value_counts(normalize=True) for types in planted)
    assert waves.types is not None
    found = trend(
        _members(waves.types.earlier, waves.names[0]), _members(waves.types.later, waves.names[1])
    ).set_index("item")
    moved = (second - first)[found.index]

    assert ((found["low"] <= moved) & (moved <= found["high"])).all()
    assert found["difference"].idxmin() == moved.idxmin() == "bedaechtige"


def _members(types: TypeSolution, names: tuple[TypeName, ...]) -> pd.DataFrame:
    """A 0/1 column for each type by the id of its reference."""
    labels = types.series()
    return pd.DataFrame({_reference(n): (labels == n.label).astype(float) for n in names})


def _reference(name: TypeName) -> str:
    assert name.reference is not None
    return name.reference.id
