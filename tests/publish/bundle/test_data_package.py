"""``datapackage.json``: every resource is there and as its schema says.

Rung 2: a reader of Table Schema of our own; `benchmarks/archives.py` asks frictionless itself.
"""

from __future__ import annotations

import json

import pytest
from tests.publish.bundle.table_schema import flaws, resources


def test_it_is_a_tabular_data_package(closed: dict[str, bytes]) -> None:
    package = json.loads(closed["datapackage.json"])
    assert package["profile"] == "tabular-data-package"
    assert package["name"] == "tiny-2019"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert [one["title"] for one in package["contributors"]] == ["Erika Muster", "Team Nord"]
    assert package["description"].startswith("Synthetische Daten: ")


def test_every_table_is_a_resource_and_no_answers_are(closed: dict[str, bytes]) -> None:
    assert list(resources(closed)) == ["fig-typen", "tbl-quellen", "tbl-typen"]


def test_released_answers_are_one_too(open_: dict[str, bytes]) -> None:
    assert resources(open_)["answers"]["path"] == "microdata/answers.csv"
    assert resources(open_)["answers"]["schema"]["primaryKey"] == "ags"


@pytest.mark.parametrize("name", ["fig-typen", "tbl-quellen", "tbl-typen", "answers"])
def test_every_file_is_as_its_schema_says(open_: dict[str, bytes], name: str) -> None:
    assert flaws(open_, resources(open_)[name]) == []


def test_columns_say_what_they_count_and_how_they_are_headed(closed: dict[str, bytes]) -> None:
    fields = resources(closed)["tbl-typen"]["schema"]["fields"]
    assert [(one["name"], one["title"], one["type"], one.get("unit")) for one in fields] == [
        ("type", "Typ", "string", None),
        ("count", "Kommunen", "integer", "municipality"),
        ("share", "Anteil", "number", "1"),
        ("mean", "Mittel", "number", None),
        ("base", "Basis", "integer", "municipality"),
    ]
    assert resources(closed)["tbl-typen"]["schema"]["missingValues"] == ["", "."]


def test_the_questionnaire_is_described_without_the_answers(closed: dict[str, bytes]) -> None:
    schema = json.loads(closed["data/answers.schema.json"])
    fields = {one["name"]: one for one in schema["fields"]}
    assert list(fields) == [
        *("ags", "land", "einwohner", "anteil", "rolle", "ziel_a", "ziel_b", "ziel_c"),
        *("kein_ziel", "strategie", "partner", "feld_a", "feld_b", "stufe", "anmerkung"),
    ]
    assert fields["ziel_a"]["constraints"]["enum"] == [0, 1]
    assert fields["stufe"]["valueLabels"]["3"] == {"de": "Vorgabe hoch"}
    assert fields["strategie"]["constraints"]["enum"] == ["ja", "nein"]
    assert fields["partner"]["askedIf"] == {"item": "strategie", "chosen": ["ja"]}
    assert fields["einwohner"]["constraints"] == {"minimum": 1, "maximum": 4_000_000}
    assert fields["einwohner"]["unit"] == {"de": "Personen"}
    assert {one["evidence"] for one in schema["fields"]} == {"R"}
    assert "not_asked" in schema["missingValues"]
