"""The items of anyone's delimited file: a matrix of numbers, or of categories.

Only the named columns are read, by compiled code: a file of a million rows takes about a second.
What it cannot read is read again cell by cell, slowly, to say in which row what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from typfrage.problems import InputError
from typfrage.survey.plain_tables.delimited import Delimited, open_delimited
from typfrage.survey.plain_tables.matrix_flaws import (
    constant,
    flaws_of_cells,
    mixed_marks,
    no_rows,
    two_readings,
    unreadable,
)

MISSING = ("", "NA", "NaN", "nan")
"""What stands for a missing answer, as R, pandas and numpy write it; blanks around it do not count.
"""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|infinity)", re.ASCII | re.I)
_NUMERAL = re.compile(r"-?(0|[1-9]\d{0,15})(\.\d+)?", re.ASCII)
"""Numbers as categories: not 007, which is a code."""

_WITH_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)
_OR_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)


@dataclass(frozen=True)
class _Column:
    """A column whose distinct cells are kept once.

    Attributes:
        texts: The distinct cells without surrounding blanks.
        codes: Position of every row's cell in ``texts``, shape (n,); -1 where it is missing.
    """

    texts: tuple[str, ...]
    codes: NDArray[np.int32]


def read_items(
    path: Path, items: Sequence[str], *, delimiter: str | None = None, encoding: str | None = None
) -> pd.DataFrame:
    """Read numeric items.

    Numbers are written with a decimal point, or all with a decimal comma; ``1,234`` alone could be
    either a fraction or thousands and is refused.

    Args:
        path: The file, see :func:`typfrage.survey.plain_tables.delimited.open_delimited`.
        items: Names of the columns.
        delimiter: One character; recognised if left out.
        encoding: Python's name of an encoding other than UTF-8 and UTF-16.

    Returns:
        Numbers, shape (n, p): the items in the given order, the cases in the file's.

    Raises:
        InputError: The file cannot be used, see ``open_delimited``; a row has too many or too few
            cells; a cell is missing, no number or infinite; an item is constant.
    """
    file = open_delimited(path, items, delimiter, encoding)
    frame = _plain_numbers(file, items)
    if frame is None:
        frame = _spelled_numbers(file, items)
    return _checked(file, frame)


def read_categories(
    path: Path, items: Sequence[str], *, delimiter: str | None = None, encoding: str | None = None
) -> pd.DataFrame:
    """Read categorical items; every distinct text is a category.

    Args:
        path: The file, see :func:`typfrage.survey.plain_tables.delimited.open_delimited`.
        items: Names of the columns.
        delimiter: One character; recognised if left out.
        encoding: Python's name of an encoding other than UTF-8 and UTF-16.

    Returns:
        Categorical columns, shape (n, p), missing answers as NaN. The categories are sorted: by
        number where all are numbers, else as text.

    Raises:
        InputError: The file cannot be used, see ``open_delimited``; a row has too many or too few
            cells; an item is constant or all missing.
    """
    file = open_delimited(path, items, delimiter, encoding)
    columns = _texts(file)
    frame = pd.DataFrame(
        {name: _categorical(column) for name, column in zip(items, columns, strict=True)}
    )
    found = {name: list(frame[name].cat.categories) for name in items}
    problems = [constant(file, name, each) for name, each in found.items() if len(each) < 2]
    if problems:
        raise InputError(problems)
    return frame


def _plain_numbers(file: Delimited, items: Sequence[str]) -> pd.DataFrame | None:
    """Numbers with a decimal point; none where a cell is anything else."""
    try:
        table = _read(file, pa.float64())
    except pa.ArrowInvalid:
        return None
    columns = [column.to_numpy() for column in table.columns]
    return pd.DataFrame(dict(zip(items, columns, strict=True)), copy=False)


def _spelled_numbers(file: Delimited, items: Sequence[str]) -> pd.DataFrame:
    """Numbers in any spelling that is understood."""
    columns = _texts(file)
    number = _number_reader(file, [text for column in columns for text in column.texts])
    values = {}
    wrong = {}
    for name, column in zip(items, columns, strict=True):
        read = [number(text) for text in column.texts]
        unknown = [at for at, value in enumerate(read) if value is None]
        wrong[name] = np.isin(column.codes, unknown)
        known = np.array([np.nan if value is None else value for value in read] + [np.nan])
        values[name] = known[column.codes]
    frame = pd.DataFrame(values)
    if any(each.any() for each in wrong.values()):
        raise InputError(flaws_of_cells(file, frame, wrong))
    return frame


def _number_reader(file: Delimited, texts: list[str]) -> Callable[[str], float | None]:
    """Decide how the decimal mark of the file is to be read."""
    commas = [text for text in texts if _WITH_COMMA.fullmatch(text)]
    points = [text for text in texts if "." in text and _NUMBER.fullmatch(text)]
    if commas and points:
        raise InputError(mixed_marks(file, commas[0], points[0]))
    if commas and all(_OR_THOUSANDS.fullmatch(text) for text in commas):
        raise InputError(two_readings(file, commas[0]))

    def number(text: str) -> float | None:
        spelled = text.replace(",", ".") if _WITH_COMMA.fullmatch(text) else text
        return float(spelled) if _NUMBER.fullmatch(spelled) else None

    return number


def _categorical(column: _Column) -> pd.Categorical:
    """Sort the categories that occur; numbers become numbers."""
    values: list[Any] = list(column.texts)
    if all(_NUMERAL.fullmatch(text) for text in column.texts):
        whole = all("." not in text for text in column.texts)
        values = [int(text) if whole else float(text) for text in column.texts]
    categories = sorted(set(values))
    position = {value: at for at, value in enumerate(categories)}
    rank = np.array([position[value] for value in values] + [-1], dtype=np.int32)
    return pd.Categorical.from_codes(rank[column.codes], categories)


def _texts(file: Delimited) -> list[_Column]:
    """Read the items as text."""
    try:
        table = _read(file, pa.dictionary(pa.int32(), pa.string()))
    except pa.ArrowInvalid as error:
        raise InputError(unreadable(file, error)) from None
    return [_column(column) for column in table.unify_dictionaries().columns]


def _column(column: pa.ChunkedArray) -> _Column:
    encoded = column.combine_chunks()
    stripped = [text.strip() for text in encoded.dictionary.to_pylist()]
    texts = tuple(sorted(set(stripped) - set(MISSING)))
    position = {text: at for at, text in enumerate(texts)}
    codes = np.array([position.get(text, -1) for text in stripped] + [-1], dtype=np.int32)
    return _Column(texts, codes[encoded.indices.fill_null(-1).to_numpy()])


def _read(file: Delimited, cell: pa.DataType) -> Any:
    """Read the items' columns, all as one type."""
    names = [str(at) for at in range(len(file.header))]
    wanted = [names[at] for at in file.places]
    narrow = len(names) == 1
    rows = file.content[file.rows_at :].rstrip(b"\r\n")
    if not rows:
        raise InputError(no_rows(file))
    # Arrow's threads may let go of the rows after the interpreter has ended; memory of Python's own
    # would then abort the process.
    copied = pa.BufferOutputStream()
    copied.write(rows)
    return pa.csv.read_csv(
        pa.BufferReader(copied.getvalue()),
        read_options=pa.csv.ReadOptions(column_names=names),
        parse_options=pa.csv.ParseOptions(
            delimiter=file.delimiter,
            newlines_in_values=file.has_quotes,
            ignore_empty_lines=not narrow,
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(wanted, cell),
            include_columns=wanted,
            null_values=list(MISSING),
            strings_can_be_null=True,
        ),
    )


def _checked(file: Delimited, frame: pd.DataFrame) -> pd.DataFrame:
    """Refuse what is missing, infinite or constant."""
    if not np.isfinite(frame.to_numpy()).all():
        raise InputError(flaws_of_cells(file, frame, {}))
    problems = [
        constant(file, name, [f"{column.iloc[0]:g}"])
        for name, column in frame.items()
        if column.min() == column.max()
    ]
    if problems:
        raise InputError(problems)
    return frame
