"""Which question a column without a question may belong to."""

from __future__ import annotations

from collections.abc import Iterable

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.item_columns import ItemProposal
from typfrage.survey.proposal.proposal import Proposal
from typfrage.survey.proposal.targets import words
from typfrage.survey.proposal.texts import normal, pieces, raw_pieces
from typfrage.survey.questionnaire.codebook import MultipleItem


def own_words(column: Column, item: ItemProposal) -> str:
    """Return the words of a column's label that are not those of a question."""
    asked = {piece for text in words(item.item.wording) for piece in (normal(text), *pieces(text))}
    return " ".join(text for text in raw_pieces(column.label) if normal(text) not in asked)


def all_in_one(item: ItemProposal, unmatched: Iterable[Column]) -> Column | None:
    """Return the column that holds all choices of a multiple-choice question, as forms write them.

    Its words are those of the question, and none of the options has a column.

    Args:
        item: The question.
        unmatched: The columns that hold no question.
    """
    if not isinstance(item.item, MultipleItem) or item.matches:
        return None
    asked = {normal(text) for text in words(item.item.wording)}
    return next((column for column in unmatched if normal(column.says) in asked), None)


def question_of(column: Column, proposal: Proposal) -> ItemProposal | None:
    """Return the question to whose options a column may belong.

    Its label names the question, or it stands at the end of the options and holds their signs.

    Args:
        column: A column of which nothing else is known.
        proposal: The rest of the wave.
    """
    multiple = [item for item in proposal.items if isinstance(item.item, MultipleItem)]
    for item in multiple:
        if own_words(column, item) not in ("", " ".join(raw_pieces(column.label))):
            return item
    for item in multiple:
        places = [match.column.position for match in item.matches]
        signs = {sign for match in item.matches for sign in match.column.counts}
        beside = bool(places) and min(places) - 1 <= column.position <= max(places) + 1
        if beside and set(column.counts) <= signs:
            return item
    return None
