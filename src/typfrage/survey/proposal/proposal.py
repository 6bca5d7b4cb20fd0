"""A wave as far as an export tells it: where the answers stand, and what a person must say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from typfrage.survey.formats import Export
from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.conventions_found import (
    Recognised,
    answer_ids,
    is_technical,
    recognise_convention,
)
from typfrage.survey.proposal.empty_codes import with_reasons
from typfrage.survey.proposal.item_columns import ItemProposal, places_of, propose_items
from typfrage.survey.proposal.matching import Match, Matching, match_columns
from typfrage.survey.proposal.screening import ProposedRule, propose_screening
from typfrage.survey.proposal.signs import Signs, find_signs, tick_signs
from typfrage.survey.proposal.targets import targets_of
from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook, NumberItem
from typfrage.survey.waves.conventions import CONVENTIONS
from typfrage.survey.waves.wave import WaveFile

_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*")


@dataclass(frozen=True)
class Facts:
    """What no export tells; ``None`` is still open.

    Attributes:
        title: What the wave is.
        synthetic: No municipality gave these answers.
        contacted: Municipalities that were asked.
        first: First day on which answers came in.
        last: Last one.
        gebietsstand: Day whose municipal borders the keys have.
    """

    title: str | None = None
    synthetic: bool | None = None
    contacted: int | None = None
    first: date | None = None
    last: date | None = None
    gebietsstand: date | None = None


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a wave.

    Attributes:
        name: Name of the wave.
        facts: What a person said about it.
        like: The wave that served as an example.
        export: The raw file as it was read.
        convention: Whose signs it uses.
        signs: What stands for ticks and empty answers beyond that.
        thousands: Separator in its whole numbers.
        answer_id: Column that numbers the answers.
        items: The questions of the wave.
        ended: Columns of questions and options that the codebook does not know for this wave.
        screening: Which answers should not count.
        unmatched: Columns that hold no question.
    """

    name: str
    facts: Facts
    like: WaveFile | None
    export: Export
    convention: Recognised
    signs: Signs
    thousands: str | None
    answer_id: Column | None
    items: tuple[ItemProposal, ...]
    ended: tuple[Match, ...]
    screening: tuple[ProposedRule, ...]
    unmatched: tuple[Column, ...]

    @property
    def matches(self) -> tuple[Match, ...]:
        """The columns that the wave uses."""
        return tuple(match for item in self.items for match in item.matches)


def propose(
    name: str,
    export: Export,
    columns: tuple[Column, ...],
    codebook: Codebook,
    like: WaveFile | None,
    facts: Facts,
) -> Proposal:
    """Propose how a wave reads its export.

    Args:
        name: Name of the wave.
        export: The raw file.
        columns: Its columns.
        codebook: The questionnaire; where the first day is open, its newest state holds.
        like: A wave to take names, rules and parameters from.
        facts: What a person says about the wave.
    """
    matching = match_columns(columns, targets_of(codebook, like))
    return propose_matched(name, export, columns, codebook, like, facts, matching)


def propose_matched(
    name: str,
    export: Export,
    columns: tuple[Column, ...],
    codebook: Codebook,
    like: WaveFile | None,
    facts: Facts,
    matching: Matching,
) -> Proposal:
    """Propose the same where it is known which column holds what.

    Args:
        name: Name of the wave.
        export: The raw file.
        columns: Its columns.
        codebook: The questionnaire.
        like: A wave to take rules and parameters from.
        facts: What a person says about the wave.
        matching: What the columns hold.
    """
    asked = codebook.on(facts.first or newest_day(codebook)).items
    places = {place for item in asked for place in places_of(item)}
    convention = recognise_convention(columns, export.format, tick_signs(matching.matches))
    inside = tuple(match for match in matching.matches if match.target.place in places)
    signs = find_signs(inside, convention.name, like.source if like else None)
    items = propose_items(asked, matching, _empty_signs(convention, signs), like)
    unmatched = tuple(
        column
        for column in matching.unmatched
        if not is_technical(column) and (column.name or column.filled)
    )
    screening = propose_screening(columns, items, convention.name, like, codebook)
    looked_at = [one.rule.column for one in screening if one.rule is not None]
    as_before = (c for c in unmatched if like is not None and c.ref == like.source.answer_id)
    answer_id = next(chain(as_before, answer_ids(matching.unmatched)), None)
    return Proposal(
        name=name,
        facts=facts,
        like=like,
        export=export,
        convention=convention,
        signs=with_reasons(signs, items, convention.name),
        thousands=_thousands(items),
        answer_id=answer_id,
        items=items,
        ended=tuple(match for match in matching.matches if match.target.place not in places),
        screening=screening,
        unmatched=tuple(c for c in unmatched if c != answer_id and c.ref not in looked_at),
    )


def newest_day(codebook: Codebook) -> date:
    """Return a day after which the questionnaire does not change any more."""
    days = [date.min]
    for item in codebook.items:
        options = item.options if isinstance(item, ClosedItem) else ()
        for part in (item, *options):
            days += [part.valid.first] if part.valid.first else []
            ends = [text.last for text in part.former]
            ends += [part.valid.last] if part.valid.last else []
            days += [day + timedelta(days=1) for day in ends]
    return max(days)


def _empty_signs(convention: Recognised, signs: Signs) -> set[str]:
    """What stands for an empty answer in a question with one column."""
    preset = CONVENTIONS[convention.name]
    known = {*preset.not_shown, *preset.not_chosen, *preset.missing, *signs.not_shown}
    return known | set(signs.missing)


def _thousands(items: tuple[ItemProposal, ...]) -> str | None:
    """The mark that groups the digits of whole numbers, if it is one and the same."""
    cells = [
        value
        for item in items
        if isinstance(item.item, NumberItem) and item.item.integer
        for match in item.matches
        for value in match.column.filled
    ]
    marks = {found[1] for cell in cells if (found := _GROUPED.fullmatch(cell))}
    return marks.pop() if len(marks) == 1 else None
