"""Values as the text of a YAML file that people read and go on writing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from typfrage.survey.waves.source import ColumnRef, HeaderCell

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What YAML takes for a line break, or does not allow, and JSON leaves as it is."""

_PLAIN = re.compile(r"[a-z][a-z0-9_]*")
_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What YAML takes for something else than text."""


def quoted(text: str) -> str:
    """Return a text in the quotes of YAML."""
    escaped = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)


def column_ref(ref: ColumnRef) -> str:
    """Return how ``wave.yml`` names a column."""
    if isinstance(ref, HeaderCell):
        return f"{{ at: {ref.at}, header: {quoted(ref.header)} }}"
    return quoted(ref)


def flow(content: Mapping[str, Any]) -> str:
    """Return keys with values in one line."""
    inside = ", ".join(f"{_key(key)}: {plain_value(value)}" for key, value in content.items())
    return f"{{ {inside} }}"


def plain_value(value: Any) -> str:
    """Return a text, number, truth value or list in one line."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(plain_value(each) for each in value)}]"
    return json.dumps(value)


def _key(key: str) -> str:
    return key if _PLAIN.fullmatch(key) and key not in _NO_TEXT else quoted(key)
