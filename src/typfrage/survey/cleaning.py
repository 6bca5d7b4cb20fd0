"""From the raw file to clean answers, by the rules of codebook, wave and corrections alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.audit import Audit, AuditLog
from typfrage.survey.codebook import (
    Codebook,
    Item,
    KeyItem,
    MultipleItem,
    ScaleItem,
    SingleItem,
)
from typfrage.survey.conversion import Conversion, Converted, convert
from typfrage.survey.keys import clean_keys, refuse_disagreement, refuse_doubles
from typfrage.survey.raw_table import RawTable
from typfrage.survey.screening import correct, screen, supersede
from typfrage.survey.source import ColumnRef, ItemColumns
from typfrage.survey.study import Wave
from typfrage.survey.wave import ChoiceRules


@dataclass(frozen=True)
class CleanAnswers:
    """What remains of a wave's raw file after cleaning.

    Attributes:
        answers: (municipalities × columns), indexed by key in ascending order; columns and types
            as the codebook says: option id for a single choice, place from 1 for a scale, one 0/1
            column an option for a multiple choice.
        reasons: Same shape; why a cell is missing (``MissingReason``), missing where it is not.
        audit: What was changed and excluded.
    """

    answers: pd.DataFrame
    reasons: pd.DataFrame
    audit: Audit

    def __post_init__(self) -> None:
        if len(self.answers) != self.audit.kept:
            raise ValueError(
                f"{self.audit.read} answers read, {len(self.audit.exclusions)} excluded, "
                f"but {len(self.answers)} kept"
            )
        if not (self.answers.isna() == self.reasons.notna()).to_numpy().all():
            raise ValueError("a missing cell has no reason, or a present one has")


def clean(raw: RawTable, wave: Wave, codebook: Codebook) -> CleanAnswers:
    """Clean a wave.

    Args:
        raw: The raw file; it is not changed.
        wave: Column map, screening, rules of choice, corrections.
        codebook: The questionnaire.

    Returns:
        The clean answers with their audit; raw = kept + excluded.

    Raises:
        InputError: Something is covered by no rule; every such cell is listed.
    """
    file = wave.file
    log = AuditLog(raw, raw.column(file.source.answer_id))
    cells = correct(raw, wave.corrections, log)
    cells = screen(cells, raw, file, codebook, log)
    position = raw.position(_column_of(file.columns[codebook.key.id]))
    partner = _partner(cells, raw, wave, codebook)
    keys = clean_keys(cells[position], position, codebook.key, partner, log)
    keys = supersede(keys, cells, raw, file.screening, log)
    refuse_doubles(keys, position, log)
    if partner is not None:
        refuse_disagreement(keys, partner, position, log)
    conversion = Conversion(cells.loc[keys.index], file.source, log)
    items = [item for item in file.items(codebook) if not isinstance(item, KeyItem)]
    converted = _convert(conversion, items, wave)
    audit = log.close()
    if not audit.kept:
        raise InputError(_nothing_left(raw))
    return CleanAnswers(
        answers=_by_key([part.values for part in converted], keys, codebook.key.id),
        reasons=_by_key([part.reasons for part in converted], keys, codebook.key.id),
        audit=audit,
    )


def _convert(conversion: Conversion, items: Sequence[Item], wave: Wave) -> list[Converted]:
    converted: dict[str, Converted] = {}
    for item in items:
        asked = _asked(item, items, converted, conversion.cells.index)
        rules = wave.file.choices.get(item.id, ChoiceRules())
        converted[item.id] = convert(conversion, item, wave.file.columns[item.id], asked, rules)
    return list(converted.values())


def _asked(
    item: Item, items: Sequence[Item], converted: dict[str, Converted], rows: pd.Index
) -> pd.Series:
    """(answers,) whether the filter let the question through."""
    if item.asked_if is None:
        return pd.Series(True, index=rows)
    filtering = next(other for other in items if other.id == item.asked_if.item)
    values = converted[filtering.id].values
    chosen = list(item.asked_if.chosen)
    if isinstance(filtering, MultipleItem):
        offered = [name for name in chosen if name in values]
        return (values[offered] == 1).any(axis=1).astype(bool)
    if isinstance(filtering, ScaleItem):
        places = [at for at, o in enumerate(filtering.options, start=1) if o.id in chosen]
        return values[filtering.id].isin(places)
    return values[filtering.id].isin(chosen)


def _partner(
    cells: pd.DataFrame, raw: RawTable, wave: Wave, codebook: Codebook
) -> pd.Series | None:
    """(answers,) code of the option that the key must agree with; empty where none was chosen."""
    name = codebook.key.agrees_with
    if name is None or name not in wave.file.columns:
        return None
    where = wave.file.columns[name]
    item = codebook.item(name)
    assert isinstance(item, SingleItem)
    codes = cells[raw.position(_column_of(where))].str.strip()
    codes = codes.replace(where.recode) if where.recode else codes
    return codes.where(codes.isin([option.code for option in item.options]), "")


def _nothing_left(raw: RawTable) -> Problem:
    return Problem(
        f"none of the {len(raw.cells)} answers counts",
        raw.file,
        "at least one answer that no screening rule excludes",
        "correct the rules under screening in wave.yml",
    )


def _column_of(where: ItemColumns) -> ColumnRef:
    if where.column is None:
        raise InputError(
            Problem(
                "the key, or the item that it agrees with, stands in several columns",
                "wave.yml, columns",
                "column, for each of both",
                "name the one column that holds the code",
            )
        )
    return where.column


def _by_key(parts: list[pd.DataFrame], keys: pd.Series, name: str) -> pd.DataFrame:
    frame = pd.concat(parts, axis=1)
    frame.index = pd.Index(keys.loc[frame.index], name=name, dtype="str")
    return frame.sort_index()
