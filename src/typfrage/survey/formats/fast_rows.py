"""Rows of delimited text, read fast: only where this gives the same cells as reading strictly."""

from __future__ import annotations

import codecs

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from typfrage.survey.formats.strict_rows import DelimitedText, Header

LONGEST = 131_072
"""Characters of the longest cell that Python's csv module takes."""

_BLOCK = 1 << 23
_BLOCKS_TRIED = 8
_QUOTE = ord('"')


def read_fast(
    text: DelimitedText, header: Header, *, block: int = _BLOCK
) -> list[pa.ChunkedArray] | None:
    """Read the answers by Arrow.

    Args:
        text: The text.
        header: Its header.
        block: Bytes that are read at once; a row must fit in.

    Returns:
        (columns,) text of the cells; ``None`` where something is unusual and must be read strictly:
        rows of another length, blank rows, stray quotes, very long cells, a single column.
    """
    width = len(header.rows[0])
    content = text.content
    if width == 1 or len(text.delimiter.encode()) > 1 or header.ends_at >= len(content):
        return None
    has_quotes = b'"' in content
    if has_quotes and not quotes_enclose_cells(content, text.delimiter, block=block):
        return None
    if content.startswith(codecs.BOM_UTF8, header.ends_at):
        return None
    size = _whole_line_breaks(content, header.ends_at, block) if has_quotes else block
    if size is None:
        return None
    names = [str(at) for at in range(width)]
    try:
        table = csv.read_csv(
            pa.py_buffer(content).slice(header.ends_at),
            read_options=csv.ReadOptions(column_names=names, block_size=size),
            parse_options=csv.ParseOptions(
                delimiter=text.delimiter, newlines_in_values=has_quotes, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns: list[pa.ChunkedArray] = table.columns
    return None if _has_blank_row(columns) or _has_long_cell(columns) else columns


def _whole_line_breaks(content: bytes, start: int, block: int) -> int | None:
    """Return a size of blocks, about as large, that cut no line break of a cell in two.

    Arrow takes its second half for the rest of a row's end and drops it. ``None`` where all sizes
    that are tried do so.
    """
    sizes = range(block, max(block - _BLOCKS_TRIED, 1), -1)
    return next((size for size in sizes if not _cuts_cell(content, start, size)), None)


def _cuts_cell(content: bytes, start: int, size: int) -> bool:
    """Whether a block ends in the middle of a line break of two signs inside of quotes."""
    quoted = False
    for end in range(start + size, len(content), size):
        if content[end - 1 : end + 1] == b"\r\n":
            quoted ^= content.count(b'"', start, end) % 2 == 1
            start = end
            if quoted:
                return True
    return False


def quotes_enclose_cells(content: bytes, delimiter: str, *, block: int = _BLOCK) -> bool:
    """Tell whether every quote opens a cell, closes one, or is doubled inside of one.

    The first, third, … quote of such a text opens a cell or is the second of a doubled one, so
    that a delimiter, a line break or a quote stands before it; the second, fourth, … closes a cell
    or is the first of a doubled one, so that one of these, or nothing, stands behind it.

    Args:
        content: The text in UTF-8.
        delimiter: One ASCII character.
        block: Bytes that are looked at at once.
    """
    signs = np.frombuffer(content, dtype=np.uint8)
    allowed = np.zeros(256, dtype=bool)
    allowed[[_QUOTE, ord("\n"), ord("\r"), ord(delimiter)]] = True
    opening, last = True, len(signs) - 1
    for start in range(0, len(signs), block):
        at = np.flatnonzero(signs[start : start + block] == _QUOTE) + start
        opens, closes = (at[::2], at[1::2]) if opening else (at[1::2], at[::2])
        if not (
            _all(allowed, signs, opens[opens > 0] - 1)
            and _all(allowed, signs, closes[closes < last] + 1)
        ):
            return False
        opening ^= len(at) % 2 == 1
    return opening


def _all(allowed: NDArray[np.bool_], signs: NDArray[np.uint8], at: NDArray[np.intp]) -> bool:
    return bool(allowed[signs[at]].all())


def _has_blank_row(columns: list[pa.ChunkedArray]) -> bool:
    """Whether a row has only empty cells, as Arrow also reads a line without any cell."""
    blank = pc.equal(columns[0], "")
    for column in columns[1:]:
        if not pc.any(blank).as_py():
            return False
        blank = pc.and_(blank, pc.equal(column, ""))
    return bool(pc.any(blank).as_py())


def _has_long_cell(columns: list[pa.ChunkedArray]) -> bool:
    lengths = (pc.max(pc.binary_length(column)).as_py() for column in columns)
    return any(length > LONGEST for length in lengths)
