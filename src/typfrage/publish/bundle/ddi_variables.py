"""The questionnaire in ``ddi.xml``: a variable for each column of the clean answers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from typfrage.publish.bundle.clean_fields import REASONS, CleanField
from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.xml_tree import add
from typfrage.results.language import speaker
from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem, NumberItem


def describe_variables(data: ET.Element, facts: Facts, fields: Sequence[CleanField]) -> None:
    """Fill ``dataDscr``: groups by section and by question, then the variables.

    Args:
        data: The element.
        facts: The questionnaire and its language.
        fields: Columns of the clean answers.
    """
    for block in facts.codebook.blocks:
        members = [field for field in fields if field.item.block == block.id]
        if members:
            _group(data, f"block-{block.id}", "section", block.label, members)
    for item in facts.codebook.items:
        if isinstance(item, MultipleItem):
            members = [field for field in fields if field.item.id == item.id]
            _group(data, f"question-{item.id}", "multipleResp", item.wording, members)
    for field in fields:
        _variable(data, facts, field)


def _group(
    data: ET.Element, id_: str, kind: str, label: dict[str, str], members: Sequence[CleanField]
) -> None:
    listed = " ".join(variable_id(field) for field in members)
    group = add(data, "varGrp", ID=id_, type=kind, var=listed)
    for language, text in label.items():
        add(group, "labl", text, language)


def variable_id(field: CleanField) -> str:
    """Return the identifier of a variable within the document."""
    return f"V-{field.name}"


def _variable(data: ET.Element, facts: Facts, field: CleanField) -> None:
    number = isinstance(field.item, NumberItem)
    variable = add(
        data,
        "var",
        ID=variable_id(field),
        name=field.name,
        files="answers",
        intrvl="contin" if number else "discrete",
    )
    for language, text in field.label.items():
        add(variable, "labl", text, language)
    for language, text in field.item.wording.items():
        add(add(variable, "qstn", "", language), "qstnLit", text)
    if isinstance(field.item, NumberItem):
        _range(variable, field.item)
    _universe(variable, facts, field)
    for value, label in field.values.items():
        _category(variable, value, label, missing=False)
    if not field.key:
        for reason, label in REASONS.items():
            _category(variable, str(reason), label, missing=True)
    add(variable, "varFormat", type="character" if field.kind == "text" else "numeric")
    add(variable, "notes", str(field.evidence), type="evidence")


def _range(variable: ET.Element, item: NumberItem) -> None:
    bounds = {"min": item.minimum, "max": item.maximum}
    stated = {name: f"{bound:.15g}" for name, bound in bounds.items() if bound is not None}
    if stated:
        units = "INT" if item.integer else "REAL"
        add(add(variable, "valrng"), "range", UNITS=units, **stated)


def _universe(variable: ET.Element, facts: Facts, field: CleanField) -> None:
    condition = field.item.asked_if
    if condition is None:
        return
    say = speaker(facts.language)
    chosen = [_option(facts.codebook, condition.item, name) for name in condition.chosen]
    question = facts.codebook.label(facts.codebook.item(condition.item).wording)
    text = say(
        "Nur gefragt, wer bei „{question}“ gewählt hat: {options}.",
        question=question,
        options=say.listed(chosen),
    )
    add(variable, "universe", text)


def _option(codebook: Codebook, item: str, name: str) -> str:
    options = getattr(codebook.item(item), "options", ())
    return next((codebook.label(one.label) for one in options if one.id == name), name)


def _category(variable: ET.Element, value: str, label: dict[str, str], *, missing: bool) -> None:
    category = add(variable, "catgry", **({"missing": "Y"} if missing else {}))
    add(category, "catValu", value)
    for language, text in label.items():
        add(category, "labl", text, language)
