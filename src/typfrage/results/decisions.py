"""What the manifest says of every decision to publish: by which rules, and how much is withheld.

It never says which cells were withheld for themselves and which for company, nor any value.

Of a table or figure, ``disclosure`` holds

- ``verdict``: ``WHOLE`` or ``PARTLY``;
- ``minimum_cases``: the threshold; ``withheld``: how many cells are;
- ``columns``: by key the ``kind`` (see :class:`typfrage.profiles.disclosure.Column`), the columns
  of the ``count`` and the ``base`` it rests on, and how many of its cells are ``withheld``;
- ``sums``: along which sums further cells were withheld (see
  :class:`typfrage.profiles.disclosure.Partition`).

Of a text or model, ``made_from`` names the tables and figures that it shows, points to or was made
of. ``number_rules`` says of each number of the text by which rule it was let through.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from typfrage.profiles.disclosure import Column, Partition, Released
from typfrage.results.numbers import Format

WHOLE = "released, nothing withheld"
PARTLY = "released, small counts and their company withheld"

WORDED = "word: made from released values or from the study's files"
_NUMBER_RULES = {
    "count": "count: none, or at least the threshold",
    "share": "share: its base, count and rest are none or at least the threshold",
    "points": "difference in points: its base is at least the threshold",
    "decimal": "decimal: counts no municipalities",
}

_NAMED = re.compile(r"(?:@|/)((?:fig|tbl|txt)-[a-z0-9]+(?:-[a-z0-9]+)*)")


def table_decision(data: Released) -> dict[str, Any]:
    """Return what the manifest says of a released table."""
    withheld = data.withheld.sum()
    return {
        "verdict": PARTLY if withheld.any() else WHOLE,
        "minimum_cases": data.minimum_cases,
        "withheld": int(withheld.sum()),
        "columns": {
            column.key: _column_rule(column) | {"withheld": int(withheld[column.key])}
            for column in data.columns
        },
        "sums": [_sum_rule(partition) for partition in data.partitions],
    }


def number_rule(how: Format) -> str:
    """Return what the manifest says of a number in the text."""
    return _NUMBER_RULES[how.kind]


def named_in(text: str) -> list[str]:
    """Return the ids of what a text includes or points to, in alphabetical order."""
    return sorted(set(_NAMED.findall(text)))


def _column_rule(column: Column) -> dict[str, Any]:
    rests_on = {"count": column.count, "base": column.base}
    return {"kind": column.kind} | {key: name for key, name in rests_on.items() if name}


def _sum_rule(partition: Partition) -> dict[str, Any]:
    return {key: value for key, value in asdict(partition).items() if value}
