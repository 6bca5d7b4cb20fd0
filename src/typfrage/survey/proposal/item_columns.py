"""Where the answers to each question stand, as ``wave.yml`` says it, and how that was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from typfrage.survey.proposal.codes import Codes, compare_codes
from typfrage.survey.proposal.matching import Doubt, Match, Matching
from typfrage.survey.questionnaire.codebook import ClosedItem, Item, Option
from typfrage.survey.waves.source import ItemColumns
from typfrage.survey.waves.wave import WaveFile


@dataclass(frozen=True)
class ItemProposal:
    """The columns of one question.

    Attributes:
        item: The question, with the options that were offered.
        columns: Its columns; ``None`` where none was found.
        matches: The same with what speaks for each.
        doubts: What was not found, with candidates.
        codes: What the codes of its one column mean.
    """

    item: Item
    columns: ItemColumns | None
    matches: tuple[Match, ...]
    doubts: tuple[Doubt, ...] = ()
    codes: Codes = field(default_factory=Codes)

    @property
    def decided(self) -> bool:
        """Tell whether the columns may be used as they were found."""
        return self.columns is not None and not self.codes.undecided


def propose_items(
    items: tuple[Item, ...],
    matching: Matching,
    known: Collection[str],
    like: WaveFile | None,
) -> tuple[ItemProposal, ...]:
    """Say where the answers to each question stand.

    Args:
        items: The questions of the wave with the options that were offered.
        matching: The columns and what they hold.
        known: Signs that the export uses for empty answers.
        like: The example wave.
    """
    matches = {match.target.place: match for match in matching.matches}
    doubts = {doubt.target.place: doubt for doubt in matching.doubts}
    return tuple(_proposed(item, matches, doubts, known, like) for item in items)


def places_of(item: Item) -> list[tuple[str, str]]:
    """Return what columns of a question may hold, as :attr:`Target.place` does."""
    options = item.options if isinstance(item, ClosedItem) else ()
    return [(item.id, ""), *((item.id, option.id) for option in options)]


def _proposed(
    item: Item,
    matches: Mapping[tuple[str, str], Match],
    doubts: Mapping[tuple[str, str], Doubt],
    known: Collection[str],
    like: WaveFile | None,
) -> ItemProposal:
    places = places_of(item)
    found = tuple(matches[place] for place in places if place in matches)
    open_ = tuple(doubts[place] for place in places if place in doubts)
    if not found:
        return ItemProposal(item, None, (), open_)
    if isinstance(item, ClosedItem) and found[0].target.option is not None:
        return ItemProposal(item, _tick_columns(item, found), found, open_)
    codes = Codes()
    (match,) = found
    if isinstance(item, ClosedItem):
        whole = match.target.item
        assert isinstance(whole, ClosedItem)
        before = _recoded_before(item, match, like)
        codes = compare_codes(match.column, whole, item.options, known, before)
    return ItemProposal(
        item, ItemColumns(column=match.column.ref, recode=dict(codes.recode)), found, open_, codes
    )


def _recoded_before(item: Item, match: Match, like: WaveFile | None) -> Mapping[str, str]:
    """How the example wave recodes a column of the same name."""
    if like is None or match.how != "name" or item.id not in like.columns:
        return {}
    return like.columns[item.id].recode


def _tick_columns(item: ClosedItem, found: tuple[Match, ...]) -> ItemColumns:
    """One template where the names are made of the options' codes, otherwise each by itself."""
    ticks = {match.target.id: match.column.ref for match in found}
    if len(found) == len(item.options):
        template = _template(item.options, [ticks[option.id] for option in item.options])
        if template is not None:
            return ItemColumns(template=template)
    return ItemColumns(ticks=ticks)


def _template(options: tuple[Option, ...], refs: list[object]) -> str | None:
    code, first = options[0].code, refs[0]
    if not isinstance(first, str):
        return None
    at = first.find(code)
    while at >= 0:
        before, after = first[:at], first[at + len(code) :]
        made = [f"{before}{option.code}{after}" for option in options]
        if made == refs and "{code}" not in before + after:
            return f"{before}{{code}}{after}"
        at = first.find(code, at + 1)
    return None
