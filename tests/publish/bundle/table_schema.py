"""A small reader of Table Schema, to hold files against what ``datapackage.json`` says of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

READ: dict[str, Callable[[str], object]] = {"string": str, "integer": int, "number": float}


def resources(bundle: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return the resources of a bundle's data package by their names."""
    found = json.loads(bundle["datapackage.json"])["resources"]
    return {one["name"]: one for one in found}


def cells(bundle: dict[str, bytes], path: str) -> tuple[list[str], list[list[str]]]:
    """Return heading and rows of a CSV file."""
    heading, *rows = csv.reader(io.StringIO(bundle[path].decode("utf-8")))
    return heading, rows


def flaws(bundle: dict[str, bytes], resource: dict[str, Any]) -> list[str]:
    """Name what in a resource's file is not as its schema says."""
    heading, rows = cells(bundle, resource["path"])
    fields = resource["schema"]["fields"]
    missing = resource["schema"]["missingValues"]
    found = [] if heading == [field["name"] for field in fields] else ["heading"]
    for at, field in enumerate(fields):
        limits = field.get("constraints", {})
        for text in (row[at] for row in rows if row[at] not in missing):
            value = READ[field["type"]](text)
            if value not in limits.get("enum", [value]):
                found.append(f"{field['name']}: {value}")
            if limits.keys() & {"minimum", "maximum"}:
                low = limits.get("minimum", value)
                high = limits.get("maximum", value)
                if not low <= value <= high:
                    found.append(f"{field['name']}: {value}")
    return found
