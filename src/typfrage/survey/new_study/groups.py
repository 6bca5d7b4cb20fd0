"""Columns of an export that belong to one question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from typfrage.survey.new_study.ticks import Ticks, tick_columns
from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.texts import normal
from typfrage.survey.raw_table import RawTable

_NUMBERED = re.compile(r"(?P<stem>.*\w)[\[_.(]+(?P<code>\w+)[\])]?")
_IN_WORDS = re.compile(r"(?P<stem>.+?)\s*(?:\[(?P<bracket>[^\[\]]+)\]|:\s+(?P<colon>[^:]+))")
_BETWEEN = (" | ", ": ", " - ", " – ", " / ")
"""What survey tools put between the words of a question and those of its option."""

_EVERY_QUESTION = frozenset({"v", "q", "f", "var", "item", "question", "frage"})
"""Stems that all columns of an export share, whatever they hold."""


@dataclass(frozen=True)
class Group:
    """The columns of one question.

    Attributes:
        question: In words, as far as the export says; else the name of the column or their stem.
        columns: One, or one an option.
        options: Of each option its code and words; empty where the question has one column.
        ticks: What stands for ticks; ``None`` where the question has one column.
        most: Most options that one answer chose; 0 where the question has one column.
        worded: Whether the export says the question in words.
    """

    question: str
    columns: tuple[Column, ...]
    options: tuple[tuple[str, str], ...] = ()
    ticks: Ticks | None = None
    most: int = 0
    worded: bool = True


@dataclass(frozen=True)
class _Part:
    """A column as a part of a question: what all its columns share, and what is its own."""

    column: Column
    stem: str
    question: str
    code: str
    option: str


def group_columns(columns: tuple[Column, ...], table: RawTable) -> tuple[Group, ...]:
    """Find the questions of an export.

    Neighbours whose names, labels or upper header cells share a stem, and that hold ticks, are the
    options of one question.

    Args:
        columns: The columns of the export.
        table: Its cells.
    """
    parts = [_part(column) for column in columns]
    runs = (list(run) for _, run in groupby(parts, key=lambda part: part.stem or part.column))
    return tuple(group for run in runs for group in _groups(run, table))


def _part(column: Column) -> _Part:
    words = _IN_WORDS.fullmatch(column.label or column.name)
    code = _NUMBERED.fullmatch(column.name)
    question, option = "", column.label or column.name
    if words is not None:
        question, option = words["stem"].strip(), (words["bracket"] or words["colon"]).strip()
    if column.question:
        option = column.name.strip()
        stem = f"{column.question}\0"
        return _Part(column, stem, column.question, "", option)
    if code is not None and code["stem"].casefold() not in _EVERY_QUESTION:
        return _Part(column, f"{code['stem']}\0{question}", question, code["code"], option)
    return _Part(column, question and f"\0{question}", question, "", option)


def _groups(run: list[_Part], table: RawTable) -> Iterator[Group]:
    found = None
    if len(run) > 1:
        found = tick_columns([part.column for part in run], [part.option for part in run])
    if found is None:
        yield from (_single(part, alone=len(run) == 1) for part in run)
        return
    ticks, columns = found
    positions = {column.position for column in columns}
    own = _told_apart([part for part in run if part.column.position in positions])
    codes = [part.code for part in own]
    if "" in codes or len(set(codes)) < len(codes):
        codes = [str(number) for number in range(1, len(own) + 1)]
    yield Group(
        question=own[0].question or own[0].stem.partition("\0")[0],
        columns=columns,
        options=tuple(zip(codes, [part.option for part in own], strict=True)),
        ticks=ticks,
        most=_most_ticks(table, columns, ticks),
        worded=bool(own[0].question),
    )
    rest = (part for part in run if part.column.position not in positions)
    yield from (_single(part, alone=False) for part in rest)


def _told_apart(parts: list[_Part]) -> list[_Part]:
    """The parts with the words that all options share as their question."""
    labels = [part.option for part in parts]
    for mark in _BETWEEN:
        for cut in (str.partition, str.rpartition):
            before, _, after = zip(*(cut(label, mark) for label in labels), strict=True)
            for shared, own in ((before, after), (after, before)):
                if len(set(shared)) == 1 and shared[0] and all(own):
                    return [
                        replace(part, question=part.question or shared[0].strip(), option=option)
                        for part, option in zip(parts, own, strict=True)
                    ]
    return parts


def _single(part: _Part, *, alone: bool) -> Group:
    column = part.column
    words = column.question if alone and column.question else column.label
    worded = normal(words) not in ("", normal(column.name)) or " " in normal(column.name)
    return Group(" ".join((words or column.name).split()), (column,), worded=worded)


def _most_ticks(table: RawTable, columns: tuple[Column, ...], ticks: Ticks) -> int:
    cells = table.cells[[column.position for column in columns]]
    ticked = cells.apply(lambda cell: cell.str.strip().isin(ticks.ticked))
    return int(ticked.sum(axis=1).max())
