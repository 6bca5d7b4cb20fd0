"""What `wave new` and `study new` take from their options: how an export is written, and facts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from typfrage.cli.options import named

if TYPE_CHECKING:
    from typfrage.survey.waves.source import Format

_DAY = ["%Y-%m-%d"]

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="delimited, workbook, spss or parquet; its suffix says so if left out.",
    ),
]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="Sheet of a workbook.")]
ExportEncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="E.g. cp1252; recognised if left out.")
]
ExternalOption = Annotated[
    bool, typer.Option("--external", help="Leave the file where it is, pinned by its hash.")
]
SyntheticOption = Annotated[
    bool | None,
    typer.Option("--synthetic/--real", help="Whether the answers are generated."),
]
ContactedOption = Annotated[
    int | None, typer.Option("--contacted", min=1, help="How many were asked.")
]
FirstDayOption = Annotated[
    datetime | None,
    typer.Option("--first", formats=_DAY, help="First day of the field period."),
]
LastDayOption = Annotated[
    datetime | None, typer.Option("--last", formats=_DAY, help="Its last day.")
]
GebietsstandOption = Annotated[
    datetime | None,
    typer.Option("--gebietsstand", formats=_DAY, help="Day whose municipal borders the keys have."),
]


def chosen_format(name: str | None) -> Format | None:
    """Read ``--format``.

    Raises:
        InputError: There is no such format.
    """
    from typfrage.survey.waves.source import Format

    if name is None:
        return None
    formats: tuple[Format, ...] = get_args(Format)
    return named(name, formats, "--format", f"{name!r} is no format")
