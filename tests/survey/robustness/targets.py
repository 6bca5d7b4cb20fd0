"""Everything of a study that is read from files, each with valid files to break.

A target reads bytes from a place where its file usually lies. It may return or refuse them;
anything else is a finding.
"""

from __future__ import annotations

import io
import json
import random
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyreadstat
from pyarrow import parquet
from tests.project import ROOT
from tests.survey.robustness.mutations import mutated, mutated_archive, mutated_yaml

from typfrage.pipeline.notebook import check_parameters
from typfrage.problems import BuildError, InputError
from typfrage.publish.book_chapters import chapter_texts, left_out_chapters
from typfrage.publish.embedded.book import read_book
from typfrage.publish.embedded.reader import read_source
from typfrage.publish.embedded.variables import read_variables
from typfrage.results.type_check import open_type_check
from typfrage.review.assurance import assure
from typfrage.survey.cleaning import clean
from typfrage.survey.formats import describe_export
from typfrage.survey.indicators.indicator_flaws import indicator_flaws
from typfrage.survey.indicators.indicators import IndicatorFile
from typfrage.survey.plain_tables.choices import read_choices
from typfrage.survey.plain_tables.matrix import read_categories, read_items
from typfrage.survey.population.population import read_population
from typfrage.survey.proposal import Declared
from typfrage.survey.proposal.export import read_columns
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.questionnaire.codebook_flaws import codebook_flaws
from typfrage.survey.reader import read_raw
from typfrage.survey.synthesis import load_parameters
from typfrage.survey.wave_check import check_wave
from typfrage.survey.waves.published import load_published
from typfrage.survey.waves.reference_types import Typology
from typfrage.survey.waves.study import Study, open_study, open_wave
from typfrage.survey.waves.typology_flaws import typology_flaws
from typfrage.survey.yaml_files.yaml_file import load_yaml

REFUSED = (InputError, BuildError)
"""The only errors that a broken file may lead to."""

GOALS = ("a", "b", "c")
WAVE = "data/waves/2019"


@dataclass(frozen=True)
class Target:
    """Something that reads.

    Attributes:
        place: Where its file lies, relative to a folder of its own.
        seeds: Valid files, or nearly so.
        read: Reads the folder.
        break_: Breaks one of the seeds.
    """

    place: str
    seeds: Sequence[bytes]
    read: Callable[[Path], Any]
    break_: Callable[[Sequence[bytes], random.Random], bytes] = mutated


def tried(target: Target, content: bytes, folder: Path) -> str:
    """Let a target read a file.

    Returns:
        The complaint; empty where the file was read.
    """
    path = folder / target.place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        target.read(folder)
    except REFUSED as error:
        return str(error)
    return ""


_TABLE = pd.DataFrame(
    {
        "id": [1, 2, 3],
        "AGS": ["01001000", "05995001", "09162000"],
        "größe": [1.5, 2.0, float("nan")],
        "Tag": pd.to_datetime(["2018-12-03", "2018-12-04", None]),
        "Text": ['a "quoted" text; yes', "", "zwei\nZeilen"],
    }
)


def _delimited() -> list[bytes]:
    plain = _TABLE.to_csv(index=False)
    quoted = _TABLE.to_csv(index=False, sep=";", quoting=1, lineterminator="\r\n")
    tabs = "id\tq1\tq2\n" + "".join(f"{at}\t{at % 2}\tä{at}\n" for at in range(40))
    return [
        plain.encode(),
        quoted.encode("cp1252"),
        quoted.encode("utf-16"),
        b"sep=;\n" + quoted.encode("utf-8-sig"),
        tabs.encode("utf-16-le"),
    ]


def _workbook(formula: str) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append([None if name == "größe" else name for name in _TABLE])
    for row in _TABLE.astype(object).where(_TABLE.notna(), None).itertuples(index=False):
        book.active.append(list(row))
    book.active.append([4, "#N/A", True, None, formula])
    book.save(stream)
    return stream.getvalue()


def _spss(**options: Any) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.sav"
        pyreadstat.write_sav(
            _TABLE,
            path,
            column_labels=["Nummer", "Schlüssel", "Größe", "Tag", "Text"],
            variable_value_labels={"id": {1.0: "eins", 9.0: "k. A."}, "AGS": {"01001000": "F"}},
            missing_ranges={"id": [{"lo": 9.0, "hi": 99.0}]},
            **options,
        )
        return path.read_bytes()


def _parquet(**options: Any) -> bytes:
    stream = io.BytesIO()
    table = pa.Table.from_pandas(_TABLE.assign(Art=pd.Categorical(["x", "y", None]), an=True))
    parquet.write_table(table, stream, **options)
    return stream.getvalue()


def _export(name: str, **declared: Any) -> Callable[[Path], object]:
    return lambda folder: describe_export(folder / name, **declared)


def _beside(*parts: str) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    """Let a target read a folder that also holds these parts of the project, unbroken."""

    def complete(read: Callable[[Path], object]) -> Callable[[Path], object]:
        def completed(folder: Path) -> object:
            for part in parts:
                _complete(ROOT / part, folder / part)
            return read(folder)

        return completed

    return complete


def _complete(source: Path, target: Path) -> None:
    """Copy what is not there yet."""
    if source.is_dir():
        for each in source.iterdir():
            _complete(each, target / each.name)
    elif not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


@cache
def _shipped() -> Study:
    return open_study(ROOT)


def _here(folder: Path) -> Study:
    """The shipped study with the waves of a folder."""
    return replace(_shipped(), root=folder)


def _read_codebook(folder: Path) -> object:
    return load_yaml(folder / "data/codebook.yml", Codebook, codebook_flaws)


def _read_indicators(folder: Path) -> object:
    codebook = _shipped().codebook
    return load_yaml(
        folder / "data/indicators.yml",
        IndicatorFile,
        lambda loaded: indicator_flaws(loaded, codebook, "ziele"),
    )


def _read_typology(folder: Path) -> object:
    codebook = _shipped().codebook
    path = folder / "data/typology.yml"
    return load_yaml(path, Typology, lambda loaded: typology_flaws(loaded, codebook))


def _read_published(folder: Path) -> object:
    return load_published(folder / "data/published_figures.yml", _shipped().codebook)


def _read_synthesis(folder: Path) -> object:
    return load_parameters(folder / WAVE, _shipped().codebook)


@_beside(f"{WAVE}/wave.yml", f"{WAVE}/raw.csv", f"{WAVE}/corrections.yml")
def _read_wave(folder: Path) -> None:
    study = _here(folder)
    wave = open_wave(study, "2019")
    clean(read_raw(wave, study.codebook), wave, study.codebook)


@_beside(f"{WAVE}/wave.yml", f"{WAVE}/raw.csv", f"{WAVE}/corrections.yml")
def _check_wave(folder: Path) -> None:
    check_wave(_here(folder), "2019")


@_beside(f"{WAVE}/wave.yml", f"{WAVE}/corrections.yml")
def _assure(folder: Path) -> None:
    assure(_here(folder), folder / "cases.yml")


def _cases() -> bytes:
    """The shipped cases without the types, for which there would have to be results."""
    lines = (ROOT / "docs/cases-2019.yml").read_bytes().splitlines(keepends=True)
    of_type = re.compile(rb"\s+(type|second_type|certainty|mixed):")
    return b"".join(line for line in lines if not of_type.match(line))


@_beside("_quarto.yml", "index.qmd", "chapters", "assets", "references.bib", "_extensions")
def _read_book(folder: Path) -> None:
    settings = folder / "_quarto.yml"
    lines = settings.read_bytes().splitlines(keepends=True)
    # Only a build makes these.
    settings.write_bytes(b"".join(line for line in lines if b"_results/" not in line))
    variables = read_variables(folder)
    left_out_chapters(chapter_texts(folder), earlier_wave=False)
    book = read_book(folder)
    for chapter in book.chapters:
        read_source(folder, chapter.path, variables)


def _notebook() -> bytes:
    notebook = json.loads((ROOT / "analysis/01_cleaning.ipynb").read_bytes())
    return json.dumps({**notebook, "cells": notebook["cells"][:3]}, indent=1).encode()


_VARIABLES = b'a:\n  b: "3,4"\n  c: "x"\n'
_CHOICES = b"id;a;b;c\n" + b"".join(b"%d;1;%d;0\n" % (at, at % 2) for at in range(30))
_NUMBERS = b"id,a,b,c\n" + b"".join(
    b"%d,%d,%d.5,%s\n" % (at, at % 2, at, (b"x", b"y")[at % 2]) for at in range(30)
)
_TYPE_CHECK = (
    b'{"goals": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}], "types": [{"id": "x", '
    b'"name": "X"}, {"id": "y", "name": "Y"}], "max_choices": 2, "answers": {"0": [0, 1, 90, '
    b'false, [0], [1]], "1": [1, 0, 90, false, [1], []], "0 1": [0, 1, 55, true, [0], []]}}'
)


def targets() -> dict[str, Target]:
    """Return all that reads, by name."""
    sav, zsav = _spss(), _spss(compress=True)
    parquets = [_parquet(compression=name) for name in ("snappy", "zstd", "none")]
    workbooks = [_workbook("text"), _workbook("=1+1")]
    found = {
        "CSV": Target("raw.csv", _delimited(), _export("raw.csv")),
        "CSV, two header rows": Target("r.csv", _delimited(), _export("r.csv", header_rows=2)),
        "CSV, cp1252 declared": Target("r.csv", _delimited(), _export("r.csv", encoding="cp1252")),
        "CSV of wave new": Target(
            "raw.csv", _delimited(), lambda folder: read_columns(folder / "raw.csv", Declared())
        ),
        "XLSX, bytes": Target("raw.xlsx", workbooks, _export("raw.xlsx")),
        "XLSX, parts": Target("raw.xlsx", workbooks, _export("raw.xlsx"), mutated_archive),
        "SAV": Target("raw.sav", [sav, _spss(row_compress=True)], _export("raw.sav")),
        "ZSAV": Target("raw.zsav", [zsav], _export("raw.zsav")),
        "Parquet": Target("raw.parquet", parquets, _export("raw.parquet")),
        "evaluate": Target(
            "d.csv", [_NUMBERS, _CHOICES], lambda folder: read_items(folder / "d.csv", GOALS[:2])
        ),
        "latent-classes": Target(
            "d.csv", [_NUMBERS, _CHOICES], lambda folder: read_categories(folder / "d.csv", GOALS)
        ),
        "classify": Target(
            "d.csv", [_CHOICES], lambda folder: read_choices(folder / "d.csv", GOALS, key="id")
        ),
        "Typ-Check, JSON": Target("type_check.json", [_TYPE_CHECK], open_type_check),
        "notebook": Target(
            "a.ipynb",
            [_notebook()],
            lambda folder: check_parameters(folder / "a.ipynb", {"study": ".", "wave": "2019"}),
        ),
        "cases of assure": Target("cases.yml", [_cases()], _assure, mutated_yaml),
        "_variables.yml": Target("_variables.yml", [_VARIABLES], read_variables, mutated_yaml),
    }
    for place, read in {
        "data/codebook.yml": _read_codebook,
        "data/indicators.yml": _read_indicators,
        "data/typology.yml": _read_typology,
        "data/published_figures.yml": _read_published,
        f"{WAVE}/wave.yml": _read_wave,
        f"{WAVE}/corrections.yml": _read_wave,
        f"{WAVE}/synthesis.yml": _read_synthesis,
        "data/population/kreise_by_land_and_kgst_class.csv": _beside("data/population")(
            lambda folder: read_population(folder / "data/population")
        ),
        "_quarto.yml": _read_book,
        "index.qmd": _read_book,
    }.items():
        break_ = mutated_yaml if place.endswith(".yml") else mutated
        seeds = [(ROOT / place).read_bytes()]
        found[place.rpartition("/")[2]] = Target(place, seeds, read, break_)
    found["wave.yml, wave check"] = replace(found["wave.yml"], read=_check_wave)
    return found
