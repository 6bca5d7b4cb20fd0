"""The raw file of a wave: how it is written, and which of its columns holds which item."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from typfrage.survey.questionnaire.codebook import MissingReason
from typfrage.survey.waves.conventions import CONVENTIONS, ConventionName
from typfrage.survey.yaml_files.yaml_file import Strict

_MARK = r"^[^0-9+\-]$"
"""One character that stands in no number otherwise."""

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
        ticked: What stands for a tick in this item's columns, where it is not as in ``source``.
        unticked: What stands for no tick in this item's columns.
    """

    column: ColumnRef | None = None
    ticks: dict[str, ColumnRef] | None = None
    template: str | None = None
    recode: dict[str, str] = {}
    ticked: Annotated[tuple[str, ...], Field(min_length=1, strict=False)] | None = None
    unticked: Annotated[tuple[str, ...], Field(strict=False)] | None = None

    def signs(self, source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what stands for a tick and for no tick in the columns of this item."""
        return (
            source.ticked if self.ticked is None else self.ticked,
            source.unticked if self.unticked is None else self.unticked,
        )

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
        if self.column is not None and (self.ticked, self.unticked) != (None, None):
            raise ValueError("'ticked' and 'unticked' belong to tick columns, not to 'column'")
        return self


class Source(Strict):
    """The raw file and how it is written.

    Attributes:
        file: Path relative to the wave's folder; it may not lead out of it, also not by links,
            unless the file is external.
        sha256: Hash of the raw file; another file is refused.
        external: The file stays with its owner outside the study; the hash pins it.
        format: How the file is built; its suffix says so if left out.
        sheet: Name of the sheet of a workbook; needed only where there are several.
        encoding: Python name of the encoding of a text file; recognised if left out.
        delimiter: One character; recognised if left out.
        header_rows: 1 or 2.
        answer_id: Column that identifies an answer (not the municipality) for corrections.
        convention: Whose signs for ticks and empty answers the file uses, see
            :mod:`typfrage.survey.waves.conventions`; it fills in those of the next five that are
            not given. Codes under ``missing`` come beside the convention's.
        ticked: What stands for a tick in tick columns.
        unticked: What stands for no tick.
        not_shown: What stands for a question that was not shown.
        not_chosen: What stands for no choice where a closed question has one column.
        missing: Codes that stand for an empty answer in every item to which the codebook gives
            them no meaning of their own, with the reason.
        thousands: Separator of thousands that may stand in whole numbers.
        decimal: Decimal mark.
    """

    file: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]+$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    external: bool = False
    format: Format | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1, pattern=r'^[^"\r\n]$')] | None = (
        None
    )
    header_rows: Literal[1, 2] = 1
    answer_id: ColumnRef
    convention: ConventionName | None = None
    ticked: Annotated[tuple[str, ...], Field(min_length=1, strict=False)] = ("Y",)
    unticked: Annotated[tuple[str, ...], Field(strict=False)] = ("",)
    not_shown: Annotated[tuple[str, ...], Field(strict=False)] = ()
    not_chosen: Annotated[tuple[str, ...], Field(strict=False)] = ()
    missing: dict[
        Annotated[str, Field(min_length=1)], Annotated[MissingReason, Field(strict=False)]
    ] = {}
    thousands: Annotated[str, Field(pattern=_MARK)] | None = None
    decimal: Annotated[str, Field(pattern=_MARK)] = "."

    @model_validator(mode="before")
    @classmethod
    def _filled_in(cls, given: Any) -> Any:
        """Add what the convention says and the file does not."""
        name = given.get("convention") if isinstance(given, dict) else None
        convention = CONVENTIONS.get(name) if isinstance(name, str) else None
        if convention is None:
            return given
        preset = {part.name: getattr(convention, part.name) for part in fields(convention)}
        preset["missing"] = dict(preset["missing"])
        own = given.get("missing", {})
        filled = {**preset, **given}
        if isinstance(own, dict):
            filled["missing"] = {**preset["missing"], **own}
        return filled

    @model_validator(mode="after")
    def _signs_differ(self) -> Self:
        signs = {"unticked": self.unticked, "not_shown": self.not_shown, "missing": self.missing}
        for name, values in signs.items():
            for sign in self.ticked:
                if sign in values:
                    raise ValueError(f"the sign {sign!r} stands under 'ticked' and under {name!r}")
        return self
