"""The key numbers of a notebook, by which a repetition shows whether it came out the same.

One stands in a line, so that a difference names the number that changed. They are read from what
the notebook stored, so that none is told which is not published.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from typfrage.results.language import speaker
from typfrage.results.store import Store
from typfrage.results.stored_files import part_path

_BETWEEN = " · "
_NUMBER = re.compile(r"['+−-]?\d|[.x–]$")
"""How a cell begins that holds a number as readers write it, or the sign for one."""

_MOST = 0.5
"""A column of words may hold some that begin with a digit, such as "100.000 und mehr"."""


@dataclass(frozen=True, repr=False)
class CheckValues:
    """The key numbers of a notebook.

    Attributes:
        values: What each is called, and how it is written.
    """

    values: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.values)


def check_values(store: Store, tables: Mapping[str, Sequence[str] | None]) -> CheckValues:
    """Return the key numbers of a notebook, rounded as they are published.

    Args:
        store: The notebook's part of the results, closed.
        tables: Id of a stored table, or of a figure for its data → the columns that count; ``None``
            for all, and none of them for the number of rows alone. What this study has not stored
            is said to be missing.

    Returns:
        The numbers for the text in alphabetical order, and the cells of the tables row by row;
        empty cells are left out.

    Raises:
        FileNotFoundError: The store is not closed.
    """
    part = json.loads(part_path(store.folder, store.notebook).read_text(encoding="utf-8"))
    values = sorted(part["numbers"].items())
    missing = speaker(store.language)("nicht gespeichert")
    for id_, columns in tables.items():
        if id_ in part["entries"]:
            values += _of_table(id_, store.folder / f"{id_}.csv", columns, missing)
        else:
            values.append((id_, missing))
    return CheckValues(tuple(values))


def _of_table(
    id_: str, path: Path, columns: Sequence[str] | None, missing: str
) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    if columns is not None and not columns:
        yield id_, str(len(rows))
        return
    first = _first_of_values(header, rows, columns)
    wanted = header[first:] if columns is None else columns
    for column in wanted:
        if column not in header:
            yield _BETWEEN.join((id_, column)), missing
    for row in rows:
        told = [" ".join(cell.split()) for cell in row[:first] if cell]
        for column in wanted:
            if column in header and (value := row[header.index(column)]):
                yield _BETWEEN.join((id_, *told, column)), value


def _first_of_values(
    header: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[str] | None
) -> int:
    """Number of columns that name the rows: the first, and the next as long as they hold words."""
    for at in range(1, len(header)):
        cells = [row[at] for row in rows if row[at]]
        numbers = sum(bool(_NUMBER.match(cell)) for cell in cells)
        if header[at] in (columns or ()) or numbers > _MOST * len(cells):
            return at
    return len(header)
