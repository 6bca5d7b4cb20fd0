"""What contradicts the codebook in the indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from typfrage.problems import one_of
from typfrage.survey.indicators.indicators import Indicator, IndicatorFile
from typfrage.survey.questionnaire.codebook import (
    Codebook,
    Item,
    MultipleItem,
    NumberItem,
    ScaleItem,
    SingleItem,
)
from typfrage.survey.questionnaire.codebook_flaws import condition_flaws
from typfrage.survey.questionnaire.wording import Wording
from typfrage.survey.yaml_files.yaml_document import Place
from typfrage.survey.yaml_files.yaml_file import Flaw


def indicator_flaws(file: IndicatorFile, codebook: Codebook, forming: str | None) -> Iterator[Flaw]:
    """Find what contradicts the codebook.

    Args:
        file: Its parts are each well-formed.
        codebook: The questionnaire.
        forming: The question that forms the types; ``None`` where that is not known.
    """
    seen: set[str] = set()
    ids = [section.id for section in file.sections]
    for at, section in enumerate(file.sections):
        if section.id in ids[:at]:
            yield Flaw(
                ("sections", at, "id"), f"the id {section.id!r} is taken", "an id of its own"
            )
        yield from _without_wording(("sections", at, "title"), section.title, codebook)
        for number, one in enumerate(section.indicators):
            place = ("sections", at, "indicators", number)
            if one.id in seen:
                yield Flaw((*place, "id"), f"the id {one.id!r} is taken", "an id of its own")
            seen.add(one.id)
            yield from _broken(place, one, codebook, forming)
    of_all = {item.id: item for item in codebook.items if item.asked_if is None}
    allowed = {
        "categories": [name for name, item in of_all.items() if isinstance(item, SingleItem)],
        "indicators": [
            name
            for name, one in file.indicators.items()
            if one.among is None and not of_all.keys().isdisjoint(one.items)
        ],
        "logarithms": [name for name, item in of_all.items() if isinstance(item, NumberItem)],
    }
    for key, names in allowed.items():
        for number, name in enumerate(getattr(file.regression, key)):
            if name not in names:
                what = f"{name!r} is none of the {key} that all municipalities were asked for"
                yield Flaw(("regression", key, number), what, one_of(names))


def _broken(
    place: Place, one: Indicator, codebook: Codebook, forming: str | None
) -> Iterator[Flaw]:
    items = {item.id: item for item in codebook.items}
    usable = [
        name
        for name, item in items.items()
        if isinstance(item, SingleItem | MultipleItem | ScaleItem | NumberItem) and name != forming
    ]
    for number, name in enumerate(one.items):
        if name == forming:
            what = f"{name!r} forms the types; its differences are made, not found"
            yield Flaw((*place, "items", number), what, one_of(usable))
        elif name not in usable:
            what = f"{name!r} is no question that can be counted"
            yield Flaw((*place, "items", number), what, one_of(usable))
        else:
            yield from _odd_choice(place, one, items[name])
    kinds = {items[name].kind: name for name in one.items if name in usable}
    if len(kinds) > 1:
        what = " and ".join(f"{name!r} is of kind {kind!r}" for kind, name in kinds.items())
        yield Flaw((*place, "items"), what, "questions of one kind")
    if len(one.items) > 1 and one.chosen is None:
        what = f"{' and '.join(one.items)} have no options in common that count"
        yield Flaw((*place, "items"), what, "one question, or several with the options chosen")
    for key in ("items", "chosen"):
        names = getattr(one, key) or ()
        if len(set(names)) < len(names):
            yield Flaw((*place, key), f"{key} names one twice", "each once")
    if one.among is not None:
        singles = {name: item for name, item in items.items() if isinstance(item, SingleItem)}
        where = (*place, "among")
        yield from condition_flaws(where, one.among, singles, "single-choice question")
    if one.label is None and not _names_one_option(one, items):
        yield Flaw((*place, "label"), "there is no label", "label: { … }")
    for key in ("label", "strength", "lesson"):
        wording = getattr(one, key)
        if wording is not None:
            yield from _without_wording((*place, key), wording, codebook)


def _names_one_option(one: Indicator, items: Mapping[str, Item]) -> bool:
    """Tell whether the option's label can serve: that of a single choice may be but “yes”."""
    multiple = len(one.items) == 1 and isinstance(items.get(one.items[0]), MultipleItem)
    return multiple and one.chosen is not None and len(one.chosen) == 1


def _odd_choice(place: Place, one: Indicator, item: Item) -> Iterator[Flaw]:
    """What does not fit the question's kind."""
    if (one.within is not None) != isinstance(item, NumberItem):
        what = f"{item.id!r} is of kind {item.kind!r}"
        yield Flaw((*place, "within"), what, "within: { least: …, below: … } for numbers alone")
    if isinstance(item, NumberItem) and one.chosen is not None:
        what = f"{item.id!r} is of kind {item.kind!r} and has no options"
        yield Flaw((*place, "chosen"), what, "within: { least: …, below: … }")
    if isinstance(item, SingleItem) and one.chosen is None:
        allowed = one_of(option.id for option in item.options)
        yield Flaw((*place, "chosen"), f"{item.id!r} needs the options that count", allowed)
    if isinstance(item, ScaleItem | MultipleItem | SingleItem):
        options = [option.id for option in item.options]
        for number, name in enumerate(one.chosen or ()):
            if name not in options:
                what = f"{name!r} is no option of {item.id!r}"
                yield Flaw((*place, "chosen", number), what, one_of(options))


def _without_wording(place: Place, wording: Wording, codebook: Codebook) -> Iterator[Flaw]:
    for language in codebook.languages:
        if not wording.get(language, "").strip():
            yield Flaw(place, f"there is no wording in {language!r}", f"{language}: …")
