"""The first wave of a study whose questionnaire was drafted from its export."""

from __future__ import annotations

from dataclasses import replace

from typfrage.survey.formats import Export
from typfrage.survey.new_study.draft import Draft, DraftItem
from typfrage.survey.proposal import Facts
from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.matching import Doubt, Match, Matching
from typfrage.survey.proposal.proposal import Proposal, propose_matched
from typfrage.survey.proposal.signs import Signs
from typfrage.survey.proposal.targets import Target
from typfrage.survey.waves.conventions import CONVENTIONS


def propose_first(
    name: str, export: Export, columns: tuple[Column, ...], draft: Draft, facts: Facts
) -> Proposal:
    """Propose how the first wave reads the export from which the questionnaire was drafted.

    Args:
        name: Name of the wave.
        export: The raw file.
        columns: Its columns.
        draft: The questionnaire with the columns of each question.
        facts: What a person says about the wave.
    """
    matches = tuple(match for one in draft.items for match in _matches(one))
    used = {match.column.position for match in matches}
    unmatched = tuple(column for column in columns if column.position not in used)
    candidates = () if draft.answer_id is None else (draft.answer_id,)
    doubts = tuple(
        Doubt(Target(one.item, None), candidates) for one in draft.items if not one.columns
    )
    proposal = propose_matched(
        name, export, columns, draft.codebook, None, facts, Matching(matches, doubts, unmatched)
    )
    signs = _signs(draft, proposal)
    if proposal.answer_id is not None or draft.answer_id is None:
        return replace(proposal, signs=signs)
    left = tuple(column for column in proposal.unmatched if column is not draft.answer_id)
    return replace(proposal, signs=signs, answer_id=draft.answer_id, unmatched=left)


def _matches(drafted: DraftItem) -> list[Match]:
    options = {option.id: option for option in getattr(drafted.item, "options", ())}
    return [
        Match(
            Target(drafted.item, None if name is None else options[name]),
            column,
            "label" if column.labelled else "name",
            1.0,
        )
        for column, name in drafted.columns
    ]


def _signs(draft: Draft, proposal: Proposal) -> Signs:
    """The signs of the draft where the convention knows others."""
    preset = CONVENTIONS[proposal.convention.name]
    ticks = [one.ticks for one in draft.items if one.ticks is not None]
    ticked = {sign for one in ticks for sign in one.ticked}
    unticked = {sign for one in ticks for sign in one.unticked} | {""}
    if not ticked or (ticked <= set(preset.ticked) and unticked <= set(preset.unticked)):
        return replace(proposal.signs, unknown={})
    if "" in preset.not_shown and unticked != {""}:
        unticked -= {""}
    return replace(
        proposal.signs,
        ticked=tuple(sorted(ticked)),
        unticked=tuple(sorted(unticked)),
        unknown={},
    )
