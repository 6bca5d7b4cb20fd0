"""What may be published: the rules that keep a table from leading back to one municipality.

Primary suppression withholds small counts, the shares that rest on them, and everything on a small
base. Secondary suppression withholds further cells of a partition, so that no withheld cell
follows from the total: what readers can work out of it by sums and limits leaves each withheld
count a range of at least the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from typfrage.profiles.company import Group, with_company

Kind = Literal["text", "tally", "count", "share", "number"]

RELEASED_MARK = "typfrage_released_at"
"""In the metadata of a notebook's output: the threshold at which what it shows was released."""


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
        most: Column of the greatest number that readers can think possible of a row.
        spared: Column that marks rows which are the last to be withheld for others' sake. It may
            rest on what is public alone, never on these answers.
    """

    across: str
    within: tuple[str, ...]
    count: str
    total: str | None = None
    unseen: str | None = None
    overlapping: bool = False
    most: str | None = None
    spared: str | None = None


@dataclass(frozen=True, repr=False)
class Released:
    """A table that has passed the disclosure rules.

    Attributes:
        frame: (rows × columns); withheld cells are missing.
        columns: What each column holds.
        withheld: Same shape as ``frame``; whether a cell was withheld.
        minimum_cases: The threshold that was applied.
        partitions: Sums along which further cells were withheld.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    withheld: pd.DataFrame
    minimum_cases: int
    partitions: tuple[Partition, ...] = ()

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

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, object]]:
        """Show both, marked: of an executed notebook's outputs only such may be published."""
        shown = {"text/plain": repr(self), "text/html": self._repr_html_()}
        return shown, {RELEASED_MARK: self.minimum_cases}

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
        partitions=tuple(dict.fromkeys(partitions)),
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
    dependent = [c for c in columns if partition.count in (c.key, c.count)]
    keys = [partition.count, *(c.key for c in dependent)]
    counts = frame[partition.count].to_numpy(dtype=np.float64, na_value=0)
    base = dependent[0].base
    bases = frame[base].to_numpy(dtype=np.float64, na_value=0) if base else None
    blind = (secret[base] | (frame[base] < minimum)).to_numpy(dtype=bool) if base else None
    unseen = np.zeros(len(frame), dtype=bool)
    if partition.unseen:
        unseen = frame[partition.unseen].to_numpy(dtype=bool)
    total = secret[partition.total].to_numpy() if partition.total else None
    most = frame[partition.most].to_numpy(dtype=np.float64) if partition.most else counts + np.inf
    spared = np.zeros(len(frame), dtype=bool)
    if partition.spared:
        spared = frame[partition.spared].to_numpy(dtype=bool)
    hidden = secret[[c.key for c in dependent]].to_numpy(dtype=bool).any(axis=1)
    hidden |= unseen & (counts > 0) & (counts < minimum)
    place = frame.groupby(list(partition.within), sort=False, dropna=False, observed=True).ngroup()
    for rows in pd.Series(range(len(frame))).groupby(place.to_numpy()).indices.values():
        if total is not None and total[rows].any():
            hidden[rows] = True
        elif hidden[rows].any():
            hidden[rows] |= unseen[rows]
            hidden[rows] |= partition.overlapping or with_company(
                Group(
                    counts[rows],
                    np.full(len(rows), counts[rows].sum()) if bases is None else bases[rows],
                    np.zeros(len(rows), dtype=bool) if blind is None else blind[rows],
                    most[rows],
                    spared[rows],
                ),
                hidden[rows],
                minimum,
            )
    secret = secret.copy()
    secret[keys] = secret[keys].to_numpy() | hidden[:, None]
    return secret
