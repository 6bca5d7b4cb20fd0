"""What a wave has published: its tables with what their columns hold, and its notebooks."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typfrage.problems import InputError, Problem
from typfrage.results.assembly import MANIFEST_FILE
from typfrage.results.freshness import fresh_results
from typfrage.results.notebook_outputs import FOLDER as NOTEBOOKS
from typfrage.survey.waves.study import Study, Wave


@dataclass(frozen=True)
class TableColumn:
    """A column of a published table.

    Attributes:
        key: Its name in the data file.
        label: Its heading.
        kind: ``text``, ``tally``, ``count``, ``share`` (0 to 1) or ``number``.
        digits: Digits after the decimal mark, as printed; of a share, those of its percentage.
    """

    key: str
    label: str
    kind: str
    digits: int


@dataclass(frozen=True)
class Table:
    """A published table, or the data of a published figure.

    Attributes:
        id: ``tbl-…`` or ``fig-…``.
        caption: What it shows.
        columns: Its columns in order.
        rows: Cells as they stand in the data file: ``.`` where a value is withheld, empty where
            there is none.
    """

    id: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Published:
    """The results of a wave.

    Attributes:
        folder: ``_results/<wave>``.
        inputs: sha256 of what the results rest on, by name.
        files: Names of the stored files, each with the notebook that stored it.
        numbers: The numbers of the text, as printed.
        tables: Tables and data of figures, by id in ascending order.
    """

    folder: Path
    inputs: Mapping[str, str]
    files: Mapping[str, str]
    numbers: Mapping[str, str]
    tables: tuple[Table, ...]

    @property
    def notebooks(self) -> list[str]:
        """Names of the notebooks that stored something, without suffix."""
        return sorted(set(self.files.values()))


def read_results(study: Study, wave: Wave) -> Published:
    """Read the results of a wave.

    Raises:
        InputError: There are none, they are stale or incomplete, a file was changed after it was
            stored, or an older version stored them, which did not describe tables.
    """
    folder = fresh_results(study, wave)
    manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    mend = f"run `typfrage run {wave.id}` again"
    try:
        tables = tuple(_tables(folder, manifest["entries"]))
        files = {
            name: str(entry["notebook"])
            for entry in manifest["entries"].values()
            for name in entry["files"]
        }
        published = Published(folder, manifest["inputs"], files, manifest["numbers"], tables)
    except (KeyError, TypeError):
        what = "another version of typfrage stored these results and did not describe their tables"
        place = str(folder / MANIFEST_FILE)
        raise InputError(Problem(what, place, "captions and columns of tables", mend)) from None
    _check_notebooks(published, mend)
    return published


def _tables(folder: Path, entries: Mapping[str, Mapping[str, Any]]) -> Iterator[Table]:
    for id_, entry in sorted(entries.items()):
        if f"{id_}.csv" not in entry["files"]:
            continue
        told = ("key", "label", "kind", "digits")
        columns = tuple(TableColumn(*(one[name] for name in told)) for one in entry["columns"])
        with (folder / f"{id_}.csv").open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file)
        yield Table(id_, str(entry["caption"]), columns, tuple(map(tuple, rows)))


def _check_notebooks(published: Published, mend: str) -> None:
    executed = published.folder / NOTEBOOKS
    problems = [
        Problem(f"the executed notebook {name} is missing", str(executed), f"{name}{suffix}", mend)
        for name in published.notebooks
        for suffix in (".ipynb", ".html")
        if not (executed / f"{name}{suffix}").is_file()
    ]
    if problems:
        raise InputError(problems)
