"""The committed schemas are those of the models, and both refuse the same forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from typfrage.problems import InputError
from typfrage.survey.yaml_files.json_schema import FILES, json_schemas, write_json_schemas
from typfrage.survey.yaml_files.yaml_file import load_yaml

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "data" / "schema"
SHIPPED = {
    "codebook": ["data/codebook.yml", "tests/studies/japan/data/codebook.yml"],
    "typology": ["data/typology.yml"],
    "indicators": ["data/indicators.yml"],
    "wave": [
        "data/waves/2019/wave.yml",
        "data/waves/2024/wave.yml",
        "tests/studies/japan/data/waves/2020/wave.yml",
    ],
    "corrections": [
        "data/waves/2019/corrections.yml",
        "data/waves/2024/corrections.yml",
        "tests/studies/japan/data/waves/2020/corrections.yml",
    ],
    "published_figures": ["data/published_figures.yml"],
    "synthesis": ["data/waves/2019/synthesis.yml", "data/waves/2024/synthesis.yml"],
    "cases": ["docs/cases-2019.yml", "tests/review/cases/2024.yml"],
}
PAIRS = [(name, file) for name, files in SHIPPED.items() for file in files]

BROKEN = [
    ("codebook", "kind: key", "kind: keys"),
    ("codebook", "max_choices: 3", "max_choices: three"),
    ("codebook", 'code: "01"', "code: 1"),
    ("codebook", "evidence: F", "evidence: G"),
    ("codebook", "first: 2018-12-01", "first: 12"),
    ("typology", '"#25276b"', "navy"),
    ("typology", "marker: square", "marker: star"),
    ("indicators", "portrait: true", "portrait: perhaps"),
    ("indicators", "below: 25000", "under: 25000"),
    ("wave", "synthetic: true", "synthetic: perhaps"),
    ("wave", "contacted: 1828", "contacted: 0"),
    ("wave", "header_rows: 1", "header_rows: 3"),
    ("wave", "too_many: stop", "too_many: forget"),
    ("corrections", "status: confirmed", "status: sure"),
    ("published_figures", "operator: eq", "operator: lt"),
    ("published_figures", "value_percent: 14", "value_percent: 140"),
    ("synthesis", "seed: 20181203", "seed: -1"),
    ("cases", 'EW: "12000"', "EW: 12000"),
    ("cases", "certainty: 0.35", "certainty: 49"),
    ("cases", "fim_hilfreich: not_asked", "fim_hilfreich: never"),
    ("cases", "excluded: test_entry", "excludet: test_entry"),
]


class _AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2, as editors read it: a date is text."""


_AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema)


def _content(text: str) -> Any:
    return yaml.load(text, Loader=_AsEditorsRead)


@pytest.mark.parametrize("name", FILES)
def test_the_committed_schema_is_that_of_the_model(name: str) -> None:
    committed = (SCHEMAS / f"{name}.schema.json").read_bytes()
    assert committed == json_schemas()[f"{name}.schema.json"].encode()


def test_no_other_schema_lies_there() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == set(json_schemas())


def test_schemas_are_written_the_same_again(tmp_path: Path) -> None:
    write_json_schemas(tmp_path / "schema")
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("schema/*")}
    assert written == json_schemas()


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_a_schema(name: str) -> None:
    _validator(name).check_schema(json.loads(json_schemas()[f"{name}.schema.json"]))


@pytest.mark.parametrize(("name", "file"), PAIRS)
def test_shipped_files_validate(name: str, file: str) -> None:
    content = _content((ROOT / file).read_text(encoding="utf-8"))
    assert [error.message for error in _validator(name).iter_errors(content)] == []


@pytest.mark.parametrize(("name", "file"), PAIRS)
def test_shipped_files_name_their_schema_in_the_first_line(name: str, file: str) -> None:
    first = (ROOT / file).read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    named = (ROOT / file).parent / first.removeprefix(prefix)
    assert named.resolve() == SCHEMAS / f"{name}.schema.json"


@pytest.mark.parametrize(("name", "old", "new"), BROKEN)
def test_what_breaks_the_form_is_refused_by_schema_and_model(
    name: str, old: str, new: str, tmp_path: Path
) -> None:
    text = (ROOT / SHIPPED[name][0]).read_text(encoding="utf-8")
    broken = text.replace(old, new, 1)
    assert broken != text
    path = tmp_path / f"{name}.yml"
    path.write_text(broken, encoding="utf-8")
    assert list(_validator(name).iter_errors(_content(broken)))
    with pytest.raises(InputError):
        load_yaml(path, FILES[name])
