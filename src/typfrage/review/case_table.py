"""The raw answers of cases as the raw table of a wave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.raw_table import RawTable
from typfrage.survey.reader import references
from typfrage.survey.waves.cases import CaseFile
from typfrage.survey.waves.corrections import Corrections
from typfrage.survey.waves.source import ColumnRef, HeaderCell
from typfrage.survey.waves.study import Wave


def case_columns(wave: Wave, codebook: Codebook) -> dict[str, int]:
    """Return the columns that cases can fill: their positions from 0, by name.

    A column whose header stands in several is called by its position, such as ``column 7``.

    Args:
        wave: The wave; only columns that ``wave.yml`` or a correction names are read at all.
        codebook: The questionnaire.
    """
    table = _table([], _header(_named(wave, codebook)), "")
    used = {table.position(ref) for ref in _named(wave, codebook)}
    return {table.name(position): position for position in sorted(used)}


def case_table(cases: CaseFile, wave: Wave, codebook: Codebook, file: str) -> RawTable:
    """Return the answers of cases as if they stood in the wave's raw file, in their order.

    Args:
        cases: The cases; their columns are those of :func:`case_columns`.
        wave: The wave.
        codebook: The questionnaire.
        file: How messages call the file.

    Returns:
        Cells that no case states are empty; answers without a name are numbered.
    """
    columns, header = case_columns(wave, codebook), _header(_named(wave, codebook))
    own = _table([], header, file).position(wave.file.source.answer_id)
    rows = []
    for number, case in enumerate(cases.cases, start=1):
        stated = {**cases.common, **case.answer}
        cells = {columns[name]: text for name, text in stated.items()}
        rows.append({own: f"case {number}", **cells})
    return _table(rows, header, file)


def of_rows(table: RawTable, rows: Iterable[int]) -> RawTable:
    """Return some answers of a raw table."""
    return replace(table, cells=table.cells.loc[list(rows)])


def with_corrections_of(wave: Wave, table: RawTable) -> Wave:
    """Return the wave with the corrections that belong to the answers of a table, and no others."""
    names = set(table.column(wave.file.source.answer_id))
    kept = tuple(one for one in wave.corrections.corrections if one.answer in names)
    return replace(wave, corrections=Corrections(corrections=kept))


def _table(rows: Sequence[Mapping[int, str]], header: tuple[str, ...], file: str) -> RawTable:
    cells = [[row.get(at, "") for at in range(len(header))] for row in rows]
    index = pd.RangeIndex(1, len(rows) + 1, name="case")
    frame = pd.DataFrame(cells, index=index, columns=pd.RangeIndex(len(header)), dtype="str")
    return RawTable(frame, header, file, "case")


def _named(wave: Wave, codebook: Codebook) -> list[ColumnRef]:
    corrected = (one.column for one in wave.corrections.corrections)
    return [*references(wave, codebook), *corrected]


def _header(refs: list[ColumnRef]) -> tuple[str, ...]:
    """The headers of all columns, those given by position at their place."""
    placed = {ref.at: ref.header for ref in refs if isinstance(ref, HeaderCell)}
    named = dict.fromkeys(ref for ref in refs if isinstance(ref, str))
    free = [name for name in named if name not in placed.values()]
    last = max(len(placed) + len(free), *placed, 0) if placed else len(free)
    names = iter(free)
    return tuple(placed[at] if at in placed else next(names, "") for at in range(1, last + 1))
