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
_CODE_FIRST = re.compile(r"([A-Za-z]\w*\d[\w\[\]()]*)[.:]\s")
_BETWEEN = (" | ", ": ", " - ", " – ", " / ")
"""What survey tools put between the words of a question and those of its option."""

_FEWEST_IN_WORDS = 3
"""Fewer columns whose names share a word, as "plan_known" and "plan_used" do, are no options."""

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
    said = _said(column)
    words = _IN_WORDS.fullmatch(said)
    question, option = "", said
    if words is not None:
        question, option = words["stem"].strip(), (words["bracket"] or words["colon"]).strip()
    if column.question:
        return _Part(column, f"{column.question}\0", column.question, "", column.name.strip())
    stem, code = _split_name(short_name(column))
    if stem:
        return _Part(column, stem, "", code, said)
    return _Part(column, question and f"\0{question}", question, "", option)


def _split_name(name: str) -> tuple[str, str]:
    """What the columns of a question share in their names, and what stands for the option."""
    found = _NUMBERED.fullmatch(name)
    if found is None:
        return "", ""
    stem, code = found["stem"], found["code"]
    if not _has_digit(code):
        stem, _, code = name.partition("_")
    return ("", "") if stem.casefold() in _EVERY_QUESTION or not code else (stem, code)


def _groups(run: list[_Part], table: RawTable) -> Iterator[Group]:
    found = None
    if len(run) > 1:
        run = _told_apart(run)
        found = tick_columns([part.column for part in run], [part.option for part in run])
    if found is None:
        yield from (_single(part, alone=len(run) == 1) for part in run)
        return
    ticks, columns = found
    if len(columns) < _FEWEST_IN_WORDS and not run[0].question and not _has_digit(run[0].code):
        yield from (_single(part, alone=False) for part in run)
        return
    positions = {column.position for column in columns}
    own = [part for part in run if part.column.position in positions]
    codes = [part.code for part in own]
    if "" in codes or len(set(codes)) < len(codes):
        codes = [str(number) for number in range(1, len(own) + 1)]
    yield Group(
        question=own[0].question or own[0].stem,
        columns=columns,
        options=tuple(zip(codes, [part.option for part in own], strict=True)),
        ticks=ticks,
        most=_most_ticks(table, columns, ticks),
        worded=bool(own[0].question),
    )
    rest = (part for part in run if part.column.position not in positions)
    yield from (_single(part, alone=False) for part in rest)


def _has_digit(code: str) -> bool:
    return any(sign.isdigit() for sign in code)


def _told_apart(parts: list[_Part]) -> list[_Part]:
    """The parts with the words that all options share as their question."""
    if parts[0].question:
        return parts
    labels = [part.option for part in parts]
    words = [_IN_WORDS.fullmatch(label) for label in labels]
    if len({found and found["stem"] for found in words}) == 1 and words[0] is not None:
        return [
            replace(part, question=found["stem"], option=found["bracket"] or found["colon"])
            for part, found in zip(parts, words, strict=True)
            if found is not None
        ]
    for mark in _BETWEEN:
        for cut in (str.partition, str.rpartition):
            before, _, after = zip(*(cut(label, mark) for label in labels), strict=True)
            for shared, own in ((before, after), (after, before)):
                if len(set(shared)) == 1 and shared[0] and all(own):
                    return [
                        replace(part, question=shared[0].strip(), option=option.strip())
                        for part, option in zip(parts, own, strict=True)
                    ]
    return parts


def _single(part: _Part, *, alone: bool) -> Group:
    column = part.column
    words = column.question if alone and column.question else _said(column)
    worded = normal(words) != normal(column.name) or " " in normal(column.name)
    return Group(" ".join(words.split()), (column,), worded=worded)


def short_name(column: Column) -> str:
    """The code before the words where a header holds both, such as "Q5[2]. Which goals?"."""
    found = _CODE_FIRST.match(column.name)
    return found[1] if found else column.name


def _said(column: Column) -> str:
    """The words of a column; its name where there are none."""
    behind = column.name.removeprefix(short_name(column)).lstrip(".: ")
    return column.label or behind or column.name


def _most_ticks(table: RawTable, columns: tuple[Column, ...], ticks: Ticks) -> int:
    cells = table.cells[[column.position for column in columns]]
    ticked = cells.apply(lambda cell: cell.str.strip().isin(ticks.ticked))
    return int(ticked.sum(axis=1).max())
