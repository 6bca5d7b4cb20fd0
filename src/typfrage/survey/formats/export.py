"""What is declared about an export, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.source import Format


@dataclass(frozen=True)
class Declaration:
    """How an export is said to be written; what is ``None`` is recognised.

    Attributes:
        format: How the file is built.
        sheet: Name of the sheet of a workbook.
        encoding: Python's name of the encoding of a text file or an SPSS file.
        delimiter: One character between the cells of a text file.
        header_rows: Rows above the answers.
    """

    format: Format | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_rows: int = 1


@dataclass(frozen=True)
class Export:
    """An export as it was read.

    Attributes:
        table: Its cells.
        format: How the file is built.
        sheet: Name of the sheet that was read; none where the format has no sheets.
        encoding: Name of the encoding; none where the format fixes it.
        encoding_found: How the encoding was found, for a person; empty where there is none.
        delimiter: What stands between the cells; none where the format has none.
        header_rows: Rows above the answers.
    """

    table: RawTable
    format: Format
    sheet: str | None = None
    encoding: str | None = None
    encoding_found: str = ""
    delimiter: str | None = None
    header_rows: int = 1
