"""What in the answers of a wave deserves a look, by thresholds with a reason each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

# One answer in ten that is missing now and was not before moves a share more than most trends do.
NON_RESPONSE_UP = 0.10
# Dozens of items are looked at: one in a hundred may still be chance, one in twenty would often be.
BEYOND_CHANCE = 0.01
# A median that has doubled or halved is a question of the unit, of thousands read as fractions, or
# of a wrong column; municipalities do not grow so.
MEDIAN_RATIO = (0.5, 2.0)
# A number that jumps is a typing error now and then; so many are a wrong key or a wrong column.
PANEL_JUMPS = 0.05
# Fewer than half as many answers are hardly the same survey: an unfinished export, or screening.
FEWER_ANSWERS = 0.5
# What one in twenty chose and now nobody does was lost on the way rather than given up.
USUAL_CATEGORY = 0.05


class QualityCode(StrEnum):
    """What has been noticed."""

    FEWER_ANSWERS = "fewer_answers"
    NO_PANEL = "no_panel"
    OTHER_IDENTITY = "other_identity"
    NON_RESPONSE_UP = "non_response_up"
    CATEGORY_EMPTY = "category_empty"
    MEDIAN_CHANGED = "median_changed"
    PANEL_JUMPS = "panel_jumps"


@dataclass(frozen=True)
class QualityWarning:
    """One thing that deserves a look.

    Attributes:
        code: What.
        item: The item, if it is about one.
        option: The category, if it is about one.
        earlier: The number in the earlier wave: answers, share, or median; of panel members, how
            many can be compared.
        later: The number in the later wave; of panel members, how many are concerned.
    """

    code: QualityCode
    item: str
    option: str
    earlier: float
    later: float


def coverage_warnings(answers: tuple[int, int], panel: int) -> Iterator[QualityWarning]:
    """Look at the number of answers, and whether anybody answered again.

    Args:
        answers: In the earlier and in the later wave.
        panel: Municipalities in both.
    """
    if answers[1] < FEWER_ANSWERS * answers[0]:
        yield QualityWarning(QualityCode.FEWER_ANSWERS, "", "", *answers)
    if panel == 0:
        yield QualityWarning(QualityCode.NO_PANEL, "", "", answers[0], 0)


def identity_warnings(
    earlier: pd.DataFrame, later: pd.DataFrame, unchanging: Collection[str]
) -> Iterator[QualityWarning]:
    """Look for panel members that are something else now: two municipalities under one key.

    Args:
        earlier: (municipalities × columns) answers of the earlier wave, indexed by key.
        later: The same of the later wave.
        unchanging: Single choices that cannot change.
    """
    both = earlier.index.intersection(later.index)
    for item in unchanging:
        before, after = earlier.loc[both, item].astype("str"), later.loc[both, item].astype("str")
        known = earlier.loc[both, item].notna() & later.loc[both, item].notna()
        other = int(((before != after) & known).sum())
        if other:
            yield QualityWarning(QualityCode.OTHER_IDENTITY, item, "", int(known.sum()), other)


def non_response_warnings(table: pd.DataFrame) -> Iterator[QualityWarning]:
    """Look for items that far fewer answered than before.

    Args:
        table: See :func:`typfrage.survey.quality.quality_tables.non_response`.
    """
    up = (table["difference"] >= NON_RESPONSE_UP) & (table["p"] < BEYOND_CHANCE)
    for row in table[up].itertuples():
        yield QualityWarning(
            QualityCode.NON_RESPONSE_UP, row.item, "", row.earlier_share, row.later_share
        )


def category_warnings(table: pd.DataFrame) -> Iterator[QualityWarning]:
    """Look for categories that nobody chose any more, though they are still offered.

    A category counts as gone where so many answers would hold it by chance, too, if its share were
    still the same.

    Args:
        table: See :func:`typfrage.survey.quality.quality_tables.category_shares`.
    """
    by_chance = (1 - table["earlier_share"]) ** table["later_base"]
    gone = table["comparable"] & (table["later_count"] == 0) & (by_chance < BEYOND_CHANCE)
    usual = table["earlier_share"] >= USUAL_CATEGORY
    for row in table[gone & usual].itertuples():
        yield QualityWarning(
            QualityCode.CATEGORY_EMPTY, row.item, row.option, row.earlier_share, 0.0
        )


def magnitude_warnings(table: pd.DataFrame) -> Iterator[QualityWarning]:
    """Look for numbers of another order.

    Args:
        table: See :func:`typfrage.survey.quality.quality_tables.magnitudes`.
    """
    lowest, highest = MEDIAN_RATIO
    for row in table[(table["ratio"] < lowest) | (table["ratio"] > highest)].itertuples():
        yield QualityWarning(
            QualityCode.MEDIAN_CHANGED, row.item, "", row.earlier_median, row.later_median
        )
    for row in table[table["panel_jumps"] > PANEL_JUMPS * table["panel"]].itertuples():
        yield QualityWarning(QualityCode.PANEL_JUMPS, row.item, "", row.panel, row.panel_jumps)
