"""What a manifest declares: which columns count municipalities, and from which number on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

USUAL_MINIMUM = 5
"""The threshold where nothing says another one."""

_COUNTING = frozenset(
    {"base", "basis", "cases", "count", "faelle", "fälle", "kommunen", "municipalities", "n"}
)
"""Headings that count municipalities where no manifest says what a column holds."""


@dataclass(frozen=True)
class Declared:
    """What is known of the tables of a publication.

    Attributes:
        minimum_cases: Smallest count that is published.
        by_file: Of the data file of a table, the headings of its counts of municipalities.
        elsewhere: Headings of such counts in tables without a data file of their own.
    """

    minimum_cases: int = USUAL_MINIMUM
    by_file: Mapping[str, frozenset[str]] = field(default_factory=dict)
    elsewhere: frozenset[str] = _COUNTING

    def counts(self, file: str, heading: str) -> bool:
        """Tell whether a column counts municipalities.

        Args:
            file: Path of the file.
            heading: The column's heading.
        """
        return _plain(heading) in self.by_file.get(_name(file), self.elsewhere)

    def is_declared(self, file: str) -> bool:
        """Tell whether the manifest says what the columns of a file hold."""
        return _name(file) in self.by_file


def declared_in(manifest: Path | None, minimum_cases: int | None = None) -> Declared:
    """Read what a manifest declares.

    Args:
        manifest: ``manifest.json`` of a wave's results; it may be missing or of an older version.
        minimum_cases: The threshold, where the study itself says it.
    """
    entries = _entries(manifest)
    by_file: dict[str, frozenset[str]] = {}
    counts, others = set[str](), set[str]()
    thresholds = []
    for entry in entries.values():
        thresholds.append((entry.get("disclosure") or {}).get("minimum_cases", 0))
        columns = entry.get("columns")
        if columns is None:
            continue
        found = {_plain(c[name]) for c in columns if c["kind"] == "count" for name in _NAMES}
        counts |= found
        others |= {_plain(c[name]) for c in columns if c["kind"] != "count" for name in _NAMES}
        by_file |= {name: frozenset(found) for name in entry["files"] if name.endswith(".csv")}
    minimum = minimum_cases or max(thresholds, default=0) or USUAL_MINIMUM
    return Declared(minimum, by_file, frozenset((_COUNTING | counts) - others))


def _entries(manifest: Path | None) -> dict[str, dict[str, Any]]:
    if manifest is None or not manifest.is_file():
        return {}
    try:
        entries = json.loads(manifest.read_text(encoding="utf-8"))["entries"]
        return {name: dict(entry) for name, entry in entries.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        # It is a file like any other and read as such; what it declares counts for nothing.
        return {}


_NAMES = ("key", "label")


def _name(file: str) -> str:
    return re.split("[/!]", file)[-1]


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().split())
