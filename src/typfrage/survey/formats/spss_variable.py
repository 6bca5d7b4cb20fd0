"""One variable of an SPSS file: its cells as text, and what the file says about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from typfrage.survey.formats.cell_text import (
    duration_text,
    has_time,
    moment_text,
    number_text,
    write_distinct,
)
from typfrage.survey.prose import without_commands
from typfrage.survey.raw_table import ColumnDescription

_FIRST_DAY = datetime(1582, 10, 14)
"""SPSS counts seconds from the day before the Gregorian calendar began."""

_MOMENTS = (
    *("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "QYR", "MOYR", "WKYR"),
    *("DATETIME", "YMDHMS"),
)
_DURATIONS = ("TIME", "DTIME", "MTIME")


@dataclass(frozen=True)
class Variable:
    """A variable as the file declares it.

    Attributes:
        name: Its name.
        format: SPSS's print format, e.g. F8.2, A30 or DATE11.
        label: What it asks.
        values: Labels by code; codes are floats, or texts of string variables.
        missing: Codes of missing answers as pairs of the lowest and the highest.
    """

    name: str
    format: str
    label: str
    values: Mapping[Any, str]
    missing: tuple[tuple[Any, Any], ...]

    @property
    def kind(self) -> str:
        """The format without its widths."""
        return self.format.rstrip("0123456789.")


def is_missing(variable: Variable, values: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells hold a code that the file declares to be missing.

    Args:
        variable: The variable.
        values: (cases,) its codes as floats or text.
    """
    found = np.zeros(len(values), dtype=bool)
    for low, high in variable.missing:
        if isinstance(low, str):
            found |= (_unpadded(values) == _bare(low)).to_numpy()
        else:
            found |= values.between(low, high).to_numpy()
    return found


def write(variable: Variable, values: pd.Series) -> pa.ChunkedArray:
    """Write the cells as text: codes as they are, dates as in a workbook, system-missing empty.

    Args:
        variable: The variable.
        values: (cases,) its codes as floats or text.
    """
    if pd.api.types.is_string_dtype(values.dtype):
        return pa.chunked_array([pa.array(_unpadded(values), pa.large_string())])
    floats = pa.chunked_array([pa.array(values.to_numpy(np.float64), from_pandas=True)])
    with_time = has_time(_moments(variable, floats))
    return write_distinct(floats, lambda value: _text(variable, value, with_time))


def describe(variable: Variable, values: pd.Series) -> ColumnDescription:
    """Say what the file says about the column; ranges of missing codes by the codes in them.

    Args:
        variable: The variable.
        values: (cases,) its codes as floats or text.
    """
    single = [low for low, high in variable.missing if low == high]
    occurring = values[is_missing(variable, values)].unique().tolist()
    labelled = [code for code in variable.values if _within(variable, code)]
    return ColumnDescription(
        label=without_commands(variable.label),
        values={_code(code): without_commands(label) for code, label in variable.values.items()},
        missing=tuple(dict.fromkeys(map(_code, [*single, *sorted({*occurring, *labelled})]))),
    )


def _code(code: Any) -> str:
    return _bare(code) if isinstance(code, str) else number_text(float(code))


def _within(variable: Variable, code: Any) -> bool:
    return any(_bare(low) <= _bare(code) <= _bare(high) for low, high in variable.missing)


def _bare(code: Any) -> Any:
    """A code without the blanks by which SPSS fills strings up."""
    return code.rstrip(" ") if isinstance(code, str) else code


def _unpadded(values: pd.Series) -> pd.Series:
    return values.astype("str").fillna("").str.rstrip(" ")


def _moment(seconds: float) -> datetime:
    return _FIRST_DAY + timedelta(seconds=seconds)


def _moments(variable: Variable, floats: pa.ChunkedArray) -> list[datetime]:
    """The distinct dates of a variable of dates."""
    if variable.kind not in _MOMENTS:
        return []
    distinct = pc.unique(floats).drop_null().to_pylist()
    return [_moment(value) for value in distinct if not _within(variable, value)]


def _text(variable: Variable, value: float, with_time: bool) -> str:
    if not _within(variable, value):
        if variable.kind in _MOMENTS:
            return moment_text(_moment(value), with_time=with_time)
        if variable.kind in _DURATIONS:
            return duration_text(timedelta(seconds=value))
    return number_text(value)
