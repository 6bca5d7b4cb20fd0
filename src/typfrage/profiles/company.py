"""Which further cells keep a withheld one company, so that it does not follow from their sum.

The rule is open, so readers may know it. Whom it chooses must not tell how small a cell is: the
choice goes by what is published anyway – which rows readers look for, the bases, the order of the
rows – and not by the counts, and it ends when sums and limits leave a small cell every value that
makes it small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Rows that add up to a sum that readers know.

    Attributes:
        counts: (rows,) numbers of municipalities.
        bases: (rows,) the municipalities that each is a part of.
        blind: (rows,) whether the base is withheld, so that readers know only what those add up to.
        most: (rows,) the greatest number that readers can think possible of each.
        spared: (rows,) those that readers look for; they keep others company last.
    """

    counts: Numbers
    bases: Numbers
    blind: Flags
    most: Numbers
    spared: Flags

    @property
    def limits(self) -> tuple[Numbers, Numbers]:
        """What readers know of each row without its sum: nobody and everybody would be published.

        Who is withheld for another reason may be nobody or everybody all the same.
        """
        low = np.where(self.blind, 0, 1)
        high = np.where(self.blind, self.bases[self.blind].sum(), self.bases - 1)
        high = np.minimum(high, self.most)
        return np.minimum(low, self.counts), np.maximum(high, self.counts)

    def limits_by_rule(self, minimum: int) -> tuple[Numbers, Numbers]:
        """What those know who know the rule, and why each row is withheld.

        A row is withheld for itself where it counts fewer than the threshold, or all but fewer, or
        else as company; then its limits are one step narrower than they know, so that it does not
        tell that no more company was needed.
        """
        low, high = self.limits
        few, all_but_few = self._few(minimum)
        either = self.blind | (self.bases < 2 * minimum)
        either |= (self.counts < 1) | (self.counts > self.bases - 1)
        low = np.where(~either & all_but_few, self.bases - minimum + 1, low)
        high = np.where(~either & few, np.minimum(minimum - 1, high), high)
        company = ~either & ~few & ~all_but_few
        low = np.where(company, minimum + 1, low)
        high = np.where(company, np.minimum(self.bases - minimum - 1, self.most), high)
        return low, high

    def is_small(self, minimum: int) -> Flags:
        """Tell which rows are withheld for themselves."""
        few, all_but_few = self._few(minimum)
        return (few | all_but_few) & ~self.blind

    def _few(self, minimum: int) -> tuple[Flags, Flags]:
        rest = self.bases - self.counts
        return (
            (self.counts > 0) & (self.counts < minimum),
            (rest > 0) & (rest < minimum),
        )


def with_company(group: Group, hidden: Flags, minimum: int) -> Flags:
    """Withhold further rows until none can be worked out; failing that, all.

    Args:
        group: The rows.
        hidden: (rows,) which are withheld already.
        minimum: Threshold of the disclosure rules.

    Returns:
        (rows,) which are withheld: those and, in turn, the rows on the smallest bases, of these
        the last, that are neither nobody nor everybody; spared ones after all others.
    """
    hidden = hidden.copy()
    low, high = group.limits
    fit = ~hidden & ~group.blind & (group.counts >= 1) & (group.counts <= high) & (low >= 1)
    fit &= group.counts <= group.bases - 1
    order = np.lexsort((-np.arange(len(hidden)), group.bases, group.spared))
    for row in order[fit[order]]:
        if _enough_play(group, hidden, minimum):
            return hidden
        hidden[row] = True
    return hidden if _enough_play(group, hidden, minimum) else np.ones(len(hidden), dtype=bool)


def _enough_play(group: Group, hidden: Flags, minimum: int) -> bool:
    """Tell whether withheld rows stay unknown to those who know sums, limits and this rule."""
    counts, (low, high) = group.counts[hidden], group.limits
    everyone = np.ones(len(counts), dtype=bool)
    if not _wide(counts, low[hidden], high[hidden], everyone, minimum):
        return False
    low, high = group.limits_by_rule(minimum)
    return _wide(counts, low[hidden], high[hidden], group.is_small(minimum)[hidden], minimum)


def _wide(counts: Numbers, low: Numbers, high: Numbers, asked: Flags, minimum: int) -> bool:
    """Tell whether sum and limits leave some rows a range of the threshold, or all they have."""
    total = counts.sum()
    least = np.maximum(total - high.sum() + high, low)
    most = np.minimum(total - low.sum() + low, high)
    return bool((most - least >= np.minimum(high - low, minimum))[asked].all())
