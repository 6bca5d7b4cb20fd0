"""What in ``wave.yml`` contradicts the codebook or itself."""

from __future__ import annotations

from collections.abc import Iterator

from typfrage.problems import one_of
from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook, Item, MultipleItem
from typfrage.survey.waves.source import ItemColumns
from typfrage.survey.waves.wave import WaveFile
from typfrage.survey.yaml_files.yaml_document import Place
from typfrage.survey.yaml_files.yaml_file import Flaw


def wave_flaws(wave: WaveFile, codebook: Codebook) -> Iterator[Flaw]:
    """Find what contradicts the codebook or itself.

    Args:
        wave: Its parts are each well-formed.
        codebook: The questionnaire that the wave used.
    """
    if wave.field_period.first > wave.field_period.last:
        yield Flaw(("field_period",), "the field period ends before it begins")
    if wave.analysis.k not in wave.numbers_of_types:
        first, last = wave.analysis.k_range
        what = f"k = {wave.analysis.k} is not among the numbers of types that are compared"
        yield Flaw(("analysis", "k"), what, f"{first} to {last}, or a wider k_range")
    asked = {item.id: item for item in wave.items(codebook)}
    for item in asked.values():
        yield from _unmapped(item, wave.columns.get(item.id))
        yield from _filtered_by_nothing(item, asked)
    for name in wave.columns:
        if name not in asked:
            yield Flaw(("columns", name), f"{name!r} was no item of this wave", one_of(asked))
    yield from _no_multiple_choice(wave, asked)
    yield from _unstated(wave, codebook)


def _unstated(wave: WaveFile, codebook: Codebook) -> Iterator[Flaw]:
    """Languages in which nothing says why the answers may be released."""
    told = {} if wave.microdata is None else wave.microdata.statement
    for language in codebook.languages if wave.microdata is not None else ():
        if not told.get(language, "").strip():
            what = f"nothing says in {language!r} why the answers may be released"
            yield Flaw(("microdata", "statement"), what, f"a sentence under {language}")


def _unmapped(item: Item, columns: ItemColumns | None) -> Iterator[Flaw]:
    if columns is None:
        expected = (
            "a column for each item that was asked, or an end of its validity in codebook.yml"
        )
        yield Flaw(("columns",), f"the item {item.id!r} has no column", expected)
        return
    place = ("columns", item.id)
    if isinstance(item, ClosedItem):
        yield from _broken_options(place, item, columns)
    elif columns.column is None:
        yield Flaw(place, f"an item of kind {item.kind!r} stands in one column", "column")


def _broken_options(place: Place, item: ClosedItem, columns: ItemColumns) -> Iterator[Flaw]:
    if isinstance(item, MultipleItem) and columns.column is not None:
        yield Flaw(place, "a multiple-choice item stands in several columns", "ticks or template")
    options = [option.id for option in item.options]
    if columns.ticks is not None and list(columns.ticks) != options:
        expected = f"those of the codebook, in its order: {', '.join(options)}"
        yield Flaw((*place, "ticks"), _other_options(list(columns.ticks), options), expected)
    codes = [option.code for option in item.options] + [code.code for code in item.missing]
    for code in columns.recode.values():
        if code not in codes:
            yield Flaw((*place, "recode"), f"{code!r} is no code of {item.id!r}", one_of(codes))


def _other_options(mapped: list[str], options: list[str]) -> str:
    """What distinguishes the options that have a column from those of the codebook."""
    absent = [name for name in options if name not in mapped]
    unknown = [name for name in mapped if name not in options]
    parts = [
        *([f"no column for {', '.join(absent)}"] if absent else []),
        *([f"{', '.join(unknown)} was no option of this wave"] if unknown else []),
    ]
    return "; ".join(parts) or f"the options stand in another order: {', '.join(mapped)}"


def _filtered_by_nothing(item: Item, asked: dict[str, Item]) -> Iterator[Flaw]:
    if item.asked_if is None:
        return
    filtering = asked.get(item.asked_if.item)
    if isinstance(filtering, ClosedItem):
        if not {option.id for option in filtering.options}.isdisjoint(item.asked_if.chosen):
            return
        what = f"options of {filtering.id!r} of which this wave offered none"
    else:
        what = f"{item.asked_if.item!r}, which was no item of this wave"
    yield Flaw(
        ("columns", item.id),
        f"whether {item.id!r} was asked depends on {what}",
        "a filter of this wave, or other validity dates in codebook.yml",
    )


def _no_multiple_choice(wave: WaveFile, asked: dict[str, Item]) -> Iterator[Flaw]:
    multiple = [name for name, item in asked.items() if isinstance(item, MultipleItem)]
    for name in wave.choices:
        if name not in multiple:
            what = f"{name!r} is no multiple-choice item"
            yield Flaw(("choices", name), what, one_of(multiple))
    for at, rule in enumerate(wave.screening):
        if rule.unanswered is not None and rule.unanswered not in multiple:
            what = f"{rule.unanswered!r} is no multiple-choice item of this wave"
            yield Flaw(("screening", at, "unanswered"), what, one_of(multiple))
    types_from = wave.analysis.types_from
    if types_from not in multiple:
        what = f"{types_from!r} is no multiple-choice item of this wave"
        yield Flaw(("analysis", "types_from"), what, one_of(multiple))
