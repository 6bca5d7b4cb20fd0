"""``ro-crate-metadata.json``: the MUSTs of RO-Crate 1.2, and the runs that made the results.

Rung 2: the rules written here; `benchmarks/archives.py` asks the community's validator itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from typfrage.publish.bundle.archive import SUMS_FILE
from typfrage.publish.bundle.ro_crate import METADATA_FILE


@pytest.fixture(scope="module")
def crate(closed: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    graph = json.loads(closed[METADATA_FILE])["@graph"]
    found = {entity["@id"]: entity for entity in graph}
    assert len(found) == len(graph), "an identifier stands twice"
    return found


def references(value: Any) -> Iterator[str]:
    """Yield the identifiers that an entity refers to."""
    match value:
        case {"@id": id_} if len(value) == 1:
            yield id_
        case dict():
            for one in value.values():
                yield from references(one)
        case list():
            for one in value:
                yield from references(one)


def test_the_descriptor_leads_to_the_root(crate: dict[str, dict[str, Any]]) -> None:
    descriptor = crate[METADATA_FILE]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    assert descriptor["about"] == {"@id": "./"}


def test_the_root_says_what_archives_ask_for(crate: dict[str, dict[str, Any]]) -> None:
    root = crate["./"]
    assert root["@type"] == "Dataset"
    assert root["name"] == "Kleine Studie: Typen? Forschungsbericht. Welle 2019"
    assert root["description"].startswith("Synthetische Daten: ")
    assert root["datePublished"] == "2026-03-01"
    assert root["license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}
    assert [crate[one["@id"]]["name"] for one in root["author"]] == ["Erika Muster", "Team Nord"]


def test_whatever_is_referred_to_is_described(crate: dict[str, dict[str, Any]]) -> None:
    # Of the standard itself, only the address is told.
    outside = {"https://w3id.org/ro/crate/1.2"}
    assert {id_ for one in crate.values() for id_ in references(one)} <= crate.keys() | outside


def test_every_file_is_listed_with_hash_and_licence(
    crate: dict[str, dict[str, Any]], closed: dict[str, bytes]
) -> None:
    parts = {one["@id"] for one in crate["./"]["hasPart"]}
    assert parts == closed.keys() - {METADATA_FILE}
    for path in parts - {SUMS_FILE}:
        assert crate[path]["sha256"] == hashlib.sha256(closed[path]).hexdigest()
        assert path == "LICENSE" or crate[path]["license"]["@id"] in crate
    for path in parts:
        assert "File" in crate[path]["@type"]


def test_the_run_leads_from_inputs_by_a_notebook_to_results(
    crate: dict[str, dict[str, Any]],
) -> None:
    run = crate["#run-02_types"]
    assert run["@type"] == "CreateAction"
    assert run["instrument"] == {"@id": "notebooks/02_types.ipynb"}
    assert {"@id": "results/fig-typen.svg"} in run["result"]
    assert {"@id": "data/codebook.yml"} in run["object"]


def test_what_the_bundle_does_not_hold_is_told_by_its_hash(
    crate: dict[str, dict[str, Any]],
) -> None:
    absent = {one["name"] for id_, one in crate.items() if id_.startswith("#input-")}
    assert absent == {"data/waves/2019/raw.csv", "data/waves/2019/corrections.yml"}
