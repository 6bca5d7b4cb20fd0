"""Synthetic waves: answers that no municipality gave, for trying out everything that follows.

The generative model, in the order of its steps:

1. Municipalities are drawn from the frame margins with odds by size class; their keys lie in a
   test range that is in use nowhere.
2. Each gets a planted type and a latent digital maturity that depends on type and size.
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
from typfrage.survey.codebook import Codebook, SingleItem, TextItem
from typfrage.survey.corrections import Corrections
from typfrage.survey.study import Study
from typfrage.survey.synthetic.answers import Latent, draw_answers, draw_latent
from typfrage.survey.synthetic.checks import parameter_flaws
from typfrage.survey.synthetic.dirt import add_remarks, plant_errors, soil
from typfrage.survey.synthetic.draws import some, uniform
from typfrage.survey.synthetic.export import Sheet, number_visits, question_columns, write_csv
from typfrage.survey.synthetic.parameters import SynthesisParameters
from typfrage.survey.synthetic.structure import draw_municipalities
from typfrage.survey.yaml_file import load_yaml

PARAMETERS_FILE, RAW_FILE = "synthesis.yml", "raw.csv"
WAVE_FILE, CORRECTIONS_FILE = "wave.yml", "corrections.yml"
TEST_REMARK = "Test"


@dataclass(frozen=True)
class SyntheticWave:
    """A synthetic wave.

    Attributes:
        raw: The raw file.
        corrections: What mends the errors that were planted in it.
        planted: Id of the planted type by key; for tests only, never written to a file.
    """

    raw: bytes
    corrections: Corrections
    planted: pd.Series


def load_parameters(folder: Path, codebook: Codebook) -> SynthesisParameters:
    """Read a wave's ``synthesis.yml``.

    Raises:
        InputError: The file is missing or wrong.
    """
    return load_yaml(
        folder / PARAMETERS_FILE,
        SynthesisParameters,
        lambda loaded: parameter_flaws(loaded, codebook),
    )


def synthesise(study: Study, parameters: SynthesisParameters) -> SyntheticWave:
    """Make a synthetic wave.

    Args:
        study: Its codebook, its typology, and its ``data/population`` are used.
        parameters: The generative model; ``model_copy(update={"municipalities": 60})`` makes a
            small wave of the same kind.

    Raises:
        InputError: The study has no typology, or the frame too few municipalities.
    """
    if study.typology is None:
        raise InputError(
            Problem("the study has no typology", str(study.data), mend="add typology.yml")
        )
    rng = np.random.Generator(np.random.PCG64(parameters.seed))
    complete = parameters.municipalities
    broken = round(parameters.export.break_offs * complete)
    number = complete + broken + parameters.export.test_entries + 1
    drawn = draw_municipalities(study.data / "population", parameters.structure, number, rng)
    kept = drawn.iloc[:complete].reset_index(drop=True)
    others = drawn.iloc[complete:].reset_index(drop=True)
    cells, latent = _respond(kept, study.codebook, parameters, rng)
    extra, _ = _respond(others, study.codebook, parameters, rng)
    sheet = _sheet(cells, extra, broken, study.codebook, parameters, rng)
    pages = len(study.codebook.blocks)
    table = number_visits(sheet, parameters.timing, parameters.export, pages, rng)
    table = table.rename(columns=question_columns(study.codebook, parameters.export))
    table, corrections = plant_errors(
        table, study.codebook, study.typology.types_from, parameters.export, sheet.again, rng
    )
    planted = pd.Series(
        latent.types, index=pd.Index(kept["key"], name=study.codebook.key.id), name="planted"
    )
    return SyntheticWave(
        write_csv(table, parameters.export.delimiter), corrections, planted.sort_index()
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
    (folder / RAW_FILE).write_bytes(wave.raw)
    corrections = corrections_text(wave.corrections)
    (folder / CORRECTIONS_FILE).write_text(corrections, encoding="utf-8", newline="\n")
    (folder / WAVE_FILE).write_text(text, encoding="utf-8", newline="\n")


def corrections_text(corrections: Corrections) -> str:
    """Return the text of a ``corrections.yml``."""
    head = "# yaml-language-server: $schema=../../schema/corrections.schema.json\n\n"
    content = corrections.model_dump(mode="json")
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return head + text


def _respond(
    municipalities: pd.DataFrame,
    codebook: Codebook,
    parameters: SynthesisParameters,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, Latent]:
    """Answers of some municipalities in the order of the codebook, and what moved them."""
    latent = draw_latent(municipalities["size"].to_numpy(float), parameters, rng)
    answers = draw_answers(codebook, latent, parameters, rng)
    art = codebook.item("art")
    assert isinstance(art, SingleItem)
    answers[codebook.key.id] = municipalities["key"]
    answers["art"] = municipalities["art"].map({option.id: option.code for option in art.options})
    answers["land"] = municipalities["land"]
    answers["einwohner"] = municipalities["einwohner"].astype("str")
    answers = add_remarks(answers, codebook, parameters.export, rng)
    return answers[[name for item in codebook.items for name in item.columns]], latent


def _sheet(
    cells: pd.DataFrame,
    extra: pd.DataFrame,
    broken: int,
    codebook: Codebook,
    parameters: SynthesisParameters,
    rng: np.random.Generator,
) -> Sheet:
    """Turn spare answers into break-offs, test entries and a first answer that is replaced."""
    key, export = codebook.key.id, parameters.export
    pages = [1 + int(p * (len(codebook.blocks) - 1)) for p in uniform(rng, broken)]
    halves = extra.iloc[:broken].copy()
    for at, page in enumerate(pages):
        halves.iloc[at, _first_column_behind(page, codebook) :] = ""
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
