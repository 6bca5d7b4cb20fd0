"""The process that takes an SPSS file apart: what crashes it takes nothing else with it.

ReadStat is written in C, and files that are damaged in certain places make it read beyond its
memory. ``python spss_process.py FILE ENCODING`` writes a line of JSON and,
where the file could be read, a stream of Arrow with the cells.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

MOST_BYTES = 8 << 30
"""Of addresses that the process may have."""

MOST_CELLS = 100_000_000
"""They are objects here; more than a hundred thousand answers to 150 questions."""

MOST_TEXT = 1 << 30
"""Bytes of the values, blanks at the end of texts included."""

VALUES, BLANK = "values", "blank"
"""Begin the names of the columns of a variable: its codes, and where it counts as missing."""


def main(path: str, encoding: str) -> None:
    """Read a file and write what it holds.

    Args:
        path: The file.
        encoding: Its encoding; empty where the file says it.
    """
    _limit_memory()
    try:
        about, cells = read(path, encoding or None)
    except MemoryError:
        _tell({"error": "it takes more memory than any survey"})
        return
    except Exception as error:
        _tell({"error": str(error), "of_text": isinstance(error, UnicodeError)})
        return
    _tell(about)
    with pa.ipc.new_stream(sys.stdout.buffer, cells.schema) as stream:
        stream.write_table(cells)


def read(path: str, encoding: str | None) -> tuple[dict[str, Any], pa.Table]:
    """Read a file twice: with the codes of missing answers, and with these blank.

    Returns:
        What the file says of its variables; and by place of the variable its codes and whether they
        are missing.

    Raises:
        Exception: Whatever pyreadstat raises of a file that it cannot read.
    """
    import pyreadstat

    _, about = pyreadstat.read_sav(path, encoding=encoding, metadataonly=True)
    names = list(about.column_names)
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise ValueError("the names of its variables are damaged")
    if max(about.number_rows or 0, 1) * len(names) > MOST_CELLS:
        raise ValueError(f"it has more than {MOST_CELLS:,} cells")
    width = sum(about.variable_storage_width.values())
    if (about.number_rows or 0) * width > MOST_TEXT:
        raise ValueError(f"it unpacks to more than {MOST_TEXT:,} bytes")
    options: dict[str, Any] = {
        "encoding": encoding,
        "output_format": "dict",
        "disable_datetime_conversion": True,
    }
    known, _ = pyreadstat.read_sav(path, user_missing=False, **options)
    columns = {f"{BLANK}{at}": _blank(known.pop(name)) for at, name in enumerate(names)}
    cells, meta = pyreadstat.read_sav(path, user_missing=True, **options)
    texts = {name for name in names if meta.readstat_variable_types[name] == "string"}
    for at, name in enumerate(names):
        kind = pa.large_string() if name in texts else pa.float64()
        columns[f"{VALUES}{at}"] = pa.array(cells.pop(name), kind, from_pandas=True)
    return _about(meta), pa.table(columns)


def _blank(values: list[Any]) -> pa.Array:
    return pa.array([v is None or (isinstance(v, float) and math.isnan(v)) for v in values])


def _about(meta: Any) -> dict[str, Any]:
    labels: Mapping[str, Mapping[Any, str]] = meta.variable_value_labels
    return {
        "encoding": meta.file_encoding,
        "variables": [
            {
                "name": name,
                "format": meta.original_variable_types[name],
                "label": meta.column_names_to_labels[name] or "",
                "values": list(labels.get(name, {}).items()),
                "missing": [[each["lo"], each["hi"]] for each in meta.missing_ranges.get(name, ())],
            }
            for name in meta.column_names
        ],
    }


def _tell(about: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_BYTES if hard == resource.RLIM_INFINITY else min(MOST_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
