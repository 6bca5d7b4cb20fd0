"""Typed cells as text: the same rules for workbooks, SPSS and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_LARGEST = 10**16
"""From here on Python writes the shortest decimals of a float with an exponent."""


def number_text(number: float) -> str:
    """Write a number: a whole one without decimals, another one by its shortest decimals."""
    if number.is_integer() and abs(number) < _LARGEST:
        return str(int(number))
    return repr(number)


def truth_text(value: bool) -> str:
    """Write a truth value as spreadsheets show it."""
    return "TRUE" if value else "FALSE"


def duration_text(value: timedelta) -> str:
    """Write a duration in hours, minutes and seconds."""
    seconds = value // timedelta(seconds=1)
    hours, rest = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else ''}{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"


def has_time(values: Iterable[Any]) -> bool:
    """Tell whether any of several dates says more than the day."""
    return any(isinstance(value, datetime) and value.time() != time() for value in values)


def moment_text(value: date, *, with_time: bool) -> str:
    """Write a date as 2018-12-03, or with its time as 2018-12-03 10:15:00."""
    if not with_time:
        return value.isoformat()[:10]
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return moment.isoformat(sep=" ")


def write_distinct(values: pa.ChunkedArray, text: Callable[[Any], str]) -> pa.ChunkedArray:
    """Write a column by writing each distinct value once.

    Args:
        values: (cells,) of one type.
        text: How a value is written; missing ones become empty.

    Returns:
        (cells,) text, none missing.
    """
    distinct = pc.unique(values)
    texts = ["" if value is None else text(value) for value in distinct.to_pylist()]
    places = pc.index_in(values, value_set=distinct)
    return pa.chunked_array([pc.take(pa.array(texts, pa.large_string()), _joined(places))])


def _joined(places: pa.ChunkedArray) -> pa.Array:
    return places.combine_chunks() if isinstance(places, pa.ChunkedArray) else places
