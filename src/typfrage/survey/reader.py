"""Reading the raw file of a wave: every cell as the text that stands there, nothing converted."""

from __future__ import annotations

from collections.abc import Iterator

from typfrage.problems import InputError, Problem
from typfrage.survey.formats import read_export
from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook
from typfrage.survey.questionnaire.question_texts import header_in_words
from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.source import ColumnRef, HeaderCell, ItemColumns
from typfrage.survey.waves.study import Wave, check_raw_file


def read_raw(wave: Wave, codebook: Codebook) -> RawTable:
    """Read the raw file of a wave.

    Args:
        wave: The wave; its source says how the file is written.
        codebook: The questionnaire; every column that the wave maps to it must be there.

    Raises:
        InputError: The file is missing, another one, not written as declared, or lacks columns.
    """
    table = read_export(check_raw_file(wave), wave.file.source)
    problems: list[Problem] = []
    mapped = set()
    for ref in references(wave, codebook):
        mapped.add(ref.header if isinstance(ref, HeaderCell) else ref)
        try:
            table.position(ref)
        except InputError as error:
            problems += error.problems
    if problems:
        others = [name for name in table.header if name not in mapped]
        raise InputError(header_in_words(others, table.file, codebook) or problems)
    return table


def option_columns(item: ClosedItem, where: ItemColumns) -> list[ColumnRef]:
    """Return the tick column of every option, in the order of the options."""
    if where.ticks is not None:
        return [where.ticks[option.id] for option in item.options]
    if where.template is not None:
        return [where.template.replace("{code}", option.code) for option in item.options]
    raise TypeError(f"{item.id!r} stands in one column")


def references(wave: Wave, codebook: Codebook) -> Iterator[ColumnRef]:
    """Return every column that ``wave.yml`` names, some of them again."""
    yield wave.file.source.answer_id
    for item in wave.file.items(codebook):
        where = wave.file.columns[item.id]
        if where.column is not None:
            yield where.column
        elif isinstance(item, ClosedItem):
            yield from option_columns(item, where)
    for rule in wave.file.screening:
        yield from (ref for ref in (rule.column, rule.superseded_by) if ref is not None)
