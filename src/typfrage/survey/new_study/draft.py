"""The questionnaire as an export lets it be guessed: a draft that a person corrects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from typfrage.survey.formats import Export
from typfrage.survey.new_study.column_values import (
    are_codes,
    are_numbers,
    labels_are_answers,
    repeated_values,
    scale_steps,
)
from typfrage.survey.new_study.groups import Group, group_columns, short_name
from typfrage.survey.new_study.key import find_key, key_format
from typfrage.survey.new_study.ticks import Ticks, values_of
from typfrage.survey.new_study.words import (
    distinct,
    is_exclusive,
    is_residual,
    is_scale,
    most_choices,
    name_of,
    option_name,
)
from typfrage.survey.proposal.columns import SHOWN_COUNT, Column
from typfrage.survey.proposal.conventions_found import answer_ids, is_technical
from typfrage.survey.questionnaire.codebook import Codebook, Item

UNKNOWN = "?"
"""Stands in the draft for words that a codebook needs and no export tells."""

BLOCK = "questions"
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


@dataclass(frozen=True)
class DraftItem:
    """A question with what it was made of.

    Attributes:
        item: The question; words that are not known are :data:`UNKNOWN`.
        columns: The columns that hold it, each with the id of its option.
        why: Why it is of this kind.
        open: What a person must decide.
        ticks: What stands for ticks, where it has a column for each option.
    """

    item: Item
    columns: tuple[tuple[Column, str | None], ...]
    why: str
    open: tuple[str, ...] = ()
    ticks: Ticks | None = None


@dataclass(frozen=True)
class Draft:
    """A questionnaire, and the columns that are left.

    Attributes:
        codebook: The questionnaire.
        items: Its questions with what they were made of, the key first.
        answer_id: Column that numbers or names the answers.
        left: The other columns that hold no question: of the survey tool, or empty.
    """

    codebook: Codebook
    items: tuple[DraftItem, ...]
    answer_id: Column | None
    left: tuple[Column, ...]


def draft_codebook(
    export: Export, columns: tuple[Column, ...], study: str, title: str, language: str
) -> Draft:
    """Draft the questionnaire of an export.

    Nothing that may lead to a respondent is in it: options are labels of the file, or values that
    at least five answers have.

    Args:
        export: The export.
        columns: Its columns.
        study: Id of the study.
        title: Its title.
        language: Language of the export's words.
    """
    answers = len(export.table.cells)
    key = find_key(columns, answers)
    rest = tuple(column for column in columns if column is not key)
    answer_id = next(answer_ids(rest), None) or _one_each(rest)
    asked = tuple(c for c in rest if c is not answer_id and c.filled and not is_technical(c))
    taken: set[str] = set()
    items = [_key_item(key, language, taken)]
    for number, group in enumerate(group_columns(asked, export.table), start=1):
        items.append(_drafted(group, number, language, taken))
    block = {"de": "Fragen", "en": "Questions"}[language]
    codebook = Codebook.model_validate(
        {
            "id": study,
            "title": {language: title},
            "languages": [language],
            "blocks": [{"id": BLOCK, "label": {language: block}}],
            "items": [one.item for one in items],
        }
    )
    used = {column.position for one in items for column, _ in one.columns}
    left = (c for c in columns if c.position not in used and c is not answer_id)
    return Draft(codebook, tuple(items), answer_id, tuple(left))


def _one_each(columns: tuple[Column, ...]) -> Column | None:
    """A column in which every answer has something of its own, such as names."""
    own = (c for c in columns if max(c.counts.values(), default=0) == 1 and "" not in c.counts)
    return next(own, None)


def _key_item(column: Column | None, language: str, taken: set[str]) -> DraftItem:
    format_, pattern = key_format(column)
    (name,) = distinct(["key"], taken)
    parts: dict[str, Any] = {"format": format_}
    if pattern is not None:
        parts["pattern"] = pattern
    words = UNKNOWN if column is None else " ".join((column.question or column.says).split())
    item = _item(name, "key", words, language, parts)
    if column is None:
        return DraftItem(item, (), "every study needs one", ("which column holds the keys?",))
    doubled = any(number > 1 for number in column.filled.values())
    open_ = ("some keys stand in several answers; which are right?",) if doubled else ()
    return DraftItem(item, ((column, None),), "digits that nearly every answer has alone", open_)


def _drafted(group: Group, number: int, language: str, taken: set[str]) -> DraftItem:
    code = short_name(group.columns[0])
    if group.options:
        code = code.rpartition(group.options[0][0])[0].rstrip("[(_. ") or group.question
    (name,) = distinct([name_of(code, number)], taken)
    open_ = () if group.worded else ("how was the question worded?",)
    if group.options:
        return _ticked(group, name, language, taken, open_)
    return _single_column(group, name, language, open_)


def _ticked(
    group: Group, name: str, language: str, taken: set[str], open_: tuple[str, ...]
) -> DraftItem:
    labels = [label for _, label in group.options]
    own_names = [option_name(name, label, at) for at, label in enumerate(labels, start=1)]
    names = distinct(own_names, taken)
    options = [
        _option(own, code, label, language)
        for own, (code, label) in zip(names, group.options, strict=True)
    ]
    several = group.most > 1
    kind = "multiple" if several else "scale" if is_scale(labels) else "single"
    parts: dict[str, Any] = {"options": options if several else [_plain(one) for one in options]}
    why = "some answers ticked several of its columns"
    if not several:
        why = "no answer ticked more than one of its columns"
        open_ = (*open_, "might several have been ticked? then it is of kind multiple")
    elif (most := most_choices(group.question)) is not None and most <= len(options):
        parts["max_choices"] = most
    elif several:
        open_ = (*open_, "was there a largest number of choices? then say max_choices")
    return DraftItem(
        _item(name, kind, group.question, language, parts),
        tuple(zip(group.columns, names, strict=True)),
        why,
        open_,
        group.ticks,
    )


def _single_column(group: Group, name: str, language: str, open_: tuple[str, ...]) -> DraftItem:
    (column,) = group.columns
    columns = ((column, None),)
    if labels_are_answers(column):
        why = "its labels stand in one answer each, as texts do that were given numbers"
        return DraftItem(_item(name, "text", group.question, language, {}), columns, why, open_)
    labelled = {
        value: label for value, label in column.values.items() if value not in column.missing
    }
    often = labelled or {value: value for value in repeated_values(column)}
    steps = () if labelled else scale_steps(often)
    if len(often) < 2 or (are_numbers(column) and not labelled and not are_codes(column)):
        return _open_answer(group, name, language, open_)
    if steps:
        beside = [value for value in often if value not in steps]
        open_ = (*open_, *(f"what does {value} mean? enter it under missing" for value in beside))
        often = {value: value for value in steps}
    labels = list(often.values())
    names = distinct(
        [option_name(name, label, at) for at, label in enumerate(labels, start=1)], set()
    )
    options = [
        _plain(_option(own, value, label, language))
        for own, (value, label) in zip(names, often.items(), strict=True)
    ]
    kind = "scale" if steps or is_scale(labels) else "single"
    why = "the file labels its codes" if labelled else "few texts stand there again and again"
    if steps:
        why = "whole numbers in a row"
        open_ = (*open_, "what do the numbers mean? if they are no degrees, it is of kind single")
    elif kind == "single" and len(often) > 2 and not labelled:
        open_ = (*open_, "are these degrees? then order them and say kind: scale")
    rare = len(values_of(column) - set(often))
    if rare and not labelled and not steps:
        open_ = (*open_, f"{rare} values that fewer than {SHOWN_COUNT} answers have are left out")
    item = _item(name, kind, group.question, language, {"options": options})
    return DraftItem(item, columns, why, open_)


def _open_answer(group: Group, name: str, language: str, open_: tuple[str, ...]) -> DraftItem:
    (column,) = group.columns
    columns = ((column, None),)
    if not are_numbers(column):
        why = "many different texts; they are kept for the study team and never published"
        return DraftItem(_item(name, "text", group.question, language, {}), columns, why, open_)
    fraction = any(re.fullmatch(r"-?[0-9]+[.,][0-9]{1,2}", value) for value in column.filled)
    parts: dict[str, Any] = {"unit": {language: UNKNOWN}}
    if fraction:
        parts["integer"] = False
    item = _item(name, "number", group.question, language, parts)
    return DraftItem(item, columns, "many different numbers", (*open_, "in which unit?"))


def _item(name: str, kind: str, words: str, language: str, parts: Mapping[str, Any]) -> Item:
    return _ITEM.validate_python(
        {
            "id": name,
            "kind": kind,
            "block": BLOCK,
            "evidence": "F",
            "wording": {language: " ".join(words.split()) or UNKNOWN},
            **parts,
        }
    )


def _option(name: str, code: str, label: str, language: str) -> dict[str, Any]:
    option: dict[str, Any] = {"id": name, "code": code, "label": {language: label}}
    if is_residual(label):
        option["residual"] = True
    if is_exclusive(label):
        option["exclusive"] = True
    return option


def _plain(option: Mapping[str, Any]) -> dict[str, Any]:
    """An option where one alone is chosen."""
    return {name: value for name, value in option.items() if name != "exclusive"}
