"""How the answers of a wave compare with those of the wave before, as answers: how many, how full.

What is found are codes and numbers; words are made elsewhere. Nothing here says whether opinions
have changed: it says where a file, a column map or a questionnaire may be to blame.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.quality.quality_tables import category_shares, magnitudes, non_response
from typfrage.survey.quality.quality_warnings import (
    QualityWarning,
    category_warnings,
    coverage_warnings,
    identity_warnings,
    magnitude_warnings,
    non_response_warnings,
)
from typfrage.survey.questionnaire.codebook import Item, KeyItem, NumberItem, SingleItem, TextItem


@dataclass(frozen=True)
class Coverage:
    """Who answered.

    Attributes:
        answers: Answers that count, in the earlier and the later wave.
        contacted: Municipalities that were asked.
        panel: Municipalities that answered in both waves.
    """

    answers: tuple[int, int]
    contacted: tuple[int, int]
    panel: int


@dataclass(frozen=True, eq=False)
class WaveQuality:
    """The later wave against the earlier one, in comparable items only.

    The tables hold counts that no disclosure rule has seen.

    Attributes:
        coverage: Who answered.
        categories: One row a category of a single choice, a place of a scale, an option of a
            multiple choice: ``item``, ``option``, ``earlier_count``, ``earlier_base`` (answers),
            ``earlier_share``, the same for ``later_…``, and ``comparable`` (offered in both waves).
        composition: One row an item that describes the municipalities: ``item``, ``distance``
            (total variation, half the sum of the absolute differences of the shares, 0 … 1; NaN if
            a wave has no answer).
        non_response: One row an item: ``item``; ``earlier_not_answered``, ``earlier_dont_know``,
            ``earlier_base`` (municipalities that were asked, without those to whom the question did
            not apply), ``earlier_share`` (both by the base); the same for ``later_…``;
            ``difference`` of the shares; ``p`` that the share is no larger than before (Fisher,
            one-sided).
        magnitude: One row an item that holds numbers: ``item``; ``earlier_base``,
            ``earlier_median``, ``earlier_p5``, ``earlier_p95``; the same for ``later_…``; ``ratio``
            of the medians; ``panel`` (municipalities with a positive number in both waves),
            ``panel_ratio`` (median of their ratios), ``panel_jumps`` (how many of those ratios are
            above 2 or under one half).
        warnings: What deserves a look.
    """

    coverage: Coverage
    categories: pd.DataFrame
    composition: pd.DataFrame
    non_response: pd.DataFrame
    magnitude: pd.DataFrame
    warnings: tuple[QualityWarning, ...]


def compare_quality(
    earlier: CleanAnswers,
    later: CleanAnswers,
    comparable: Sequence[Item],
    *,
    contacted: tuple[int, int],
    structure: Collection[str] = (),
    unchanging: Collection[str] = (),
) -> WaveQuality:
    """Compare the answers of a wave with those of an earlier one.

    Args:
        earlier: Clean answers of the earlier wave.
        later: Clean answers of the later wave.
        comparable: The items that mean the same in both waves; keys and texts are left out.
        contacted: Municipalities that were asked, in the earlier and the later wave.
        structure: Ids of those comparable single choices that describe the municipalities.
        unchanging: Ids of those that cannot change for a municipality, for instance its Land.

    Returns:
        Tables and warnings.

    Raises:
        ValueError: If a comparable item is in one wave only, ``structure`` or ``unchanging`` names
            others than comparable single choices, or more answered than were asked.
    """
    items = [item for item in comparable if not isinstance(item, KeyItem | TextItem)]
    singles = {item.id for item in items if isinstance(item, SingleItem)}
    _check_items(earlier, later, items)
    for name, ids in (("structure", structure), ("unchanging", unchanging)):
        if not set(ids) <= singles:
            raise ValueError(
                f"{name} is {sorted(ids)}; allowed: comparable single choices, {sorted(singles)}"
            )
    coverage = _coverage(earlier, later, contacted)
    categories = category_shares(earlier, later, items)
    missing = non_response(earlier, later, items)
    numbers = [item for item in items if isinstance(item, NumberItem)]
    magnitude = magnitudes(earlier, later, numbers)
    return WaveQuality(
        coverage=coverage,
        categories=categories,
        composition=_composition(categories, structure),
        non_response=missing,
        magnitude=magnitude,
        warnings=(
            *coverage_warnings(coverage.answers, coverage.panel),
            *identity_warnings(earlier.answers, later.answers, unchanging),
            *non_response_warnings(missing),
            *category_warnings(categories),
            *magnitude_warnings(magnitude),
        ),
    )


def _check_items(earlier: CleanAnswers, later: CleanAnswers, items: Sequence[Item]) -> None:
    for item in items:
        for wave, clean in (("earlier", earlier), ("later", later)):
            if not any(name in clean.answers for name in item.columns):
                raise ValueError(
                    f"item {item.id!r} is not in the {wave} wave; allowed: items of both waves"
                )


def _coverage(earlier: CleanAnswers, later: CleanAnswers, contacted: tuple[int, int]) -> Coverage:
    before, after = earlier.answers.index, later.answers.index
    answers = (len(before), len(after))
    if answers[0] > contacted[0] or answers[1] > contacted[1]:
        raise ValueError(
            f"contacted is {contacted}; allowed: at least the number of answers, {answers}"
        )
    return Coverage(answers, contacted, panel=len(before.intersection(after)))


def _composition(categories: pd.DataFrame, structure: Collection[str]) -> pd.DataFrame:
    """Total variation distance of the shares of each structure item."""
    own = categories[categories["item"].isin(list(structure))]
    half = (own["later_share"] - own["earlier_share"]).abs() / 2
    distance = half.groupby(own["item"], sort=False).sum(min_count=1)
    return distance.rename("distance").rename_axis("item").reset_index()
