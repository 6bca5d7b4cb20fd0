"""Which indicators follow from each other, so that one must not tell what is withheld of another.

Options of one question exclude each other, a wider choice contains a narrower one, and the number
of options that were chosen is the sum of the options.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from typfrage.survey.indicators.indicators import Indicator, Range
from typfrage.survey.questionnaire.codebook import Codebook, Condition, MultipleItem


@dataclass(frozen=True)
class Links:
    """Indicators that follow from each other.

    Attributes:
        alternatives: Indicators of which a municipality meets one at most → name of their group.
        overlapping: Indicators that share answers → name of their group.
        summed: Numbers of options → the indicators of single options of the same question.
    """

    alternatives: Mapping[str, str] = field(default_factory=dict)
    overlapping: Mapping[str, str] = field(default_factory=dict)
    summed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def links(plan: Mapping[str, Indicator], codebook: Codebook) -> Links:
    """Find which indicators follow from each other.

    Args:
        plan: The indicators of the wave.
        codebook: The questionnaire.
    """
    groups: dict[tuple[tuple[str, ...], Condition | None], list[Indicator]] = {}
    for one in plan.values():
        if one.chosen is not None or one.within is not None:
            groups.setdefault((one.items, one.among), []).append(one)
    alternatives: dict[str, str] = {}
    overlapping: dict[str, str] = {}
    for (items, _), group in groups.items():
        names = [one.id for one in group]
        several = len(items) > 1 or isinstance(codebook.item(items[0]), MultipleItem)
        if any(_overlap(one, other) for one, other in combinations(group, 2)):
            overlapping |= dict.fromkeys(names, names[0])
        elif len(names) > 1 and not several:
            alternatives |= dict.fromkeys(names, names[0])
    return Links(alternatives, overlapping, _sums(plan, codebook))


def option_sums(plan: Iterable[Indicator]) -> dict[str, tuple[frozenset[str], ...]]:
    """Return by question the sets of options that are counted together.

    Args:
        plan: The indicators.
    """
    sums: dict[str, tuple[frozenset[str], ...]] = {}
    for one in plan:
        chosen = frozenset(one.chosen or ())
        if len(one.items) == 1 and len(chosen) > 1 and one.among is None:
            sums[one.items[0]] = (*sums.get(one.items[0], ()), chosen)
    return sums


def _overlap(one: Indicator, other: Indicator) -> bool:
    if one.within is not None and other.within is not None:
        return _below(one.within) > _least(other.within) and _below(other.within) > _least(
            one.within
        )
    return bool(set(one.chosen or ()) & set(other.chosen or ()))


def _least(span: Range) -> float:
    return float("-inf") if span.least is None else span.least


def _below(span: Range) -> float:
    return float("inf") if span.below is None else span.below


def _sums(plan: Mapping[str, Indicator], codebook: Codebook) -> dict[str, tuple[str, ...]]:
    sums = {}
    for name, one in plan.items():
        item = codebook.item(one.items[0])
        if isinstance(item, MultipleItem) and one.chosen is None:
            sums[name] = tuple(
                other.id
                for other in plan.values()
                if other.chosen is not None and set(other.items) & set(one.items)
            )
    return sums
