"""What cleaning makes of the answers that a reviewer states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from typfrage.problems import InputError
from typfrage.review.case_table import of_rows, with_corrections_of
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.missing.kept_cells import KeptCells
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.study import Wave


@dataclass(frozen=True)
class CellChange:
    """A raw cell that cleaning changed: its column, what it became, and the rule's name."""

    column: str
    becomes: str
    rule: str


@dataclass(frozen=True)
class Outcome:
    """What became of one answer.

    Attributes:
        excluded: Reason why it does not count; ``None`` where it does.
        refused: What is wrong with the cells that no rule covers, by their column.
        values: Clean values by column, the key among them; none where the answer does not count.
        missing: Reasons of the missing ones by column.
        changes: What was changed, in the order of the rules.
    """

    excluded: str | None = None
    refused: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, object] | None = None
    missing: Mapping[str, str] | None = None
    changes: tuple[CellChange, ...] = ()


def outcomes(table: RawTable, wave: Wave, codebook: Codebook) -> tuple[Outcome, ...]:
    """Clean answers together, each as if the refused ones among them had not come.

    Args:
        table: The answers, as they stand in an export.
        wave: The wave whose rules hold; of its corrections, those of these answers are applied.
        codebook: The questionnaire.

    Returns:
        What became of each answer, in the order of the table.

    Raises:
        InputError: Something is wrong with the answers as a whole, or with a correction.
    """
    found: dict[int, Outcome] = {}
    rows = [int(row) for row in table.cells.index]
    while rows:
        answers = of_rows(table, rows)
        own = with_corrections_of(wave, answers)
        try:
            cleaned = clean(answers, own, codebook, may_be_empty=True)
        except InputError as error:
            refused = _refused_cells(error)
            found |= {row: Outcome(refused=cells) for row, cells in refused.items()}
            rows = [row for row in rows if row not in refused]
        else:
            found |= dict(_of_cleaned(cleaned, answers, own, codebook))
            break
    return tuple(found[int(row)] for row in table.cells.index)


def _refused_cells(error: InputError) -> dict[int, dict[str, str]]:
    """Complaints by row and column; one that is about no cell is raised again."""
    found: dict[int, dict[str, str]] = {}
    for problem in error.problems:
        if problem.cell is None or problem.cell.row is None:
            raise error
        of_row = found.setdefault(problem.cell.row, {})
        of_row.setdefault(problem.cell.column, problem.what)
    return found


def _of_cleaned(
    cleaned: CleanAnswers, table: RawTable, wave: Wave, codebook: Codebook
) -> Iterator[tuple[int, Outcome]]:
    changes = _changes(cleaned)
    for row, reason in cleaned.audit.exclusions[["row", "reason"]].itertuples(index=False):
        yield int(row), Outcome(excluded=reason, changes=changes.get(int(row), ()))
    kept = KeptCells.of_kept(table, cleaned.audit, wave, codebook)
    keys = kept.keys(codebook.key.id, cleaned.audit)
    for position, key in zip(kept.kept, keys, strict=True):
        row = int(table.cells.index[position])
        values, reasons = cleaned.answers.loc[key], cleaned.reasons.loc[key]
        yield (
            row,
            Outcome(
                values={codebook.key.id: key}
                | {name: _plain(value) for name, value in values.items()},
                missing={str(name): str(reason) for name, reason in reasons.dropna().items()},
                changes=changes.get(row, ()),
            ),
        )


def _changes(cleaned: CleanAnswers) -> dict[int, tuple[CellChange, ...]]:
    found: dict[int, tuple[CellChange, ...]] = {}
    for change in cleaned.audit.changes.to_dict("records"):
        one = CellChange(change["column"], change["after"], change["rule"])
        found[int(change["row"])] = (*found.get(int(change["row"]), ()), one)
    return found


def _plain(value: object) -> object:
    """A clean value as Python's own; ``None`` where it is missing."""
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
