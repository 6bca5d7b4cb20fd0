"""What contradicts a wave in the cases that a reviewer states of it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping

from typfrage.problems import one_of
from typfrage.review.case_table import case_columns, case_table
from typfrage.survey.questionnaire.codebook import (
    Codebook,
    Item,
    MultipleItem,
    NumberItem,
    ScaleItem,
    SingleItem,
)
from typfrage.survey.waves.cases import CaseFile, CleanValue, Expected
from typfrage.survey.waves.study import Wave
from typfrage.survey.yaml_files.yaml_document import Place
from typfrage.survey.yaml_files.yaml_file import Flaw

_NEAREST = 3


def case_flaws(
    cases: CaseFile, wave: Wave, codebook: Codebook, types: Collection[str]
) -> Iterator[Flaw]:
    """Find unknown columns, items, values and types, and answers of the same name.

    Args:
        cases: The cases.
        wave: Their wave.
        codebook: The questionnaire.
        types: Ids of the wave's types; empty where no case expects one.
    """
    columns, items = case_columns(wave, codebook), items_by_name(wave, codebook)
    reasons = [rule.reason for rule in wave.file.screening]
    found = [*_unknown(("common",), "column", cases.common, columns)]
    for number, case in enumerate(cases.cases):
        place: Place = ("cases", number)
        found += _unknown((*place, "answer"), "column", case.answer, columns)
        found += _of_expected((*place, "expect"), case.expect, columns, reasons, items)
        found += _unknown_types((*place, "expect"), case.expect, types)
    yield from found or _doubles(cases, wave, codebook)


def items_by_name(wave: Wave, codebook: Codebook) -> dict[str, Item]:
    """Return the items of a wave by their ids and by their columns in the clean answers."""
    items = wave.file.items(codebook)
    by_column = {column: item for item in items for column in item.columns}
    return by_column | {item.id: item for item in items}


def _of_expected(
    place: Place,
    expected: Expected,
    columns: Collection[str],
    reasons: Collection[str],
    items: Mapping[str, Item],
) -> Iterator[Flaw]:
    if expected.excluded is not None and expected.excluded not in reasons:
        what = f"the screening of this wave knows no reason {expected.excluded!r}"
        yield Flaw((*place, "excluded"), what, one_of(reasons) if reasons else "none")
    yield from _unknown((*place, "refused"), "column", expected.refused or (), columns)
    changed = [change.column for change in expected.changes or ()]
    yield from _unknown((*place, "changes"), "column", changed, columns)
    yield from _unknown((*place, "values"), "item", expected.values, items)
    yield from _unknown((*place, "missing"), "item", expected.missing, items)
    for name, value in expected.values.items():
        if name in items and (allowed := _wrong(name, value, items[name])):
            yield Flaw((*place, "values", name), f"{value!r} is no value of {name!r}", allowed)
        if name in expected.missing:
            yield Flaw((*place, "missing", name), f"{name!r} has a value above", "one of both")


def _unknown_types(place: Place, expected: Expected, types: Collection[str]) -> Iterator[Flaw]:
    for key in ("type", "second_type"):
        name = expected.of_type.get(key)
        if name is not None and name not in types:
            yield Flaw((*place, key), f"this wave has no type {name!r}", one_of(types))


def _unknown(
    place: Place, kind: str, names: Collection[str], known: Collection[str]
) -> Iterator[Flaw]:
    """Find names that the wave does not know; the nearest known ones are told."""
    for number, name in enumerate(names):
        if name not in known:
            key = name if isinstance(names, Mapping) else number
            small = {each.casefold(): each for each in known}
            near = difflib.get_close_matches(name.casefold(), small, n=_NEAREST)
            likely = " or ".join(small[each] for each in near)
            expected = f"perhaps {likely}" if near else one_of(known)
            yield Flaw((*place, key), f"this wave has no {kind} {name!r}", expected)


def _wrong(name: str, value: CleanValue, item: Item) -> str:
    """What is allowed where a value is none of an item's; empty where it is one."""
    match item:
        case MultipleItem() if name == item.id:
            chosen = value if isinstance(value, tuple) else None
            offered = item.columns
            right = chosen is not None and set(chosen) <= set(offered)
            return "" if right else f"a list of options chosen: {', '.join(offered)}"
        case MultipleItem():
            return "" if value in (0, 1) else "1 for chosen, 0 for not"
        case SingleItem():
            options = [option.id for option in item.options]
            return "" if value in options else one_of(options)
        case ScaleItem():
            last = len(item.options)
            right = isinstance(value, int) and 1 <= value <= last
            return "" if right else f"a place on the scale, 1 to {last}"
        case NumberItem():
            return "" if isinstance(value, int | float) else "a number, without quotes"
        case _:
            return "" if isinstance(value, str) else "text in quotes"


def _doubles(cases: CaseFile, wave: Wave, codebook: Codebook) -> Iterator[Flaw]:
    """Find answers that bear a name that another bears already, once all columns are known."""
    names = case_table(cases, wave, codebook, "").column(wave.file.source.answer_id)
    for number in (at for at, double in enumerate(names.duplicated()) if double):
        what = f"another answer is called {names.iloc[number]!r}, too"
        yield Flaw(("cases", number, "answer"), what, "a name of its own in the column of answers")
