"""What contradicts what between the parts of a codebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from typfrage.problems import one_of
from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Codebook,
    Condition,
    Item,
    KeyItem,
    MultipleItem,
    NumberItem,
    Option,
    SingleItem,
)
from typfrage.survey.questionnaire.wording import Wording
from typfrage.survey.yaml_files.yaml_document import Place
from typfrage.survey.yaml_files.yaml_file import Flaw


def codebook_flaws(codebook: Codebook) -> Iterator[Flaw]:
    """Find what contradicts what between the parts of a codebook.

    Args:
        codebook: Its parts are each well-formed.
    """
    yield from _double_names(codebook)
    yield from _not_one_key(codebook)
    yield from _unknown_blocks(codebook)
    for at, item in enumerate(codebook.items):
        if item.asked_if is not None:
            before = {one.id: one for one in codebook.items[:at] if isinstance(one, ClosedItem)}
            yield from condition_flaws(
                ("items", at, "asked_if"),
                item.asked_if,
                before,
                "closed question before this one",
            )
        if isinstance(item, KeyItem):
            yield from _unknown_partner(("items", at, "agrees_with"), item, codebook)
    yield from _missing_wordings(codebook)
    for place, one in _dated(codebook):
        yield from _odd_former_texts(place, one)


def _double_names(codebook: Codebook) -> Iterator[Flaw]:
    seen: set[str] = set()
    for place, name in _column_names(codebook):
        if name in seen:
            yield Flaw(place, f"the id {name!r} is taken already", "an id of its own")
        seen.add(name)


def _column_names(codebook: Codebook) -> Iterator[tuple[Place, str]]:
    """Every id that may name a column of the clean answers."""
    for at, item in enumerate(codebook.items):
        yield ("items", at, "id"), item.id
        if isinstance(item, MultipleItem):
            for number, option in enumerate(item.options):
                yield ("items", at, "options", number, "id"), option.id


def _not_one_key(codebook: Codebook) -> Iterator[Flaw]:
    keys = [item.id for item in codebook.items if isinstance(item, KeyItem)]
    if len(keys) != 1:
        what = f"{len(keys)} items are of kind 'key': {keys}"
        yield Flaw(("items",), what, "exactly one of kind 'key'")


def _unknown_blocks(codebook: Codebook) -> Iterator[Flaw]:
    blocks = [block.id for block in codebook.blocks]
    for at, item in enumerate(codebook.items):
        if item.block not in blocks:
            what = f"the block {item.block!r} is unknown"
            yield Flaw(("items", at, "block"), what, one_of(blocks))


def condition_flaws(
    place: Place, condition: Condition, allowed: Mapping[str, ClosedItem], kind: str
) -> Iterator[Flaw]:
    """Find what a filter names that is not there.

    Args:
        place: Where the filter stands.
        condition: The filter.
        allowed: Questions that it may name, by id.
        kind: What these are called.
    """
    if condition.item not in allowed:
        what = f"{condition.item!r} is no {kind}"
        yield Flaw((*place, "item"), what, one_of(allowed))
        return
    options = [option.id for option in allowed[condition.item].options]
    for number, name in enumerate(condition.chosen):
        if name not in options:
            what = f"{name!r} is no option of {condition.item!r}"
            yield Flaw((*place, "chosen", number), what, one_of(options))


def _unknown_partner(place: Place, key: KeyItem, codebook: Codebook) -> Iterator[Flaw]:
    singles = [item.id for item in codebook.items if isinstance(item, SingleItem)]
    if key.agrees_with is not None and key.agrees_with not in singles:
        yield Flaw(place, f"{key.agrees_with!r} is no item of kind 'single'", one_of(singles))


def _missing_wordings(codebook: Codebook) -> Iterator[Flaw]:
    for place, wording in _wordings(codebook):
        for language in codebook.languages:
            if not wording.get(language, "").strip():
                yield Flaw(place, f"there is no wording in {language!r}", f"{language}: …")


def _wordings(codebook: Codebook) -> Iterator[tuple[Place, Wording]]:
    yield ("title",), codebook.title
    for at, block in enumerate(codebook.blocks):
        yield ("blocks", at, "label"), block.label
    for at, item in enumerate(codebook.items):
        yield ("items", at, "wording"), item.wording
        for number, former in enumerate(item.former):
            yield ("items", at, "former", number, "wording"), former.wording
        for number, code in enumerate(item.missing):
            yield ("items", at, "missing", number, "label"), code.label
        if isinstance(item, ClosedItem):
            for number, option in enumerate(item.options):
                place: Place = ("items", at, "options", number)
                yield (*place, "label"), option.label
                for text, label in enumerate(option.former):
                    yield (*place, "former", text, "label"), label.label
        if isinstance(item, NumberItem):
            yield ("items", at, "unit"), item.unit


def _dated(codebook: Codebook) -> Iterator[tuple[Place, Item | Option]]:
    """Everything whose words may have been others."""
    for at, item in enumerate(codebook.items):
        yield ("items", at), item
        if isinstance(item, ClosedItem):
            for number, option in enumerate(item.options):
                yield ("items", at, "options", number), option


def _odd_former_texts(place: Place, one: Item | Option) -> Iterator[Flaw]:
    """Former texts that never held, or whose days do not rise."""
    first, last = one.valid.first, one.valid.last
    days = [text.last for text in one.former]
    for number, day in enumerate(days):
        where = (*place, "former", number, "last")
        if number and day <= days[number - 1]:
            what = f"{day} does not lie after {days[number - 1]}, until which the text before held"
            yield Flaw(where, what, "former texts in ascending order of their last days")
        elif first is not None and day < first:
            what = f"{one.id!r} began on {first}; no text of it held until {day}"
            yield Flaw(where, what, f"a day from {first} on")
        elif last is not None and day >= last:
            what = f"{one.id!r} ended on {last}; its text of today would never have held"
            yield Flaw(where, what, f"a day before {last}")
