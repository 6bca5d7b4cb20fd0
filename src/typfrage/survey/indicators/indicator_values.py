"""The indicators of a wave as numbers, one value a municipality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from typfrage.survey.indicators.indicator_links import Links, links
from typfrage.survey.indicators.indicators import Indicator, IndicatorFile, Section
from typfrage.survey.questionnaire.codebook import (
    Codebook,
    Item,
    MultipleItem,
    NumberItem,
    ScaleItem,
    SingleItem,
)

_BOTH = 2


@dataclass(frozen=True, eq=False)
class Indicators:
    """The indicators that a wave has.

    Attributes:
        values: (municipalities × indicators): 1 or 0, a place on a scale from 1, or a number of
            options; missing where the municipality is not part of the indicator's base: not asked,
            not answered, or not among those it is about. Of several questions, one yes suffices,
            and a no takes an answer to each that was put.
        scales: Indicators that are no shares.
        highest: Highest place of each scale, or the number of options that can be chosen.
        labels: What each indicator is called.
        plan: The indicator as it was planned, with the questions and options that the wave has.
        sections: Indicators of each section, in the order of the report.
        titles: Heading of each section.
        structural: Sections that say what municipalities are.
        portrayed: Sections in which the portraits show a type's position.
        filtered: Indicators whose base is only a part of all, by a filter of the questionnaire or
            by what the indicator is about.
        left_out: Indicators of which the wave has no question, or offered no option.
        links: Indicators that follow from each other.
        choices: (municipalities × single-choice questions that indicators rest on) option that was
            chosen.
    """

    values: pd.DataFrame
    scales: frozenset[str]
    highest: Mapping[str, int]
    labels: Mapping[str, str]
    plan: Mapping[str, Indicator]
    sections: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    structural: frozenset[str]
    portrayed: tuple[str, ...]
    filtered: frozenset[str]
    left_out: tuple[str, ...]
    links: Links = field(default_factory=Links)
    choices: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of(self, *sections: str) -> tuple[str, ...]:
        """Return the indicators of some sections; of those that the study has none, none."""
        return tuple(one for section in sections for one in self.sections.get(section, ()))


def indicators_of(
    answers: pd.DataFrame, codebook: Codebook, file: IndicatorFile | None
) -> Indicators:
    """Turn clean answers into indicators.

    Of several questions or options, those that the questionnaire does not have do not count; an
    indicator of which it has none is left out, as is one for which the answers lack a column.

    Args:
        answers: (municipalities × columns) clean answers.
        codebook: The questionnaire as the wave put it, see ``Codebook.on``.
        file: The indicators, checked against the codebook; ``None`` for none.
    """
    sections = () if file is None else file.sections
    planned = [one for section in sections for one in section.indicators]
    items = {item.id: item for item in codebook.items}
    asked = [put for one in planned if (put := _as_asked(one, items)) is not None]
    present = {one.id: one for one in asked if _columns(one, codebook) <= set(answers.columns)}
    columns = {name: _values(one, answers, codebook) for name, one in present.items()}
    scales = {
        name: highest for name, one in present.items() if (highest := _highest(one, codebook))
    }
    kept = {section.id: _present(section, present) for section in sections}
    return Indicators(
        values=pd.DataFrame(columns, index=answers.index, dtype="float64"),
        scales=frozenset(scales),
        highest=scales,
        labels={name: _label(one, codebook) for name, one in present.items()},
        plan=present,
        sections={name: found for name, found in kept.items() if found},
        titles={s.id: codebook.label(s.title) for s in sections if kept[s.id]},
        structural=frozenset(s.id for s in sections if s.structure and kept[s.id]),
        portrayed=tuple(s.id for s in sections if s.portrait and kept[s.id]),
        filtered=frozenset(name for name, one in present.items() if _is_filtered(one, codebook)),
        links=links(present, codebook),
        choices=answers[_single_choices(present.values(), codebook)],
        left_out=tuple(one.id for one in planned if one.id not in present),
    )


def _single_choices(plan: Iterable[Indicator], codebook: Codebook) -> list[str]:
    """Questions of which an indicator counts options."""
    items = dict.fromkeys(name for one in plan if one.among is None for name in one.items)
    return [name for name in items if isinstance(codebook.item(name), SingleItem)]


def _present(section: Section, present: Mapping[str, Indicator]) -> tuple[str, ...]:
    return tuple(one.id for one in section.indicators if one.id in present)


def _columns(one: Indicator, codebook: Codebook) -> set[str]:
    """Columns of the clean answers that an indicator needs."""
    needed = {one.among.item} if one.among else set()
    for name in one.items:
        item = codebook.item(name)
        few = isinstance(item, MultipleItem) and one.chosen is not None
        needed |= set(one.chosen or ()) if few else set(item.columns)
    return needed


def _as_asked(one: Indicator, items: Mapping[str, Item]) -> Indicator | None:
    """The indicator with what the wave has of it; ``None`` where that says nothing."""
    names = [name for name in one.items if name in items]
    among = one.among
    if among is not None:
        chosen = _offered(among.chosen, items.get(among.item))
        among = among.model_copy(update={"chosen": chosen})
        names = names if chosen else []
    if one.chosen is None:
        return one.model_copy(update={"items": tuple(names), "among": among}) if names else None
    names = [name for name in names if _offered(one.chosen, items[name])]
    offered = {option for name in names for option in _offered(one.chosen, items[name])}
    chosen = tuple(option for option in one.chosen if option in offered)
    update = {"items": tuple(names), "chosen": chosen, "among": among}
    return one.model_copy(update=update) if names else None


def _offered(chosen: tuple[str, ...], item: Item | None) -> tuple[str, ...]:
    """Which of some options a question has; none where there is no such question."""
    if not isinstance(item, SingleItem | MultipleItem | ScaleItem):
        return ()
    options = {option.id for option in item.options}
    return tuple(name for name in chosen if name in options)


def _highest(one: Indicator, codebook: Codebook) -> int:
    """Highest place of a scale; 0 for a share."""
    item = codebook.item(one.items[0])
    if one.chosen is not None or isinstance(item, NumberItem):
        return 0
    assert isinstance(item, ScaleItem | MultipleItem)
    return len(item.options) if isinstance(item, ScaleItem) else len(item.substantive)


def _is_filtered(one: Indicator, codebook: Codebook) -> bool:
    asked = (codebook.item(name).asked_if is None for name in one.items)
    return one.among is not None or not any(asked)


def _label(one: Indicator, codebook: Codebook) -> str:
    if one.label is not None:
        return codebook.label(one.label)
    item = codebook.item(one.items[0])
    assert isinstance(item, SingleItem | MultipleItem | ScaleItem)
    assert one.chosen is not None
    return codebook.label(item.option(one.chosen[0]).label)


def _values(one: Indicator, answers: pd.DataFrame, codebook: Codebook) -> pd.Series[float]:
    """Value of each municipality, missing outside the base."""
    items = [codebook.item(name) for name in one.items]
    each = [_of_item(item, one, answers) for item in items]
    values = pd.concat(each, axis=1).max(axis=1)
    if len(each) > 1:
        # Whoever left out a question that was put may have meant yes there.
        open_ = [
            given.isna() & _asked(item, answers, codebook)
            for given, item in zip(each, items, strict=True)
        ]
        values = values.where((values == 1) | ~pd.concat(open_, axis=1).any(axis=1))
    if one.among is None:
        return values
    return values.where(answers[one.among.item].isin(one.among.chosen))


def _asked(item: Item, answers: pd.DataFrame, codebook: Codebook) -> pd.Series[bool]:
    """Tell to which municipalities a question was put, as far as its filter says."""
    if item.asked_if is None:
        return pd.Series(True, answers.index)
    filtering = codebook.item(item.asked_if.item)
    chosen = list(item.asked_if.chosen)
    if isinstance(filtering, MultipleItem):
        return (answers[chosen] == 1).any(axis=1)
    if isinstance(filtering, ScaleItem):
        return answers[filtering.id].isin(
            [at for at, option in enumerate(filtering.options, start=1) if option.id in chosen]
        )
    return answers[filtering.id].isin(chosen)


def _of_item(item: Item, one: Indicator, answers: pd.DataFrame) -> pd.Series[float]:
    match item:
        case MultipleItem():
            columns = list(item.substantive if one.chosen is None else one.chosen)
            given = answers[columns].astype("float64")
            values = given.sum(axis=1) if one.chosen is None else given.max(axis=1)
            return values.where(given.notna().all(axis=1))
        case ScaleItem() if one.chosen is None:
            return answers[item.id].astype("float64")
        case ScaleItem():
            chosen = one.chosen or ()
            places = [at for at, o in enumerate(item.options, start=1) if o.id in chosen]
            return _among(answers[item.id], answers[item.id].isin(places))
        case NumberItem():
            assert one.within is not None
            least, below = one.within.least, one.within.below
            numbers = answers[item.id].astype("float64")
            inside = (numbers >= (-np.inf if least is None else least)) & (
                numbers < (np.inf if below is None else below)
            )
            return _among(numbers, inside)
        case _:
            return _among(answers[item.id], answers[item.id].isin(one.chosen or ()))


def _among(given: pd.Series[float], counted: pd.Series[bool]) -> pd.Series[float]:
    """1 or 0, missing where nothing was given."""
    return counted.astype("float64").where(given.notna())


def default_indicators(codebook: Codebook, forming: str) -> IndicatorFile | None:
    """Return a section for each block, of all closed questions but the one that forms the types.

    Args:
        codebook: The questionnaire.
        forming: The question that forms the types.

    Returns:
        ``None`` where nothing else was asked.
    """
    sections = [
        Section(id=block.id, title=block.label, portrait=True, indicators=found)
        for block in codebook.blocks
        if (
            found := tuple(
                one
                for item in codebook.items
                if item.block == block.id and item.id != forming
                for one in _choices(item)
            )
        )
    ]
    return IndicatorFile(sections=tuple(sections)) if sections else None


def _choices(item: Item) -> Iterator[Indicator]:
    """One indicator an option that says something, or one a scale."""
    if isinstance(item, ScaleItem):
        yield Indicator(id=item.id, items=(item.id,), label=item.wording)
    elif isinstance(item, SingleItem | MultipleItem):
        substantive = [option for option in item.options if not option.residual]
        # Of two options the one says what the other does.
        two = isinstance(item, SingleItem) and len(substantive) == _BOTH
        for option in substantive[:1] if two else substantive:
            name = option.id if isinstance(item, MultipleItem) else f"{item.id}_{option.id}"
            label = {
                language: text
                if isinstance(item, MultipleItem)
                else f"{item.wording[language]} {text}"
                for language, text in option.label.items()
            }
            yield Indicator(id=name, items=(item.id,), chosen=(option.id,), label=label)
