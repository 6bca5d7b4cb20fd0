"""Bill of materials and licences, held against the schema of the standard and what is installed."""

from __future__ import annotations

import csv
import io
import json
from importlib.metadata import distribution

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from typfrage.publish.bundle.software import (
    bill_of_materials,
    installed_packages,
    licence_list,
)

PACKAGES = installed_packages(extras=("bundle",))


def test_the_bill_keeps_to_the_official_schema() -> None:
    """Rung 1: the schema of CycloneDX, as its own library ships it."""
    bill = bill_of_materials(PACKAGES).decode("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    broken = bill.replace('"bomFormat": "CycloneDX"', '"bomFormat": "Other"')
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken) is not None


def test_the_bill_names_every_package_with_what_it_needs() -> None:
    bill = json.loads(bill_of_materials(PACKAGES))
    listed = {one["name"]: one["version"] for one in bill["components"]}
    assert bill["metadata"]["component"]["name"] == "typfrage"
    assert listed.items() >= {("numpy", distribution("numpy").version)}
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    pandas, numpy = PACKAGES["pandas"].purl, PACKAGES["numpy"].purl
    assert numpy in needs[pandas]
    assert {ref for refs in needs.values() for ref in refs} <= needs.keys()


def test_neither_time_nor_chance_shows_in_the_bill() -> None:
    bill = json.loads(bill_of_materials(PACKAGES))
    assert bill.keys() & {"serialNumber"} == set()
    assert bill["metadata"].keys() == {"component"}
    assert bill_of_materials(installed_packages(extras=("bundle",))) == bill_of_materials(PACKAGES)


def test_an_extra_counts_only_where_it_is_asked_for() -> None:
    assert "xlsxwriter" in PACKAGES
    assert "xlsxwriter" not in installed_packages()


def test_the_list_names_a_licence_for_every_package() -> None:
    rows = list(csv.DictReader(io.StringIO(licence_list(PACKAGES).decode("utf-8"))))
    assert [row["package"] for row in rows] == sorted(PACKAGES)
    assert [row["package"] for row in rows if not row["licence"]] == []
    assert next(row for row in rows if row["package"] == "xlsxwriter")["licence"] == "BSD-2-Clause"
