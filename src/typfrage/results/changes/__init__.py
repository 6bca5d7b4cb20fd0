"""What has changed since the earlier wave, as the chapter includes it.

What is published of two waves obeys the larger ``minimum_cases`` of both, for readers have both
publications. Counts of moves are withheld with company in their row, their column and among those
who stayed; shares and intervals with their counts; differences with either share; the share that
stayed where the number that stayed in one type is. How many chose none of the common goals, and how
many answered twice, never stands beside a number from which that of few others would follow. What
the panel says of an item is withheld where few gave one of the pairs of answers, for shares,
interval and p-value tell which. Medians are rounded, for one may be the answer of one municipality.
"""

from typfrage.results.changes.overview import compare_waves, store_changes, store_in_short
from typfrage.results.changes.panel import store_panel
from typfrage.results.changes.quality import store_quality
from typfrage.results.changes.questionnaire import store_questionnaire
from typfrage.results.changes.trends import store_trends
from typfrage.results.changes.types import store_types

__all__ = [
    "compare_waves",
    "store_changes",
    "store_in_short",
    "store_panel",
    "store_quality",
    "store_questionnaire",
    "store_trends",
    "store_types",
]
