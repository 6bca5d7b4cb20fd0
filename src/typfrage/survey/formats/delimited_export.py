"""Exports as delimited text: CSV and TSV of survey tools and spreadsheets."""

from __future__ import annotations

from pathlib import Path

from typfrage.problems import InputError, Problem
from typfrage.survey.formats.columns import raw_table
from typfrage.survey.formats.content import whole_file
from typfrage.survey.formats.delimiters import declared_above_header, recognise
from typfrage.survey.formats.encodings import as_utf8, detect
from typfrage.survey.formats.export import Declaration, Export
from typfrage.survey.formats.fast_rows import read_fast
from typfrage.survey.formats.header import lowest, no_answer
from typfrage.survey.formats.limits import refuse_large_table
from typfrage.survey.formats.strict_rows import DelimitedText, read_header, read_strictly
from typfrage.survey.text_lines import refuse_endless_line


def read_delimited(path: Path, declared: Declaration) -> Export:
    """Read a delimited text file.

    Args:
        path: The file.
        declared: Encoding and delimiter, if not to be recognised; number of header rows.

    Raises:
        InputError: The file is empty, not in the declared or any known encoding, holds NUL
            characters or an open quote, is larger than any survey, or a row has too many or too
            few cells; all such rows are listed.
    """
    text, encoding, found = _read_text(path, declared)
    header = read_header(text)
    lines = max(text.content.count(b"\n"), text.content.count(b"\r"))
    refuse_large_table(lines, len(header.rows[0]), path.name)
    columns = read_fast(text, header)
    if columns is None:
        columns = read_strictly(text, len(header.rows[0]))
    if not columns or not len(columns[0]):
        raise InputError(no_answer(path.name))
    delimiter = text.delimiter
    del text
    names = [lowest(cells) for cells in zip(*header.rows, strict=True)]
    table = raw_table(columns, names, path.name, first=declared.header_rows + 1, unit="row")
    return Export(table, "delimited", None, encoding, found, delimiter, declared.header_rows)


def _read_text(path: Path, declared: Declaration) -> tuple[DelimitedText, str, str]:
    """The text, its encoding, and how that was found."""
    raw = whole_file(path)
    refuse_endless_line(raw, path.name)
    encoding, found = declared.encoding, "declared"
    if encoding is None:
        encoding, found = detect(raw, path.name)
    sign, content = declared_above_header(as_utf8(raw, encoding, path.name))
    if not content.strip():
        raise InputError(no_answer(path.name))
    delimiter = declared.delimiter or sign or recognise(content, path.name)
    if sign is not None and sign != delimiter:
        raise InputError(_two_delimiters(path, sign, delimiter))
    return DelimitedText(content, delimiter, declared.header_rows, path.name), encoding, found


def _two_delimiters(path: Path, sign: str, declared: str) -> Problem:
    return Problem(
        f"the first line says sep={sign}, but the delimiter {declared!r} is declared",
        f"{path.name}, row 1",
        "one delimiter",
        "remove the line, or declare what it says (source.delimiter in wave.yml, --delimiter)",
    )
