"""Who answered the two waves, and how fully."""

from __future__ import annotations

from collections.abc import Iterator

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.sections import include
from typfrage.results.store import Store
from typfrage.results.tables import changes_quality
from typfrage.results.waves import Waves
from typfrage.results.wording import changes_quality as wording
from typfrage.survey.quality.quality_warnings import QualityCode, QualityWarning
from typfrage.survey.quality.wave_quality import WaveQuality, compare_quality
from typfrage.survey.questionnaire.codebook import Item, KeyItem, SingleItem

LISTED = 8
"""So many questions the table of missing answers shows."""


def store_quality(store: Store, waves: Waves | None) -> Released | None:
    """Store coverage, composition, missing answers and warnings: ``txt-veraenderung-qualitaet``.

    Args:
        store: Where to.
        waves: The waves; ``None`` without an earlier one, and nothing is stored.

    Returns:
        How many were asked and answered; ``None`` without an earlier wave.
    """
    if waves is None:
        return None
    say, both = speaker(waves.language), {"earlier": waves.ids[0], "later": waves.ids[1]}
    items = _comparable(waves)
    structure = [item.id for item in items if _describes(item, waves)]
    quality = _compared(waves, items, structure)
    coverage = changes_quality.coverage(waves, quality)
    store.table(
        "tbl-veraenderung-ruecklauf",
        coverage,
        say("Angeschriebene und ausgewertete Kommunen {earlier} und {later}", **both),
    )
    parts = [
        wording.coverage_sentences(coverage, waves, "@tbl-veraenderung-ruecklauf"),
        include("tbl-veraenderung-ruecklauf"),
        *(_store_composition(store, waves, quality, structure) if structure else ()),
        *_store_non_response(store, waves, quality),
        *_store_magnitudes(store, waves, quality),
        wording.warning_lines(_resting_on_enough(quality, waves.minimum_cases), waves),
    ]
    store.text("txt-veraenderung-qualitaet", "\n\n".join(parts))
    return coverage


def _store_composition(
    store: Store, waves: Waves, quality: WaveQuality, structure: list[str]
) -> Iterator[str]:
    """Store what kind of municipalities answered; yield what the chapter says of it."""
    id_ = "tbl-veraenderung-zusammensetzung"
    composed = changes_quality.composition(waves, quality, structure)
    title = speaker(waves.language)(
        "Wer {earlier} und {later} geantwortet hat: Anteile",
        earlier=waves.ids[0],
        later=waves.ids[1],
    )
    store.table(id_, changes_quality.shares_shown(composed, waves), title)
    yield wording.composition_sentences(composed, waves, f"@{id_}")
    yield include(id_)


def _store_non_response(store: Store, waves: Waves, quality: WaveQuality) -> Iterator[str]:
    """Store where answers are missing; yield what the chapter says of it."""
    id_ = "tbl-veraenderung-fehlende"
    missing = changes_quality.non_response(waves, quality, LISTED)
    yield wording.non_response_sentences(missing, waves, f"@{id_}")
    if len(missing.frame):
        title = speaker(waves.language)(
            "Anteil fehlender Angaben: die Fragen mit der größten Änderung"
        )
        store.table(id_, changes_quality.shares_shown(missing, waves), title)
        yield include(id_)


def _store_magnitudes(store: Store, waves: Waves, quality: WaveQuality) -> Iterator[str]:
    """Store the medians of numbers; yield what the chapter says of them."""
    say, id_ = speaker(waves.language), "tbl-veraenderung-groessen"
    sizes = changes_quality.magnitudes(waves, quality)
    if len(sizes.frame):
        title = say("Mediane der Zahlenangaben, gerundet auf zwei geltende Ziffern")
        store.table(id_, sizes, title)
        yield say("Die Größenordnung der Zahlen zeigt @tbl-veraenderung-groessen.")
        yield include(id_)


def _resting_on_enough(quality: WaveQuality, minimum_cases: int) -> tuple[QualityWarning, ...]:
    """Return the warnings without those that would tell the numbers of few municipalities."""
    bases = quality.magnitude[["earlier_base", "later_base"]].min(axis=1)
    few = set(quality.magnitude["item"][bases < minimum_cases])
    return tuple(
        one
        for one in quality.warnings
        if one.code is not QualityCode.MEDIAN_CHANGED or one.item not in few
    )


def _comparable(waves: Waves) -> list[Item]:
    """The questions of both waves that mean the same, as far as both have columns of them."""
    items = [waves.later.codebook.item(id_) for id_ in waves.change.comparable_items]
    columns = [set(wave.clean.answers) for wave in waves.both]
    return [item for item in items if all(set(item.columns) & own for own in columns)]


def _key(waves: Waves) -> KeyItem:
    return next(item for item in waves.later.codebook.items if isinstance(item, KeyItem))


def _describes(item: Item, waves: Waves) -> bool:
    """Tell whether a question says what a municipality is: a choice in the key's section."""
    return isinstance(item, SingleItem) and item.block == _key(waves).block


def _compared(waves: Waves, items: list[Item], structure: list[str]) -> WaveQuality:
    agrees = _key(waves).agrees_with
    contacted = [wave.wave.file.contacted for wave in waves.both]
    return compare_quality(
        waves.earlier.clean,
        waves.later.clean,
        items,
        contacted=(contacted[0], contacted[1]),
        structure=structure,
        unchanging=[agrees] if agrees in [item.id for item in items] else [],
    )
