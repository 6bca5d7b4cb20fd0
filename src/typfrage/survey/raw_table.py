"""The raw file of a wave as text, whatever format it has: nothing converted, nothing left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import pandas as pd

from typfrage.problems import Cell, InputError, Problem
from typfrage.survey.waves.source import ColumnRef, HeaderCell

LISTED_PROBLEMS = 1000
"""So many problems of one file are listed; beyond them a person mends the cause, not the cells."""


@dataclass(frozen=True)
class ColumnDescription:
    """What the file itself says about a column.

    Attributes:
        label: The question or option in words; empty where the file does not say.
        values: Label of a code, by the code as it stands in the cells.
        missing: Codes that the file declares to stand for an empty answer.
    """

    label: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """The raw file as text.

    Attributes:
        cells: (answers × columns) text; the index is the row as a spreadsheet counts it, or the
            case from 1 where the file has no rows to look at; the columns are positions from 0.
        header: Of every column the lowest header cell that is not empty.
        file: Name of the file.
        unit: What the index counts.
        described: Of every column what the file says about it; empty where the format cannot.
    """

    cells: pd.DataFrame
    header: tuple[str, ...]
    file: str
    unit: Literal["row", "case"] = "row"
    described: tuple[ColumnDescription, ...] = ()

    def position(self, ref: ColumnRef) -> int:
        """Return where a column stands, from 0.

        Raises:
            InputError: There is no such column, or more than one.
        """
        if isinstance(ref, HeaderCell):
            return self._position_of_cell(ref)
        places = [at for at, name in enumerate(self.header) if name == ref]
        if len(places) == 1:
            return places[0]
        raise InputError(
            Problem(
                f"the column {ref!r} is missing"
                if not places
                else f"the column {ref!r} stands there {len(places)} times",
                self.file,
                "exactly one column of this name",
                "correct the column map in wave.yml, or restore the export",
                Cell(self.file, column=ref),
            )
        )

    def column(self, ref: ColumnRef) -> pd.Series:
        """Return the cells of a column."""
        return self.cells[self.position(ref)]

    def name(self, position: int) -> str:
        """Name a column so that nobody takes another one for it."""
        name = self.header[position]
        return name if self.header.count(name) == 1 else f"column {position + 1}"

    def place(self, row: int, position: int) -> str:
        """Say where a cell stands."""
        name = self.header[position]
        column = f'column "{name}"' if self.header.count(name) == 1 else f"column {position + 1}"
        return f"{self.file}, {self.unit} {row}, {column}"

    def cell(self, row: int, position: int) -> Cell:
        """Return a cell's place with what stands there."""
        value = str(self.cells.at[row, position])
        return Cell(self.file, int(row), self.name(position), value)

    def _position_of_cell(self, ref: HeaderCell) -> int:
        if ref.at <= len(self.header) and self.header[ref.at - 1] == ref.header:
            return ref.at - 1
        found = self.header[ref.at - 1] if ref.at <= len(self.header) else "no column"
        raise InputError(
            Problem(
                f"column {ref.at} is {found!r}",
                self.file,
                f"the header {ref.header!r}",
                "correct the column map in wave.yml",
                Cell(self.file, column=f"column {ref.at}"),
            )
        )
