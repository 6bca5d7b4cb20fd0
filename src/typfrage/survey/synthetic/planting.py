"""The municipalities of a synthetic wave, its panel among them, and what is planted in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.cleaning import clean
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.reader import read_raw
from typfrage.survey.synthetic.answers import draw_latent
from typfrage.survey.synthetic.checks import parameter_flaws
from typfrage.survey.synthetic.panel import Planted, draw_members, mixed
from typfrage.survey.synthetic.parameters import Panel, SynthesisParameters
from typfrage.survey.synthetic.structure import draw_municipalities
from typfrage.survey.waves.study import Study, open_wave
from typfrage.survey.yaml_files.yaml_file import load_yaml

PARAMETERS_FILE = "synthesis.yml"


def load_parameters(folder: Path, codebook: Codebook) -> SynthesisParameters:
    """Read a wave's ``synthesis.yml``.

    Raises:
        InputError: The file is missing or wrong.
    """
    return load_yaml(
        folder / PARAMETERS_FILE,
        SynthesisParameters,
        lambda loaded: parameter_flaws(loaded, codebook.on(loaded.first_day)),
    )


def plant(study: Study, parameters: SynthesisParameters, rng: np.random.Generator) -> Planted:
    """Draw the municipalities of a wave and their types.

    Args:
        study: Its ``data/population`` is used, and the earlier wave of a panel.
        parameters: The generative model.
        rng: Source of randomness.

    Raises:
        InputError: The frame has too few municipalities, or the earlier wave is not the one that
            its ``synthesis.yml`` makes.
    """
    export, complete, panel = parameters.export, parameters.municipalities, parameters.panel
    number = complete + round(export.break_offs * complete) + export.test_entries + 1
    population = study.data / "population"
    if panel is None:
        drawn = draw_municipalities(population, parameters.structure, number, rng)
        kept = drawn.iloc[:complete].reset_index(drop=True)
        past = None
    else:
        earlier = _earlier(study, panel, parameters.first_day)
        members = draw_members(earlier, panel, parameters.structure, rng)
        before = pd.concat([earlier.municipalities, earlier.others])
        fresh = number - len(members)
        drawn = draw_municipalities(population, parameters.structure, fresh, rng, before)
        kept, past = mixed(members, drawn.iloc[: complete - len(members)], rng)
    others = drawn.tail(number - complete)
    latent = draw_latent(kept["size"].to_numpy(float), parameters, rng, past)
    origins = pd.Series("" if past is None else past.types, index=kept.index, name="origin")
    return Planted(kept, others.reset_index(drop=True), latent, origins)


def _earlier(study: Study, panel: Panel, first_day: date) -> Planted:
    """Plant the earlier wave of a panel again, of the size that it has."""
    wave = open_wave(study, panel.wave)
    parameters = load_parameters(wave.folder, study.codebook)
    where = f"{PARAMETERS_FILE}, panel"
    if parameters.first_day >= first_day:
        what = f"the wave {wave.id!r} began on {parameters.first_day}, not before {first_day}"
        raise InputError(Problem(what, f"{where}.wave", "an earlier wave", "name one"))
    answers = clean(read_raw(wave, study.codebook), wave, study.codebook).answers
    rng = np.random.Generator(np.random.PCG64(parameters.seed))
    planted = plant(study, parameters.resized(len(answers)), rng)
    if problems := [*_odd_members(planted, answers.index, panel, where)]:
        raise InputError(problems)
    return planted


def _odd_members(
    earlier: Planted, answered: pd.Index, panel: Panel, where: str
) -> Iterator[Problem]:
    """Why municipalities of the earlier wave cannot answer again as the parameters say."""
    if set(earlier.municipalities["key"]) != set(answered):
        yield Problem(
            f"the wave {panel.wave!r} is not the one that its {PARAMETERS_FILE} makes",
            f"{where}.wave",
            "a synthetic wave as its parameters make it",
            f"make it again: typfrage wave synthesise {panel.wave}",
        )
    if panel.members > len(answered):
        yield Problem(
            f"{panel.members} municipalities answer again, but only {len(answered)} answered",
            f"{where}.members",
            f"at most {len(answered)}",
            "lower it",
        )
    for name in sorted(set(earlier.latent.types.tolist()) - set(panel.transitions)):
        yield Problem(
            f"it is not said what becomes of the type {name!r} of the wave {panel.wave!r}",
            f"{where}.transitions",
            f"{name}: {{ … }}",
            "add its shares",
        )
