"""From the raw file to clean answers, by the rules of codebook, wave and corrections alone."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.audit import AuditLog
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.conversion import Conversion, Converted, convert
from typfrage.survey.full_answers import full_answers
from typfrage.survey.keys.keys import (
    clean_keys,
    refuse_disagreement,
    refuse_doubles,
)
from typfrage.survey.keys.municipality import about_the_municipality, only_column
from typfrage.survey.missing.missing_balance import missing_balance
from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Codebook,
    Item,
    KeyItem,
    MultipleItem,
    ScaleItem,
)
from typfrage.survey.raw_table import RawTable
from typfrage.survey.screening import correct, screen, supersede
from typfrage.survey.waves.study import Wave
from typfrage.survey.waves.wave import ChoiceRules


def clean(
    raw: RawTable, wave: Wave, codebook: Codebook, *, may_be_empty: bool = False
) -> CleanAnswers:
    """Clean a wave.

    Args:
        raw: The raw file; it is not changed.
        wave: Column map, screening, rules of choice, corrections.
        codebook: The questionnaire.
        may_be_empty: Whether it is no problem that none of the answers counts.

    Returns:
        The clean answers with their audit; raw = kept + excluded.

    Raises:
        InputError: Something is covered by no rule; every such cell is listed. Or the export holds
            full answers instead of codes, which is said once.
        RuntimeError: Cells that were empty or coded as missing before are not those that are
            missing after cleaning: a defect of this program.
    """
    file = wave.file
    log = AuditLog(raw, raw.column(file.source.answer_id))
    cells = correct(raw, wave.corrections, log)
    cells = screen(cells, raw, file, codebook, log)
    position = raw.position(only_column(file.columns[codebook.key.id]))
    about = about_the_municipality(cells, raw, wave, codebook)
    keys = clean_keys(cells[position], position, codebook.key, about, log)
    keys = supersede(keys, cells, raw, file.screening, log)
    refuse_doubles(keys, position, log)
    if about.land is not None:
        refuse_disagreement(keys, about.land, position, log)
    cells = cells.of(keys.index)
    items = [item for item in file.items(codebook) if not isinstance(item, KeyItem)]
    closed = [item for item in items if isinstance(item, ClosedItem)]
    conversion = Conversion(cells, file.source, log)
    converted = _convert(conversion, items, wave)
    if log.has_problems:
        in_words = full_answers(cells, raw, closed, file.columns, file.source)
        if in_words is not None:
            raise InputError(in_words)
    audit = log.close()
    if not audit.kept and not may_be_empty:
        raise InputError(_nothing_left(raw))
    cleaned = CleanAnswers(
        answers=_by_key([part.values for part in converted], keys, codebook.key.id),
        reasons=_by_key([part.reasons for part in converted], keys, codebook.key.id),
        audit=audit,
    )
    missing_balance(raw, cleaned, wave, codebook).demand()
    return cleaned


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


def _nothing_left(raw: RawTable) -> Problem:
    return Problem(
        f"none of the {len(raw.cells)} answers counts",
        raw.file,
        "at least one answer that no screening rule excludes",
        "correct the rules under screening in wave.yml",
    )


def _by_key(parts: list[pd.DataFrame], keys: pd.Series, name: str) -> pd.DataFrame:
    frame = pd.concat(parts, axis=1)
    frame.index = pd.Index(keys.loc[frame.index], name=name, dtype="str")
    return frame.sort_index()
