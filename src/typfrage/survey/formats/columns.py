"""Columns of text as a raw table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import pyarrow as pa

from typfrage.survey.raw_table import ColumnDescription, RawTable


def raw_table(
    columns: list[pa.ChunkedArray],
    header: Sequence[str],
    file: str,
    *,
    first: int,
    unit: Literal["row", "case"],
    described: tuple[ColumnDescription, ...] = (),
) -> RawTable:
    """Make a raw table of columns; each is taken from the list, so that no two copies are held.

    Args:
        columns: (columns,) text of the cells, none missing; the list is empty afterwards.
        header: (columns,) names.
        file: Name of the file.
        first: Number of the first row or case.
        unit: What is counted.
        described: Of every column what the file says about it.
    """
    answers = len(columns[0])
    series = {}
    for at in range(len(columns)):
        cells = columns.pop(0).cast(pa.large_string()).combine_chunks()
        series[at] = cells.to_pandas()
    frame = pd.DataFrame(series)
    frame.columns = pd.RangeIndex(len(series))
    frame.index = pd.RangeIndex(first, first + answers, name=unit)
    return RawTable(frame, tuple(header), file, unit, described)
