"""A proposal as the text of ``wave.yml``: each line says how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from typfrage.survey.formats.reading import FORMATS
from typfrage.survey.proposal.item_columns import ItemProposal
from typfrage.survey.proposal.matching import Match
from typfrage.survey.proposal.proposal import Proposal
from typfrage.survey.proposal.yaml_text import column_ref, flow, plain_value, quoted
from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook
from typfrage.survey.waves.conventions import CONVENTIONS
from typfrage.survey.waves.wave import Screening


def wave_text(proposal: Proposal, codebook: Codebook, file: Mapping[str, Any]) -> str:
    """Write a proposal as ``wave.yml``.

    Args:
        proposal: What is proposed.
        codebook: The questionnaire, for its languages.
        file: ``file``, ``sha256`` and ``external`` of the source.
    """
    lines = [
        "# yaml-language-server: $schema=../../schema/wave.schema.json",
        "#",
        "# Proposed by `typfrage wave new`. A comment says how a line was found; what is empty, no",
        "# export tells. checklist.md asks for it, and what is left is said by",
        f"# `typfrage wave check {proposal.name}`.",
        "",
        *_facts(proposal, codebook),
        "",
        *_source(proposal, file),
        "",
        *_screening(proposal),
        *_choices(proposal),
        *_analysis(proposal),
        "columns:",
        *(line for item in proposal.items for line in _item(item)),
    ]
    return "\n".join(lines) + "\n"


def _facts(proposal: Proposal, codebook: Codebook) -> Iterator[str]:
    facts = proposal.facts
    yield f"id: {quoted(proposal.name)}"
    if facts.title is None:
        yield "title:  # what is this wave?"
        yield from (f"  {language}:" for language in codebook.languages)
    else:
        yield f"title: {flow(dict.fromkeys(codebook.languages, facts.title))}"
    said = "" if facts.synthetic is None else f" {plain_value(facts.synthetic)}"
    yield f"synthetic:{said}" + _open(said, "true if no municipality gave these answers")
    said = "" if facts.contacted is None else f" {facts.contacted}"
    yield f"contacted:{said}" + _open(said, "how many were asked?")
    yield "field_period:"
    for name, day in (("first", facts.first), ("last", facts.last)):
        said = "" if day is None else f" {day}"
        yield f"  {name}:{said}" + _open(said, f"the {name} day on which answers came in")
    said = "" if facts.gebietsstand is None else f" {facts.gebietsstand}"
    yield f"gebietsstand:{said}" + _open(said, "the day whose municipal borders the keys have")


def _source(proposal: Proposal, file: Mapping[str, Any]) -> Iterator[str]:
    export, signs = proposal.export, proposal.signs
    yield "source:"
    yield from (f"  {name}: {plain_value(value)}" for name, value in file.items())
    if FORMATS.get("." + str(file["file"]).rpartition(".")[2].lower()) != export.format:
        yield f"  format: {export.format}"
    if export.sheet is not None:
        yield f"  sheet: {quoted(export.sheet)}"
    if export.format == "delimited":
        yield f"  encoding: {export.encoding}  # {export.encoding_found}"
        yield f"  delimiter: {quoted(str(export.delimiter))}"
        yield f"  header_rows: {export.header_rows}"
    column = proposal.answer_id
    said = "" if column is None else f" {column_ref(column.ref)}"
    yield f"  answer_id:{said}" + _open(said, "the column that numbers the answers")
    yield f"  convention: {proposal.convention.name}  # by {_comment(proposal.convention.by)}"
    example = (
        f", partly as in wave {proposal.like.id}" if proposal.like and signs.from_example else ""
    )
    for name in ("ticked", "unticked", "not_shown"):
        values = getattr(signs, name)
        if not set(values) <= set(getattr(CONVENTIONS[proposal.convention.name], name)):
            yield f"  {name}: {plain_value(values)}  # as they stand in the file{example}"
    if signs.missing:
        reasons = {code: reason.value for code, reason in signs.missing.items()}
        yield f"  missing: {flow(reasons)}  # by their labels"
    if proposal.thousands is not None:
        yield f"  thousands: {quoted(proposal.thousands)}  # as in the whole numbers of the file"


def _screening(proposal: Proposal) -> Iterator[str]:
    if not proposal.screening:
        return
    yield "screening:"
    for one in proposal.screening:
        if one.rule is None:
            yield f"  # {one.reason}: {_comment(one.by)}"
            continue
        yield f"  - reason: {one.reason}  # {one.by}"
        yield f"    label: {flow(one.rule.label)}"
        yield from (f"    {line}" for line in _condition(one.rule))
    yield ""


def _condition(rule: Screening) -> Iterator[str]:
    if rule.column is not None:
        yield f"column: {column_ref(rule.column)}"
    if rule.superseded_by is not None:
        yield f"superseded_by: {column_ref(rule.superseded_by)}"
    for name in ("empty", "matches", "equals", "unanswered"):
        value = getattr(rule, name)
        if value is not None:
            yield f"{name}: {plain_value(value)}"


def _choices(proposal: Proposal) -> Iterator[str]:
    names = {item.item.id for item in proposal.items}
    kept = {n: r for n, r in (proposal.like.choices if proposal.like else {}).items() if n in names}
    if kept and proposal.like is not None:
        yield f"choices:  # as in wave {proposal.like.id}"
        for name, rules in kept.items():
            yield f"  {name}: {flow(rules.model_dump(exclude_unset=True))}"
        yield ""


def _analysis(proposal: Proposal) -> Iterator[str]:
    if proposal.like is None:
        yield "analysis:"
        yield "  types_from:  # the multiple-choice question that forms the types"
        yield "  k:  # number of types"
        yield "  seed:  # any whole number"
    else:
        yield f"analysis:  # as in wave {proposal.like.id}"
        for name, value in proposal.like.analysis.model_dump(exclude_unset=True).items():
            yield f"  {name}: {plain_value(value)}"
    yield ""


def _item(proposed: ItemProposal) -> Iterator[str]:
    name, columns = proposed.item.id, proposed.columns
    if columns is None:
        yield f"  # {name}:  # no column found"
        return
    comment = f"  # {how_found(proposed.matches)}"
    if len(proposed.item.columns) > len(proposed.matches):
        comment += f" of {len(proposed.item.columns)} options; see checklist.md"
    elif columns.column is None:
        comment += f", {len(proposed.matches)} options"
    if columns.ticks is not None:
        yield f"  {name}:{comment}"
        yield "    ticks:"
        for match in proposed.matches:
            ref = column_ref(match.column.ref)
            yield f"      {match.target.id}: {ref}  # {how_found((match,))}"
    elif columns.template is not None:
        yield f"  {name}: {{ template: {quoted(columns.template)} }}{comment}"
    else:
        assert columns.column is not None
        parts = {"column": column_ref(columns.column)}
        if columns.recode:
            parts["recode"] = flow(columns.recode)
            comment += f", {_how_recoded(proposed)}"
        inside = ", ".join(f"{part}: {text}" for part, text in parts.items())
        off = "" if proposed.decided else "# "
        yield f"  {off}{name}: {{ {inside} }}{comment}"


def _how_recoded(proposed: ItemProposal) -> str:
    if not proposed.codes.by_words:
        return "codes as before"
    assert isinstance(proposed.item, ClosedItem)
    return f"codes by option texts, {proposed.codes.by_words} of {len(proposed.item.options)}"


def how_found(matches: tuple[Match, ...]) -> str:
    """Say what speaks for columns: their names, their words, or the texts of options."""
    said = []
    for how, words in (("name", "by name"), ("label", "by label"), ("options", "by option texts")):
        likeness = [match.likeness for match in matches if match.how == how]
        if likeness and how == "label":
            words += f" {min(likeness):.2f}"
        if likeness and len(likeness) < len(matches):
            words += f" ({len(likeness)})"
        said += [words] if likeness else []
    return ", ".join(said)


def _open(said: str, question: str) -> str:
    return "" if said else f"  # {question}"


def _comment(text: str) -> str:
    """A text that stays in its line."""
    return " ".join(text.split())
