"""``datapackage.json``: the published tables, and the answers where they are released.

Source: Data Package v1, profiles tabular-data-package and Table Schema,
https://specs.frictionlessdata.io/tabular-data-package/.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from typfrage.publish.bundle.clean_fields import REASONS, CleanField
from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.part import Part, json_bytes
from typfrage.publish.bundle.published import Table, TableColumn
from typfrage.results.language import speaker
from typfrage.results.numbers import WITHHELD
from typfrage.survey.questionnaire.codebook import NumberItem

_TYPES = {"text": "string", "integer": "integer", "number": "number"}
_NUMBERS = {"count": "integer", "tally": "integer", "share": "number", "number": "number"}


def data_package(
    facts: Facts, tables: Sequence[Table], answers: Part | None, fields: Sequence[CleanField]
) -> bytes:
    """Return the descriptor of a tabular data package.

    Args:
        facts: What is told of the study.
        tables: The published tables; each lies below ``results/`` as CSV.
        answers: The clean answers as CSV, ``None`` where they are not released.
        fields: Their columns; all of the questionnaire's where they are not released.
    """
    resources = [_table(table) for table in tables]
    if answers is not None:
        resources.append(
            _resource("answers", answers.path, answers.title, answers_table_schema(fields))
        )
    licence = facts.licences.content
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": re.sub(r"[^a-z0-9._-]", "-", f"{facts.study}-{facts.wave.id}"),
        "title": facts.name,
        "description": f"{facts.status} {facts.description}",
        "version": facts.program,
        "contributors": [{"title": name, "role": "author"} for name in facts.authors],
    }
    if licence:
        described["licenses"] = [{"name": licence, "path": f"https://spdx.org/licenses/{licence}"}]
    return json_bytes(described | {"synthetic": facts.wave.synthetic, "resources": resources})


def answers_table_schema(fields: Sequence[CleanField]) -> dict[str, Any]:
    """Return the columns of the clean answers as a Table Schema.

    Labels in all languages, filters, evidence marks and units stand beside what the standard knows.
    """
    key = [field.name for field in fields if field.key]
    schema = {
        "fields": [_answer_field(field) for field in fields],
        "missingValues": ["", *map(str, REASONS)],
        "missingLabels": {str(reason): label for reason, label in REASONS.items()},
    }
    return schema | ({"primaryKey": key[0]} if key else {})


def _table(table: Table) -> dict[str, Any]:
    schema = {
        "fields": [_table_field(column) for column in table.columns],
        "missingValues": ["", WITHHELD],
    }
    return _resource(table.id, f"results/{table.id}.csv", table.caption, schema)


def _resource(name: str, path: str, title: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": schema,
    }


def _table_field(column: TableColumn) -> dict[str, Any]:
    field = {
        "name": column.key,
        "type": _NUMBERS.get(column.kind, "string"),
        "title": column.label,
        "kind": column.kind,
    }
    unit = {"count": "municipality", "share": "1"}.get(column.kind)
    return field | ({} if unit is None else {"unit": unit})


def _answer_field(field: CleanField) -> dict[str, Any]:
    item = field.item
    described: dict[str, Any] = {
        "name": field.name,
        "type": _TYPES[field.kind],
        "title": next(iter(field.label.values())),
        "labels": field.label,
        "question": item.wording,
        "evidence": str(field.evidence),
    }
    constraints: dict[str, Any] = {"required": True, "unique": True} if field.key else {}
    if field.values:
        whole = field.kind == "integer"
        constraints["enum"] = [int(value) if whole else value for value in field.values]
        described["valueLabels"] = field.values
    if isinstance(item, NumberItem):
        described["unit"] = item.unit
        for name, bound in (("minimum", item.minimum), ("maximum", item.maximum)):
            if bound is not None:
                constraints[name] = int(bound) if item.integer else bound
    if item.asked_if is not None:
        described["askedIf"] = {
            "item": item.asked_if.item,
            "chosen": list(item.asked_if.chosen),
        }
    return described | ({"constraints": constraints} if constraints else {})


def questionnaire_schema(facts: Facts, fields: Sequence[CleanField]) -> bytes:
    """Return the schema of the clean answers as a file of its own."""
    say = speaker(facts.language)
    title = say("Spalten der bereinigten Antworten, Welle {wave}", wave=facts.wave.id)
    return json_bytes({"title": title, "description": facts.status, **answers_table_schema(fields)})
