"""Cells of tables that set two waves side by side: several released values in one text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Released
from typfrage.results.language import speaker
from typfrage.results.numbers import NARROW_SPACE, Format, formatted
from typfrage.results.values import p_text, value_text

Writer = Callable[["pd.Series[float]"], str]
"""Writes a cell from the values of its row; nothing where there are none."""

Cell = tuple[str, str, Writer]
"""A new column: its heading, the released column with which it is withheld, its writer."""

_SHARE = Format("share")
_POINTS = Format("points")


def share_cell(value: float, low: float, high: float, language: str) -> str:
    """Write a share with its interval: „27 % (23–32)“; nothing where there is none."""
    if pd.isna(value):
        return ""
    ends = (
        formatted(end, _SHARE, language).removesuffix(f"{NARROW_SPACE}%") for end in (low, high)
    )
    return f"{value_text(value, 'share', language)} ({'–'.join(ends)})"


def share_of(side: str, language: str) -> Writer:
    """Write the share of a wave with its interval."""
    share, low, high = (f"{side}_{end}" for end in ("share", "low", "high"))
    return lambda row: share_cell(row[share], row[low], row[high], language)


def points_of(who: str, language: str) -> Writer:
    """Write a difference with its interval: „+5 (+1 bis +9)“."""
    say = speaker(language)

    def write(row: pd.Series[float]) -> str:
        if pd.isna(row[f"{who}difference"]):
            return ""
        value, low, high = (
            formatted(row[f"{who}{key}"], _POINTS, language)
            for key in ("difference", "low", "high")
        )
        return say("{value} ({low} bis {high})", value=value, low=low, high=high)

    return write


def plain_share(key: str, language: str) -> Writer:
    """Write a share alone."""
    return lambda row: "" if pd.isna(row[key]) else value_text(row[key], "share", language)


def plain_points(key: str, language: str) -> Writer:
    """Write a difference alone."""
    return lambda row: "" if pd.isna(row[key]) else formatted(row[key], _POINTS, language)


def p_of(key: str, language: str) -> Writer:
    """Write a p-value."""
    return lambda row: "" if pd.isna(row[key]) else p_text(row[key], language)


def decimal_of(key: str, language: str, digits: int | None = 2) -> Writer:
    """Write a number.

    Args:
        key: Its column.
        language: Language of the number.
        digits: After the decimal mark; ``None`` for none with whole numbers, else one.
    """

    def write(row: pd.Series[float]) -> str:
        if pd.isna(row[key]):
            return ""
        own = int(not float(row[key]).is_integer()) if digits is None else digits
        return formatted(row[key], Format("decimal", own), language)

    return write


def in_words(
    data: Released,
    labels: Sequence[Column],
    cells: Mapping[str, Cell],
) -> Released:
    """Put released values into cells of text.

    Args:
        data: A released table.
        labels: Its columns of text that stay.
        cells: By key of a new column.
    """
    kept = [column.key for column in labels]
    frame, withheld = data.frame[kept].copy(), data.withheld[kept].copy()
    for key, (_, source, write) in cells.items():
        hidden = data.withheld[source]
        frame[key] = [
            None if secret else write(row)
            for secret, (_, row) in zip(hidden, data.frame.iterrows(), strict=True)
        ]
        withheld[key] = hidden
    heads = (Column(key, head, flush=True) for key, (head, _, _) in cells.items())
    return Released(
        frame.astype("object"),
        (*labels, *heads),
        withheld.astype(bool),
        data.minimum_cases,
        data.partitions,
    )
