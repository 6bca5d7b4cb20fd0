"""The raw file of a wave and its columns, read as far as they can be."""

from __future__ import annotations

import os
from dataclasses import replace

from typfrage.problems import Cell, InputError, Problem
from typfrage.survey.formats import read_export
from typfrage.survey.ordinary_files import inside
from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.conventions_found import is_technical
from typfrage.survey.proposal.export import hash_of
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.questionnaire.question_texts import header_in_words
from typfrage.survey.raw_table import RawTable
from typfrage.survey.wave_check.findings import Collected
from typfrage.survey.wave_check.sound_parts import columns_of_item, lacking, rule_columns
from typfrage.survey.waves.study import Wave, check_raw_file
from typfrage.survey.yaml_files.yaml_document import Place


def read_anyway(found: Collected, wave: Wave, lost: tuple[Place, ...]) -> RawTable | None:
    """Read the raw file, even where it is another one than ``wave.yml`` pins.

    Args:
        found: Takes what is wrong with it.
        wave: The wave.
        lost: Parts of ``wave.yml`` that are still open.

    Returns:
        The raw file; ``None`` where it is missing, outside the study unsaid, or unreadable.
    """
    source, path = wave.file.source, wave.raw_file
    if ("source", "sha256") in lost and os.path.isfile(path):
        pinned = source.model_copy(update={"sha256": hash_of(path)})
        wave = replace(wave, file=wave.file.model_copy(update={"source": pinned}))
    try:
        check_raw_file(wave)
    except InputError as error:
        found.errors(error.problems)
    outside = not source.external and not inside(path, wave.folder)
    if outside or not os.path.isfile(path) or not os.access(path, os.R_OK):
        return None
    try:
        return read_export(path, source)
    except InputError as error:
        found.errors(error.problems)
        return None


def missing_columns(
    found: Collected, table: RawTable, wave: Wave, codebook: Codebook, lost: tuple[Place, ...]
) -> set[str]:
    """Note the columns that the raw file lacks.

    Args:
        found: Takes the complaints.
        table: The raw file.
        wave: The column map.
        codebook: The items whose map is sound.
        lost: Parts of ``wave.yml`` that are still open.

    Returns:
        Ids of the items that lack a column.
    """
    problems: list[Problem] = []
    missing: set[str] = set()
    if ("source", "answer_id") not in lost:
        problems += lacking(table, [wave.file.source.answer_id])
    for item in codebook.items:
        own = lacking(table, columns_of_item(item, wave.file.columns[item.id]))
        problems += own
        missing |= {item.id} if own else set()
    problems += lacking(table, rule_columns(wave))
    if problems:
        words = header_in_words(table.header, table.file, codebook)
        found.errors([words] if words else dict.fromkeys(problems))
    return missing


def unmapped_columns(table: RawTable, wave: Wave, codebook: Codebook) -> list[Problem]:
    """Return complaints about columns with answers that no item, rule or survey tool uses.

    Args:
        table: The raw file.
        wave: The column map.
        codebook: The questionnaire of the wave's day.
    """
    refs = [wave.file.source.answer_id]
    for item in codebook.items:
        where = wave.file.columns.get(item.id)
        if where is not None and where.ticks is not None:
            refs += where.ticks.values()
        elif where is not None:
            refs += columns_of_item(item, where)
    refs += rule_columns(wave)
    used = {table.position(ref) for ref in refs if not lacking(table, [ref])}
    return [
        Problem(
            f"the column {table.name(at)!r} belongs to no question",
            f"{table.file}, column {at + 1}",
            "a question of the codebook for each column with answers",
            "map it under columns in wave.yml, or leave it out knowingly",
            Cell(table.file, column=table.name(at)),
        )
        for at, name in enumerate(table.header)
        if at not in used
        and not is_technical(Column(at, name, name))
        and (table.cells[at] != "").any()
    ]
