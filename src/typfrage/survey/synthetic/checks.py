"""What in ``synthesis.yml`` contradicts the codebook or itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from typfrage.problems import one_of
from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Codebook,
    Item,
    MissingReason,
    MultipleItem,
    ScaleItem,
    SingleItem,
)
from typfrage.survey.synthetic.parameters import SynthesisParameters
from typfrage.survey.synthetic.rules import ClosedRule, Drivers
from typfrage.survey.yaml_files.yaml_document import Place
from typfrage.survey.yaml_files.yaml_file import Flaw

STRUCTURE_ITEMS = ("art", "land", "einwohner")
"""Items that are filled from the frame of municipalities, not by rules."""


def parameter_flaws(parameters: SynthesisParameters, codebook: Codebook) -> Iterator[Flaw]:
    """Find what would be left out silently, or break, when a wave is made.

    Args:
        parameters: Well-formed parameters.
        codebook: The questionnaire that is to be answered, as it was put on the first day.
    """
    items = {item.id: item for item in codebook.items}
    yield from _incomplete(parameters, items)
    yield from _odd_panel(parameters)
    for at, rule in enumerate(parameters.closed):
        for number, name in enumerate(rule.items):
            place: Place = ("closed", at, "items", number)
            yield from _wrong_options(place, items.get(name), name, rule.shares)
            yield from _no_code(place, items.get(name), rule)
        yield from _unknown_types(("closed", at, "drivers"), rule.drivers, parameters)
    for at, multiple in enumerate(parameters.multiple):
        name = multiple.item
        yield from _wrong_options(("multiple", at, "item"), items.get(name), name, multiple.choices)
        yield from _unknown_types(("multiple", at, "drivers"), multiple.drivers, parameters)
        for option, choice in multiple.choices.items():
            place = ("multiple", at, "choices", option, "drivers")
            yield from _unknown_types(place, choice.drivers, parameters)


def _incomplete(parameters: SynthesisParameters, items: dict[str, Item]) -> Iterator[Flaw]:
    """Items that nothing fills, or that have no column."""
    questions: Place = ("export", "questions")
    for name in STRUCTURE_ITEMS:
        if name not in items:
            yield Flaw(("structure",), f"the codebook has no item {name!r}", "such an item")
    singles = [name for rule in parameters.closed for name in rule.items]
    multiples = [rule.item for rule in parameters.multiple]
    for name, item in items.items():
        if name not in parameters.export.questions:
            yield Flaw(questions, f"{name!r} has no question code", f"{name}: …")
        if name in STRUCTURE_ITEMS:
            continue
        if isinstance(item, SingleItem | ScaleItem) and name not in singles:
            yield Flaw(("closed",), f"{name!r} has no rule", "a rule for every closed question")
        if isinstance(item, MultipleItem) and name not in multiples:
            yield Flaw(("multiple",), f"{name!r} has no rule", "a rule for every multiple choice")
    if parameters.export.mistyped not in singles:
        yield Flaw(
            ("export", "mistyped"),
            f"{parameters.export.mistyped!r} is no question with one answer",
            one_of(singles),
        )


def _odd_panel(parameters: SynthesisParameters) -> Iterator[Flaw]:
    """Members that there are not, or types that are not planted."""
    panel = parameters.panel
    if panel is None:
        return
    if panel.members > parameters.municipalities:
        what = f"{panel.members} of {parameters.municipalities} municipalities answer again"
        yield Flaw(("panel", "members"), what, f"at most {parameters.municipalities}")
    for name, row in panel.transitions.items():
        for other in row:
            if other not in parameters.types:
                place: Place = ("panel", "transitions", name, other)
                yield Flaw(place, f"no type {other!r} is planted", one_of(parameters.types))


def _wrong_options(
    place: Place, item: Item | None, name: str, options: Iterable[str]
) -> Iterator[Flaw]:
    if not isinstance(item, ClosedItem):
        yield Flaw(place, f"{name!r} is no closed question")
        return
    allowed = [option.id for option in item.options]
    for option in options:
        if option not in allowed:
            yield Flaw(place, f"{option!r} is no option of {name!r}", one_of(allowed))


def _no_code(place: Place, item: Item | None, rule: ClosedRule) -> Iterator[Flaw]:
    reasons = [code.reason for code in item.missing] if item is not None else []
    if rule.dont_know and MissingReason.DONT_KNOW not in reasons:
        yield Flaw(place, 'the question has no code for "don\'t know"', "no dont_know")


def _unknown_types(
    place: Place, drivers: Drivers, parameters: SynthesisParameters
) -> Iterator[Flaw]:
    for name in drivers.types:
        if name not in parameters.types:
            where = (*place, "types", name)
            yield Flaw(where, f"no type {name!r} is planted", one_of(parameters.types))
