"""Reading an export for which there is no ``wave.yml`` yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from typfrage.problems import InputError, Problem
from typfrage.survey.formats import Export, describe_export
from typfrage.survey.formats.header import is_title, title
from typfrage.survey.ordinary_files import size_of
from typfrage.survey.proposal.columns import Column, columns_of
from typfrage.survey.waves.source import Format

_FEWEST_NAMES = 2
_FEWEST_BELOW = 2
_MOST_OF = 0.8
"""So many of the unnamed columns are named in a second row of a header."""


@dataclass(frozen=True)
class Declared:
    """What a person says about an export; what is ``None`` is recognised.

    Attributes:
        format: How the file is built.
        sheet: Sheet of a workbook.
        encoding: Encoding of a text file.
        delimiter: What stands between its cells.
    """

    format: Format | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


def read_columns(path: Path, declared: Declared) -> tuple[Export, tuple[Column, ...]]:
    """Read an export, and describe its columns.

    SoSci Survey may write the names of the columns into the first row and their labels into the
    second; other tools write a question above its first option and the options into the second
    row. Then both rows are header.

    Args:
        path: The file.
        declared: How it is written.

    Raises:
        InputError: The file is missing or cannot be read, or its first row is a title.
    """
    export = _described(path, declared, 1)
    first = export.table.header
    if _labels_below(export):
        export = _described(path, declared, 2)
        return export, columns_of(export.table, names=first)
    if _options_below(export):
        export = _described(path, declared, 2)
        return export, columns_of(export.table, questions=first)
    if is_title(first):
        raise InputError(title(path.name, len(first)))
    return export, columns_of(export.table)


def hash_of(path: Path) -> str:
    """Return the sha256 of a file.

    Raises:
        InputError: It is missing, too large, no ordinary file, or may not be read.
    """
    try:
        size_of(path, str(path))
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            Problem(
                f"the export cannot be read: {error.strerror}",
                str(path),
                "a file with the answers, as the survey tool wrote it",
                "correct the path, or the file's permissions",
            )
        ) from None


def _described(path: Path, declared: Declared, header_rows: int) -> Export:
    return describe_export(
        path,
        format=declared.format,
        sheet=declared.sheet,
        encoding=declared.encoding,
        delimiter=declared.delimiter,
        header_rows=header_rows,
    )


def _labels_below(export: Export) -> bool:
    """Tell whether the first row of answers holds labels: SoSci Survey's CASE is a number."""
    header = export.table.header
    if export.format not in ("delimited", "workbook") or "CASE" not in header:
        return False
    first = str(export.table.cells.iat[0, header.index("CASE")]).strip()
    return first != "" and not first.isdigit()


def _options_below(export: Export) -> bool:
    """Tell whether the first row of answers names the columns that the header leaves unnamed.

    What stands there is a name and no answer where no other answer is the same. A header with one
    name alone is a title.
    """
    if export.format not in ("delimited", "workbook"):
        return False
    cells = export.table.cells
    unnamed = [at for at, name in enumerate(export.table.header) if not name.strip()]
    below = {at: str(cells.iat[0, at]).strip() for at in unnamed}
    named = [at for at, text in below.items() if text]
    return (
        len(export.table.header) - len(unnamed) >= _FEWEST_NAMES
        and len(named) >= _FEWEST_BELOW
        and len(named) >= _MOST_OF * len(unnamed)
        and not any((cells[at].iloc[1:].str.strip() == below[at]).any() for at in named)
    )
