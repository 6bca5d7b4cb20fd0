"""What may be published: the rules that keep a table from leading back to one municipality.

Primary suppression withholds small counts, the shares that rest on them, and everything on a small
base. Secondary suppression withholds further cells of a partition, so that no withheld cell
follows from the total.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    """

    key: str
    label: str
    kind: Kind = "text"
    digits: int = 0
    count: str | None = None
    base: str | None = None
    grouped: bool = False


@dataclass(frozen=True)
class Partition:
    """Rows that add up to a known total.

    Attributes:
        across: Column whose values partition the municipalities (the type).
        within: Columns that are constant in one partition (the item).
        count: Column of the counts that add up.
    """

    across: str
    within: tuple[str, ...]
    count: str


@dataclass(frozen=True)
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


def release(
    frame: pd.DataFrame,
    columns: tuple[Column, ...],
    minimum_cases: int,
    partition: Partition | None = None,
) -> Released:
    """Withhold what must be kept secret.

    Args:
        frame: (rows × columns) the table as computed.
        columns: What its columns hold, in the order of publication; others are dropped.
        minimum_cases: Smallest count of municipalities that is published; zero is published too.
        partition: Rows that add up to a published total, for secondary suppression.

    Raises:
        DisclosureError: A share or number names no base, so that the rules cannot be applied.
    """
    secret = _small(frame, columns, minimum_cases)
    if partition is not None:
        secret = _secondary(frame, columns, secret, partition, minimum_cases)
    shown = [column.key for column in columns]
    whole = {column.key: "Int64" for column in columns if column.kind in ("count", "tally")}
    return Released(
        frame=frame[shown].astype(whole).mask(secret[shown]).reset_index(drop=True),
        columns=columns,
        withheld=secret[shown].reset_index(drop=True),
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


def _secondary(
    frame: pd.DataFrame,
    columns: tuple[Column, ...],
    secret: pd.DataFrame,
    partition: Partition,
    minimum: int,
) -> pd.DataFrame:
    """Withhold, beside one withheld cell, the next smallest ones of its partition."""
    secret = secret.copy()
    dependent = [c.key for c in columns if partition.count in (c.key, c.count)]
    flag = next(key for key in dependent)
    for _, group in frame.groupby(list(partition.within), sort=False):
        counts = group[partition.count].sort_values(kind="stable")
        hidden = secret.loc[group.index, flag]
        for row in counts.index[counts > 0]:
            together = counts[hidden].sum()
            if not hidden.any() or (hidden.sum() > 1 and together >= minimum):
                break
            hidden[row] = True
        for key in dependent:
            secret.loc[group.index, key] |= hidden
    return secret
