"""How shares have changed between two waves that some municipalities answered twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from typfrage.profiles.adjustment import adjusted
from typfrage.profiles.score_difference import corrected_phi, difference_interval
from typfrage.profiles.shares import wilson_interval

Floats = NDArray[np.float64]

# A variance below this is zero but for rounding: nobody among the pairs changed.
ROUNDING = 1e-15


def trend(
    earlier: pd.DataFrame,
    later: pd.DataFrame,
    *,
    level: float = 0.95,
    minimum_change: float = 0.0,
    panel_only: bool = False,
) -> pd.DataFrame:
    """Compare the share of ticks of each item in two waves.

    Municipalities that answered in both waves make the two shares correlated. The interval takes
    that from their answers: with the correlation φ of n₁₂ such pairs among n₁ and n₂ answers, the
    shares correlate by φ·n₁₂/√(n₁n₂). Without any it is Newcombe's interval for independent
    samples, with the same municipalities in both waves his interval for pairs. The test is the
    score test of the same difference: χ² of two samples without overlap, McNemar's test of pairs.

    For types, pass one 0/1 column for each matched type.

    Args:
        earlier: (municipalities × items); 1 = ticked, 0 = not ticked, missing = not asked or not
            answered, leaves the base of its item; indexed by key.
        later: The same items of the other wave; keys in both waves are the same municipality.
        level: Confidence level of the intervals, above 0 and below 1.
        minimum_change: Smallest difference that matters, 0 … 1.
        panel_only: Whether only keys that are in both waves count.

    Returns:
        One row an item, in the order of ``earlier``: ``item``; ``earlier_count``, ``earlier_base``,
        ``earlier_share`` with Wilson's interval ``earlier_low`` to ``earlier_high``; the same for
        ``later_…``; ``panel`` (municipalities with an answer to the item in both waves);
        ``difference`` (later minus earlier share) with its interval ``low`` to ``high``; ``p`` of
        no change and ``p_bh``, adjusted over all items (Benjamini–Hochberg); ``changed``, whether
        the difference is at least ``minimum_change`` and ``p_bh`` at most 1 - ``level``. Shares and
        differences without a base are NaN; so is ``p`` where nobody or everybody ticked, or the
        same municipalities answered in both waves and none changed its answer.

    Raises:
        ValueError: If the items differ, a key or item repeats, a value is not 0, 1 or missing, or
            another argument is out of range.

    References:
        See :func:`typfrage.profiles.score_difference.difference_interval`;
        Derrick, Dobson-McKittrick, Toher & White (2015), Test statistics for comparing two
        proportions with partially overlapping samples. Journal of Applied Quantitative Methods
        10(3). https://www.jaqm.ro/issues/volume-10,issue-3/
    """
    if not 0 <= minimum_change <= 1:
        raise ValueError(f"minimum_change is {minimum_change}; allowed: 0 to 1")
    before, after = _checked(earlier, "earlier"), _checked(later, "later")
    if set(before) != set(after):
        odd = sorted(map(str, set(before) ^ set(after)))
        raise ValueError(f"items {odd} are in one wave only; allowed: the same items in both")
    both = before.index.intersection(after.index)
    after = after[list(before)]
    if panel_only:
        before, after = before.loc[both], after.loc[both]
    counts = _counts(before, after, both)
    rho = counts.correlation
    low, high = difference_interval(counts.first, counts.second, correlation=rho, level=level)
    first, second = _described(counts.first, level), _described(counts.second, level)
    p = _score_test(counts)
    difference = second["share"] - first["share"]
    p_bh = adjusted(p, "fdr_bh")
    return pd.DataFrame(
        {
            "item": list(before),
            **{f"earlier_{name}": values for name, values in first.items()},
            **{f"later_{name}": values for name, values in second.items()},
            "panel": counts.pairs.sum(axis=1).astype(np.int64),
            "difference": difference,
            "low": low,
            "high": high,
            "p": p,
            "p_bh": p_bh,
            "changed": (np.abs(difference) >= minimum_change) & (p_bh <= 1 - level),
        }
    )


@dataclass(frozen=True, eq=False)
class _Counts:
    """Ticks and answers of p items.

    Attributes:
        first: Ticks and answers in the earlier wave, each of shape (p,).
        second: The same in the later wave.
        pairs: Municipalities with an answer in both waves that ticked twice, only earlier, only
            later, and never, shape (p, 4).
    """

    first: tuple[Floats, Floats]
    second: tuple[Floats, Floats]
    pairs: Floats

    @property
    def overlap(self) -> Floats:
        """n₁₂/√(n₁n₂), 0 … 1, shape (p,); 0 without answers."""
        product = np.sqrt(self.first[1] * self.second[1])
        members = self.pairs.sum(axis=1)
        overlap: Floats = np.divide(
            members, product, out=np.zeros(product.shape), where=product > 0
        )
        return overlap

    @property
    def correlation(self) -> Floats:
        """Correlation of the two shares, shape (p,)."""
        correlation: Floats = corrected_phi(self.pairs) * self.overlap
        return correlation


def _counts(before: pd.DataFrame, after: pd.DataFrame, both: pd.Index) -> _Counts:
    first, second = before.loc[both].to_numpy(), after.loc[both].to_numpy()
    answered = ~np.isnan(first) & ~np.isnan(second)
    cells = [(1, 1), (1, 0), (0, 1), (0, 0)]
    pairs = [((first == x) & (second == y) & answered).sum(axis=0) for x, y in cells]
    return _Counts(
        first=(before.sum().to_numpy(float), before.count().to_numpy(float)),
        second=(after.sum().to_numpy(float), after.count().to_numpy(float)),
        pairs=np.stack(pairs, axis=1).astype(np.float64),
    )


def _described(wave: tuple[Floats, Floats], level: float) -> dict[str, Any]:
    count, base = wave
    low, high = wilson_interval(count, base, level=level)
    share = np.divide(count, base, out=np.full(base.shape, np.nan), where=base > 0)
    whole = {"count": count.astype(np.int64), "base": base.astype(np.int64)}
    return {**whole, "share": share, "low": low, "high": high}


def _score_test(counts: _Counts) -> Floats:
    """Two-sided p of no change, the variance taken as if there were none, shape (p,)."""
    (x1, n1), (x2, n2), pairs = counts.first, counts.second, counts.pairs
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (x1 + x2) / (n1 + n2)
        m = pairs.sum(axis=1)
        # Of the pairs alone, so that all of them together give McNemar's variance.
        panel = (2 * pairs[:, 0] + pairs[:, 1] + pairs[:, 2]) / (2 * m)
        phi = (pairs[:, 0] / m - panel**2) / (panel * (1 - panel))
        shared = np.where(np.isfinite(phi), phi, 0) * m / (n1 * n2)
        variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2 - 2 * shared)
        z = (x2 / n2 - x1 / n1) / np.sqrt(variance)
    p: Floats = 2 * norm.sf(np.abs(z))
    return np.where(variance > ROUNDING, p, np.nan)


def _checked(ticks: pd.DataFrame, name: str) -> pd.DataFrame:
    """Bring ticks to 0, 1 and NaN, refusing everything else."""
    if ticks.index.has_duplicates or ticks.columns.has_duplicates:
        raise ValueError(f"{name} repeats a key or an item; allowed: each once")
    values = pd.DataFrame(
        {item: column.to_numpy(dtype=float, na_value=np.nan) for item, column in ticks.items()},
        index=ticks.index,
    )
    odd = values.notna() & ~values.isin([0, 1])
    if odd.any(axis=None):
        item = odd.columns[odd.any()][0]
        raise ValueError(f"{name} holds other things in {item!r}; allowed: 0, 1 or missing")
    return values
