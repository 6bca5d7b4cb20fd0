"""The columns of an export as something that can be recognised: names, labels, values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from typfrage.survey.proposal.texts import normal
from typfrage.survey.proposal.tool_headings import LIMESURVEY_HEADINGS
from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.source import ColumnRef, HeaderCell

SHOWN_COUNT = 5
"""A value that fewer answers have is shown in no file: it may lead to a municipality."""

_MOST_SHOWN = 12
_LONGEST_SHOWN = 40
_CODED = 0.8
"""Share of the answers that repeated values make up where a column holds codes, not texts."""

_CODE_FIRST = re.compile(r"^([^\s.:]+)[.:]?\s")


@dataclass(frozen=True)
class Column:
    """A column of an export.

    Attributes:
        position: From 0.
        name: What the survey tool calls it.
        ref: How ``wave.yml`` names it.
        label: Question or option in words, where the file says it beside the name.
        question: The question in words, where a header row of its own holds it.
        values: Label of a code, where the file says it.
        missing: Codes that the file declares to stand for an empty answer.
        counts: How often each value stands there, without blanks at its ends; the empty one is "".
    """

    position: int
    name: str
    ref: ColumnRef
    label: str = ""
    question: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    missing: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def says(self) -> str:
        """The words by which the column can be recognised; its name if there are no others."""
        return self.label or self.name

    @property
    def labelled(self) -> bool:
        """Tell whether the file says in words what the column holds."""
        return normal(self.label) not in ("", normal(self.name))

    @property
    def names(self) -> frozenset[str]:
        """The name, the code before a text where a header holds both, and what it stands for."""
        code = _CODE_FIRST.match(self.name)
        found = {self.name, code.group(1) if code else "", LIMESURVEY_HEADINGS.get(self.name, "")}
        return frozenset(found - {""}) or frozenset({""})

    @cached_property
    def filled(self) -> Mapping[str, int]:
        """How often each value stands there that is not empty."""
        return {value: number for value, number in self.counts.items() if value}

    def shown_values(self) -> list[str]:
        """Return frequent values in their order as text, none where they may lead to somebody."""
        often = {value: n for value, n in self.filled.items() if n >= SHOWN_COUNT}
        short = all(len(value) <= _LONGEST_SHOWN for value in often)
        coded = often and sum(often.values()) >= _CODED * sum(self.filled.values())
        return sorted(often) if coded and short and len(often) <= _MOST_SHOWN else []


def columns_of(
    table: RawTable, names: tuple[str, ...] = (), questions: tuple[str, ...] = ()
) -> tuple[Column, ...]:
    """Describe the columns of an export.

    Args:
        table: The export.
        names: What the survey tool calls the columns where the header of the table holds their
            labels; the header holds the names if left out.
        questions: Header row that stands above options, with each question above its first one.

    Returns:
        One description a column, in their order.
    """
    described = []
    asked = ""
    for position, header in enumerate(table.header):
        asked = questions[position].strip() if questions and questions[position].strip() else asked
        own = table.described[position] if table.described else None
        cells = table.cells[position].str.strip()
        described.append(
            Column(
                position=position,
                name=names[position] if names else header,
                ref=_ref(table.header, position),
                label=own.label if own else _label(header, asked, named=bool(names)),
                question=asked,
                values=own.values if own else MappingProxyType({}),
                missing=own.missing if own else (),
                counts={str(value): int(n) for value, n in cells.value_counts().items()},
            )
        )
    return tuple(described)


def _label(header: str, question: str, *, named: bool) -> str:
    if question and question != header.strip():
        return f"{question} [{header}]"
    return header if named else ""


def _ref(header: tuple[str, ...], position: int) -> ColumnRef:
    """The header if no other column has it, otherwise the position with the header."""
    name = header[position]
    if name and header.count(name) == 1:
        return name
    return HeaderCell(at=position + 1, header=name)
