"""The bundles of the shipped waves: whole, described, and the same whoever makes them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from tests.book.conftest import Built
from tests.project import command
from tests.publish.bundle import ddi_rules, table_schema

from typfrage.publish.bundle import make_bundle
from typfrage.survey.waves.study import open_study, open_wave

pytestmark = pytest.mark.book

HOSTILE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "7",
    "COLUMNS": "20",
    "SOURCE_DATE_EPOCH": "1",
}


@cache
def made(root: Path, wave: str) -> bytes:
    """Make a bundle, once for all tests."""
    study = open_study(root)
    return make_bundle(study, open_wave(study, wave), f"{wave}.zip")


@pytest.fixture(scope="module")
def bundle(either: Built) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(made(either.root, either.wave))) as zip_file:
        return {name: zip_file.read(name) for name in zip_file.namelist()}


def test_it_is_the_same_whoever_makes_it(built: Built, tmp_path: Path) -> None:
    target = tmp_path / "2019.zip"
    done = subprocess.run(
        command("bundle", built.wave, "--out", target),
        cwd=built.root,
        env={**os.environ, **HOSTILE},
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert target.read_bytes() == made(built.root, built.wave)


def test_every_hash_is_right(bundle: dict[str, bytes]) -> None:
    told = dict(line.split("  ")[::-1] for line in bundle["SHA256SUMS"].decode().splitlines())
    assert told.keys() == bundle.keys() - {"SHA256SUMS"}
    for name, hash_ in told.items():
        assert hashlib.sha256(bundle[name]).hexdigest() == hash_


def test_every_input_is_there_or_told_to_be_absent(bundle: dict[str, bytes]) -> None:
    inputs = json.loads(bundle["results/manifest.json"])["inputs"]
    hashes = {hashlib.sha256(content).hexdigest() for content in bundle.values()}
    absent = [name for name, hash_ in inputs.items() if hash_ not in hashes]
    assert [name for name in absent if "/raw." not in name and "corrections" not in name] == []
    graph = json.loads(bundle["ro-crate-metadata.json"])["@graph"]
    assert sorted(one["name"] for one in graph if one["@id"].startswith("#input-")) == absent


def test_study_and_questionnaire_are_told_by_the_standards_rules(bundle: dict[str, bytes]) -> None:
    codebook = ET.fromstring(bundle["ddi.xml"])
    assert ddi_rules.flaws(codebook) == []
    for variable in codebook.iter(f"{ddi_rules.DDI}var"):
        labels = variable.findall(f"{ddi_rules.DDI}labl")
        assert [one.get(ddi_rules.LANGUAGE) for one in labels] == ["de", "en"]
        assert variable.findtext(f"{ddi_rules.DDI}notes") in ("F", "D", "R")


def test_every_table_is_as_its_schema_says(bundle: dict[str, bytes]) -> None:
    listed = table_schema.resources(bundle)
    for name, resource in listed.items():
        assert table_schema.flaws(bundle, resource) == [], name
    stored = {Path(name).stem for name in bundle if name.startswith("results/") and ".csv" in name}
    assert listed.keys() == stored | {"answers"}


def test_the_answers_are_as_many_as_the_report_says(bundle: dict[str, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(bundle["microdata/answers.csv"].decode("utf-8"))))
    codebook = ET.fromstring(bundle["ddi.xml"])
    counted = [codebook.findtext(f".//{ddi_rules.DDI}{one}") for one in ("caseQnty", "varQnty")]
    assert [str(len(rows) - 1), str(len(rows[0]))] == counted


def test_every_sheet_says_that_the_data_are_generated(bundle: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bundle["tables/tables.xlsx"]), read_only=True)
    for sheet in book:
        assert "künstlich erzeugt" in next(sheet.iter_rows(2, 2, 1, 1, values_only=True))[0]


def test_no_place_of_this_machine_is_told(bundle: dict[str, bytes], either: Built) -> None:
    root = str(either.root).encode()
    assert [name for name, content in bundle.items() if root in content] == []
