"""Exports as Parquet files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet, types

from typfrage.problems import Cell, InputError, Problem
from typfrage.survey.formats.cell_text import (
    has_time,
    moment_text,
    number_text,
    truth_text,
    write_distinct,
)
from typfrage.survey.formats.columns import raw_table
from typfrage.survey.formats.export import Declaration, Export
from typfrage.survey.formats.header import nameless, no_answer
from typfrage.survey.formats.limits import refuse_bomb, refuse_large_table


def read_parquet(path: Path, _: Declaration) -> Export:
    """Read a Parquet file; missing values become empty, other values text as in a workbook.

    Args:
        path: The file.

    Raises:
        InputError: The file is damaged, larger than any survey, holds no answer, or columns whose
            values are no single numbers, truth values, dates or texts; all of them are listed.
    """
    try:
        table = _table(path)
    except (pa.ArrowException, OSError, UnicodeError, ValueError, MemoryError) as error:
        raise InputError(_damaged(path, error)) from None
    names, columns = table.column_names, table.columns
    del table
    if problems := [
        _nested(path, name, column.type)
        for name, column in zip(names, columns, strict=True)
        if _writer(column.type) is None
    ]:
        raise InputError(problems)
    if not columns or not len(columns[0]):
        raise InputError(no_answer(path.name))
    if not any(names):
        raise InputError(nameless(path.name))
    texts = []
    for name in names:
        try:
            texts.append(_text(columns.pop(0)))
        except (pa.ArrowException, ArithmeticError, ValueError) as error:
            raise InputError(_unwritable(path, name, error)) from None
    return Export(raw_table(texts, names, path.name, first=1, unit="case"), "parquet")


def _table(path: Path) -> pa.Table:
    """The columns; texts as they are stored, each distinct one once."""
    with parquet.ParquetFile(path) as file:
        told = file.metadata
        refuse_large_table(told.num_rows, told.num_columns, path.name)
        groups = (told.row_group(at) for at in range(told.num_row_groups))
        refuse_bomb(sum(group.total_byte_size for group in groups), path.name)
        texts = [field.name for field in file.schema_arrow if _has_bytes(field.type)]
    with parquet.ParquetFile(path, read_dictionary=texts) as file:
        table = file.read()
    table.validate(full=True)
    refuse_bomb(sum(map(_written_out, table.columns)), path.name)
    return table


def _written_out(column: pa.ChunkedArray) -> int:
    """Bytes of the texts of a column when every cell holds its own."""
    if not types.is_dictionary(column.type) or not _has_bytes(column.type.value_type):
        return int(column.nbytes)
    size = 0
    for chunk in column.chunks:
        lengths = pc.cast(pc.binary_length(chunk.dictionary), pa.int64())
        size += pc.sum(pc.take(lengths, chunk.indices)).as_py() or 0
    return size


def _has_bytes(kind: pa.DataType) -> bool:
    return any(is_(kind) for is_ in (types.is_string, types.is_large_string, types.is_binary))


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    write = _writer(column.type)
    assert write is not None
    return write(column)


def _writer(kind: pa.DataType) -> Callable[[pa.ChunkedArray], pa.ChunkedArray] | None:
    """How a column of a type is written; none where it cannot be."""
    if types.is_dictionary(kind):
        return _writer(kind.value_type)
    for belongs, write in _WRITERS:
        if belongs(kind):
            return write
    return None


def _as_it_stands(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(column.cast(pa.large_string()), "")


def _floats(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not types.is_float64(column.type):
        # Their shortest decimals are fewer than those of the nearest number of double precision.
        column = column.cast(pa.string()).cast(pa.float64())
    return write_distinct(column, lambda number: "" if number != number else number_text(number))


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    with_time = has_time(pc.unique(column).to_pylist()) or column.type.tz is not None
    return write_distinct(column, lambda moment: moment_text(moment, with_time=with_time))


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _by(text: Callable[[Any], str]) -> Callable[[pa.ChunkedArray], pa.ChunkedArray]:
    return lambda column: write_distinct(column, text)


_WRITERS: tuple[
    tuple[Callable[[pa.DataType], bool], Callable[[pa.ChunkedArray], pa.ChunkedArray]], ...
] = (
    (types.is_integer, _as_it_stands),
    (types.is_string, _as_it_stands),
    (types.is_large_string, _as_it_stands),
    (types.is_string_view, _as_it_stands),
    (types.is_null, _as_it_stands),
    (types.is_date, _as_it_stands),
    (types.is_floating, _floats),
    (types.is_boolean, _by(truth_text)),
    (types.is_timestamp, _moments),
    (types.is_time, _by(lambda value: value.isoformat())),
    (types.is_decimal, _by(_decimal)),
)


def _nested(path: Path, name: str, kind: pa.DataType) -> Problem:
    return Problem(
        f"the values of the column {name!r} are of the type {kind}",
        f'{path.name}, column "{name}"',
        "numbers, truth values, dates, times or texts, one in each cell",
        "split or leave out the column, and write the file again",
        Cell(path.name, column=name),
    )


def _unwritable(path: Path, name: str, error: Exception) -> Problem:
    return Problem(
        f"a value of the column {name!r} cannot be written: {_first_line(error)}",
        f'{path.name}, column "{name}"',
        "numbers, and dates and times from the year 1 to 9999",
        "correct the value, and write the file again",
        Cell(path.name, column=name),
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _damaged(path: Path, error: Exception) -> Problem:
    return Problem(
        f"the Parquet file cannot be read: {_first_line(error)}",
        path.name,
        "a whole Parquet file without encryption",
        "write or copy it again",
    )
