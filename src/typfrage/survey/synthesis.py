"""Synthetic waves: answers that no municipality gave, for trying out everything that follows.

The generative model, in the order of its steps:

1. Municipalities are drawn from the frame margins with odds by size class; their keys lie in a
   test range that is in use nowhere. Some may be those of an earlier wave (a panel).
2. Each gets a planted type and a latent digital maturity that depends on type and size; members of
   a panel change their type by given shares.
3. Priority goals are a Plackett–Luce draw: one after the other, without replacement, with odds by
   type-specific weights and each municipality's own taste.
4. All other answers follow propensities (type, size, maturity, noise); quotas make the published
   shares come out.
5. The answers are written as a survey tool exports them, with break-offs, test entries, a second
   answer, typing errors and stray blanks.

All numbers stand in ``synthesis.yml``. The same parameters give the same bytes everywhere.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from typfrage.problems import InputError, Problem
from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem, SingleItem, TextItem
from typfrage.survey.synthetic.answers import Latent, draw_answers, draw_latent
from typfrage.survey.synthetic.csv_file import limesurvey_signs, write_csv
from typfrage.survey.synthetic.dirt import add_remarks, plant_errors, soil
from typfrage.survey.synthetic.draws import some, uniform
from typfrage.survey.synthetic.efs_table import efs_signs, efs_table
from typfrage.survey.synthetic.export import Sheet, number_visits
from typfrage.survey.synthetic.export_parameters import SpssExport
from typfrage.survey.synthetic.parameters import SynthesisParameters
from typfrage.survey.synthetic.planting import load_parameters, plant
from typfrage.survey.synthetic.sav_file import write_sav
from typfrage.survey.waves.corrections import CORRECTIONS_FILE, Corrections
from typfrage.survey.waves.study import Study
from typfrage.survey.waves.wave_order import WAVE_FILE

__all__ = [
    "WAVE_FILE",
    "SyntheticWave",
    "corrections_text",
    "load_parameters",
    "synthesise",
    "write_wave",
]

TEST_REMARK = "Test"


@dataclass(frozen=True)
class SyntheticWave:
    """A synthetic wave.

    Attributes:
        file: Name of the raw file.
        raw: The raw file.
        corrections: What mends the errors that were planted in it.
        planted: Id of the planted type by key; for tests only, never written to a file.
        origins: Id of the type that was planted in the earlier wave, by key of those that answer
            again; for tests only.
    """

    file: str
    raw: bytes
    corrections: Corrections
    planted: pd.Series
    origins: pd.Series


def synthesise(study: Study, parameters: SynthesisParameters) -> SyntheticWave:
    """Make a synthetic wave.

    Args:
        study: Its codebook, its typology, and its ``data/population`` are used, and the earlier
            wave of a panel.
        parameters: The generative model; ``parameters.resized(60)`` makes a small wave of the same
            kind.

    Raises:
        InputError: The study has no typology, the frame too few municipalities, the earlier wave
            of a panel is not the one that its ``synthesis.yml`` makes, or the library that writes
            the raw file is not installed.
    """
    if study.typology is None:
        raise InputError(
            Problem("the study has no typology", str(study.data), mend="add typology.yml")
        )
    codebook = study.codebook.on(parameters.first_day)
    rng = np.random.Generator(np.random.PCG64(parameters.seed))
    planted = plant(study, parameters, rng)
    cells = _respond(planted.municipalities, planted.latent, codebook, parameters, rng)
    latent = draw_latent(planted.others["size"].to_numpy(float), parameters, rng)
    extra = _respond(planted.others, latent, codebook, parameters, rng)
    sheet = _sheet(cells, extra, codebook, parameters, rng)
    visits = number_visits(sheet, parameters.timing, parameters.export, len(codebook.blocks), rng)
    goals = codebook.item(study.typology.types_from)
    assert isinstance(goals, MultipleItem)
    raw, corrections = _raw_file(visits, goals, sheet.again, codebook, parameters, rng)
    keys = pd.Index(planted.municipalities["key"], name=codebook.key.id)
    origins = planted.origins.set_axis(keys)
    return SyntheticWave(
        file=parameters.export.file,
        raw=raw,
        corrections=corrections,
        planted=pd.Series(planted.latent.types, index=keys, name="planted").sort_index(),
        origins=origins[origins != ""].sort_index(),
    )


def write_wave(wave: SyntheticWave, template: Path, folder: Path) -> None:
    """Write a synthetic wave into its folder: raw file, corrections, and ``wave.yml``.

    Args:
        wave: The wave.
        template: A ``wave.yml`` of the same questionnaire; its text is taken over, with the name
            of the folder and the hash of the raw file. It may be the one in ``folder``.
        folder: ``data/waves/<wave>``; made if it is not there.
    """
    text = template.read_text(encoding="utf-8")
    digest = hashlib.sha256(wave.raw).hexdigest()
    text = re.sub(r"(?m)^(\s+sha256:).*$", rf"\1 {digest}", text, count=1)
    text = re.sub(r"(?m)^id:.*$", f'id: "{folder.name}"', text, count=1)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / wave.file).write_bytes(wave.raw)
    corrections = corrections_text(wave.corrections)
    (folder / CORRECTIONS_FILE).write_text(corrections, encoding="utf-8", newline="\n")
    (folder / WAVE_FILE).write_text(text, encoding="utf-8", newline="\n")


def corrections_text(corrections: Corrections) -> str:
    """Return the text of a ``corrections.yml``."""
    head = "# yaml-language-server: $schema=../../schema/corrections.schema.json\n\n"
    content = corrections.model_dump(mode="json")
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return head + text


def _raw_file(
    visits: pd.DataFrame,
    goals: MultipleItem,
    again: int,
    codebook: Codebook,
    parameters: SynthesisParameters,
    rng: np.random.Generator,
) -> tuple[bytes, Corrections]:
    """The raw file with two plain errors, and their corrections."""
    export = parameters.export
    if isinstance(export, SpssExport):
        signs, table = efs_signs(codebook, export), efs_table(visits, codebook, export)
    else:
        signs = limesurvey_signs(codebook, export)
        table = visits.rename(columns=dict(signs.columns))
    table, corrections = plant_errors(table, signs, goals, export.mistyped, again, rng)
    if isinstance(export, SpssExport):
        return write_sav(table, codebook, export, parameters.timing.last), corrections
    return write_csv(table, export.delimiter), corrections


def _respond(
    municipalities: pd.DataFrame,
    latent: Latent,
    codebook: Codebook,
    parameters: SynthesisParameters,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Answers of some municipalities in the order of the codebook."""
    answers = draw_answers(codebook, latent, parameters, rng)
    art = codebook.item("art")
    assert isinstance(art, SingleItem)
    answers[codebook.key.id] = municipalities["key"]
    answers["art"] = municipalities["art"].map({option.id: option.code for option in art.options})
    answers["land"] = municipalities["land"]
    answers["einwohner"] = municipalities["einwohner"].astype("str")
    answers = add_remarks(answers, codebook, parameters.export, rng)
    return answers[[name for item in codebook.items for name in item.columns]]


def _sheet(
    cells: pd.DataFrame,
    extra: pd.DataFrame,
    codebook: Codebook,
    parameters: SynthesisParameters,
    rng: np.random.Generator,
) -> Sheet:
    """Turn spare answers into break-offs, test entries and a first answer that is replaced."""
    key, export = codebook.key.id, parameters.export
    broken = len(extra) - export.test_entries - 1
    pages = [1 + int(p * (len(codebook.blocks) - 1)) for p in uniform(rng, broken)]
    halves = extra.iloc[:broken].copy()
    for at, page in enumerate(pages):
        halves.iloc[at, _first_column_behind(page, codebook) :] = export.unseen
    tests = extra.iloc[broken:-1].copy()
    tests[key] = export.test_key
    for item in codebook.items:
        if isinstance(item, TextItem):
            tests[item.id] = TEST_REMARK
    again = int(some(rng, cells[key].str.startswith("0").to_numpy(bool), 1.0)[0])
    structure = [item.id for item in codebook.items if item.block == codebook.key.block]
    earlier = extra.iloc[-1:].copy()
    earlier[structure] = cells.loc[[again], structure].to_numpy()
    earlier[key] = earlier[key].str[1:]
    return Sheet(
        complete=soil(cells, codebook, export, rng),
        broken=soil(halves, codebook, export, rng),
        pages=tuple(pages),
        tests=tests,
        earlier=earlier,
        again=again,
    )


def _first_column_behind(page: int, codebook: Codebook) -> int:
    """Position of the first column that is asked after a page; every block is a page."""
    seen = {block.id for block in codebook.blocks[:page]}
    return sum(len(item.columns) for item in codebook.items if item.block in seen)
