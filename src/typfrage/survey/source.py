"""The raw file of a wave: how it is written, and which of its columns holds which item."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from typfrage.survey.yaml_file import Strict


Format = Literal["delimited", "workbook", "spss", "parquet"]
"""How a raw file is built: delimited text, XLSX, SPSS's .sav, or Parquet."""


class HeaderCell(Strict):
    """A column by its position, with the header that must stand there.

    Attributes:
        at: Position, counted from 1.
        header: The column's lowest header cell that is not empty; a shifted file is refused by it.
    """

    at: Annotated[int, Field(ge=1)]
    header: str


ColumnRef = Annotated[str, Field(min_length=1)] | HeaderCell
"""A column of the raw file: by its name (one header row), or by position and header."""


class ItemColumns(Strict):
    """Where an item's answers stand in the raw file; exactly one of the three is given.

    Attributes:
        column: One column that holds the code (or, for number, text and key, the value).
        ticks: One column an option, by option id, with a tick where it was chosen.
        template: Names of tick columns with ``{code}`` for the option's code.
        recode: Codes of this export that differ from the codebook's: export → codebook.
    """

    column: ColumnRef | None = None
    ticks: dict[str, ColumnRef] | None = None
    template: str | None = None
    recode: dict[str, str] = {}

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [
            name for name in ("column", "ticks", "template") if getattr(self, name) is not None
        ]
        if len(given) != 1:
            raise ValueError(f"exactly one of column, ticks, template is needed, found {given}")
        if self.template is not None and "{code}" not in self.template:
            raise ValueError(f"the template {self.template!r} lacks {{code}}")
        if self.recode and self.column is None:
            raise ValueError("'recode' belongs to 'column': ticks carry no codes")
        return self


class Source(Strict):
    """The raw file and how it is written.

    Attributes:
        file: Path relative to the wave's folder.
        sha256: Hash of the raw file; another file is refused.
        external: The file stays with its owner outside the study; the hash pins it.
        format: How the file is built; its suffix says so if left out.
        sheet: Name of the sheet of a workbook; needed only where there are several.
        encoding: Python name of the encoding of a text file; recognised if left out.
        delimiter: One character; recognised if left out.
        header_rows: 1 or 2.
        answer_id: Column that identifies an answer (not the municipality) for corrections.
        ticked: What stands for a tick in tick columns.
        unticked: What stands for no tick.
        not_shown: What stands for a question that was not shown.
        thousands: Separator of thousands that may stand in whole numbers.
        decimal: Decimal mark.
    """

    file: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    external: bool = False
    format: Format | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1, pattern=r'^[^"\r\n]$')] | None = None
    header_rows: Literal[1, 2] = 1
    answer_id: ColumnRef
    ticked: Annotated[tuple[str, ...], Field(min_length=1, strict=False)] = ("Y",)
    unticked: Annotated[tuple[str, ...], Field(strict=False)] = ("",)
    not_shown: Annotated[tuple[str, ...], Field(strict=False)] = ()
    thousands: str | None = None
    decimal: str = "."
