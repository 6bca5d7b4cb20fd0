"""What may be published: the rules that keep a table from leading back to one municipality.

Primary suppression withholds small counts, the shares that rest on them, and everything on a small
base. Secondary suppression withholds further cells of a partition, so that no withheld cell
follows from the total: what readers can work out of it by sums and limits leaves each withheld
count a range of at least the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

Kind = Literal["text", "tally", "count", "share", "number"]


class DisclosureError(Exception):
    """Something that must be kept secret was about to be published."""


@dataclass(frozen=True)
class Column:
    """What a column of a published table holds.

    Attributes:
        key: Its name in the frame.
        label: Its heading.
        kind: ``count`` of municipalities; ``share`` (0 to 1) or ``number`` that rests on
            municipalities; ``text``; ``tally`` of things that are no municipalities' answers (steps
            of the processing, resamples).
        digits: Digits after the decimal mark.
        count: For a share, the column of its numerator.
        base: For a count, share or number, the column of the municipalities that it rests on.
        grouped: Text that is shown only where it differs from the row above.
        flush: Text that is set flush right, as numbers are.
    """

    key: str
    label: str
    kind: Kind = "text"
    digits: int = 0
    count: str | None = None
    base: str | None = None
    grouped: bool = False
    flush: bool = False


@dataclass(frozen=True)
class Partition:
    """Rows whose counts add up to a total that readers know.

    Attributes:
        across: Column whose values partition the municipalities (the type).
        within: Columns that are constant in one partition (the item).
        count: Column of the counts that add up.
        total: Column that publishes the total or rests on it; where it is withheld, all rows are.
        unseen: Column that marks rows which are part of the sum but not of the publication.
        overlapping: The rows do not add up but overlap, so that the one may follow from the others:
            where one is withheld, all are.
    """

    across: str
    within: tuple[str, ...]
    count: str
    total: str | None = None
    unseen: str | None = None
    overlapping: bool = False


@dataclass(frozen=True, repr=False)
class Released:
    """A table that has passed the disclosure rules.

    Attributes:
        frame: (rows × columns); withheld cells are missing.
        columns: What each column holds.
        withheld: Same shape as ``frame``; whether a cell was withheld.
        minimum_cases: The threshold that was applied.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    withheld: pd.DataFrame
    minimum_cases: int

    @property
    def rounded(self) -> pd.DataFrame:
        """The table with no more digits than it is printed with; more would tell counts."""
        digits = {
            column.key: column.digits + (2 if column.kind == "share" else 0)
            for column in self.columns
            if column.kind in ("share", "number")
        }
        numbers = {
            key: self.frame[key].astype("float64").round(n) + 0.0 for key, n in digits.items()
        }
        return self.frame.assign(**numbers)

    @property
    def _shown(self) -> pd.DataFrame:
        return self.rounded.astype("object").where(~self.withheld, ".")

    def __repr__(self) -> str:
        """Show what may be published: an executed notebook holds this text, too."""
        return str(self._shown.to_string(na_rep="x"))

    def _repr_html_(self) -> str:
        """Show the same as a table in a notebook."""
        return str(self._shown.to_html(na_rep="x"))

    def rows(self, wanted: pd.Index) -> Released:
        """Return some of the rows, by their labels in ``frame`` and in that order."""
        return replace(
            self,
            frame=self.frame.loc[wanted].reset_index(drop=True),
            withheld=self.withheld.loc[wanted].reset_index(drop=True),
        )


def release(
    frame: pd.DataFrame, columns: tuple[Column, ...], minimum_cases: int, *partitions: Partition
) -> Released:
    """Withhold what must be kept secret.

    Args:
        frame: (rows × columns) the table as computed.
        columns: What its columns hold, in the order of publication; others are dropped.
        minimum_cases: Smallest count of municipalities that is published; zero is published too.
        *partitions: Rows that add up to a known total, for secondary suppression; a partition of
            bases before one of the counts that rest on them.

    Raises:
        DisclosureError: A share names no count, or a share or number names no base, so that the
            rules cannot be applied.
    """
    frame = frame.reset_index(drop=True)
    secret = _spread(_small(frame, columns, minimum_cases), columns)
    for partition in partitions:
        secret = _spread(_secondary(frame, columns, secret, partition, minimum_cases), columns)
    shown = [column.key for column in columns]
    whole = {column.key: "Int64" for column in columns if column.kind in ("count", "tally")}
    return Released(
        frame=frame[shown].astype(whole).mask(secret[shown]),
        columns=columns,
        withheld=secret[shown],
        minimum_cases=minimum_cases,
    )


def is_small(count: int, minimum_cases: int) -> bool:
    """Tell whether a count of municipalities must be withheld."""
    return 0 < count < minimum_cases


def _small(frame: pd.DataFrame, columns: tuple[Column, ...], minimum: int) -> pd.DataFrame:
    """Primary suppression: (rows × columns) cells that must be withheld."""
    secret = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    for column in columns:
        if column.kind in ("share", "number") and column.base is None:
            raise DisclosureError(f"the {column.kind} {column.key!r} names no base")
        if column.kind == "share" and column.count is None:
            raise DisclosureError(f"the share {column.key!r} names no count")
        if column.kind in ("text", "tally"):
            continue
        if column.base is not None:
            secret[column.key] |= frame[column.base] < minimum
        numerator = column.key if column.kind == "count" else column.count
        if numerator is not None:
            counts = frame[numerator]
            secret[column.key] |= (counts > 0) & (counts < minimum)
            if column.base is not None:
                rest = frame[column.base] - counts
                secret[column.key] |= (rest > 0) & (rest < minimum)
    return secret


def _spread(secret: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Withhold whatever rests on a withheld count or base."""
    for column in columns:
        for source in (column.count, column.base):
            if source is not None:
                secret[column.key] |= secret[source]
    return secret


def _secondary(
    frame: pd.DataFrame,
    columns: tuple[Column, ...],
    secret: pd.DataFrame,
    partition: Partition,
    minimum: int,
) -> pd.DataFrame:
    """Withhold what a withheld count would follow from."""
    secret = secret.copy()
    dependent = [c for c in columns if partition.count in (c.key, c.count)]
    base = dependent[0].base
    within = list(partition.within)
    concerned = secret[[c.key for c in dependent]].any(axis=1)
    if partition.total:
        concerned |= secret[partition.total]
    if partition.unseen:
        counts = frame[partition.count]
        concerned |= frame[partition.unseen].astype(bool) & (counts > 0) & (counts < minimum)
    place = frame.groupby(within, sort=False, dropna=False, observed=True).ngroup()
    rows = frame[concerned.groupby(place).transform("any").astype(bool)]
    for _, group in rows.groupby(within, sort=False, dropna=False, observed=True):
        hidden = secret.loc[group.index, [c.key for c in dependent]].any(axis=1)
        if partition.unseen:
            small = ((group[partition.count] > 0) & (group[partition.count] < minimum)).any()
            hidden |= group[partition.unseen].astype(bool) & (hidden.any() | small)
        total = secret.loc[group.index, partition.total] if partition.total else hidden & False
        if total.any() or (partition.overlapping and hidden.any()):
            hidden |= True
        elif hidden.any() and not partition.overlapping:
            counts = group[partition.count]
            bases = group[base] if base else pd.Series(counts.sum(), counts.index)
            # Of a row whose base is withheld readers know only what the withheld bases add up to.
            blind = secret.loc[group.index, base] | (bases < minimum) if base else hidden & False
            low = (~blind).astype("int64")
            high = (bases - 1).where(~blind, bases[blind].sum())
            hidden = _with_company(counts, low, high, hidden, minimum)
        secret.loc[group.index, partition.count] |= hidden
        for column in dependent:
            secret.loc[group.index, column.key] |= hidden
    return secret


def _with_company(
    counts: pd.Series, low: pd.Series, high: pd.Series, hidden: pd.Series, minimum: int
) -> pd.Series:
    """Hide the next smallest counts until none can be worked out; failing that, the whole rows."""
    for row in (
        counts[(counts >= low) & (counts <= high) & ~hidden].sort_values(kind="stable").index
    ):
        if _enough_play(counts[hidden], low[hidden], high[hidden], minimum):
            return hidden
        hidden[row] = True
    enough = _enough_play(counts[hidden], low[hidden], high[hidden], minimum)
    return hidden if enough else hidden | True


def _enough_play(counts: pd.Series, low: pd.Series, high: pd.Series, minimum: int) -> bool:
    """Tell whether withheld counts stay unknown to readers who know their sum and their limits."""
    least = (counts.sum() - high.sum() + high).clip(lower=low)
    most = (counts.sum() - low.sum() + low).clip(upper=high)
    return bool((most - least >= (high - low).clip(upper=minimum)).all())
