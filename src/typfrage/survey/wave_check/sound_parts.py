"""The parts of a wave with which nothing is wrong, so that they can be checked on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from typfrage.problems import InputError, Problem
from typfrage.survey.audit import AuditLog
from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook, Item
from typfrage.survey.raw_table import RawTable
from typfrage.survey.reader import option_columns
from typfrage.survey.screening import correct
from typfrage.survey.waves.corrections import Correction, Corrections
from typfrage.survey.waves.source import ColumnRef, ItemColumns
from typfrage.survey.waves.study import Wave


def without(codebook: Codebook, broken: Collection[str]) -> Codebook:
    """Return the questionnaire without items, and without those that their answers filter.

    Args:
        codebook: The questionnaire of the wave's day.
        broken: Ids of the items to leave out.
    """
    left_out = set(broken)
    kept: list[Item] = []
    for item in codebook.items:
        if item.asked_if is not None and item.asked_if.item in left_out:
            left_out.add(item.id)
        if item.id not in left_out:
            kept.append(item)
    return codebook.model_copy(update={"items": tuple(kept)})


def only(wave: Wave, codebook: Codebook) -> Wave:
    """Return a wave with the columns of a questionnaire alone."""
    names = {item.id for item in codebook.items}
    columns = {name: where for name, where in wave.file.columns.items() if name in names}
    choices = {name: rules for name, rules in wave.file.choices.items() if name in names}
    update = {"columns": columns, "choices": choices}
    return replace(wave, file=wave.file.model_copy(update=update))


def lacking(table: RawTable, refs: Collection[ColumnRef]) -> list[Problem]:
    """Return the complaints about columns that the raw file lacks."""
    problems: list[Problem] = []
    for ref in refs:
        try:
            table.position(ref)
        except InputError as error:
            problems += error.problems
    return problems


def rule_columns(wave: Wave) -> list[ColumnRef]:
    """Return the columns at which the screening rules look."""
    rules = wave.file.screening
    return [ref for rule in rules for ref in (rule.column, rule.superseded_by) if ref is not None]


def columns_of_item(item: Item, where: ItemColumns) -> list[ColumnRef]:
    """Return the columns in which the answers to a question stand."""
    if where.column is not None:
        return [where.column]
    return option_columns(item, where) if isinstance(item, ClosedItem) else []


def fitting_corrections(raw: RawTable, wave: Wave) -> tuple[Corrections, list[Problem]]:
    """Return the corrections that find what they expect, and the complaints about the others.

    Args:
        raw: The raw file.
        wave: Its corrections are asked one by one where they do not all fit.
    """
    ids = raw.column(wave.file.source.answer_id)
    try:
        correct(raw, wave.corrections, AuditLog(raw, ids))
    except InputError:
        pass
    else:
        return wave.corrections, []
    kept: list[Correction] = []
    problems: list[Problem] = []
    for one in wave.corrections.corrections:
        try:
            correct(raw, Corrections(corrections=(*kept, one)), AuditLog(raw, ids))
            kept.append(one)
        except InputError as error:
            problems += error.problems
    return Corrections(corrections=tuple(kept)), problems
