"""What a proposal leaves to a person, one question at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from typfrage.survey.proposal.code_questions import of_codes, of_rules, of_signs
from typfrage.survey.proposal.columns import SHOWN_COUNT, Column
from typfrage.survey.proposal.item_columns import ItemProposal
from typfrage.survey.proposal.matching import THRESHOLD, Match
from typfrage.survey.proposal.new_options import all_in_one, own_words, question_of
from typfrage.survey.proposal.proposal import Proposal
from typfrage.survey.proposal.question import (
    COLUMNS,
    FACTS,
    PLACES,
    WORDS,
    Question,
    named,
    new_option,
    worded,
)
from typfrage.survey.proposal.targets import Target
from typfrage.survey.proposal.yaml_text import column_ref, quoted
from typfrage.survey.questionnaire.codebook import Codebook, KeyItem, MultipleItem

_ALIKE = 0.995
"""Below this likeness the words of file and codebook differ."""


def questions(proposal: Proposal, codebook: Codebook) -> tuple[Question, ...]:
    """List what a proposal leaves open, in the order of the checklist.

    No value is named that fewer than five answers have, and none of texts, keys, or numbers.

    Args:
        proposal: What is proposed.
        codebook: The questionnaire of all days.
    """
    return (
        *_facts(proposal),
        *(one for item in proposal.items for one in _without_column(item, proposal)),
        *(_column(column, proposal, codebook) for column in _not_asked_about(proposal)),
        *(_ended(match) for match in proposal.ended),
        *(one for item in proposal.items for one in _reworded(item, proposal)),
        *(one for item in proposal.items for one in of_codes(item, proposal, codebook.languages)),
        *of_signs(proposal),
        *of_rules(proposal),
    )


def _facts(proposal: Proposal) -> Iterator[Question]:
    facts = proposal.facts
    asked = {
        "title": (facts.title, "What is the wave called?"),
        "synthetic": (facts.synthetic, "Are the answers generated? A wrong `false` would deceive."),
        "contacted": (facts.contacted, "How many municipalities were asked?"),
        "field_period.first": (facts.first, "When did the first answer come in?"),
        "field_period.last": (facts.last, "When did the last one come in?"),
        "gebietsstand": (facts.gebietsstand, "Which day's municipal borders do the keys have?"),
        "source.answer_id": (proposal.answer_id, "Which column numbers the answers?"),
    }
    for place, (value, question) in asked.items():
        if value is None:
            yield Question(FACTS, f"`{place}`: {question}")
    if proposal.like is None:
        yield Question(FACTS, "`analysis`: Which question forms the types, and how many are there?")


def _without_column(item: ItemProposal, proposal: Proposal) -> Iterator[Question]:
    if column := all_in_one(item, proposal.unmatched):
        text = f"Do all options of `{item.item.id}` stand in {named(column)}, several in a cell?"
        reasons = (
            "Such cells are not read: the words of an option may hold the sign between them.",
            "Export a column for each option, or split the column, and begin again.",
        )
        yield Question(PLACES, text, reasons)
        return
    for doubt in item.doubts:
        target = doubt.target
        names = [named(column) for column in doubt.candidates]
        text = f"Where is {_what(target)}?"
        unsure = "it is not sure enough" if len(names) == 1 else "neither is sure enough"
        lines = [f"It may be {' or '.join(names)}; {unsure}."] if names else []
        if isinstance(target.item, KeyItem):
            lines.append("Every wave needs one: name its column under `columns` in `wave.yml`.")
            text = f"Where is `{target.id}`, by which municipalities are told apart?"
            yield Question(PLACES, text, tuple(lines))
            continue
        lines.append("If it was not asked any more, say so in `codebook.yml`:")
        before = proposal.facts.first
        last = "…" if before is None else str(before - timedelta(days=1))
        since = (target.option or target.item).valid.first
        days = f"first: {since}, last: {last}" if since else f"last: {last}"
        yield Question(PLACES, text, tuple(lines), (f"valid: {{ {days} }}",))


def _not_asked_about(proposal: Proposal) -> Iterator[Column]:
    """Columns that no question about an item names already."""
    named_already = [all_in_one(item, proposal.unmatched) for item in proposal.items]
    yield from (column for column in proposal.unmatched if column not in named_already)


def _column(column: Column, proposal: Proposal, codebook: Codebook) -> Question:
    item = question_of(column, proposal)
    first = proposal.facts.first or "…"
    lines = []
    if values := [f"{column.values.get(v, v)}" for v in column.shown_values()]:
        lines.append(f"Frequent values (each at least {SHOWN_COUNT} times): {', '.join(values)}.")
    if item is not None:
        text = f"What is {named(column)}? It stands beside the options of `{item.item.id}`."
        lines.append(f"If it is a new option, add it to `{item.item.id}` in `codebook.yml`:")
        snippet = new_option(own_words(column, item), codebook.languages, proposal.facts.first)
        return Question(COLUMNS, text, tuple(lines), (snippet,))
    lines.append(
        "If it is a new question, add it to `codebook.yml`, with its options where it has some, "
        f"and under `columns` in `wave.yml` say `<id>: {{ column: {column_ref(column.ref)} }}`."
    )
    blocks = ", ".join(block.id for block in codebook.blocks)
    snippet_lines = (
        "- id: …",
        "  kind: …  # single, multiple, scale, number or text",
        f"  block: …  # {blocks}",
        "  evidence: F  # found in a source; R where it was reconstructed",
        f"  wording: {worded(column.label, codebook.languages)}",
        f"  valid: {{ first: {first} }}",
    )
    return Question(COLUMNS, f"What is {named(column)}?", tuple(lines), snippet_lines)


def _ended(match: Match) -> Question:
    text = f"{named(match.column)} looks like {_what(match.target)}. Was it asked in this wave?"
    line = "By `codebook.yml` it was not; correct `valid` there if it was."
    return Question(COLUMNS, text, (line,))


def _reworded(item: ItemProposal, proposal: Proposal) -> Iterator[Question]:
    before = proposal.facts.first
    last = "…" if before is None else str(before - timedelta(days=1))
    for match in item.matches:
        said = match.column.labelled or match.how == "label"
        if not said or match.likeness >= _word_bound(match):
            continue
        target = match.target
        part = "wording" if target.option is None else "label"
        old = target.item.wording if target.option is None else target.option.label
        texts = ", ".join(f"{language}: {quoted(text)}" for language, text in old.items())
        lines = (
            f"In the file: {match.column.says}",
            f"If its words were changed, enter the new ones under `{part}` and keep the old ones:",
        )
        snippet = ("former:", f"  - {{ last: {last}, {part}: {{ {texts} }} }}")
        yield Question(WORDS, f"Is {named(match.column)} still {_what(target)}?", lines, snippet)
    for code, label in item.codes.reworded.items():
        yield Question(WORDS, f"`{item.item.id}`: is “{label}” still the option with code {code}?")


def _word_bound(match: Match) -> float:
    """Options are seldom labelled with the words of their question beside them."""
    return THRESHOLD + 0.1 if match.target.option is not None else _ALIKE


def _what(target: Target) -> str:
    if target.option is None:
        return f"`{target.item.id}`, “{target.words[0]}”"
    kind = "the option" if isinstance(target.item, MultipleItem) else "the answer"
    return f"{kind} `{target.id}` of `{target.item.id}`, “{target.words[0]}”"
