"""A draft as the text of ``codebook.yml``: each question says why it is what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from typfrage.survey.new_study.draft import BLOCK, UNKNOWN, Draft, DraftItem
from typfrage.survey.proposal.yaml_text import column_ref, quoted
from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Item,
    KeyItem,
    MultipleItem,
    NumberItem,
    Option,
)

OPEN = "# OPEN: "
"""How the questions to a person begin; they can be searched for."""

_HEAD = """\
# yaml-language-server: $schema=schema/codebook.schema.json
#
# The questionnaire. Drafted by `typfrage study new` from the export: kinds of questions, ids and
# words are proposals. Lines that begin with "OPEN" ask what no export tells.
#
# Kinds: key (the municipality's key, exactly one), single (one option), multiple (several), scale
# (degrees, the lowest first), number (with unit), text (kept for the study team, never published).
# evidence: F found in a source, D derived from one, R reconstructed.
# residual: the option says nothing of its own ("other", "none"); exclusive: it excludes the others.
# asked_if: {{ item: …, chosen: [ … ] }} is a filter: the question was put only to those.
"""


def codebook_text(draft: Draft) -> str:
    """Write a draft as ``codebook.yml``.

    Args:
        draft: The questionnaire and how it was found.
    """
    codebook = draft.codebook
    language = codebook.languages[0]
    block = codebook.blocks[0]
    lines = [
        _HEAD.format(),
        f"id: {codebook.id}",
        f"title: {_wording(codebook.title)}",
        f"languages: [{language}]  # the first is the report's",
        "",
        "# Sections of the questionnaire; each gets a section in the report.",
        "blocks:",
        f"  - {{ id: {BLOCK}, label: {_wording(block.label)} }}",
        "",
        "items:",
        *(line for one in draft.items for line in (*_item(one), "")),
        *_left(draft),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _item(drafted: DraftItem) -> Iterator[str]:
    item = drafted.item
    places = [column_ref(column.ref) for column, _ in drafted.columns]
    if places:
        where = places[0] if len(places) == 1 else f"{places[0]} to {places[-1]}"
        yield f"  # {_one_line(where)}: {drafted.why}"
    else:
        yield f"  # {drafted.why}"
    yield from (f"  {OPEN}{_one_line(question)}" for question in drafted.open)
    yield f"  - id: {item.id}"
    yield f"    kind: {item.kind}"
    yield f"    block: {item.block}"
    yield f"    evidence: {item.evidence.value}"
    yield from (f"    {line}" for line in _of_kind(item))
    yield f"    wording: {_wording(item.wording)}"
    if isinstance(item, ClosedItem):
        yield "    options:"
        yield from (f"      - {_option(option)}" for option in item.options)


def _of_kind(item: Item) -> Iterator[str]:
    if isinstance(item, KeyItem):
        yield f"format: {item.format}"
        if item.pattern is not None:
            yield f"pattern: {quoted(item.pattern)}"
    elif isinstance(item, NumberItem):
        yield f"unit: {_wording(item.unit)}"
        if not item.integer:
            yield "integer: false"
    elif isinstance(item, MultipleItem) and item.max_choices is not None:
        yield f"max_choices: {item.max_choices}"


def _option(option: Option) -> str:
    parts = [f"id: {option.id}", f"code: {quoted(option.code)}", f"label: {_wording(option.label)}"]
    parts += [f"{name}: true" for name in ("residual", "exclusive") if getattr(option, name)]
    return f"{{ {', '.join(parts)} }}"


def _wording(texts: Mapping[str, str]) -> str:
    """The words in each language; nothing where a person must say them."""
    said = (
        f"{language}: {'' if text == UNKNOWN else quoted(text)}".rstrip()
        for language, text in texts.items()
    )
    return f"{{ {', '.join(said)} }}"


def _left(draft: Draft) -> Iterator[str]:
    if draft.left:
        yield "# Columns without a question here: the survey tool's own, or empty."
        yield from (f"#   {_one_line(column_ref(column.ref))}" for column in draft.left)


def _one_line(text: str) -> str:
    return " ".join(text.split())
